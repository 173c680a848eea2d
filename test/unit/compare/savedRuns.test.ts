import { describe, expect, it } from 'vitest';
import { type SavedWorld, simulateSaved } from '../../../calibration/savedWorld.ts';
import { compareRuns, type SavedChoices } from '../../../src/compare/saved/compareRuns.ts';
import type { ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { type Environment, type MismatchKind, usualPolicy } from '../../../src/model/environment.ts';
import type { Run } from '../../../src/model/run.ts';
import { eventCount, eventCounts, type ServerFacts } from '../../../src/model/serverFacts.ts';
import { stableJson } from '../../../src/report/data/json.ts';
import { anArm, anArmCase, type SomeFacts } from './builders.ts';

const quiet: SavedWorld = { seed: 7, cases: 12, noise: 0.004, machine: 0.005, modes: 0, shift: () => 0 };

/** Case 3 took 1.4 times as long. */
const oneSlower = (index: number): number => (index === 3 ? Math.log(1.4) : 0);

function compare(world: Partial<SavedWorld> = {}, choices: SavedChoices = {}): ComparisonReport {
  const { base, candidate } = simulateSaved({ ...quiet, ...world });
  return compareRuns(base, candidate, choices);
}

function elsewhere(run: Run, environment: Partial<Environment>): Run {
  return { ...run, arms: [anArm('baseline', environment)] };
}

function changed(facts: ServerFacts, { events, ...part }: SomeFacts): ServerFacts {
  return { ...facts, ...part, ...(events === undefined ? {} : { events: eventCounts(events) }) };
}

function withFacts(run: Run, caseId: string, change: (facts: ServerFacts) => SomeFacts): Run {
  const samples = run.samples.map((one) =>
    one.caseId === caseId && one.evidence?.kind === 'facts'
      ? { ...one, evidence: changed(one.evidence, change(one.evidence)) }
      : one,
  );
  return { ...run, samples };
}

const verdictOf = ({ cases }: ComparisonReport, caseId: string): Verdict | undefined =>
  cases.find((one) => one.caseId === caseId)?.verdict;
const noticeOf = ({ notices }: ComparisonReport, code: string): string | undefined =>
  notices.find((one) => one.code === code)?.text;
const isTimed = (report: ComparisonReport): boolean => noticeOf(report, 'time-not-gated') === undefined;

describe('two saved runs of five sessions each', () => {
  it('are judged by time: what changed regressed, the rest is equivalent, and sessions are named', () => {
    const report = compare({ shift: oneSlower });
    expect(report.counts).toMatchObject({ regressed: 1, equivalent: 11 });
    expect(report.cases[0]).toMatchObject({ caseId: 'case3', verdict: 'regressed' });
    expect(report.cases[0]?.reason).toMatch(/^Server time grew 1\.\d\dx \(.*, 5 and 5 sessions\)/);
    expect(report.cases[0]?.metrics[0]?.result).toMatchObject({ pairs: 0, sessions: { baseline: 5, candidate: 5 } });
    expect(report.method.saved?.sessions).toEqual({ baseline: 5, candidate: 5 });
    expect(report.notices.map((one) => one.code)).toEqual(['common-shift']);
    expect(report.cases.flatMap((one) => one.notices)).toEqual([]);
  });

  it('give the same report whatever the order of their samples', () => {
    const { base, candidate } = simulateSaved({ ...quiet, shift: oneSlower });
    const turned = (run: Run): Run => ({ ...run, samples: [...run.samples].reverse() });
    expect(stableJson(compareRuns(turned(base), turned(candidate)))).toBe(stableJson(compareRuns(base, candidate)));
  });

  it('say what all cases have in common, and call nothing equivalent when that is beyond the margin', () => {
    const report = compare({ shift: (index) => Math.log(1.3) + oneSlower(index) });
    expect(verdictOf(report, 'case3')).toBe('regressed');
    expect(report.counts).toMatchObject({ regressed: 1, improved: 0, equivalent: 0, inconclusive: 11 });
    expect(noticeOf(report, 'common-shift')).toMatch(/12 cases together: server time 1\.3\dx .*not attributable/);
    expect(report.notices.find((one) => one.code === 'common-shift')?.level).toBe('caution');
    expect(report.method.saved?.commonShift).toMatchObject({ beyondMargin: true, cases: 12 });
    expect(report.suite).toBeNull();
  });

  it('do not call the few improved that stayed as they were while most grew', () => {
    const report = compare({ shift: (index) => (index < 8 ? Math.log(1.3) : 0) });
    expect(report.counts).toMatchObject({ improved: 0, regressed: 0, equivalent: 0 });
  });

  it('take the margin that is asked for', () => {
    const report = compare({ shift: oneSlower }, { margin: 0.5 });
    expect(report.method.margin).toBe(0.5);
    expect(report.counts.equivalent).toBe(12);
  });

  it('are judged by CPU time where server time proves nothing', () => {
    const { base, candidate } = simulateSaved(quiet);
    const busier = withFacts(candidate, 'case5', ({ events }) => ({
      events: { OSCPUVirtualTimeMicroseconds: 1.5 * (eventCount(events, 'OSCPUVirtualTimeMicroseconds') ?? 0) },
    }));
    const report = compareRuns(base, busier);
    expect(report.cases[0]).toMatchObject({ caseId: 'case5', verdict: 'regressed' });
    expect(report.cases[0]?.reason).toContain('CPU time grew 1.5');
  });

  it('are judged by memory beyond its own tolerance, which no machine shifts', () => {
    const { base, candidate } = simulateSaved(quiet);
    const varying = (run: Run, bytes: number): Run =>
      withFacts(run, 'case5', ({ durationUs }) => ({ memoryBytes: bytes + (durationUs % 1000) * 1000 }));
    const report = compareRuns(varying(base, 100e6), varying(candidate, 300e6));
    expect(report.cases[0]).toMatchObject({ caseId: 'case5', verdict: 'regressed' });
    expect(report.cases[0]?.reason).toContain('Peak memory grew');
    expect(compareRuns(varying(base, 1e6), varying(candidate, 3e6)).counts.regressed).toBe(0);
  });

  it('leave a case undecided that has no evidence in one of the five sessions', () => {
    const { base, candidate } = simulateSaved({ ...quiet, shift: oneSlower });
    const failed = { kind: 'failed', clientMs: 1, code: 241, message: 'out of memory' } as const;
    const samples = candidate.samples.map((one) =>
      one.caseId === 'case3' && one.session === 2 ? { ...one, outcome: failed } : one,
    );
    const report = compareRuns(base, { ...candidate, samples });
    const found = report.cases.find((one) => one.caseId === 'case3');
    expect(found?.verdict).toBe('inconclusive');
    expect(found?.reason).toContain('fewer than 5 sessions');
    expect(report.counts.equivalent).toBe(11);
  });
});

describe('time of two saved runs is not judged', () => {
  it('with fewer than five sessions on a side', () => {
    const { base } = simulateSaved({ ...quiet, sessions: 4 });
    const { candidate } = simulateSaved({ ...quiet, shift: oneSlower });
    const report = compareRuns(base, candidate);
    expect(report.counts.inconclusive).toBe(12);
    expect(noticeOf(report, 'time-not-gated')).toMatch(/baseline has 4 sessions, the candidate 5, and each needs 5/);
    expect(report.method.saved?.commonShift).toBeNull();
  });

  it('with fewer than ten cases, since a changed one is most of what they have in common', () => {
    const nine = compare({ cases: 9, shift: oneSlower });
    expect(nine.counts.inconclusive).toBe(9);
    expect(noticeOf(nine, 'time-not-gated')).toMatch(/9 cases can be compared by time, and 10 are needed/);
    expect(verdictOf(compare({ cases: 10, shift: oneSlower }), 'case3')).toBe('regressed');
  });

  const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 3, rows: 1000, bytes: 9 };
  const mismatches: readonly [string, MismatchKind, Partial<Environment>][] = [
    ['another version', 'version', { serverVersion: '26.8.1' }],
    ['another build of one version', 'version', { serverBuild: 'def' }],
    ['a server setting', 'settings', { changedSettings: { max_threads: '1' } }],
    ['cores', 'hardware', { serverCores: 16 }],
    ['memory', 'hardware', { serverMemoryBytes: 16_000_000_000 }],
    ['the processor of an embedded server', 'hardware', { clientCpu: 'another cpu' }],
    ['rows of a table', 'dataset', { dataset: [{ ...table, rows: 1001 }] }],
    ['parts of a table', 'dataset', { dataset: [{ ...table, parts: 4 }] }],
  ];
  for (const [what, kind, environment] of mismatches)
    it(`when ${what} differ, unless the policy for ${kind} is to warn`, () => {
      const { base, candidate } = simulateSaved({ ...quiet, shift: oneSlower });
      const before = elsewhere(base, { dataset: [table] });
      const after = elsewhere(candidate, { dataset: [table], ...environment });
      const refused = compareRuns(before, after);
      expect(verdictOf(refused, 'case3')).toBe('inconclusive');
      expect(noticeOf(refused, 'time-not-gated')).toContain(`--on-mismatch ${kind}=warn.`);
      const warned = compareRuns(before, after, { policy: { ...usualPolicy, [kind]: 'warn' } });
      expect(isTimed(warned)).toBe(true);
      expect(verdictOf(warned, 'case3')).toBe('regressed');
      expect(warned.notices.filter((one) => one.level === 'caution')).toHaveLength(1);
    });

  it('when the runs had another number of pairs in flight', () => {
    const { base, candidate } = simulateSaved(quiet);
    const report = compareRuns(base, { ...candidate, plan: { ...candidate.plan, concurrency: 4 } });
    expect(noticeOf(report, 'concurrency-differs')).toBe('Pairs in flight differ: 1 and 4.');
    expect(isTimed(report)).toBe(false);
  });

  it('but a client of a remote server, or a little memory kept by a kernel, refuses nothing', () => {
    const { base, candidate } = simulateSaved(quiet);
    const remote = { target: 'staging' };
    const after = { ...remote, clientCpu: 'another cpu', serverMemoryBytes: 8_050_000_000 };
    const report = compareRuns(elsewhere(base, remote), elsewhere(candidate, after));
    expect(isTimed(report)).toBe(true);
    expect(noticeOf(report, 'client-differs')).toBeDefined();
    expect(noticeOf(report, 'memory-differs')).toBeUndefined();
  });
});

