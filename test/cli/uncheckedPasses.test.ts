import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const one = (name: string, sql = 'SELECT 1'): string => `-- name: ${name}\n${sql};\n`;

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'main/a.sql': one('revenue') + one('customers', 'SELECT 2'),
    'renamed/a.sql': one('revenue_by_day', 'SELECT sleep(1)') + one('customers', 'SELECT 2'),
    'gone/a.sql': one('customers', 'SELECT 2'),
    'more/a.sql': one('revenue') + one('customers', 'SELECT 2') + one('third', 'SELECT 3'),
    'unnamed/m.sql': 'SELECT 1;\nSELECT 2;\n',
    'inserted/m.sql': 'SELECT 0;\nSELECT 1;\nSELECT 2;\n',
    'scripts/a.sql': one('revenue', 'SELECT 3'),
    'scripts/workload.yaml': 'schema: [schema.sql]\n',
    'scripts/schema.sql': 'CREATE TABLE t (a UInt8) ORDER BY a;\n',
    'other/a.sql': one('revenue', 'SELECT 4'),
    'other/workload.yaml': 'schema: [schema.sql]\n',
    'other/schema.sql': 'CREATE TABLE t (a UInt8) ORDER BY tuple();\n',
    'hogbench.config.yaml': 'targets: {db: {url: "http://reader@db:8123", allow_setup: true}}\n',
  });
});
afterEach(() => space.remove());

function ab(...argv: readonly string[]): Promise<Ran> {
  return space.run(['ab', ...argv, '--seed', '1', '--force'], { asTyped: true, services: fakeServices() });
}

describe('a query that was renamed is compared with nothing', () => {
  it('so that it decides nothing, and says why', async () => {
    const { code, out } = await ab('main', 'renamed');
    expect(code).toBe(3);
    expect(out).toContain('— exit 3 (1 removed and 1 new, which may have been renamed)');
    const report = await space.read('hogbench-out/report.md');
    expect(report).toContain('what was renamed was compared with nothing');
    expect(report).toMatch(/^### ⚠️/);
  });

  it('so that --strict does not pass it beside others that are decided, and JUnit tells of an error where there are none', async () => {
    expect((await ab('main', 'renamed', '--all')).code).toBe(0);
    expect((await ab('main', 'renamed', '--all', '--strict')).code).toBe(3);
    await ab('main', 'renamed', '--junit', 'junit.xml');
    expect(await space.read('junit.xml')).toContain('the run decides something');
  });

  it('and one that is gone, or new, alone is told and passes', async () => {
    expect((await ab('main', 'gone')).code).toBe(0);
    expect((await ab('main', 'more')).code).toBe(0);
    expect((await space.read('hogbench-out/report.md')).includes('renamed')).toBe(false);
  });
});

it('statements without a name that move to other places are told, with what would hold them', async () => {
  const ran = await ab('unnamed', 'inserted', '--json');
  const { notices } = JSON.parse(ran.out) as ComparisonReport;
  expect(notices.find(({ code }) => code === 'unnamed-moved')?.text).toContain(
    '`m.sql` has 2 statements without a name in the baseline and 3 in the candidate',
  );
  expect(await space.read('hogbench-out/report.md')).toContain('each is compared with whatever stands at its place');
});

it('nothing differs in what the filter takes, and no more is said', async () => {
  const { code, out } = await ab('main', 'renamed', '--filter', 'cust*');
  expect(code).toBe(0);
  expect(out).toContain('nothing differs: both arms send the same in the only case that --filter takes — exit 0');
  const report = await space.read('hogbench-out/report.md');
  expect(report).toContain('that --filter takes');
  expect(JSON.parse((await ab('main', 'renamed', '--filter', 'cust*', '--json')).out)).toMatchObject({
    options: [{ name: 'filter', value: 'cust*', from: '--filter' }],
  });
});

describe('two sets of scripts for one remote database', () => {
  it('are not set up over each other', async () => {
    const { code, err } = await ab('scripts', 'other', '--target', 'db', '--config', 'hogbench.config.yaml', '--setup');
    expect(code).toBe(2);
    expect(err).toContain('both would run over the tables of the last');
  });

  it('are told where none is run', async () => {
    await ab('scripts', 'other', '--target', 'db', '--config', 'hogbench.config.yaml');
    expect(await space.read('hogbench-out/report.md')).toContain('What the scripts change is not judged');
  });

  it('are set up over each other for no search for capacity either, and told there', async () => {
    const search = (...more: readonly string[]) =>
      space.run(
        [
          ...['capacity', 'scripts', 'other', '--baseline-target', 'db', '--candidate-target', 'db', '--slo', 'p95=1s'],
          ...['--config', 'hogbench.config.yaml', '--seed', '1', '--quiet', '--json', ...more],
        ],
        { services: fakeServices({ loaded: { slots: 2, serviceMs: 50 } }) },
      );
    const set = await search('--setup');
    expect([set.code, set.err]).toEqual([2, expect.stringContaining('both would run over the tables of the last')]);
    const { notices } = JSON.parse((await search()).out);
    expect(notices.map(({ code }: { code: string }) => code)).toContain('other-scripts');
  });

  it('are nobody’s concern on the embedded server, which has one for each', async () => {
    expect((await ab('scripts', 'other', '--setup')).code).toBe(0);
    expect(await space.read('hogbench-out/report.md')).not.toContain('scripts of the two');
  });
});

it('a dry run counts what only one arm has', async () => {
  const { out } = await ab('main', 'renamed', '--dry-run');
  expect(out).toContain('1 that only the baseline has, 1 that only the candidate has');
});
