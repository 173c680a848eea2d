import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import { summarizeRun } from '../../../src/compare/summarizeRun.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { Outcome, Sample, Stall } from '../../../src/model/sample.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const plan = aPlan();
const rule = createStopRule(plan);
const at = 1_767_225_600_000;
const server: Stall = { what: 'server', server: 'embedded', from: at, to: at + 20_000 };
const process: Stall = { what: 'process', from: at, to: at + 5000 };

type Which = (arm: ArmName, n: number) => boolean;

/** Executions that a stall touched take as long as it. */
function stalled(touches: Which, what: Measured = {}, stall: Stall = server): readonly Sample[] {
  return measured({
    ...what,
    facts: (arm, n) => (touches(arm, n) ? { durationUs: 1000 * (stall.to - stall.from) } : {}),
    sample: (arm, n) => (touches(arm, n) ? { stalls: [stall] } : {}),
  });
}

const report = (samples: readonly Sample[], part: Partial<typeof plan> = {}) =>
  compareRun(aRun({ plan: { ...plan, ...part }, samples }));
const caseOf = (samples: readonly Sample[], part: Partial<typeof plan> = {}) => report(samples, part).cases[0]!;
const pairsOf = (samples: readonly Sample[]) => {
  const { result } = caseOf(samples).metrics.find((one) => one.metric === 'server_time')!;
  return result.kind === 'estimate' ? result.pairs : result;
};
const once: Which = (_, n) => n === 2;
const ofCandidate =
  (...rounds: readonly number[]): Which =>
  (arm, n) =>
    arm === 'candidate' && rounds.includes(n);

describe('a stall that touches few pairs', () => {
  it('sets them aside, and is told beside the case and for the run', () => {
    const samples = stalled(once, { screening: 7 });
    const { verdict, notices, pairs } = caseOf(samples);
    expect(verdict).toBe('equivalent');
    expect(pairsOf(samples)).toBe(6);
    expect(notices).toContainEqual({
      ...{ code: 'stalled', level: 'note', caseId: 'a' },
      text: 'The server embedded did not answer for 20 s during 1 of 7 executions of the baseline and 1 of 7 executions of the candidate.',
    });
    expect(pairs.map((one) => one.stalled ?? [])).toEqual([[], [], ['baseline', 'candidate'], [], [], [], []]);
    const whole = report(samples);
    expect(whole.notices.find((one) => one.code === 'stalls')).toMatchObject({
      level: 'caution',
      text: expect.stringMatching(
        /^1 stall touched 2 executions of 1 case\. The server embedded did not answer for 20 s from 2026-01-01 00:00:00 to 00:00:20 UTC\./,
      ),
    });
    expect(renderTerminal(whole, { color: false, width: 200 })).toContain('did not answer for 20 s');
  });

  it('is of one half as good as of both', () => {
    const samples = stalled(ofCandidate(1), { screening: 5 });
    expect(caseOf(samples).verdict).toBe('equivalent');
    expect(pairsOf(samples)).toBe(4);
  });

  it('leaves a case that is slower in each execution what it is', () => {
    const samples = together(
      stalled(once, { ratio: 1.5 }),
      stalled(once, { ratio: 1.5, screening: 0, confirmation: [2, 2, 2, 2] }),
    );
    expect(rule.suspects(samples)).toEqual(['a']);
    expect(caseOf(samples).verdict).toBe('regressed');
    expect(caseOf(samples).notices.map((one) => one.code)).toContain('stalled');
  });

  it('counts as tried, so that looks come when they would have come', () => {
    expect(rule.screening(stalled(once, { screening: 4 }))).toEqual(['a']);
    expect(rule.screening(stalled(once, { screening: 5 }))).toEqual([]);
  });

  it('changes nothing where there is none', () => {
    const samples = measured({ screening: 7 });
    const { notices, pairs, verdict } = caseOf(samples);
    expect({ verdict, codes: notices.map((one) => one.code) }).toEqual({ verdict: 'equivalent', codes: [] });
    expect(pairs.some((one) => 'stalled' in one)).toBe(false);
    expect(report(samples).notices.map((one) => one.code)).not.toContain('stalls');
  });
});

