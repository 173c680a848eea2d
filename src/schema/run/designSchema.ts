import { z } from 'zod';
import type { Design } from '../../model/design.ts';
import type { Same } from '../same.ts';

/** A run file can come from whom its verdict is to stop, so no threshold goes as far as to decide by itself. */
const between = (low: number, high: number, meaning: string): z.ZodNumber =>
  z.number().min(low).max(high).describe(meaning);
const countOf = (low: number, high: number, meaning: string): z.ZodNumber =>
  z.int().min(low).max(high).describe(meaning);

const whole = (shares: readonly number[]): boolean => Math.abs(shares.reduce((sum, one) => sum + one, 0) - 1) < 1e-9;
const grows = (looks: readonly number[]): boolean => looks.every((one, at) => at === 0 || one > (looks[at - 1] ?? one));

const family = z.strictObject({
  share: between(0.01, 0.98, 'Part of the false discovery rate.'),
  suspectLevel: between(0.005, 0.2, 'One-sided level at which a likely change becomes a suspicion.'),
});

const instructions = z.strictObject({
  ...family.shape,
  leastMargin: between(0.001, 0.1, 'A change of instructions within it is none.'),
});

const design = z.strictObject({
  falseDiscoveryRate: between(0.01, 0.2, 'Chance of a false discovery that a whole run may take.'),
  families: z
    .strictObject({ time: family, cpu: family, memory: family, instructions: instructions.exactOptional() })
    .refine(
      ({ time, cpu, memory, instructions: own }) =>
        whole([time.share, cpu.share, memory.share, own === undefined ? 0 : own.share]),
      'the shares do not add up to 1',
    ),
  testedShare: between(0, 0.75, 'Of the margin: what a change is tested to go beyond.'),
  power: between(0.5, 0.99, 'Chance of seeing the smallest visible slowdown.'),
  estimate: z.strictObject({
    trimmedShare: between(0, 0.25, 'Of the pairs, trimmed at each end.'),
    intervalTail: between(0.005, 0.1, 'One-sided error of each end of an interval.'),
    fewestForPrior: countOf(20, 1000, 'Cases that share a spread, at least.'),
    mostPriorDegrees: countOf(1, 100, 'Degrees of freedom of the shared spread, at most.'),
  }),
  screening: z.strictObject({
    looks: z
      .array(countOf(2, 1000, 'Pairs.'))
      .min(1)
      .max(20)
      .refine(grows, 'the looks do not grow'),
    growth: between(1.1, 3, 'From look to look beyond them.'),
  }),
  confirmation: z
    .array(
      z.strictObject({
        pairs: countOf(4, 100, 'Fresh pairs that the look adds.'),
        share: between(0.01, 1, 'Part of the false discovery rate.'),
      }),
    )
    .min(1)
    .max(10)
    .refine((steps) => whole(steps.map((one) => one.share)), 'the shares do not add up to 1'),
  memory: z.strictObject({
    share: between(0.01, 0.5, 'A change of peak memory within it is none.'),
    bytes: between(0, 64 * 2 ** 20, 'The same, in bytes.'),
  }),
  counters: z.strictObject({
    fewestExecutions: countOf(2, 10, 'Of an arm, that show a constant counter.'),
    fewestAfterColdStart: countOf(2, 20, 'That agree after a cold start.'),
    floor: z.strictObject({
      rows: between(0, 65_536, 'An exact difference below it is no change.'),
      bytes: between(0, 1_048_576, 'The same of bytes.'),
      pieces: between(0, 16, 'The same of marks and parts.'),
    }),
  }),
  observations: z.strictObject({
    level: between(0.00001, 0.05, 'One-sided level at which an event is shown as moved.'),
    smallestChange: between(0, 0.1, 'A ratio closer to 1 is none.'),
    fewestExecutions: countOf(2, 100, 'Without a test of time.'),
    floor: z.strictObject({
      us: between(0, 1_000_000, 'Smaller differences of times are none.'),
      bytes: between(0, 64 * 2 ** 20, 'The same of bytes.'),
      count: between(0, 1000, 'The same of anything else.'),
    }),
  }),
  clock: z.strictObject({
    waitShare: between(0.01, 1, 'Of the time of threads, beyond which waits for a core are left out; 1: never.'),
    parallelChange: between(0, 0.5, 'Arms that differ more in their threads at a time keep server time.'),
    leastTicks: between(0, 20, 'By which CPU times in ticks differ at least.').exactOptional(),
  }),
  clockNoise: z.strictObject({
    fewestCases: countOf(1, 1_000_000, 'Cases from which their noise says which clock is quieter.'),
    waitShareOfFew: between(0.01, 1, 'The share that has to wait where cases are fewer.'),
  }),
  costlier: z.strictObject({
    factor: between(
      1,
      1_000_000,
      'The cheapest execution of a candidate over the dearest of the baseline, beyond which it is held to be dearer though time is not judged.',
    ),
    leastUs: between(0, 1_000_000, 'And so much longer, in microseconds.'),
  }),
  setAside: z.strictObject({
    fewestWithoutCompiling: countOf(2, 20, 'Pairs without compiling; with fewer, all count.'),
    stalledShare: between(0, 0.3, 'Of the pairs, set aside for stalls without a doubt.'),
    oneSidedChance: between(0.01, 0.5, 'That chance touches one arm so much more.'),
  }),
  failures: z.strictObject({
    share: between(0.1, 0.5, 'Of its executions that end badly, for an arm to have failed.'),
    fewestTries: countOf(1, 10, 'Without any answer, for a case to be given up.'),
  }),
  saved: z.strictObject({
    fewestSessions: countOf(3, 100, 'Of each run, for times to be judged.'),
    fewestCases: countOf(5, 1000, 'For times to be judged.'),
    calmShare: between(0, 1, 'Of the executions without a stall; with fewer, all count.'),
    serverMemoryShare: between(0, 0.2, 'Within it two servers have the same memory.'),
    sameStartMs: between(0, 600_000, 'Within it two starts of a server are one.'),
  }),
  state: z.strictObject({
    busyShare: between(0, 0.75, 'Of the readings, in which merges or mutations ran on a table: beyond it is debt.'),
    busyMore: between(0, 0.5, 'The same, by which one arm was busier than the other.'),
    behindShare: between(0, 0.5, 'Of the readings, in which there were too many parts, or a replica was behind.'),
    parts: z.strictObject({
      factor: between(1.5, 10, 'Times the parts of the other arm, in a partition.'),
      fewest: between(1, 300, 'And so many more.'),
      most: between(10, 3000, 'Too many, unless the other arm has nearly as many.'),
    }),
    delaySeconds: between(0, 600, 'That a replica may be behind.'),
    drift: z.strictObject({
      seenShare: between(0, 0.75, 'Of the readings, in which merges or queries of others ran: beyond it is a caution.'),
      change: between(0, 0.5, 'Of parts or rows, for a caution.'),
      parts: between(0, 300, 'A change of parts below it is none.'),
      delaySeconds: between(0, 600, 'That the delay of a replica may change by.'),
    }),
  }),
  suite: z.strictObject({
    mostDeviations: between(3, 20, 'Beyond them a value is drawn in.'),
    fewestRounds: countOf(3, 100, 'With fewer there is no interval.'),
  }),
  plausible: z.strictObject({
    slackShare: between(0, 0.5, "Of what the client waited, beyond which a server's time cannot be."),
    slackMs: between(0, 10_000, 'The same in milliseconds.'),
    longestUs: between(1e6, 1e15, 'Longest time of an execution.'),
    mostCounted: between(1e6, 2 ** 64, 'Highest value of a counter.'),
  }),
});

export const designSchema: z.ZodType<Design> = design;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<Design, z.infer<typeof design>>;
