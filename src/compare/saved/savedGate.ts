import type { PerArm } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { MismatchKind } from '../../model/environment.ts';
import type { TimeRefusal } from '../../model/reason.ts';

export interface SavedGate {
  readonly sessions: PerArm<number>;
  /** Cases with server time in enough sessions of both runs. */
  readonly cases: number;
  readonly refused: readonly MismatchKind[];
  readonly design: Design;
}

/** Null when time may be judged. The first reason found is told: sessions, then environments, then the number of cases. */
export function refuseTime({ sessions, cases, refused, design }: SavedGate): TimeRefusal | null {
  const { fewestSessions, fewestCases } = design.saved;
  if (Math.min(sessions.baseline, sessions.candidate) < fewestSessions)
    return { kind: 'fewSessions', sessions, needed: fewestSessions };
  if (refused.length > 0) return { kind: 'mismatch', kinds: refused };
  return cases < fewestCases ? { kind: 'fewCases', cases, needed: fewestCases } : null;
}
