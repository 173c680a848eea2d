import type { ArmName } from '../../model/arm.ts';
import { mean, median, sampleVariance } from '../statistics/averages.ts';
import type { Location } from '../statistics/location.ts';
import type { CaseSessions, SessionLogs } from './sessions.ts';

/** How far each session of an arm lies from the baseline's profile, in log units: the median over all cases. */
export type SessionShifts = Readonly<Record<ArmName, SessionLogs>>;

/**
 * The shift that the cases of a session have in common, against the baseline's profile: each case's median over the
 * sessions of the baseline.
 */
export function sessionShifts(cases: readonly CaseSessions[]): SessionShifts {
  const gaps: Record<ArmName, Map<number, number[]>> = { baseline: new Map(), candidate: new Map() };
  for (const one of cases) {
    const usual = median([...one.baseline.values()]);
    for (const arm of ['baseline', 'candidate'] as const)
      for (const [session, log] of one[arm]) {
        const known = gaps[arm].get(session);
        if (known === undefined) gaps[arm].set(session, [log - usual]);
        else known.push(log - usual);
      }
  }
  return { baseline: medians(gaps.baseline), candidate: medians(gaps.candidate) };
}

function medians(gaps: ReadonlyMap<number, readonly number[]>): SessionLogs {
  return new Map([...gaps].map(([session, values]) => [session, median(values)]));
}

/** The same sessions with the shift of each taken out. */
export function centred(one: CaseSessions, shifts: SessionShifts): CaseSessions {
  const centre = (arm: ArmName): SessionLogs =>
    new Map([...one[arm]].map(([session, log]) => [session, log - (shifts[arm].get(session) ?? 0)]));
  return { caseId: one.caseId, baseline: centre('baseline'), candidate: centre('candidate') };
}

/**
 * The removed shift with the session as replicate: difference of means, its variance and degrees of freedom by
 * Welch (1947) and Satterthwaite (1946). Both arms need two sessions or more.
 */
export function shiftBetween({ baseline, candidate }: SessionShifts): Location {
  const [a, b] = [[...baseline.values()], [...candidate.values()]];
  const [va, vb] = [sampleVariance(a) / a.length, sampleVariance(b) / b.length];
  const v = va + vb;
  const df = v === 0 ? a.length + b.length - 2 : v ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return { n: (a.length * b.length) / (a.length + b.length), theta: mean(b) - mean(a), v, df };
}
