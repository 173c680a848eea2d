import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { CaseComparison } from '../../../src/model/comparison.ts';
import type { Run } from '../../../src/model/run.ts';
import { anArm, anArmCase, aPlan, aRun, aSample, facts } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';
import { simulate } from './simulatedRun.ts';

function judged(what: Measured, part: Partial<Run> = {}): CaseComparison {
  const report = compareRun(aRun({ samples: measured(what), ...part }));
  return report.cases[0]!;
}

function metric(one: CaseComparison, name: string) {
  return one.metrics.find((each) => each.metric === name)!;
}

const codes = (one: CaseComparison): readonly string[] => one.notices.map((each) => each.code);
const marks =
  (baseline: number, candidate: number): NonNullable<Measured['facts']> =>
  (arm) => ({
    events: { SelectedMarks: arm === 'baseline' ? baseline : candidate },
  });
const failing = {
  outcome: { kind: 'failed', clientMs: 1, code: 60, message: `Unknown table\n${'x'.repeat(500)}` },
} as const;
const timedOut = { outcome: { kind: 'timedOut', clientMs: 1000, limitMs: 30_000 } } as const;

function digests(baseline: readonly string[], candidate: readonly string[]): readonly DigestReading[] {
  const read = (arm: 'baseline' | 'candidate') => (checksum: string, attempt: number) =>
    ({ caseId: 'a', arm, attempt, digest: { kind: 'digest', rows: '3', checksum } }) as const;
  return [...baseline.map(read('baseline')), ...candidate.map(read('candidate'))];
}

it('executions that the query cache answered are a caution', () => {
  const samples = (hits: number) =>
    (['baseline', 'candidate'] as const).map((arm, seq) =>
      aSample({ seq, arm, evidence: facts({ events: { QueryCacheHits: hits } }) }),
    );
  const told = (hits: number) => compareRun(aRun({ samples: samples(hits) })).notices.map(({ code }) => code);
  expect(told(0)).not.toContain('query-cache');
  expect(told(1)).toContain('query-cache');
});

