import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Attempt } from './pairing.ts';

type SetAside = Design['setAside'];

type Touched = Pick<Attempt, 'stalled'>;

/**
 * The pairs that time and CPU time are estimated from: those that no stall touched. All of them when stalls touch many, and
 * one arm clearly more than the other: then they may be its own doing, and it costs what it costs. A function of these
 * attempts alone.
 */
export function withoutStalled<T extends Touched>(attempts: readonly T[], design: SetAside): readonly T[] {
  const clean = attempts.filter((one) => one.stalled.length === 0);
  const touched = attempts.length - clean.length;
  return isMany(touched, attempts.length, design) && isOneSided(attempts, design) ? attempts : clean;
}

/** More than may be set aside without a doubt about what is left. */
export function isMany(touched: number, all: number, { stalledShare }: SetAside): boolean {
  return touched > stalledShare * all;
}

/** Whether stalls touch one arm so much more than the other that chance hardly does it. */
export function isOneSided(attempts: readonly Touched[], { oneSidedChance }: SetAside): boolean {
  const alone = (arm: ArmName): number =>
    attempts.filter(({ stalled }) => stalled.length === 1 && stalled[0] === arm).length;
  const [baseline, candidate] = [alone('baseline'), alone('candidate')];
  return atLeast(Math.max(baseline, candidate), baseline + candidate) <= oneSidedChance;
}

/** P(X ≥ heads) of so many throws of a coin. */
function atLeast(heads: number, throws: number): number {
  let term = 0.5 ** throws;
  let sum = 0;
  for (let k = 0; k <= throws; k++) {
    if (k >= heads) sum += term;
    term *= (throws - k) / (k + 1);
  }
  return sum;
}
