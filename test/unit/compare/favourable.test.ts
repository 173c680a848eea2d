import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { CaseComparison } from '../../../src/model/comparison.ts';
import type { Run, RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { anArmCase, aPlan, aRun, facts, sameDigests } from './builders.ts';
import { type Measured, measured } from './measured.ts';

/** All that can lead to a favourable verdict, each proved by something else. */
const ways: readonly (readonly [string, Measured, Partial<RunPlan>, 'equivalent' | 'improved'])[] = [
  ['equivalent server time', {}, {}, 'equivalent'],
  ['server time that fell', { ratio: 0.5, confirmation: [2, 2, 2, 2] }, {}, 'improved'],
  ['CPU time that fell', { cpuRatio: 0.5, confirmation: [2, 2, 2, 2] }, {}, 'improved'],
  [
    'memory that fell',
    { confirmation: [2, 2, 2, 2], facts: (arm) => ({ memoryBytes: arm === 'baseline' ? 2e8 : 1e8 }) },
    {},
    'improved',
  ],
  ['counters that fell', { facts: (arm) => ({ readRows: arm === 'baseline' ? 90_000 : 10_000 }) }, {}, 'improved'],
  ['the same counters alone', { screening: 2 }, { mode: { kind: 'counters', duet: false }, minPairs: 2 }, 'equivalent'],
  [
    'fewer counters alone',
    { facts: (arm) => ({ readRows: arm === 'baseline' ? 90_000 : 10_000 }) },
    { mode: { kind: 'counters', duet: false }, minPairs: 2 },
    'improved',
  ],
];

function judged(what: Measured, plan: Partial<RunPlan> = {}, part: Partial<Run> = {}): CaseComparison {
  const [only] = compareRun(aRun({ plan: aPlan(plan), samples: measured(what), ...part })).cases;
  if (only === undefined) throw new Error('a run of one case has one');
  return only;
}

/** The last execution of an arm, besides what is measured already. */
function last(what: Measured, arm: ArmName, sample: Partial<Sample>): Measured {
  return {
    ...what,
    sample: (of, n) => (of === arm && n === (what.screening ?? 5) - 1 ? sample : (what.sample?.(of, n) ?? {})),
  };
}

const unavailable: DigestReading['digest'] = { kind: 'unavailable', reason: 'took longer than 60 s' };
const other: DigestReading['digest'] = { kind: 'digest', rows: '3', checksum: '8' };
const readings = (change: (one: DigestReading) => DigestReading | undefined): readonly DigestReading[] =>
  sameDigests(aPlan()).flatMap((one) => change(one) ?? []);

describe.each(ways)('%s', (_, what, plan, favourable) => {
  it('is a favourable verdict where all was checked', () => {
    expect(judged(what, plan)).toMatchObject({ verdict: favourable, results: 'same' });
  });

  it.each<[string, readonly DigestReading[], RegExp]>([
    [
      'were not read, as in a run whose budget ended or a damaged file',
      [],
      /^Results were not compared: they were not/,
    ],
    [
      'were read in one arm',
      readings((one) => (one.arm === 'baseline' ? one : undefined)),
      /^Results were not compared/,
    ],
    [
      'could not be read',
      readings((one) => (one.arm === 'candidate' ? { ...one, digest: unavailable } : one)),
      /^Results were not compared: took longer than 60 s/,
    ],
    [
      'differ from reading to reading',
      readings((one) => (one.attempt === 1 ? { ...one, digest: other } : one)),
      /^This query is not deterministic/,
    ],
    [
      'of the candidate differ from reading to reading',
      readings((one) => (one.attempt === 1 && one.arm === 'candidate' ? { ...one, digest: other } : one)),
      /^Whether the results agree is not known\. The candidate is not deterministic/,
    ],
    [
      'differ and were read once',
      readings((one) => (one.attempt === 1 ? undefined : one.arm === 'candidate' ? { ...one, digest: other } : one)),
      /^Whether the results agree is not known\. Results differ, but an arm was read only once/,
    ],
  ])('is none where results %s', (_name, digests, why) => {
    const one = judged(what, plan, { digests });
    expect(one).toMatchObject({ verdict: 'inconclusive', results: 'notCompared', reason: expect.stringMatching(why) });
    expect(one.reason.length).toBeGreaterThan(judged(what, plan).reason.length);
    expect(one.notices.map(({ code }) => code).join()).toMatch(/result|candidate-not-deterministic/);
  });

  it('stands where the workload of both arms ignores results, and a note says so', () => {
    const cases = (['baseline', 'candidate'] as const).map((arm) => anArmCase({ arm, results: 'ignore' }));
    const one = judged(what, plan, { digests: [], cases });
    expect(one).toMatchObject({ verdict: favourable, results: 'ignored' });
    expect(one.notices).toContainEqual(expect.objectContaining({ code: 'result-ignored', level: 'note' }));
  });

  it('is none where one arm alone ignores results', () => {
    const cases = [anArmCase({ arm: 'baseline' }), anArmCase({ arm: 'candidate', results: 'ignore' })];
    expect(judged(what, plan, { digests: [], cases }).verdict).toBe('inconclusive');
  });

  it.each<[string, ArmName, Partial<Sample>, RegExp]>([
    [
      'left no facts in the log',
      'candidate',
      { evidence: { kind: 'missing', cause: 'sampled-or-filtered', detail: 'log_queries_probability is below 1' } },
      /^1 execution of the candidate left no facts in the server's log \(sampled-or-filtered: /,
    ],
    [
      'timed out',
      'candidate',
      { outcome: { kind: 'timedOut', clientMs: 9, limitMs: 60_000 } },
      /^In the candidate, 1 of \d+ executions timed out/,
    ],
    [
      'failed',
      'baseline',
      { outcome: { kind: 'failed', clientMs: 9, code: 241, message: 'memory' } },
      /^In the baseline, 1 of \d+ executions failed/,
    ],
  ])('is none where an execution %s', (_name, arm, sample, why) => {
    const more = { ...what, screening: (what.screening ?? 5) + 1 };
    expect(judged(last(more, arm, sample), plan)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(why),
    });
  });

  it('is none where the log holds no ProfileEvents', () => {
    const bare = (sample: Sample): Sample =>
      sample.evidence?.kind === 'facts'
        ? { ...sample, evidence: { ...sample.evidence, events: { names: [], values: new Float64Array() } } }
        : sample;
    const one = judged(what, plan, { samples: measured(what).map(bare) });
    expect(one).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('no ProfileEvents') });
  });
});