describe('server time', () => {
  it('says regressed with the size, the interval and the pairs it rests on', () => {
    const one = judged({ ratio: 2.1, confirmation: [2, 2, 2, 2] });
    expect(one.verdict).toBe('regressed');
    expect(one.reason).toMatch(/^Server time grew 2\.1\dx \(2\.\d\dx to 2\.\d\dx, 8 pairs in 4 fresh sessions\)\./);
    expect(one.evidence.stoppedBy).toBe('confirmed in 4 fresh sessions after 8 pairs');
    expect(one.metrics[0]?.metric).toBe('server_time');
    expect(one.observations[0]).toMatch(/^CPU time .* ms → .* ms \(2\.1\dx/);
    expect(one.pairs).toHaveLength(13);
    expect(one.evidence).toMatchObject({ sessions: 4, fresh: true, pairs: 8 });
  });

  it('says improved', () => {
    const one = judged({ ratio: 0.5, confirmation: [2, 2, 2, 2] });
    expect(one.verdict).toBe('improved');
    expect(one.reason).toContain('Server time fell to 0.50x');
  });

  it('says equivalent only with an interval inside the margin', () => {
    const one = judged({});
    expect(one.verdict).toBe('equivalent');
    expect(one.evidence.stoppedBy).toBe('interval inside the margin after 5 pairs');
    const time = metric(one, 'server_time').result;
    expect(time.kind === 'estimate' && time.low > 1 / 1.05 && time.high < 1.05).toBe(true);
  });

  it('says inconclusive with the smallest change that would have been seen', () => {
    const one = judged({ noise: 15, screening: 20 });
    expect(one.verdict).toBe('inconclusive');
    expect(one.evidence.stoppedBy).toBe('pair limit of 20 reached');
    expect(one.evidence.smallestVisible).toBeGreaterThan(1.05);
    expect(one.reason).toMatch(/a slowdown of \d/);
  });

  it('says unconfirmed when fresh sessions do not repeat it, and equivalent when they prove the opposite', () => {
    const suspect = measured({ ratio: 1.5 });
    const unclear = together(suspect, measured({ screening: 0, noise: 4, ratio: 0.95, confirmation: [2, 2, 2, 2] }));
    expect(compareRun(aRun({ samples: unclear })).cases[0]).toMatchObject({
      verdict: 'unconfirmed',
      reason: expect.stringMatching(
        /^Server time was first suspected as slower; fresh sessions show the opposite: \d\.\d\dx \(/,
      ),
      evidence: { stoppedBy: 'not repeated in 4 fresh sessions, 8 pairs' },
    });
    const refuted = together(suspect, measured({ screening: 0, noise: 0.5, confirmation: [2, 2, 2, 2] }));
    const one = compareRun(aRun({ samples: refuted })).cases[0]!;
    expect(one.verdict).toBe('equivalent');
    expect(codes(one)).toContain('suspicion-refuted');
  });

  it('is unconfirmed, and says so, when no fresh session ran', () => {
    const one = judged({ ratio: 2 }, { plan: aPlan({ budgetMs: 1000 }) });
    expect(one).toMatchObject({ verdict: 'unconfirmed', evidence: { stoppedBy: 'budget' } });
    expect(one.reason).toContain('no fresh session has tested it');
  });

  it('regresses by CPU time alone', () => {
    const one = judged({ cpuRatio: 1.6, confirmation: [2, 2, 2, 2] });
    expect(one.verdict).toBe('regressed');
    expect(one.metrics[0]?.metric).toBe('cpu_time');
    expect(one.reason).toContain('CPU time grew 1.60x');
    expect(one.reason).toContain('Server time stayed within ±5%');
  });

  it('lets proven server time decide against CPU time', () => {
    const one = judged({ ratio: 0.5, cpuRatio: 1.6, confirmation: [2, 2, 2, 2] });
    expect(one.verdict).toBe('improved');
    expect(codes(one)).toContain('cpu-disagrees');
  });
});

describe('exact counters', () => {
  it('regress a case whose time stayed the same', () => {
    const one = judged({ facts: marks(12, 37) });
    expect(one.verdict).toBe('regressed');
    expect(one.reason).toContain('selected marks 12 → 37 (3.08x)');
    expect(one.reason).toContain('stayed within ±5%');
    expect(one.observations).toEqual(['selected marks 12 → 37 (3.08x)']);
    expect(one.metrics[0]?.metric).toBe('SelectedMarks');
    expect(metric(one, 'SelectedMarks').result).toEqual({ kind: 'exact', baseline: 12, candidate: 37, ratio: 37 / 12 });
  });

  it('improve a case when they shrink and time does not contradict', () => {
    expect(judged({ facts: marks(37, 12) }).verdict).toBe('improved');
    expect(judged({ facts: marks(37, 12), ratio: 1.5 }).verdict).toBe('unconfirmed');
  });

  it('give way to time that proves the opposite, and the reason says so', () => {
    const one = judged({ facts: marks(12, 37), ratio: 0.5, confirmation: [2, 2, 2, 2] });
    expect(one.verdict).toBe('improved');
    expect(one.reason).toContain('The counters point the other way; proven time decides.');
  });

  it('are only an observation inside the margin', () => {
    const one = judged({ facts: (arm) => ({ readBytes: arm === 'baseline' ? 1_000_000 : 1_010_000 }) });
    expect(one.verdict).toBe('equivalent');
    expect(one.observations).toEqual(['bytes read 977 KiB → 986 KiB (1.01x)']);
  });

  it('are only an observation when they do not count work read', () => {
    const one = judged({ facts: (arm) => ({ events: { FunctionExecute: arm === 'baseline' ? 10 : 90 } }) });
    expect(one.verdict).toBe('equivalent');
    expect(one.observations).toEqual(['function execute 10 → 90 (9.00x)']);
  });

  it('stand behind times that moved, which are ranked by what they add to the cost and not by their ratio', () => {
    const grown = { DiskReadElapsedMicroseconds: 20_000, NetworkWaitMicroseconds: 60_000, FunctionExecute: 900 };
    const before = { DiskReadElapsedMicroseconds: 100, NetworkWaitMicroseconds: 20_000, FunctionExecute: 10 };
    const one = judged({ facts: (arm) => ({ events: arm === 'baseline' ? before : grown }) });
    const shown = one.metrics.map(({ metric: name }) => name).filter((name) => name in grown);
    expect(shown).toEqual(['NetworkWaitMicroseconds', 'DiskReadElapsedMicroseconds', 'FunctionExecute']);
  });

  it('are demoted to noise when they vary within an arm', () => {
    const one = judged({ facts: (arm, n) => ({ readRows: (arm === 'baseline' ? 1000 : 3000) + n }) });
    expect(one.verdict).toBe('equivalent');
    expect(codes(one)).toContain('counter-varies');
    expect(metric(one, 'read_rows').result.kind).toBe('estimate');
  });

  it('decide nothing when they disagree or when the tables differ', () => {
    const mixed = judged({
      facts: (arm) => ({
        readRows: arm === 'baseline' ? 10_000 : 99_000,
        events: { SelectedMarks: arm === 'baseline' ? 9 : 2 },
      }),
    });
    expect(mixed.verdict).toBe('equivalent');
    expect(codes(mixed)).toContain('counters-disagree');
    const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 5, bytes: 9 };
    const arms = [anArm('baseline', { dataset: [table] }), anArm('candidate', { dataset: [{ ...table, parts: 2 }] })];
    const report = compareRun(aRun({ samples: measured({ facts: marks(12, 37) }), arms }));
    expect(report.cases[0]?.verdict).toBe('equivalent');
    expect(report.notices.map((one) => one.code)).toEqual(['part-layout-differs']);
  });

  it('need two executions an arm', () => {
    const one = judged({ screening: 1, facts: marks(12, 37) });
    expect(one.verdict).toBe('inconclusive');
  });
});

describe('memory', () => {
  const memory = (before: number, after: number) => ({
    facts: (arm: ArmName) => ({ memoryBytes: arm === 'baseline' ? before : after }),
  });

  it('beyond its tolerance is a caution until fresh sessions have confirmed it', () => {
    const one = judged(memory(1e8, 2e8));
    expect(one.verdict).toBe('equivalent');
    expect(codes(one)).toEqual(['memory-grew']);
    expect(one.observations).toEqual(['peak memory 95.4 MiB → 191 MiB (2.00x)']);
  });

  it('that grew in fresh sessions too is a regression, and one that fell an improvement', () => {
    const grown = judged({ ...memory(1e8, 2e8), confirmation: [2, 2, 2, 2] });
    expect(grown).toMatchObject({ verdict: 'regressed', notices: [] });
    expect(grown.reason).toContain('Peak memory grew 2.00x');
    expect(grown.metrics[0]).toMatchObject({ metric: 'memory', result: { kind: 'estimate', pairs: 8 } });
    expect(judged({ ...memory(2e8, 1e8), confirmation: [2, 2, 2, 2] }).verdict).toBe('improved');
  });

  it.each([
    ['a few kilobytes, however large the ratio', 1000, 9000],
    ['a fifth, however many bytes', 1e9, 1.2e9],
  ])('is allowed to grow by %s', (_, before, after) => {
    expect(judged({ ...memory(before, after), confirmation: [2, 2, 2, 2] })).toMatchObject({
      verdict: 'equivalent',
      notices: [],
    });
  });
});

describe('results', () => {
  it('that are stable and different win over time', () => {
    const one = judged({ ratio: 2, confirmation: [2, 2, 2, 2] }, { digests: digests(['1', '1'], ['2', '2']) });
    expect(one.verdict).toBe('resultChanged');
    expect(one.observations[0]).toContain('CPU time');
    expect(metric(one, 'server_time').result).toMatchObject({ kind: 'estimate', pairs: 8 });
  });

  it('that are the same change nothing', () => {
    expect(judged({}, { digests: digests(['1', '1'], ['1', '1']) })).toMatchObject({
      verdict: 'equivalent',
      notices: [],
    });
  });

  it.each([
    [['1', '2'], ['3', '3'], 'result-not-deterministic'],
    [['1', '1'], ['2', '3'], 'candidate-not-deterministic'],
    [['1'], ['2'], 'result-differs-once'],
    [['1', '1'], [], 'result-not-compared'],
  ])('read as %j and %j are not compared: %s', (baseline, candidate, code) => {
    const one = judged({}, { digests: digests(baseline, candidate) });
    expect(one).toMatchObject({ verdict: 'inconclusive', results: 'notCompared' });
    expect(codes(one)).toEqual([code]);
  });

  it.each([
    ['7 1 2', '7 1 2', 'equivalent', []],
    ['7 1 2', '7 3 2', 'equivalent', []],
    ['8 1 2', '7 1 3', 'equivalent', []],
    ['7 1 2', '7 3 4', 'resultChanged', []],
    ['7 1 2', '8', 'resultChanged', []],
    ['7 1 2', '7', 'equivalent', []],
  ])('of %s and %s, which are seven digits and two cuts at eleven: %s', (baseline, candidate, verdict, notices) => {
    const one = judged({}, { digests: digests([baseline, baseline], [candidate, candidate]) });
    expect(one).toMatchObject({ verdict, notices });
  });

  it('differ in floats only, when seven digits agree', () => {
    const one = judged({}, { digests: digests(['7 1 2', '7 1 2'], ['7 3 4', '7 3 4']) });
    expect(one.reason).toContain('between the seventh and the eleventh digit');
  });

  it('that repeat to seven digits only are compared to seven', () => {
    const verdictOf = (narrowed: string) =>
      judged({}, { digests: digests(['7 1 2', '7 3 4'], [`${narrowed} 5 6`, `${narrowed} 5 6`]) }).verdict;
    expect(verdictOf('7')).toBe('equivalent');
    expect(verdictOf('8')).toBe('resultChanged');
  });

  it('that are unavailable say why', () => {
    const unavailable = {
      caseId: 'a',
      arm: 'candidate',
      attempt: 0,
      digest: { kind: 'unavailable', reason: 'too large' },
    } as const;
    expect(judged({}, { digests: [unavailable] }).notices[0]?.text).toBe('Results were not compared: too large');
  });
});

describe('failures', () => {
  it('of the candidate alone are a verdict, with the first line of the message', () => {
    const one = judged({ screening: 2, sample: (arm) => (arm === 'candidate' ? failing : {}) });
    expect(one.verdict).toBe('failed');
    expect(one.reason).toBe('The candidate failed, the baseline did not: 2 of 2 executions failed: Unknown table.');
  });

  it('by timeout are a finding, and never a time', () => {
    const one = judged({ sample: (arm, n) => (arm === 'candidate' && n > 1 ? timedOut : {}) });
    expect(one.verdict).toBe('failed');
    expect(one.reason).toContain('3 of 5 executions timed out (limit 30 s).');
    expect(one.pairs).toHaveLength(2);
  });

  it('of both arms, and of the baseline alone, say which', () => {
    expect(judged({ sample: () => failing }).reason).toBe('Both arms failed: 5 of 5 executions failed: Unknown table.');
    expect(judged({ sample: (arm) => (arm === 'baseline' ? failing : {}) }).reason).toMatch(/^The baseline failed/);
  });

  it('are told once, though the plan and the check of the result fail by the same', () => {
    const reason = 'Unknown table';
    const read = { caseId: 'a', arm: 'candidate' } as const;
    const one = judged(
      { sample: (arm) => (arm === 'candidate' ? failing : {}) },
      {
        digests: [{ ...read, attempt: 0, digest: { kind: 'unavailable', reason } }],
        explanations: (['baseline', 'candidate'] as const).map((arm) => ({
          ...{ caseId: 'a', arm, explanation: { kind: 'unavailable', reason } },
        })),
      },
    );
    const { because: _, ...shown } = one;
    expect(JSON.stringify(shown).split('Unknown table')).toHaveLength(2);
  });

  it('now and then keep a case from being called equivalent', () => {
    const one = judged({ screening: 7, sample: (arm, n) => (arm === 'candidate' && n === 3 ? failing : {}) });
    expect(one.verdict).toBe('inconclusive');
    expect(one.reason).toMatch(
      /^In the candidate, 1 of 7 executions failed: Unknown table\. Server time stayed within/,
    );
    expect(codes(one)).toEqual(['executions-failed']);
  });

  it('shorten a long message to 200 characters', () => {
    const long = { outcome: { ...failing.outcome, message: 'y'.repeat(500) } };
    expect(judged({ sample: () => long }).reason.match(/y+…/)?.[0]).toHaveLength(200);
  });

  it('to read the log leave a case inconclusive, with the cause', () => {
    const one = judged({
      sample: () => ({ evidence: { kind: 'missing', cause: 'log-disabled', detail: 'log_queries=0' } }),
    });
    expect(one.verdict).toBe('inconclusive');
    expect(one.reason).toContain('log-disabled: log_queries=0');
    expect(one.evidence.smallestVisible).toBeNull();
    expect(one.evidence.stoppedBy).toBe('no server evidence in 5 pairs');
  });
});

describe('the report', () => {
  const plan = aPlan({ caseIds: ['slow', 'same', 'broken'] });
  const samples = together(
    measured({ caseId: 'slow', ratio: 2, confirmation: [2, 2, 2, 2] }),
    measured({ caseId: 'same' }),
    measured({ caseId: 'broken', sample: (arm) => (arm === 'candidate' ? failing : {}) }),
  );
  const run = aRun({ plan, samples });
  const extra = [anArmCase({ caseId: 'new', arm: 'candidate' }), anArmCase({ caseId: 'old', arm: 'baseline' })];
  const report = compareRun({ ...run, cases: [...run.cases, ...extra] });

  it('lists the most severe case first and counts every verdict', () => {
    expect(report.cases.map((one) => one.caseId)).toEqual(['slow', 'broken', 'new', 'old', 'same']);
    expect(report.counts).toMatchObject({ failed: 1, regressed: 1, added: 1, removed: 1, equivalent: 1, improved: 0 });
  });

  it('has the geometric mean and the weighted total of the cases that have a time', () => {
    expect(report.suite?.whole).toMatchObject({ cases: 2, of: 5, rounds: 5 });
    expect(report.suite?.whole.geometricMean?.ratio).toBeCloseTo(Math.sqrt(2), 1);
    expect(report.suite?.whole.costs[0]?.ratio).toBeCloseTo(1.5, 1);
    expect(compareRun(aRun({ plan: aPlan({ caseIds: ['a', 'b'] }) })).suite?.whole).toMatchObject({
      ...{ geometricMean: null, costs: [] },
    });
    // Its own figures are all there is to say of one.
    expect(compareRun(aRun()).suite).toBeNull();
  });

  it('says that a run did not finish', () => {
    const stopped = compareRun({ ...run, status: { kind: 'incomplete', reason: 'server gone' } });
    expect(stopped.notices).toMatchObject([{ code: 'run-incomplete', level: 'caution' }]);
    expect(stopped.notices[0]?.text).toContain('server gone');
  });

  it('names what differs between the places of the arms', () => {
    const arms = [
      anArm('baseline'),
      anArm('candidate', { serverVersion: '25.8', changedSettings: { max_threads: '1' } }),
    ];
    const codesOf = compareRun({ ...run, arms }).notices.map((one) => one.code);
    expect(codesOf).toEqual(['server-version-differs', 'settings-differ']);
  });

  it('warns of the luck of two processes that nobody restarted', () => {
    const arms = [anArm('baseline', { target: 'old' }), anArm('candidate', { target: 'new' })];
    expect(compareRun({ ...run, arms }).notices.map((one) => one.code)).toEqual(['process-luck']);
  });

  it('refuses a run of one arm', () => {
    expect(() => compareRun(aRun({ plan: aPlan({ arms: ['baseline'] }) }))).toThrow(/one arm/);
  });

  it('is the same, byte for byte, for the same samples in any order', () => {
    const world = simulate({ seed: 5, cases: 60, noise: 0.03, shift: (i) => (i < 5 ? 0.3 : 0) });
    const whole = aRun(world);
    const shuffled = world.samples.map((one, i) => ({ one, key: (i * 7919) % 10_007 })).sort((a, b) => a.key - b.key);
    const bytes = JSON.stringify(compareRun(whole));
    expect(JSON.stringify(compareRun(aRun(world)))).toBe(bytes);
    expect(JSON.stringify(compareRun({ ...whole, samples: shuffled.map(({ one }) => one) }))).toBe(bytes);
  });
});

it('a change does not choose how much its own cases count, and a new case does', () => {
  const candidate = anArmCase({ arm: 'candidate', weight: 0.001 });
  const both = { cases: [anArmCase({ weight: 7 }), candidate] };
  expect(judged({ ratio: 1 }, both).weight).toBe(7);
  expect(compareRun(aRun({ cases: [candidate], samples: [] })).cases[0]?.weight).toBe(0.001);
});
