import { UserError } from '../model/errors.ts';
import type { LoadShard, OfferedLoad } from '../model/loadPlan.ts';
import { longRandom, type Random } from '../model/random.ts';
import type { Milliseconds } from '../model/units.ts';

export interface WeightedCase {
  readonly id: string;
  /** How often it is drawn, relative to the others of its class. */
  readonly weight: number;
}

/** Cases, and the name of the class that each is in, by case id. */
export interface ClassedCases {
  readonly cases: readonly WeightedCase[];
  readonly classOf: Readonly<Record<string, string>>;
}

/** Draws indices into `cases`, of those of one class, by weight.
 *
 * @throws UserError where it has none, or only some of weight 0
 */
export function caseDraws({ cases, classOf }: ClassedCases, of: string, random: Random): () => number {
  const indices: number[] = [];
  const upTo: number[] = [];
  let sum = 0;
  for (const [index, { id, weight }] of cases.entries()) {
    if (classOf[id] !== of || !(weight > 0)) continue;
    sum += weight;
    indices.push(index);
    upTo.push(sum);
  }
  if (indices.length === 0) {
    throw new UserError('usage', `class ${of} has no case that could be sent`, 'give it a case of a weight above 0');
  }
  return () => {
    const drawn = random() * sum;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > drawn) high = middle;
      else low = middle + 1;
    }
    return indices[low] as number;
  };
}

/** Somebody who sends, waits for the answer, thinks, and sends again. */
export interface ClosedUser {
  /** Into `offered`. */
  readonly classIndex: number;
  /** Among the users of the class in all shards, from 0. */
  readonly user: number;
  readonly thinkMs: Milliseconds;
  /** What the user sends next: an index into `cases`. */
  readonly nextCase: () => number;
}

/**
 * The users of all closed loops that belong to this shard, each with draws of its own.
 *
 * @throws UserError where a class has no case to send
 */
export function closedUsers(
  input: ClassedCases & {
    readonly offered: readonly OfferedLoad[];
    readonly seed: number;
    readonly shard?: Pick<LoadShard, 'index' | 'of'>;
  },
): readonly ClosedUser[] {
  const { offered, seed, shard } = input;
  return offered.flatMap(({ of, arrival }, classIndex) => {
    if (arrival.kind !== 'closed') return [];
    const users = Array.from({ length: arrival.users }, (_, user) => user);
    const mine = users.filter((user) => shard === undefined || user % shard.of === shard.index - 1);
    return mine.map((user) => {
      const nextCase = caseDraws(input, of, longRandom(seed, of, 'user', user));
      return { classIndex, user, thinkMs: arrival.thinkMs, nextCase };
    });
  });
}
