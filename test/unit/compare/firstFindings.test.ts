import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { FirstFindings } from '../../../src/compare/firstFindings.ts';
import { firstFindingsText } from '../../../src/compare/reasons/firstFindingsText.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { Run } from '../../../src/model/run.ts';
import { anArm, anArmCase, aPlan, aRun, sameDigests } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const lostPruning = (arm: ArmName) => ({ readRows: arm === 'baseline' ? 10_000 : 90_000 });
const plan = aPlan();
const table = { database: 'd', table: 't', rows: 10, bytes: 80, engine: 'MergeTree', parts: 1 };
const others = [anArm('baseline', { dataset: [table] }), anArm('candidate', { dataset: [{ ...table, rows: 20 }] })];
const differing = sameDigests(plan).map(
  (one): DigestReading =>
    one.arm === 'baseline' ? one : { ...one, digest: { kind: 'digest', rows: '3', checksum: '8' } },
);

function judged(what: Measured, part: Partial<Run> = {}) {
  const [only] = compareRun(aRun({ samples: measured(what), ...part })).cases;
  if (only === undefined) throw new Error('a run of one case has one');
  return only;
}

function confirmed(what: Measured, arms?: Run['arms']): readonly string[] {
  return createStopRule(plan, arms).confirmation(measured(what)).open;
}

describe('a suspect that exact counters make worse', () => {
  it('is not confirmed in fresh sessions', () => {
    expect(confirmed({ ratio: 2 })).toEqual(['a']);
    expect(confirmed({ ratio: 2, facts: lostPruning })).toEqual([]);
    expect(confirmed({ cpuRatio: 0.5, facts: lostPruning })).toEqual([]);
  });

  it('is regressed by its counters, with its time as measured', () => {
    const { verdict, evidence, reason, ended } = judged({ ratio: 2, facts: lostPruning });
    expect({ verdict, ended, restsOn: evidence.restsOn, test: evidence.test }).toEqual({
      ...{ verdict: 'regressed', ended: { kind: 'countersDecide', pairs: 5 }, restsOn: 'counters', test: null },
    });
    expect(reason).toMatch(/^It does more work: rows read 10,000 → 90,000 \(9\.00x\)\./);
    expect(reason).toContain('as measured');
    expect(reason).toContain('no fresh session has confirmed it');
  });

  it.each([
    ['is suspected as faster', { ratio: 0.5, facts: lostPruning }],
    ['reads less', { ratio: 2, facts: (arm: ArmName) => lostPruning(arm === 'baseline' ? 'candidate' : 'baseline') }],
    ['reads more once', { ratio: 2, facts: (arm: ArmName, n: number) => (n === 2 ? lostPruning(arm) : {}) }],
    [
      'has an execution without facts',
      {
        ...{ ratio: 2, facts: lostPruning, screening: 6 },
        sample: (arm: ArmName, n: number) =>
          arm === 'candidate' && n === 5
            ? { evidence: { kind: 'missing', cause: 'unknown', detail: '' } as const }
            : {},
      },
    ],
    [
      'has an execution that was cut',
      {
        ...{ ratio: 2, screening: 6 },
        facts: (arm: ArmName, n: number) => ({
          ...lostPruning(arm),
          ...(n === 5 ? { events: { OverflowBreak: 1 } } : {}),
        }),
      },
    ],
  ] satisfies readonly (readonly [string, Measured])[])('is confirmed where it %s', (_, what) => {
    expect(confirmed(what)).toEqual(['a']);
  });

  it('is confirmed where fewer than five executions of each arm agree', () => {
    const early = createStopRule(aPlan({ minPairs: 3 }));
    expect(early.confirmation(measured({ ratio: 2, facts: lostPruning, screening: 3 })).open).toEqual(['a']);
  });

  it('is confirmed where the tables differ, so that counters speak of them', () => {
    const what = { ratio: 2, facts: lostPruning };
    expect(confirmed(what, others)).toEqual(['a']);
    expect(judged(what, { arms: others }).verdict).toBe('unconfirmed');
  });

  it('is confirmed where it has to repeat on another replica', () => {
    const replica = { url: 'http://b:8123', version: '26.7.1', host: 'b', rows: {} };
    const arms = plan.arms.map((arm) => anArm(arm, { replicas: [replica, replica] }));
    expect(confirmed({ ratio: 2, facts: lostPruning }, arms)).toEqual(['a']);
  });

  it('goes on with a confirmation that has begun', () => {
    expect(confirmed({ ratio: 2, facts: lostPruning, confirmation: [2, 2] })).toEqual(['a']);
  });

  it('has the verdict that fresh sessions would have left it, whatever they had shown', () => {
    const first = { ratio: 2, facts: lostPruning };
    for (const ratio of [2, 1.3, 1, 0.5]) {
      const fresh = measured({ ratio, facts: lostPruning, screening: 0, confirmation: [2, 2, 2, 2] });
      const samples = together(measured(first), fresh);
      expect(judged(first, { samples }).verdict).toBe(judged(first).verdict);
    }
  });

  it('counts for no other case: as few suspects are corrected for as fresh sessions test', () => {
    const both = aPlan({ caseIds: ['a', 'b'] });
    const samples = together(
      measured({ ratio: 2, facts: lostPruning }),
      measured({ caseId: 'b', ratio: 2, confirmation: [2, 2, 2, 2] }),
    );
    const b = compareRun(aRun({ plan: both, samples })).cases.find((one) => one.caseId === 'b');
    expect(b).toMatchObject({ verdict: 'regressed', evidence: { restsOn: 'time', test: { among: 1 } } });
  });
});