describe('an execution that was cut', () => {
  const cut =
    (arms: readonly ArmName[], event: string): NonNullable<Measured['facts']> =>
    (arm, n) =>
      arms.includes(arm) ? { events: { [event]: 1 }, durationUs: arm === 'baseline' ? 300_000 + n : 100_000 + n } : {};
  const events = ['OverflowBreak', 'OverflowAny', 'DistributedShardsSkipped', 'DistributedConnectionFailAtAll'];

  it.each(events)('is no execution, by %s, in both arms or in one', (event) => {
    for (const arms of [['baseline', 'candidate'], ['candidate'], ['baseline']] as const)
      for (const plan of [{}, { mode: { kind: 'counters', duet: false }, minPairs: 2 }] satisfies Partial<RunPlan>[]) {
        const one = judged({ facts: cut(arms, event) }, plan);
        expect(one).toMatchObject({
          verdict: 'inconclusive',
          reason: expect.stringContaining(`Cut by a limit: 5 of 5 executions of the ${arms[0]}`),
          evidence: { restsOn: 'nothing', estimate: null, stoppedBy: 'executions were cut' },
        });
        expect(one.notices).toContainEqual(expect.objectContaining({ code: 'cut-by-limit', level: 'caution' }));
        expect(one.metrics.find(({ metric }) => metric === 'server_time')?.[arms[0]]).toBeNull();
      }
  });

  it('now and then keeps a regression by cost from being called one too', () => {
    const what: Measured = {
      ...{ ratio: 2, confirmation: [2, 2, 2, 2] },
      facts: (arm, n) => (arm === 'candidate' && n === 1 ? { events: { OverflowBreak: 2 } } : {}),
    };
    expect(judged(what)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('1 of 13 executions of the candidate'),
    });
  });

  it('in both arms makes results that differ no answer; in one arm they are one', () => {
    const digests = readings((one) => (one.arm === 'candidate' ? { ...one, digest: other } : one));
    const verdict = (arms: readonly ArmName[]) => judged({ facts: cut(arms, 'OverflowAny') }, {}, { digests }).verdict;
    expect(verdict(['baseline', 'candidate'])).toBe('inconclusive');
    expect(verdict(['candidate'])).toBe('resultChanged');
  });

  it('counts as none in two saved runs, and in a case of the candidate alone a caution says so', () => {
    const single = (id: string, what: Measured): Run => {
      const samples = measured(what).filter((one) => one.arm === 'baseline');
      return aRun({ id, plan: aPlan({ arms: ['baseline'], mode: { kind: 'counters', duet: false } }), samples });
    };
    const report = compareRuns(single('one', {}), single('two', { facts: cut(['baseline'], 'OverflowBreak') }));
    expect(report.cases[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^Cut by a limit/),
    });
    const cases = [anArmCase({ arm: 'candidate', caseId: 'new' })];
    const samples = measured({ caseId: 'new' }).filter((one) => one.arm === 'candidate');
    const evidence = facts({ events: { OverflowBreak: 1 } });
    const lone = compareRun(aRun({ cases, samples: samples.map((one) => ({ ...one, evidence })) })).cases[0];
    expect(lone).toMatchObject({ verdict: 'added', notices: [{ code: 'cut-by-limit' }] });
  });
});
