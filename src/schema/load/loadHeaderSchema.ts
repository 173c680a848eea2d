import { z } from 'zod';
import type { Arrival, LoadClass, Slo } from '../../model/loadClass.ts';
import type { Driving, LoadHeader, LoadShard, OfferedLoad, TrialPlan } from '../../model/loadPlan.ts';
import { longestShardRun, mostShards } from '../../model/shard.ts';
import { armSchema } from '../run/armSchema.ts';
import { armCaseSchema, armDescriptionSchema, optionsSchema } from '../run/headerSchema.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
const share = z.number().min(0).max(1);
const rate = z.number().positive().describe('Requests a second.');
const className = z.string().describe('Name of a class.');
const openKind = z.enum(['poisson', 'constant']);

const slo = z.strictObject({
  latency: z
    .array(z.strictObject({ share: share.describe('0.95 for p95.'), mostMs: milliseconds }))
    .describe('Such a share of all requests is answered well within the time; shortest share first.'),
  errors: share.exactOptional().describe('The largest share of requests that may fail.'),
});

const loadClass = z.strictObject({
  name: className,
  match: z
    .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])))
    .describe('Values of tags, any of which a case must have, for each tag; empty: every case.'),
  slo: slo.exactOptional().describe('Absent: nothing is promised.'),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  arrival: z.enum(['poisson', 'constant', 'recorded', 'closed']).exactOptional(),
  rate: rate.exactOptional(),
  users: count.exactOptional(),
  thinkMs: milliseconds.exactOptional(),
});

const arrival = z.discriminatedUnion('kind', [
  z.strictObject({ kind: openKind, rate }),
  z.strictObject({ kind: z.literal('recorded'), speed: z.number().positive().describe('So many times as fast.') }),
  z.strictObject({ kind: z.literal('closed'), users: count, thinkMs: milliseconds }),
]);

const offered = z.strictObject({
  of: className,
  arrival,
  background: z.boolean().describe('It is there to disturb, and its promise is not judged.'),
});

const purpose = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('load') }),
  z.strictObject({ kind: z.literal('probe') }).describe('A rate that a search for capacity tries.'),
  z.strictObject({ kind: z.literal('sustained') }).describe('The rate that it found, held for longer.'),
  z
    .strictObject({
      kind: z.literal('cell'),
      measured: className,
      beside: z.array(className),
      scheduling: z.boolean().describe("Whether the server's scheduling was there."),
    })
    .describe('A cell of the matrix.'),
]);

const trial = z.strictObject({
  id: count.describe('From 0, in the order in which they are run.'),
  arm: armSchema,
  purpose,
  offered: z.array(offered),
  seed: z.number(),
  warmupMs: milliseconds.describe('Sent and not judged.'),
  durationMs: milliseconds.describe('Of what is judged, behind the warm-up.'),
});

const driving = z.strictObject({
  workers: count.describe('Worker threads.'),
  maxInFlight: count.describe('Requests that may be on their way at once, over all threads.'),
  timeoutMs: milliseconds,
});

const shardNumber = z.int().min(1).max(mostShards);
const shardRun = z.string().max(longestShardRun).describe('The name that the parts have in common.');

const loadShard = z.strictObject({
  index: shardNumber.describe('From 1.'),
  of: shardNumber,
  run: shardRun.exactOptional(),
});

const header = z.strictObject({
  id: z.string(),
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  command: z.enum(['load', 'capacity', 'matrix']),
  seed: z.number(),
  arms: z.array(armDescriptionSchema),
  cases: z.array(armCaseSchema),
  classes: z.array(loadClass),
  classOf: z.record(z.string(), className).describe('Which class each case is in, by case id.'),
  driving,
  sampleSize: count.describe("Of how many requests a class the server's facts are asked, at most."),
  scheduling: z.array(z.string()).exactOptional().describe('Statements that the server was given.'),
  recordedDigest: z.string().exactOptional().describe('Tells the recorded times apart that it was sent by.'),
  options: optionsSchema.exactOptional().describe('What is not as usual, and who set it.'),
  shard: loadShard
    .exactOptional()
    .describe('That it is what one of several machines offered, to be joined with the others by hogbench merge.'),
  shards: z
    .strictObject({
      of: shardNumber,
      run: shardRun.exactOptional(),
      parts: z.array(
        z.strictObject({
          index: shardNumber,
          runId: z.string(),
          startedAt: z.number(),
          arms: z.array(armDescriptionSchema).describe('As this machine saw them.'),
        }),
      ),
    })
    .exactOptional()
    .describe('The parts that it was joined from.'),
});

export const loadClassSchema: z.ZodType<LoadClass> = loadClass;
export const drivingSchema: z.ZodType<Driving> = driving;
export const loadShardSchema: z.ZodType<LoadShard> = loadShard;
export const trialPlanSchema: z.ZodType<TrialPlan> = trial;
export const loadHeaderSchema: z.ZodType<LoadHeader> = header;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<Slo, z.infer<typeof slo>>;
true satisfies Same<LoadClass, z.infer<typeof loadClass>>;
true satisfies Same<Arrival, z.infer<typeof arrival>>;
true satisfies Same<OfferedLoad, z.infer<typeof offered>>;
true satisfies Same<TrialPlan, z.infer<typeof trial>>;
