import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'main/a.sql': '-- name: revenue\nSELECT 1;\n\n-- name: customers\nSELECT 2;\n',
    'branch/a.sql': '-- name: revenue\nSELECT 1 + 0;\n\n-- name: customers\nSELECT 2 + 0;\n',
    'new/a.sql': '-- name: revenue\nSELECT 1 + 0;\n\n-- name: customers\nSELECT 2 + 0;\n\n-- name: third\nSELECT 3;\n',
    'rules.yaml': 'gate:\n  rules:\n    - {metric: server_time, max: 10s}\n    - {verdict: regressed, level: warn}\n',
  });
});
afterEach(() => space.remove());

/** Two arms of which the candidate has `rows` of the baseline's 1,000, and behaves as told in one case. */
function ab(rows: number, revenue: Behaviour, ...more: readonly string[]): Promise<Ran> {
  const services = fakeServices({
    rows: (arm) => (arm === 'candidate' ? rows : 1000),
    script: (caseId, arm) => (arm === 'candidate' && caseId === 'revenue' ? revenue : {}),
  });
  const [workload = 'branch', ...flags] = more[0]?.startsWith('--') === false ? more : ['branch', ...more];
  const argv = ['ab', 'main', workload, '--seed', '1', '--force', '--no-self-check', ...flags];
  return space.run(argv, { asTyped: true, services });
}

const fast = { ms: 20 };
const lastLine = ({ out }: Ran): string => out.trim().split('\n').at(-1) ?? '';

it('passes what is faster over the same data and over more', async () => {
  for (const rows of [1000, 5000]) {
    const ran = await ab(rows, fast);
    expect({ code: ran.code, last: lastLine(ran) }).toMatchObject({
      code: 0,
      last: expect.stringContaining('1 faster, 1 equivalent, of 2 changed — exit 0'),
    });
  }
});

it('decides nothing where the candidate has less, and no report says a favourable word', async () => {
  const reports = ['--markdown', 'm.md', '--comment', 'c.md', '--junit', 'j.xml', '--html', 'h.html'];
  const ran = await ab(100, fast, ...reports);
  expect(ran.code).toBe(3);
  expect(lastLine(ran)).toContain('nothing decided: 2 inconclusive, of 2 changed — exit 3 (2 on tables that differ)');
  expect(ran.out).not.toMatch(/faster|No regression|would have been seen|server time -/);
  expect(ran.out).toContain('2 inconclusive cases: over less data no slowdown need be seen');
  expect(ran.out).toContain('default.events has 1,000 rows in the baseline and 100 rows in the candidate');
  expect(ran.out).toContain(': no totals; proved equivalent within 5%: 0 of 2');
  for (const file of ['m.md', 'c.md']) {
    const text = await space.read(file);
    expect(text).toMatch(/^### ⚠️ nothing decided/m);
    expect(text).not.toContain('✅');
  }
  expect(await space.read('c.md')).toContain('tables of the candidate hold fewer rows');
  expect(await space.read('j.xml')).toContain('name="the candidate has as much data"');
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--comment', 'again.md', '--gate']);
  expect(again.code).toBe(3);
  expect(await space.read('again.md')).toMatch(/^### ⚠️ nothing decided/m);
});

it('fails what is slower over less data all the same', async () => {
  const ran = await ab(100, { ms: 80 });
  expect(ran.code).toBe(1);
  expect(lastLine(ran)).toContain('1 slower');
});

it('is passed by no rule, warning, --fail-on or new case', async () => {
  const code = async (rows: number, revenue: Behaviour, ...more: readonly string[]) =>
    (await ab(rows, revenue, ...more)).code;
  for (const [rows, expected] of [
    [1000, 0],
    [100, 3],
  ] as const) {
    expect(await code(rows, { ms: 80 }, '--config', 'rules.yaml')).toBe(expected);
    expect(await code(rows, { ms: 80 }, '--fail-on', 'failed')).toBe(expected);
    expect(await code(rows, fast, 'new')).toBe(expected);
    expect(await code(rows, {}, '--counters-only')).toBe(expected);
  }
});

it('a comment says that tables differ where nothing is held back for it', async () => {
  await ab(5000, fast, '--comment', 'c.md');
  const text = await space.read('c.md');
  expect(text).toMatch(/^### ✅ 1 faster/m);
  expect(text).toContain('- the tables of the arms differ\n');
});

it('the JSON report has the notice and its code', async () => {
  const { notices, suite } = JSON.parse((await ab(100, fast, '--json')).out) as ComparisonReport;
  expect(suite).toBeNull();
  expect(notices.find(({ code }) => code === 'less-data')).toMatchObject({
    level: 'caution',
    text: expect.stringContaining('Give both arms the same data'),
  });
});
