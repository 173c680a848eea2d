import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const names = Array.from({ length: 12 }, (_, i) => `question_${String(i).padStart(2, '0')}`);

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'main/queries.sql': names.map((name, i) => `-- name: ${name}\nSELECT ${i} FROM events;\n`).join('\n'),
  });
  await save('base', {});
});
afterEach(() => space.remove());

async function save(out: string, fake: FakeOptions, ...more: string[]): Promise<Ran> {
  return space.run(['run', 'main', '--out', out, ...more], { services: fakeServices(fake) });
}

const slower: FakeOptions = { script: (id) => (id === 'question_03' ? { ms: 60 } : {}) };
const compare = (candidate: string, ...more: string[]): Promise<Ran> =>
  space.run(['compare', 'base/run.jsonl.gz', `${candidate}/run.jsonl.gz`, ...more]);

it('finds a slowdown between two saved runs of the default five sessions, and reports sessions', async () => {
  await save('slow', slower);
  const ran = await compare('slow', '--markdown', 'report.md', '--html', 'report.html');
  expect(ran.code).toBe(1);
  await expect(ran.out).toMatchFileSnapshot('goldens/saved-regressed.txt');
  for (const file of ['report.md', 'report.html']) {
    const text = await space.read(file);
    expect(text).toMatch(/sessions/i);
    expect(text).not.toMatch(/\bpairs? in|pairs<|Pairs|\| pairs/);
    expect(text).toContain('not attributable');
  }
});

it('says nothing changed when nothing did', async () => {
  await save('same', {});
  const ran = await compare('same');
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('No regression in 12 cases. 12 show no change beyond 5%.');
});

it('says how many sessions are missing, when it saves and when it compares', async () => {
  const ran = await save('short', slower, '--sessions', '2');
  expect(ran.err).toContain('fewer than 5 sessions');
  expect((await save('quiet', {}, '--sessions', '2', '--quiet')).err).not.toContain('fewer than 5 sessions');
  const compared = await compare('short');
  expect(compared.code).toBe(3);
  expect(compared.out.replaceAll(/\s+/g, ' ')).toContain(
    'the baseline has 5 sessions, the candidate 2, and each needs 5',
  );
});

it('takes a policy from the flag before the environment before the config', async () => {
  await save('slow', slower, '--concurrency', '2');
  expect((await compare('slow')).code).toBe(3);
  expect((await compare('slow', '--on-mismatch', 'settings=warn')).code).toBe(1);
  expect((await compare('slow', '--on-mismatch', 'version=warn')).code).toBe(3);
  await space.write('hogbench.config.yaml', 'policies: {settings: warn}\n');
  expect((await compare('slow')).code).toBe(1);
  const env = { HOGBENCH_ON_MISMATCH: 'refuse' };
  const argv = ['compare', 'base/run.jsonl.gz', 'slow/run.jsonl.gz'];
  expect((await space.run(argv, { env })).code).toBe(3);
  expect((await space.run([...argv, '--on-mismatch', 'warn'], { env })).code).toBe(1);
});

it('compares by another margin than the saved one', async () => {
  await save('slow', slower);
  expect((await compare('slow', '--margin', '80%')).code).toBe(0);
});

it('says what it would save with --dry-run', async () => {
  const ran = await space.run(['run', 'main', '--dry-run']);
  expect(ran.out).toContain('15 executions a case in 5 fresh sessions');
});
