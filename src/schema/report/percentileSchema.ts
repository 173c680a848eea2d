import { z } from 'zod';
import type { PerArm } from '../../model/arm.ts';
import type { Percentile } from '../../model/percentile.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const shared = { p: z.literal([50, 90, 95, 99]), executions: count };
const countAs = count
  .exactOptional()
  .describe('As how many independent executions they count; absent: as so many as there are.');

const percentile = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('known'),
    value: z.number().describe('Microseconds.'),
    low: z.number(),
    high: z.number(),
    level: z.number().describe('Nominal coverage, for instance 0.9.'),
    sessions: count,
    countAs,
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('refused'),
    why: z
      .enum(['few', 'sessions', 'untimed', 'counters', 'lost'])
      .describe(
        'Too few; sessions differ; it lies among executions without a time; times were not measured; a part of the run file is lost.',
      ),
    needed: count.describe('Executions of one arm that it takes at least.'),
    countAs,
    untimed: count.exactOptional().describe('Executions without a time; absent: all have one.'),
  }),
]);

export const percentileSchema: z.ZodType<Percentile> = percentile;

const ofArm = z.array(percentileSchema).nullable();

export const armPercentilesSchema: z.ZodType<PerArm<readonly Percentile[] | null>> = z
  .strictObject({ baseline: ofArm, candidate: ofArm })
  .describe('Of server time; null in an arm that does not have the case.');

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<Percentile, z.infer<typeof percentile>>;
