import type { Test } from '../../model/evidence.ts';
import { type Location, pAbove, towards } from '../statistics/location.ts';
import type { Confirmation } from './confirmation.ts';
import type { Suspicion } from './screening.ts';

/** The test behind an answer: the confirmation's while a change is claimed, else the one for equivalence. Null: not tested yet. */
export function testBehind(
  claimsChange: boolean,
  location: Location,
  confirmation: Confirmation | null,
  suspects: number,
  margin: number,
): Test | null {
  if (!claimsChange || confirmation === null) return { kind: 'equivalent', p: pEquivalent(location, margin), among: 1 };
  if (confirmation.p === null) return null;
  return { kind: wordFor(confirmation.suspicion), p: confirmation.p, among: suspects };
}

/** What a suspicion claims of the candidate. */
export function wordFor({ family, direction }: Suspicion): Test['kind'] {
  if (family === 'memory' || family === 'instructions') return direction === 1 ? 'larger' : 'smaller';
  return direction === 1 ? 'slower' : 'faster';
}

/** Two one-sided tests against ±margin (log units); the larger p (Schuirmann 1987). */
export function pEquivalent(location: Location, margin: number): number {
  return Math.max(pAbove(location, -margin), pAbove(towards(location, -1), -margin));
}
