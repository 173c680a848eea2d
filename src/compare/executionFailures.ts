import type { ArmCase } from '../model/arm.ts';
import type { Design } from '../model/design.ts';
import type { Failures } from '../model/reason.ts';
import type { RunPlan } from '../model/run.ts';
import { serverMessage } from './serverMessage.ts';
import type { ArmTally, CaseSamples } from './timing/pairing.ts';

/** Executions of an arm that ended badly: an error, or no answer within the limit. */
export function badEnds(tally: ArmTally): number {
  return tally.failed + tally.timedOut;
}

/** Executions that the server answered without an error, whatever they are worth. */
export function answered({ completed, missing, cut }: ArmTally): number {
  return completed + missing + cut;
}

/** So large a share of what the arm tried failed or timed out. */
export function isFailing(tally: ArmTally, { failures: { share } }: Design): boolean {
  const bad = badEnds(tally);
  return bad > 0 && bad >= share * (bad + answered(tally));
}

/**
 * Whether going on is pointless: an arm that never once succeeded in the fewest tries, or that still fails after as many
 * pairs as a first look needs.
 */
export function isHopeless(samples: CaseSamples, { minPairs, design }: Pick<RunPlan, 'minPairs' | 'design'>): boolean {
  const tried = samples.screening.length + samples.confirmation.length;
  return [samples.tally.baseline, samples.tally.candidate].some((tally) => {
    if (!isFailing(tally, design)) return false;
    return tried >= minPairs || (badEnds(tally) >= design.failures.fewestTries && answered(tally) === 0);
  });
}

/** How the executions of an arm failed. @param sent what the arm sent, by which the place of a syntax error is told */
export function failuresOf(tally: ArmTally, sent: ArmCase | null): Failures {
  const { failed, timedOut, unanswered, limitMs, message } = tally;
  return {
    ...{ tried: answered(tally) + badEnds(tally), failed, timedOut, unanswered, limitMs },
    message: message === null ? null : serverMessage(message, sent),
  };
}
