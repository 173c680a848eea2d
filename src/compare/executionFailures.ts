import type { Design } from '../model/design.ts';
import type { RunPlan } from '../model/run.ts';
import { formatSeconds, plural } from '../text/quantity.ts';
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

const longestMessage = 200;

/** The first line of a server's message, no longer than 200 characters. */
export function shortMessage(message: string): string {
  const line = message.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1)}…`;
}

/** "3 of 5 executions timed out (limit 30000 ms). 1 of 5 failed: message." */
export function failureText(tally: ArmTally): string {
  const tried = answered(tally) + badEnds(tally);
  const limit = tally.limitMs === null ? '' : ` (limit ${formatSeconds(tally.limitMs)})`;
  const timedOut = tally.timedOut > 0 ? `${tally.timedOut} of ${plural(tried, 'execution')} timed out${limit}.` : '';
  const message = tally.message === null ? '' : `: ${shortMessage(tally.message).replace(/\.+$/, '')}`;
  const failed = tally.failed > 0 ? `${tally.failed} of ${plural(tried, 'execution')} failed${message}.` : '';
  const stalled = tally.unanswered > 0 ? `The server did not answer anything during ${tally.unanswered} of these.` : '';
  return [timedOut, failed, stalled].filter((one) => one !== '').join(' ');
}
