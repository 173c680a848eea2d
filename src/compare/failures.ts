import type { ArmTally, CaseSamples } from './pairs/pairing.ts';

/** Executions of an arm that ended badly: an error, or no answer within the limit. */
export function badEnds(tally: ArmTally): number {
  return tally.failed + tally.timedOut;
}

/** At least half of what the arm tried failed or timed out. */
export function isFailing(tally: ArmTally): boolean {
  const bad = badEnds(tally);
  return bad > 0 && bad >= tally.completed + tally.missing;
}

/**
 * Whether going on is pointless: an arm that never once succeeded in two tries, or that fails at least
 * half the time after as many pairs as a first look needs.
 */
export function isHopeless(samples: CaseSamples, minPairs: number): boolean {
  const tried = samples.screening.length + samples.confirmation.length;
  return [samples.tally.baseline, samples.tally.candidate].some((tally) => {
    if (!isFailing(tally)) return false;
    return tried >= minPairs || (badEnds(tally) >= 2 && tally.completed + tally.missing === 0);
  });
}

const longestMessage = 200;

/** The first line of a server's message, no longer than 200 characters. */
export function shortMessage(message: string): string {
  const line = message.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1)}…`;
}
