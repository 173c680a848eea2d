import * as fc from 'fast-check';
import type { World } from '../../src/app/world.ts';
import { choices } from './choices.ts';
import { type PairTruth, truthOf } from './pairTruth.ts';
import type { Server } from './plainAnswer.ts';
import { type ProductAnswer, productAnswers } from './productAnswers.ts';
import { type Pair, rewritten } from './rewritings.ts';
import { statementOf } from './statementOf.ts';

/** What was right and what the product said. */
export type Outcome =
  | 'thrown away'
  | 'right'
  /** Equivalent or improved, and the answers differ. */
  | 'wrong favourable'
  /** Neither, but results are taken for equal that differ. */
  | 'missed'
  /** Result changed, and the answers are the same. */
  | 'wrong alarm'
  /** Equivalent or improved, the answers are the same, and the product had not compared them. */
  | 'unproven'
  /** Results were not compared, and no favourable word was said. */
  | 'silent';

export interface Judged {
  readonly pair: Pair;
  readonly truth: PairTruth;
  /** Null where the pair was thrown away. */
  readonly product: ProductAnswer | null;
  readonly outcome: Outcome;
}

/** The pairs of a seed: always the same. */
export function pairsOf(seed: number, count: number): readonly Pair[] {
  return fc.sample(choices, { seed, numRuns: count }).map((one) => rewritten(statementOf(one), one));
}

/** Asks the server for the truth of each pair, and the product for its answers to those that have one. */
export async function judgePairs(
  pairs: readonly Pair[],
  server: Server,
  world: World,
  folder: string,
): Promise<readonly Judged[]> {
  const truths = await inTurns(pairs, (pair) => truthOf(server, pair));
  const isKnown = (truth: PairTruth | undefined): boolean => truth?.kind === 'same' || truth?.kind === 'changed';
  const known = pairs.filter((_, at) => isKnown(truths[at]));
  const answers = new Map(
    (known.length === 0 ? [] : await productAnswers(known, server, world, folder)).map((answer, at) => [
      known[at],
      answer,
    ]),
  );
  return pairs.map((pair, at) => {
    const truth = truths[at] ?? { kind: 'unclear' };
    const product = answers.get(pair) ?? null;
    return { pair, truth, product, outcome: outcomeOf(truth, product) };
  });
}

function outcomeOf(truth: PairTruth, product: ProductAnswer | null): Outcome {
  if (product === null) return 'thrown away';
  const isFavourable = product.verdict === 'equivalent' || product.verdict === 'improved';
  if (truth.kind === 'changed') {
    if (product.results === 'changed') return 'right';
    if (isFavourable) return 'wrong favourable';
    return product.results === 'silent' ? 'silent' : 'missed';
  }
  if (product.results === 'changed') return 'wrong alarm';
  if (product.results === 'same') return 'right';
  return isFavourable ? 'unproven' : 'silent';
}

const atOnce = 3;

async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) {
      const one = all[at];
      if (one !== undefined) results[at] = await work(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