describe('a stall that touches many pairs, or one arm alone', () => {
  it('leaves a case undecided when more than a fifth of it was set aside', () => {
    const samples = stalled((_, n) => n === 1 || n === 3, { screening: 7 });
    expect(caseOf(samples)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('The server embedded did not answer for 20 s during 2 of 7 executions'),
    });
    expect(pairsOf(samples)).toBe(5);
  });

  it('never makes a candidate equivalent that stalls the server itself', () => {
    const samples = stalled(ofCandidate(0, 2, 4), { screening: 20 });
    expect(caseOf(samples)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('one arm more than the other'),
    });
  });

  it('never makes one improved whose baseline was stalled', () => {
    const touches: Which = (arm, n) => arm === 'baseline' && n % 2 === 0;
    const samples = together(
      stalled(touches, { ratio: 0.6 }),
      stalled(touches, { ratio: 0.6, screening: 0, confirmation: [2, 2, 2, 2] }),
    );
    expect(caseOf(samples).verdict).toBe('inconclusive');
  });

  it('finds a candidate that stalls the server in every execution', () => {
    const always: Which = (arm) => arm === 'candidate';
    const samples = together(stalled(always), stalled(always, { screening: 0, confirmation: [2, 2, 2, 2] }));
    expect(rule.suspects(stalled(always))).toEqual(['a']);
    expect(caseOf(samples).verdict).toBe('regressed');
  });

  it('does not judge time where nothing else is left', () => {
    const samples = stalled(() => true);
    expect(caseOf(samples).verdict).toBe('inconclusive');
    expect(rule.suspects(samples)).toEqual([]);
  });

  it('takes nothing from exact counters', () => {
    const samples = stalled(() => true, { screening: 3 });
    expect(caseOf(samples, { mode: { kind: 'counters', duet: false }, confirmationSessions: 0 }).verdict).toBe(
      'equivalent',
    );
  });
});

describe('a failure while something stalled', () => {
  const limit: Outcome = { kind: 'timedOut', clientMs: 2000, limitMs: 2000 };
  const ending = (outcome: Outcome, stall: Stall, touches: Which, screening = 5): readonly Sample[] =>
    measured({
      screening,
      sample: (arm, n) =>
        touches(arm, n)
          ? { outcome, stalls: [stall], evidence: { kind: 'missing', cause: 'unknown', detail: 'gone' } }
          : {},
    });

  it('stays a failure when the server did not answer, and says so', () => {
    expect(caseOf(ending(limit, server, ofCandidate(0, 1, 2)))).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining(
        '3 of 5 executions timed out (limit 2 s). The server did not answer anything during 3 of these.',
      ),
    });
    expect(caseOf(ending(limit, server, ofCandidate(1)))).toMatchObject({ verdict: 'inconclusive' });
  });

  it('is none when hogbench itself did not run', () => {
    expect(caseOf(ending(limit, process, ofCandidate(1), 7))).toMatchObject({ verdict: 'equivalent' });
    const { verdict, reason } = caseOf(ending(limit, process, ofCandidate(0, 1, 2)));
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('hogbench itself did not run for 5 s during 3 of 5 executions of the candidate');
  });

  it('is one all the same when the server refused', () => {
    const refused: Outcome = { kind: 'failed', clientMs: 5, code: 241, message: 'memory limit exceeded' };
    expect(caseOf(ending(refused, process, ofCandidate(0, 1, 2))).verdict).toBe('failed');
  });
});

describe('stalls of a run of one arm', () => {
  const oneArm = aPlan({ arms: ['baseline'], caseIds: Array.from({ length: 12 }, (_, n) => `c${n}`) });
  /** Five executions of 20 ms in each of five sessions. */
  const ofRun = (touches: (session: number, round: number) => boolean, factor = 1): readonly Sample[] =>
    together(
      ...oneArm.caseIds.flatMap((caseId) =>
        Array.from({ length: 5 }, (_, session) =>
          stalled((_arm, n) => touches(session, n), { caseId, ratio: 1 })
            .filter((one) => one.arm === 'baseline')
            .map((one): Sample => {
              const wobble = 1 + 0.004 * (((session * 7 + one.round * 3) % 5) - 2);
              const { evidence } = one;
              if (evidence?.kind !== 'facts') throw new Error('there are facts');
              const durationUs = Math.round(evidence.durationUs * wobble * factor);
              return { ...one, session, evidence: { ...evidence, durationUs } };
            }),
        ),
      ),
    );
  const run = (samples: readonly Sample[]) => aRun({ plan: oneArm, samples });

  it('are left out of its times and told', () => {
    const summary = summarizeRun(run(ofRun((_, round) => round === 1)));
    expect(summary.cases[0]?.serverTimeUs?.max).toBeLessThan(30_000);
    expect(summary.notices[0]).toMatchObject({ code: 'stalls' });
  });

  it('are set aside in a comparison of two runs, and too many hold a favourable word back', () => {
    const calm = run(ofRun(() => false));
    const few = compareRuns(calm, { ...run(ofRun((_, round) => round === 1)), id: 'r2' });
    expect(few.cases.map((one) => one.verdict)).toEqual(Array(12).fill('equivalent'));
    const many = compareRuns(calm, { ...run(ofRun((_, round) => round < 2)), id: 'r2' });
    expect(many.cases.map((one) => one.verdict)).toEqual(Array(12).fill('inconclusive'));
    expect(many.cases[0]?.reason).toContain('did not answer for 20 s during 10 of 25 executions of the candidate');
  });

  it('do not hide that a run stalls in most executions', () => {
    const most = compareRuns(run(ofRun(() => false)), { ...run(ofRun((_, round) => round > 0)), id: 'r2' });
    expect(most.cases.map((one) => one.verdict)).not.toContain('equivalent');
    expect(most.notices.map((one) => one.code)).toContain('stalls');
  });
});
