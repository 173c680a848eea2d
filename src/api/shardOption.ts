import { z } from 'zod';
import { caseTimes } from '../app/recordedCosts.ts';
import type { Run } from '../model/run.ts';
import { longestShardRun, mostShards } from '../model/shard.ts';
import type { ShardChoice } from '../shards/cutRun.ts';

/** A part of the cases of a run, which `mergeRuns` joins with the others. */
export interface ShardChoices {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** A name that the parts of one run have in common. */
  readonly run?: string | undefined;
  /** An earlier run that says how long cases take, the same for every part. Default: they count alike. */
  readonly costs?: Run | undefined;
}

/** What `ShardChoices` may be, for a program without types. */
export const shardShape: z.ZodType = z
  .strictObject({
    index: z.int().min(1),
    of: z.int().min(1).max(mostShards),
    run: z.string().trim().min(1).max(longestShardRun).optional(),
    costs: z.looseObject({ samples: z.array(z.looseObject({ caseId: z.string().min(1) })) }).optional(),
  })
  .refine(({ index, of }) => index <= of, 'there is no such part: they count from 1');

/**
 * The part as use cases take it.
 * @param seed of the order; absent: one that all parts come to
 */
export function shardOf({ index, of, run, costs }: ShardChoices, seed: number | undefined): ShardChoice {
  return { index, of, run: run?.trim(), seed, times: costs === undefined ? undefined : caseTimes(costs) };
}