it('tables that differ silence counters, unless the policy is to warn', () => {
  const { base, candidate } = simulateSaved(quiet);
  const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 3, rows: 1000, bytes: 9 };
  const before = elsewhere(base, { dataset: [table] });
  const reading = withFacts(candidate, 'case5', () => ({ readRows: 50_000 }));
  const after = elsewhere(reading, { dataset: [{ ...table, rows: 5000 }] });
  const refused = compareRuns(before, after);
  expect(verdictOf(refused, 'case5')).toBe('inconclusive');
  expect(noticeOf(refused, 'time-not-gated')).toContain('Failures and results decide.');
  const warned = compareRuns(before, after, { policy: { ...usualPolicy, dataset: 'warn' } });
  expect(verdictOf(warned, 'case5')).toBe('regressed');
  expect(noticeOf(warned, 'dataset-differs')).toContain('decide anyway');
});

describe('a server that is not ours', () => {
  const remote = (run: Run, startedAt: number, serverUptimeSeconds: number): Run => ({
    ...elsewhere(run, { target: 'staging', serverUptimeSeconds }),
    startedAt,
  });

  it('is one process for all sessions of a run, and another one for the other run is a caution', () => {
    const { base, candidate } = simulateSaved(quiet);
    const before = remote(base, 10_000_000, 1000);
    expect(noticeOf(compareRuns(before, remote(candidate, 12_000_000, 3001)), 'process-luck')).toBeUndefined();
    expect(noticeOf(compareRuns(before, remote(candidate, 12_000_000, 500)), 'process-luck')).toContain('not the same');
  });

  it('is several processes where replicas took turns, and the report names them', () => {
    const { base, candidate } = simulateSaved(quiet);
    const replicas = ['a', 'b'].map((host) => ({ url: `http://${host}:8123`, host, version: '26.7.1', rows: {} }));
    const spread = (run: Run): Run => elsewhere(run, { target: 'staging', replicas });
    const report = compareRuns(spread(base), { ...spread(candidate), startedAt: 5 });
    expect(noticeOf(report, 'process-luck')).toBeUndefined();
    const turns = report.notices.filter((one) => one.code === 'sessions-on-replicas').map((one) => one.text);
    expect(turns).toEqual([
      'The baseline ran on replicas in turn: a (sessions 1, 3, 5); b (sessions 2, 4).',
      'The candidate ran on replicas in turn: a (sessions 1, 3, 5); b (sessions 2, 4).',
    ]);
  });
});

describe('a pair of runs that is probably a mistake', () => {
  const { base, candidate } = simulateSaved(quiet);
  const renamed = (run: Run, kept: number): Run => ({
    ...run,
    cases: run.cases.map((one, i) => (i < kept ? one : anArmCase({ ...one, caseId: `other${i}` }))),
  });

  it('has no case in common: an error', () => {
    expect(() => compareRuns(base, renamed(candidate, 0))).toThrow(
      /no case in common: 12 cases of w and 12 cases of w/,
    );
  });

  it('has few: a caution', () => {
    expect(noticeOf(compareRuns(base, renamed(candidate, 3)), 'few-common-cases')).toContain('3 of 12 and 12 cases');
    expect(noticeOf(compareRuns(base, renamed(candidate, 6)), 'few-common-cases')).toBeUndefined();
  });

  it('is one run twice: a caution', () => {
    expect(noticeOf(compareRuns(base, base), 'same-run')).toContain('compared with itself');
  });
});
