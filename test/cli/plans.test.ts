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

const lostPruning: FakeOptions = {
  script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { ms: 90, readRows: 400_000, marks: 49 } : {}),
};
const sentence =
  'The plan differs: primary key of default.orders no longer uses toDate(at), granules 12 of 120 → 49 of 120; selected marks moved with it (4.08x).';

async function ab(fake: FakeOptions, ...more: string[]) {
  return space.run([...abArguments, ...more], { services: fakeServices(fake) });
}

async function explained(file = 'hogbench-out/run.jsonl.gz'): Promise<readonly string[]> {
  const { run } = await readRun(`${space.folder}/${file}`);
  return (run.explanations ?? []).map(({ caseId, arm, explanation }) => `${caseId} ${arm} ${explanation.kind}`).sort();
}

function finding({ cases }: ComparisonReport) {
  const found = cases.find((one) => one.caseId === 'orders_by_day');
  if (found === undefined) throw new Error('the case is there');
  return found;
}

it('says why a query regressed, and reads no plan of a case that did not', async () => {
  const ran = await ab(lostPruning, '--json');
  const { reason, plan } = finding(JSON.parse(ran.out));
  expect(reason).toContain(sentence);
  expect(plan?.baseline).toContain('granules 12/120');
  expect(await explained()).toEqual(['orders_by_day baseline explained', 'orders_by_day candidate explained']);
});

it('says it again from the run file', async () => {
  await ab(lostPruning);
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(finding(JSON.parse(again.out)).reason).toContain(sentence);
});

it('puts the time of processors side by side, by one more execution of each arm', async () => {
  const script: FakeOptions['script'] = (id, arm, execution) => ({
    ...lostPruning.script?.(id, arm, execution),
    processors: [
      { name: 'MergeTreeSelect', elapsedUs: arm === 'baseline' ? 100 : 400, inputWaitUs: 0, outputWaitUs: 0 },
    ],
  });
  const ran = await ab({ script }, '--json');
  expect(finding(JSON.parse(ran.out)).plan?.processors).toEqual([
    { name: 'MergeTreeSelect', baselineUs: 100, candidateUs: 400 },
  ]);
  const counted = await ab({ script }, '--json', '--counters-only');
  expect(finding(JSON.parse(counted.out)).plan?.processors).toEqual([]);
  expect(finding(JSON.parse(counted.out)).reason).toContain(sentence);
});

it('is as sure of its verdict when the server explains nothing', async () => {
  const script: FakeOptions['script'] = (id, arm, execution) => ({
    ...lostPruning.script?.(id, arm, execution),
    plan: 'socket hang up',
  });
  const ran = await ab({ script }, '--json');
  expect(ran.code).toBe(1);
  expect(finding(JSON.parse(ran.out)).reason).toContain('Plans were not compared: socket hang up.');
});

it('reads the plans when an interrupted run is resumed', async () => {
  let io: TestIo | undefined;
  const services = fakeServices({ ...lostPruning, onBatch: (batches) => batches === 7 && io?.interrupt() });
  const first = await space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
  expect([first.code, await explained()]).toEqual([130, []]);
  const second = await ab(lostPruning, '--resume', 'hogbench-out/run.jsonl.gz', '--json');
  expect(finding(JSON.parse(second.out)).reason).toContain(sentence);
});

it('lets two saved runs say why', async () => {
  const run = async (workload: string, arm: string): Promise<void> => {
    const script: FakeOptions['script'] = (id) => lostPruning.script?.(id, arm, 0) ?? {};
    const ran = await space.run(['run', workload, '--out', arm], { services: fakeServices({ script }) });
    expect(ran.code).toBe(0);
  };
  await run('main', 'baseline');
  await run('main', 'candidate');
  expect(await explained('baseline/run.jsonl.gz')).toHaveLength(4);
  const ran = await space.run(['compare', 'baseline/run.jsonl.gz', 'candidate/run.jsonl.gz', '--json']);
  expect(finding(JSON.parse(ran.out)).reason).toContain(sentence);
});