describe('findings so far', () => {
  const samples = measured({ facts: lostPruning, screening: 3 });
  const told = (run: Run, upTo: number, digests: readonly DigestReading[] = []) =>
    new FirstFindings(run).next(samples.slice(0, 2 * upTo), digests).map(({ kind }) => kind);

  it('are told after two executions of each arm that agree, and once', () => {
    const findings = new FirstFindings(aRun());
    expect(findings.next([], [])).toEqual([]);
    expect(findings.next(samples.slice(0, 3), [])).toEqual([]);
    const fresh = findings.next(samples.slice(0, 4), []);
    expect(firstFindingsText(fresh, findings.count)).toBe(
      '1 finding so far: a does more work: rows read 10,000 → 90,000 (9.00x), in 2 executions of each arm',
    );
    expect(findings.next(samples, differing)).toEqual([]);
    expect(findings.count).toBe(1);
  });

  it('are none where counters vary, or speak of other tables', () => {
    expect(told(aRun({ arms: others }), 3)).toEqual([]);
    const varying = measured({ facts: (arm, n) => (n === 0 ? {} : lostPruning(arm)), screening: 3 });
    expect(new FirstFindings(aRun()).next(varying, [])).toEqual([]);
  });

  it('are results that differ, twice, unless both arms ignore them', () => {
    expect(told(aRun(), 0, differing)).toEqual(['resultChanged']);
    expect(told(aRun(), 0, sameDigests(plan))).toEqual([]);
    expect(
      told(
        aRun(),
        0,
        differing.filter(({ attempt }) => attempt === 0),
      ),
    ).toEqual([]);
    const ignoring = (...arms: readonly ArmName[]) =>
      aRun({
        cases: plan.arms.map((arm) =>
          anArmCase({ arm, ...(arms.includes(arm) ? ({ results: 'ignore' } as const) : {}) }),
        ),
      });
    expect(told(ignoring('candidate'), 0, differing)).toEqual(['resultChanged']);
    expect(told(ignoring('baseline', 'candidate'), 0, differing)).toEqual([]);
  });

  it('are named up to three at a time, and counted', () => {
    const fresh = ['a', 'b', 'c', 'd', 'e'].map(
      (caseId) => ({ caseId, kind: 'work', moved: [], executions: 2 }) as const,
    );
    expect(firstFindingsText(fresh, 7)).toMatch(/^7 findings so far: a .*; b .*; c .*; and 2 more$/);
  });
});

describe('a finding that was told and is not the verdict', () => {
  const codes = (what: Measured, part?: Partial<Run>) => judged(what, part).notices.map(({ code }) => code);

  it('is told to be none', () => {
    const what = { facts: (arm: ArmName, n: number) => (n < 2 ? lostPruning(arm) : {}) };
    const { verdict, notices } = judged(what);
    expect(verdict).toBe('equivalent');
    expect(notices.find(({ code }) => code === 'finding-not-borne-out')).toMatchObject({
      level: 'caution',
      text: 'Its candidate did more work in the first 2 executions of each arm (rows read 10,000 → 90,000 (9.00x)), which is told as a finding at once; the whole run does not bear it out.',
    });
  });

  it('is told so where proven time outweighs the counters', () => {
    const faster = { ratio: 0.5, facts: lostPruning, confirmation: [2, 2, 2, 2] };
    expect(judged(faster).verdict).toBe('improved');
    expect(codes(faster)).toContain('finding-not-borne-out');
  });

  it('is not mentioned where there was none, or where it stands', () => {
    expect(codes({})).not.toContain('finding-not-borne-out');
    expect(codes({ facts: lostPruning })).not.toContain('finding-not-borne-out');
    expect(codes({ facts: lostPruning }, { digests: differing })).not.toContain('finding-not-borne-out');
    const later = { facts: (arm: ArmName, n: number) => (n > 2 ? lostPruning(arm) : {}) };
    expect(codes(later)).not.toContain('finding-not-borne-out');
  });
});
