import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const runFile = 'hogbench-out/run.jsonl.gz';
const planted = ['ghp_planted', '@octocat', '<img', 'evil.example', 'DROP TABLE', 'planted-tag', 'planted-message'];

/** A query of a stranger: its rows hold what it found, its texts what GitHub obeys. */
const strange: Readonly<Record<string, string>> = {
  'main/strange.sql': '-- name: strange_name\nSELECT 1;\n\n-- name: plain_name\nSELECT 2;\n',
  'branch/strange.sql': `-- name: strange_name
-- description: see https://evil.example
-- tags: {team_id: planted-tag}
SELECT 'ghp_planted', 'DROP TABLE t';

-- name: plain_name
SELECT 'ghp_planted' AS "[link](https://evil.example)";
`,
};

const findings: FakeOptions = {
  script: (id, arm) => {
    if (arm !== 'candidate') return {};
    if (id === 'plain_name') return { checksum: 'ghp_planted' };
    const outcome = { kind: 'failed', clientMs: 1, code: 60, message: 'planted-message @octocat ghp_planted' } as const;
    return id === 'strange_name' ? { outcome } : {};
  },
};

async function measured(fake: FakeOptions, ...more: string[]): Promise<number> {
  return (await space.run([...abArguments, ...more], { services: fakeServices(fake) })).code;
}

/** The lines of the run file, its header changed. */
async function lyingFile(change: (header: { run: { plan: Record<string, unknown> } }) => void): Promise<void> {
  const [first = '', ...rest] = gunzipSync(await readFile(join(space.folder, runFile)))
    .toString()
    .split('\n');
  const header = JSON.parse(first);
  change(header);
  await space.write('lying.jsonl', [JSON.stringify(header), ...rest].join('\n'));
}

