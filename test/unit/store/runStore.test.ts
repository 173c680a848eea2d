import { expect, it } from 'vitest';
import { measureArms } from '../../../src/app/measureArms.ts';
import type { OutputFolder } from '../../../src/app/outputFolder.ts';
import { usualMeasuring } from '../../../src/app/runPlans.ts';
import { progressLine } from '../../../src/cli/progressLine.ts';
import { armsStopRule } from '../../../src/compare/arms/armsStopRule.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { ArmCase, RunArm } from '../../../src/model/arm.ts';
import { currentDesign } from '../../../src/model/design.ts';
import { asTwoArms, type Run, type RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { RunStore } from '../../../src/store/runStore.ts';
import { fakeServices } from '../../support/fakeServices.ts';
import { testIo } from '../../support/testIo.ts';

const plan: RunPlan = {
  ...{ seed: 7, arms: ['baseline', 'candidate'], caseIds: ['a'], screeningSessions: 1, confirmationSessions: 4 },
  ...{
    minPairs: 5,
    maxPairs: 40,
    warmups: 1,
    concurrency: 1,
    timeoutMs: 1000,
    design: currentDesign,
    mode: { kind: 'paired' },
    margin: 0.05,
  },
};

const cases = plan.arms.map(
  (arm): ArmCase => ({
    ...{ caseId: 'a', arm, name: 'a', description: '', sql: 'SELECT 1', params: {}, settings: {} },
    ...{ tags: {}, weight: 1, place: 'a.sql:1:1' },
  }),
);

const arms = plan.arms.map((arm) => ({
  arm,
  target: { kind: 'embedded', name: 'embedded', nodes: 1 } as const,
  workload: { name: 'w', description: '', folder: '', cases: [], setup: [], requiredTags: [] },
  settings: {},
}));

/** Runs in the memory of this process. */
function runsInMemory(): RunStore & { readonly runs: Map<string, Run<RunArm>> } {
  const runs = new Map<string, Run<RunArm>>();
  const log: RunStore['append'] = async (place) => {
    const add = (more: (run: Run<RunArm>) => Partial<Run<RunArm>>): void => {
      const run = of(place);
      runs.set(place, { ...run, ...more(run) });
    };
    return {
      sample: (one: Sample<RunArm>) => add(({ samples }) => ({ samples: [...samples, one] })),
      evidence: (seq, evidence) =>
        add(({ samples }) => ({ samples: samples.map((one) => (one.seq === seq ? { ...one, evidence } : one)) })),
      digest: (one) => add(({ digests }) => ({ digests: [...digests, one] })),
      explanation: (one) => add(({ explanations = [] }) => ({ explanations: [...explanations, one] })),
      rowDifference: (one) => add(({ rowDifferences = [] }) => ({ rowDifferences: [...rowDifferences, one] })),
      state: (one) => add(({ states = [] }) => ({ states: [...states, one] })),
      tablesRead: (one) => add(({ tablesRead = [] }) => ({ tablesRead: [...tablesRead, one] })),
      insert: (one) => add(({ inserts = [] }) => ({ inserts: [...inserts, one] })),
      notice: (one) => add(({ notices }) => ({ notices: [...notices, one] })),
      gone: (one) => add(({ gone = [] }) => ({ gone: [...gone, one] })),
      status: (status) => add(() => ({ status })),
      close: async () => {},
    };
  };
  const of = (place: string): Run<RunArm> => {
    const run = runs.get(place);
    if (run === undefined) throw new Error(`there is no run in ${place}`);
    return run;
  };
  return {
    runs,
    append: log,
    async create(place, header) {
      runs.set(place, { ...header, samples: [], digests: [], notices: [], status: { kind: 'interrupted' } });
      return log(place);
    },
    checkOwn: async (place) => void of(place),
    read: async (place) => ({ run: of(place), warnings: [] }),
  };
}

function measured(store: RunStore, resume: string | undefined, onBatch: (batches: number, stop: () => void) => void) {
  const io = testIo('/nowhere');
  const output: OutputFolder = {
    ...{ folder: '', shown: (name) => name, path: (name) => `/nowhere/${name}` },
    ...{ write: async () => {}, release: async () => {} },
  };
  const options = { ...usualMeasuring(), seed: 7, maxPairs: 40, timeoutMs: 1000, resume, selfCheck: false };
  const services = fakeServices({
    script: (_, arm) => ({ ms: arm === 'candidate' ? 60 : 40 }),
    onBatch: (batches) => onBatch(batches, io.interrupt),
  });
  const results = { open: async () => output };
  const work = { arms, cases, plan, rule: armsStopRule };
  return measureArms(work, options, { world: io, services, listener: progressLine(io, true), results, store });
}

it('a run is measured into any store, gone on with and judged from there', async () => {
  const store = runsInMemory();
  const first = await measured(store, undefined, (batches, stop) => batches === 2 && stop());
  expect(first.run.status).toEqual({ kind: 'interrupted' });
  const [place] = [...store.runs.keys()];
  const again = await measured(store, place, () => {});
  expect(again.run.id).toBe(first.run.id);
  expect(again.run.samples.length).toBeGreaterThan(first.run.samples.length);
  expect(again.run.status).toEqual({ kind: 'complete' });
  expect(compareRun(asTwoArms(again.run)).cases[0]?.verdict).toBe('regressed');
});
