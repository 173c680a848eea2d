import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { readRun } from '../../src/store/readRun.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const otherResult: FakeOptions = {
  script: (id, arm) => (id === 'top_customers' && arm === 'candidate' ? { checksum: '99' } : {}),
};
const remote = ['--target', 'http://reader@clickhouse:8123'];

async function ab(fake: FakeOptions, ...more: string[]) {
  const services = fakeServices(fake);
  const ran = await space.run([...abArguments, ...more], { services });
  const rowsRead = services.requests.filter((one) => JSON.parse(one.logComment).hogbench.purpose === 'rows').length;
  return { ...ran, rowsRead };
}

function differenceIn(json: string) {
  const found = (JSON.parse(json) as ComparisonReport).cases.find((one) => one.caseId === 'top_customers');
  return found?.rowDifference;
}

const lastRows = {
  baseline: [['2026-01-10', 'customer 9', '123456789']],
  candidate: [['2026-01-10', 'customer 9', '99']],
};

it('shows the rows in which results differ, of those cases alone, and again from the run file', async () => {
  const ran = await ab(otherResult, '--json');
  expect(ran).toMatchObject({ code: 4, rowsRead: 2 });
  expect(differenceIn(ran.out)).toMatchObject({
    ...{ kind: 'compared', display: 'values', columnsThatDiffer: ['total'] },
    baseline: { only: 1, rows: lastRows.baseline },
    candidate: { only: 1, rows: lastRows.candidate },
    pairs: [{ baseline: 0, candidate: 0, differs: [2] }],
  });
  const others = (JSON.parse(ran.out) as ComparisonReport).cases.filter((one) => one.caseId !== 'top_customers');
  expect(others.map((one) => one.rowDifference)).toEqual([null, null, null]);
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz']);
  expect(again.out.replaceAll(/\s+/g, ' ')).toContain(
    'First: total 123456789 → 99 where day is 2026-01-10, who is customer 9.',
  );
  expect(await space.read('hogbench-out/report.md')).toContain('| <b>99</b> |');
});

it('puts pseudonyms in the place of text on a server that is not its own, and keeps what is equal', async () => {
  const ran = await ab(otherResult, ...remote, '--json');
  expect(ran.err).not.toContain('as they are');
  const difference = differenceIn(ran.out);
  if (difference?.kind !== 'compared') throw new Error('there are rows');
  expect(difference.display).toBe('masked');
  const [[day, who, total] = []] = difference.baseline.rows;
  expect([day, total]).toEqual(['2026-01-10', '123456789']);
  expect(who).toMatch(/^[a-z]{8} \d$/);
  expect(difference.candidate.rows[0]?.[1]).toBe(who);
  const { run } = await readRun(`${space.folder}/hogbench-out/run.jsonl.gz`);
  for (const text of [JSON.stringify(run), await space.read('hogbench-out/report.html')])
    expect(text).not.toContain('customer 9');
});

it('says aloud that it shows the values of such a server, where it was told to', async () => {
  const ran = await ab(otherResult, ...remote, '--json', '--show-rows', 'values');
  expect(ran.err).toContain('go into the run file and all reports as they are');
  expect(differenceIn(ran.out)).toMatchObject({ display: 'values', baseline: { rows: lastRows.baseline } });
  expect((await ab(otherResult, '--json', '--show-rows', 'masked')).out).not.toContain('customer 9');
});

it('reads no row where none is to be shown, by a flag or by the config', async () => {
  const ran = await ab(otherResult, '--json', '--show-rows', 'off');
  expect(ran).toMatchObject({ code: 4, rowsRead: 0 });
  expect(differenceIn(ran.out)).toBeNull();
  await space.write('hogbench.config.yaml', 'defaults: {show-rows: off}\n');
  expect((await ab(otherResult)).rowsRead).toBe(0);
  expect((await ab(otherResult, '--show-rows', 'values')).rowsRead).toBe(2);
});

it('is as sure of its verdict when rows cannot be read', async () => {
  const script: FakeOptions['script'] = (id, arm, execution) => ({
    ...otherResult.script?.(id, arm, execution),
    rows: 'socket hang up',
  });
  const ran = await ab({ script });
  expect(ran.code).toBe(4);
  expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('Rows: The rows that differ are not known: socket hang up');
});

it('reads the rows when an interrupted run is resumed', async () => {
  let io: TestIo | undefined;
  const services = fakeServices({ ...otherResult, onBatch: (batches) => batches === 7 && io?.interrupt() });
  const first = await space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
  expect(first.code).toBe(130);
  const second = await ab(otherResult, '--resume', 'hogbench-out/run.jsonl.gz', '--json');
  expect(differenceIn(second.out)).toMatchObject({ kind: 'compared' });
});