describe('report --comment', () => {
  it('tells verdicts and figures, and nothing that a stranger wrote', async () => {
    for (const [path, text] of Object.entries(strange)) await space.write(path, text);
    expect(await measured(findings)).toBe(4);
    await lyingFile(() => {});
    const lies = (await space.read('lying.jsonl')).replaceAll('strange_name', '@octocat <img src=//evil.example>');
    await space.write('lying.jsonl', lies);
    const full = await space.read('hogbench-out/report.html');
    for (const text of ['ghp_planted', 'evil.example', 'planted-message']) expect(full).toContain(text);
    const ran = await space.run(['report', 'lying.jsonl', '--comment', 'comment.md', '--gate']);
    expect(ran.code).toBe(4);
    const comment = await space.read('comment.md');
    expect(comment).toContain('### ❌ 1 wrong result, 1 failed, of 6 cases');
    expect(comment).toContain('| ≠&nbsp;result changed | `plain_name` |');
    expect(comment).toMatch(/\| ✗&nbsp;failed \| case \d \|/);
    for (const text of planted) expect(comment).not.toContain(text);
  });

  it.each([
    ['empty', ''],
    ['no run file', '<script>@octocat</script>'],
    ['a run file of no run', '{"kind":"header","format":"hogbench-run","schemaVersion":4,"run":{"id":"@octocat"}}\n'],
  ])('of a file that is %s says that there is no verdict, and does not pass', async (_, text) => {
    await space.write('run.jsonl', text);
    const ran = await space.run(['report', 'run.jsonl', '--comment', 'comment.md', '--gate']);
    expect(ran.code).toBe(2);
    const comment = await space.read('comment.md');
    expect(comment).toContain('### ⚠️ no verdict');
    expect(comment).not.toContain('octocat');
  });

  it('says that a file is damaged', async () => {
    await measured({});
    await lyingFile(() => {});
    await space.write(
      'lying.jsonl',
      (await space.read('lying.jsonl')).replace(/\n\{"kind":"sample"/, '\n{"kind":@octocat'),
    );
    await space.run(['report', 'lying.jsonl', '--comment', 'comment.md']);
    const comment = await space.read('comment.md');
    expect(comment).toContain('parts of the run file could not be read');
    expect(comment).not.toContain('octocat');
  });

  it('does not replace a file unless forced', async () => {
    await measured({});
    await space.write('comment.md', 'mine');
    expect((await space.run(['report', runFile, '--comment', 'comment.md'])).code).toBe(2);
    expect(await space.read('comment.md')).toBe('mine');
    expect((await space.run(['report', runFile, '--comment', 'comment.md', '--force'])).code).toBe(0);
  });
});

describe('report --gate', () => {
  const slower: FakeOptions = {
    script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { ms: 52 } : {}),
  };

  it('exits by the verdict, by its own margin and not by that of the file', async () => {
    expect(await measured(slower)).toBe(1);
    await lyingFile(({ run }) => {
      run.plan.margin = 0.9;
    });
    expect((await space.run(['report', 'lying.jsonl'])).out).not.toContain('1 regressed');
    const ran = await space.run(['report', 'lying.jsonl', '--gate', '--json']);
    expect((JSON.parse(ran.out) as ComparisonReport).method.margin).toBe(0.05);
    expect(ran.code).toBe(1);
    const wide = await space.run(['report', runFile, '--gate', '--margin', '90%', '--json']);
    expect(wide.code).toBe(0);
    expect(JSON.parse(wide.out).options).toEqual([{ name: 'margin', value: '90%', from: '--margin' }]);
    expect((await space.run(['report', runFile, '--gate', '--fail-on', 'result-changed'])).code).toBe(0);
  });

  it('goes by its own thresholds and not by those of the file, and says so', async () => {
    expect(await measured(slower)).toBe(1);
    await lyingFile(({ run }) => {
      Object.assign(run.plan.design as object, { confirmation: [{ pairs: 100, share: 1 }] });
    });
    const shown = await space.run(['report', 'lying.jsonl', '--comment', 'comment.md']);
    expect(shown.out).not.toContain('1 regressed');
    expect(shown.out).toContain('judged by the thresholds that its file records');
    expect(await space.read('comment.md')).toContain('judged by thresholds that the run file brought');
    const gated = await space.run(['report', 'lying.jsonl', '--gate']);
    expect(gated.code).toBe(1);
    expect(gated.out).toContain('the gate went by its own');
    expect((await space.run(['report', runFile, '--gate'])).out).not.toContain('thresholds');
  });

  it('does not take exact counters for all, unless told so', async () => {
    expect(await measured({}, '--counters-only')).toBe(0);
    const refused = await space.run(['report', runFile, '--gate']);
    expect({ code: refused.code, told: refused.err.includes('--counters-only') }).toEqual({ code: 2, told: true });
    expect((await space.run(['report', runFile, '--gate', '--counters-only'])).code).toBe(0);
  });

  it('takes rules from the config that is named', async () => {
    await measured(slower);
    await space.write('base.yaml', 'defaults: {fail-on: result-changed}\n');
    expect((await space.run(['report', runFile, '--gate', '--config', 'base.yaml'])).code).toBe(0);
    expect((await space.run(['report', runFile, '--gate'])).code).toBe(1);
  });

  it.each(['--strict', '--margin=5%', '--fail-on=failed', '--counters-only'])('is what %s goes with', async (flag) => {
    await measured({}, '--counters-only');
    const ran = await space.run(['report', runFile, flag]);
    expect({ code: ran.code, told: ran.err.includes('--gate') }).toEqual({ code: 2, told: true });
  });

  it('does not pass what was interrupted, or is a run of one arm', async () => {
    await measured({});
    await lyingFile(() => {});
    const whole = await space.read('lying.jsonl');
    await space.write('cut.jsonl', whole.split('\n').slice(0, 20).join('\n'));
    expect((await space.run(['report', 'cut.jsonl', '--gate'])).code).not.toBe(0);
    await space.run(['run', 'main', '--out', 'alone'], { services: fakeServices() });
    expect((await space.run(['report', 'alone/run.jsonl.gz', '--gate'])).code).toBe(2);
  });
});

it('rows of a comparison in CI are masked on the embedded server too', async () => {
  await space.write('main/strange.sql', '-- name: plain_name\nSELECT 2;\n');
  await space.write('branch/strange.sql', "-- name: plain_name\nSELECT 'x';\n");
  const services = fakeServices({
    script: (id, arm) =>
      id === 'plain_name' && arm === 'candidate'
        ? { rows: { lines: ['["2026-01-01","ghp_planted","1"]'] }, checksum: '1' }
        : {},
  });
  const texts = async (env: Readonly<Record<string, string>>): Promise<string> => {
    await space.run([...abArguments, '--filter', 'plain_name'], { services, env });
    const run = gunzipSync(await readFile(join(space.folder, runFile))).toString();
    return run + (await space.read('hogbench-out/report.md'));
  };
  expect(await texts({})).toContain('ghp_planted');
  expect(await texts({ CI: 'true' })).not.toContain('ghp_planted');
});
