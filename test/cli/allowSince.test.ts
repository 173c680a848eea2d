import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace({
    'queries/revenue.sql': '-- name: revenue\nSELECT sum(price) FROM orders;\n',
    'queries/workload.yaml': 'description: a shop\n',
    'hogbench.config.yaml': 'gate:\n  rules:\n    - {metric: read_bytes, level: warn}\n  allow: hogbench.allow.yaml\n',
  });
  git('init', '-q', '-b', 'main');
  commit('queries');
});
afterEach(() => space.remove());

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: space.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(message: string): string {
  git('add', '.');
  git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', '--short=8', 'HEAD');
}

/** The branch reads twice as much, and the allowance ends with a commit. */
async function judged(since: string): Promise<Ran> {
  await space.write('queries/revenue.sql', '-- name: revenue\nSELECT sum(price) FROM orders WHERE price > 0;\n');
  await space.write(
    'hogbench.allow.yaml',
    `- {case: revenue, metric: read_rows, up_to: 2x, reason: all prices, since: ${since}}\n`,
  );
  const script = (_: string, arm: string): Behaviour => ({ readRows: arm === 'candidate' ? 200_000 : 100_000 });
  return space.run(['gate', 'queries', '--base', 'main'], { services: fakeServices({ script }), asTyped: true });
}

it('allows until the baseline contains the commit, as git knows it', async () => {
  git('checkout', '-q', '-b', 'feature');
  const change = commit('reads more');
  const { code, out } = await judged(change);
  expect(out).toContain('~ allowed  revenue: read_rows');
  expect(code).toBe(0);
});

it('has ended when the change is part of the baseline', async () => {
  const merged = commit('reads more, merged');
  git('checkout', '-q', '-b', 'feature');
  commit('something else');
  const { code, out } = await judged(merged);
  expect(code).toBe(1);
  expect(out).toContain('revenue: allowance of read_rows has ended');
  expect(out).toContain(`found     the baseline contains ${merged}`);
});

it('allows nothing by a commit that git does not find', async () => {
  git('checkout', '-q', '-b', 'feature');
  commit('reads more');
  const { code, out } = await judged('abcdef12');
  expect(code).toBe(1);
  expect(out).toContain('revenue: allowance of read_rows may have ended');
  expect(out).toContain('✗ error  revenue: read_rows found worse');
});
