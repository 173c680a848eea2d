import { type Answer, NoAnswer, plainAnswer, readOnce, type Server } from './plainAnswer.ts';
import type { Pair } from './rewritings.ts';
import { compareAnswers } from './sameAnswer.ts';
import type { Statement } from './statement.ts';

/** What the server itself says of a pair. */
export type PairTruth =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly what: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'not repeatable' }
  | { readonly kind: 'unclear' };

const readings = 3;

/** Reads both statements three times, as they are, and compares what came. Nothing is assumed from how they were made. */
export async function truthOf(server: Server, { baseline, candidate }: Pair): Promise<PairTruth> {
  try {
    const first = await repeatable(server, baseline);
    const second = await repeatable(server, candidate);
    if (first === undefined || second === undefined) return { kind: 'not repeatable' };
    const { likeness, what } = compareAnswers(first, second);
    if (likeness === 'unclear') return { kind: 'unclear' };
    return likeness === 'same' ? { kind: 'same' } : { kind: 'changed', what };
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: 'refused', message: error.message };
    throw error;
  }
}

/** Undefined where two readings differ. */
async function repeatable(server: Server, statement: Statement): Promise<Answer | undefined> {
  const first = await plainAnswer(server, statement);
  for (let reading = 1; reading < readings; reading++) {
    const again = { ...first, ...(await readOnce(server, statement)) };
    if (compareAnswers(first, again).likeness !== 'same') return undefined;
  }
  return first;
}
