import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Doubt, StalledExecutions } from '../../model/reason.ts';
import type { Sample, Stall } from '../../model/sample.ts';
import { type Attempt, type CaseSamples, isStalled } from './pairing.ts';

type SetAside = Design['setAside'];

type Touched = Pick<Attempt, 'stalled'>;

/**
 * The pairs that time and CPU time are estimated from: those that no stall touched. All of them when stalls touch many, and
 * one arm clearly more than the other: then they may be its own doing, and it costs what it costs. A function of these
 * attempts alone.
 */
export function withoutStalled<T extends Touched>(attempts: readonly T[], design: SetAside): readonly T[] {
  if (attempts.every((one) => one.stalled.length === 0)) return attempts;
  const clean = attempts.filter((one) => one.stalled.length === 0);
  const touched = attempts.length - clean.length;
  return isMany(touched, attempts.length, design) && isOneSided(attempts, design) ? attempts : clean;
}

/** More than may be set aside without a doubt about what is left. */
function isMany(touched: number, all: number, { stalledShare }: SetAside): boolean {
  return touched > stalledShare * all;
}

/** Whether stalls touch one arm so much more than the other that chance hardly does it. */
function isOneSided(attempts: readonly Touched[], { oneSidedChance }: SetAside): boolean {
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

const arms: readonly ArmName[] = ['baseline', 'candidate'];

/**
 * Why a case that stalls touched cannot be called equivalent or improved: too many of its executions were set aside, or
 * too many of one arm, which may be its own doing.
 */
export function stallDoubt(measured: CaseSamples, design: SetAside): readonly Extract<Doubt, { kind: 'stalled' }>[] {
  const { samples, screening, confirmation } = measured;
  const attempts = [...screening, ...confirmation];
  const pairs = attempts.filter((one) => one.stalled.length > 0).length;
  const many =
    attempts.length > 0
      ? isMany(pairs, attempts.length, design)
      : arms.some((arm) => isMany(samples[arm].filter(isStalled).length, samples[arm].length, design));
  if (!many && !isOneSided(attempts, design)) return [];
  const beyond = many ? design.stalledShare : null;
  return [{ kind: 'stalled', touched: stalledExecutions(measured), beyond }];
}

/** The executions of a case that stalls touched, those of one server or of hogbench itself together. */
export function stalledExecutions({ samples }: Pick<CaseSamples, 'samples'>): readonly StalledExecutions[] {
  const all = distinctStalls([...samples.baseline, ...samples.candidate]);
  return [...new Set(all.map(subjectOf))].map((subject) => {
    const touched = (arm: ArmName): number =>
      samples[arm].filter((one) => one.stalls?.some((stall) => subjectOf(stall) === subject) === true).length;
    return {
      stalls: all.filter((one) => subjectOf(one) === subject),
      touched: { baseline: touched('baseline'), candidate: touched('candidate') },
      of: { baseline: samples.baseline.length, candidate: samples.candidate.length },
    };
  });
}

/** In the order they came. One that went on is known of each sample as far as it was when that was recorded. */
export function distinctStalls(samples: readonly Sample[]): readonly Stall[] {
  const known = new Map<string, Stall>();
  for (const stall of samples.flatMap((one) => one.stalls ?? [])) {
    const key = JSON.stringify([stall.what, stall.server, stall.from]);
    const before = known.get(key);
    if (before === undefined || before.to < stall.to) known.set(key, stall);
  }
  return [...known.values()].sort((a, b) => a.from - b.from);
}

/** What did not go on: one server, hogbench, or the clock. */
function subjectOf({ what, server }: Stall): string {
  return what === 'server' ? `server ${server ?? ''}` : what;
}

/** From this share of its pairs on, a case has lost enough evidence for a reader to be told. */
const noticedShare = 0.2;

/**
 * The pairs that time and CPU time are estimated from: those in which the server compiled nothing. All of them when
 * that leaves too few, for a query that compiles in every execution costs what it costs. A function of these
 * attempts alone, so that a look at the first few says the same whatever came after them.
 */
export function withoutCompiling(
  attempts: readonly Attempt[],
  { fewestWithoutCompiling }: Design['setAside'],
): readonly Attempt[] {
  if (attempts.every((one) => !one.compiled)) return attempts;
  const clean = attempts.filter((one) => !one.compiled);
  return countPairs(clean) >= fewestWithoutCompiling ? clean : attempts;
}

/** Pairs in which the server compiled, where they are many; `isIncluded` where too few others were left. */
export function compiledPairs(
  { screening, confirmation }: CaseSamples,
  { fewestWithoutCompiling }: Design['setAside'],
): { readonly compiled: number; readonly pairs: number; readonly isIncluded: boolean } | null {
  const attempts = [...screening, ...confirmation];
  const compiled = attempts.filter((one) => one.compiled).length;
  const pairs = countPairs(attempts);
  if (compiled === 0 || compiled < noticedShare * pairs) return null;
  return { compiled, pairs, isIncluded: pairs - compiled < fewestWithoutCompiling };
}

function countPairs(attempts: readonly Attempt[]): number {
  return attempts.filter((one) => one.pair !== null).length;
}
