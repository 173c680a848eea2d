import { z } from 'zod';
import type { ArmCase, ArmDescription, NamedArm, Revision, RunArm } from '../../model/arm.ts';
import type { Environment, Replica } from '../../model/environment.ts';
import type { OptionInEffect } from '../../model/run.ts';
import { type JoinedShards, longestShardRun, mostShards, type Shard } from '../../model/shard.ts';
import type { ParamValue } from '../../model/workload.ts';
import type { Same } from '../same.ts';
import { armSchema, runArmSchema } from './armSchema.ts';
import { designSchema } from './designSchema.ts';
import { targetPriceSchema, unitPricesSchema } from './priceSchema.ts';
import type { StoredHeader, StoredPlan } from './record.ts';
import { schemaReadingSchema } from './tableShapeSchema.ts';
import { versionReadingSchema } from './versionSchema.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);

const selfCheck = z.strictObject({
  count: count.describe('How many of the pool are run; 0 when it was switched off.'),
  pool: z.array(
    z.strictObject({ caseId: z.string(), of: z.string().describe('The case whose baseline both its arms send.') }),
  ),
  mostShare: z.number().min(0).max(1).exactOptional().describe('Of all executions, that it may take at most.'),
});

const plan = z.strictObject({
  seed: z.number(),
  arms: z.array(runArmSchema),
  caseIds: z.array(z.string()),
  screeningSessions: count,
  confirmationSessions: count,
  minPairs: count,
  maxPairs: count,
  warmups: count,
  concurrency: count,
  timeoutMs: milliseconds,
  budgetMs: milliseconds.exactOptional(),
  margin: z.number().describe('Relative: 0.05 is 5 percent.'),
  oneMachine: z.boolean().exactOptional().describe('Both arms run on one machine.'),
  caseMs: milliseconds.exactOptional().describe('So long an undecided case may go on, beyond its pairs.'),
  design: designSchema.describe('By which thresholds the run is judged.'),
  duet: z.boolean().exactOptional().describe('Both halves of a pair start at once, each on its own machine.'),
  selfCheck: selfCheck.exactOptional().describe('Cases that are also run as baseline against baseline.'),
  countersOnly: z.boolean().exactOptional().describe('Exact counters alone are asked for.'),
});

const table = z.strictObject({
  database: z.string(),
  table: z.string(),
  engine: z.string(),
  parts: z.number(),
  rows: z.number(),
  bytes: z.number(),
});

const replica = z.strictObject({
  url: z.string().describe('Scheme, host and port, without credentials.'),
  host: z.string(),
  version: z.string(),
  serverId: z.string().exactOptional(),
  rows: z.record(z.string(), z.number()).describe('Rows of the tables that are read, by database.table.'),
});

const limits = z.strictObject({
  cores: z.number().exactOptional(),
  memoryBytes: z.number().exactOptional(),
  pinned: z
    .boolean()
    .exactOptional()
    .describe('Whether the system keeps each process to so many cores; false: settings of the server alone do.'),
});

const environment = z.strictObject({
  target: z.string().describe('Display name of the target, without credentials.'),
  serverVersion: z.string(),
  serverBuild: z.string(),
  serverHost: z.string(),
  serverCores: z.number().nullable(),
  serverMemoryBytes: z.number().nullable(),
  serverUptimeSeconds: z.number().nullable(),
  serverHosts: z.number(),
  changedSettings: z.record(z.string(), z.string()),
  clientPlatform: z.string(),
  clientNode: z.string(),
  clientCpu: z.string(),
  clientCores: z.number(),
  hogbenchVersion: z.string(),
  dataset: z.array(table),
  serverId: z.string().exactOptional().describe('Tells server processes apart, whatever they are called.'),
  restarts: z.boolean().exactOptional().describe('Whether hogbench restarts the server between sessions.'),
  engine: z.string().exactOptional().describe('The version of the embedded engine that was asked for, as npm has it.'),
  limits: limits.exactOptional().describe('What each server of our own may take; absent: all of the machine.'),
  replicas: z.array(replica).exactOptional().describe('Two or more: session n ran on replica n mod their number.'),
});

const revision = z.strictObject({
  name: z.string().exactOptional().describe('A branch, a tag, or what was asked for.'),
  commit: z
    .string()
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
    .describe('In full.'),
  uncommitted: z.boolean().describe('Whether files that are in no commit are part of it.'),
});

const nameOfArm = {
  label: z.string().exactOptional().describe('What the user calls it, in a run of more arms than two.'),
  workload: z.string(),
  revision: revision.exactOptional().describe('The state of a repository that its queries were taken from.'),
};

const price = targetPriceSchema.exactOptional().describe('What its target costs.');
const arm = z.strictObject({ arm: armSchema, ...nameOfArm, environment, price });
const runArm = z.strictObject({ arm: runArmSchema, ...nameOfArm, environment, price });
const namedArm = z.strictObject({ arm: armSchema, ...nameOfArm });
const namedRunArm = z.strictObject({ arm: runArmSchema, ...nameOfArm });

const sameAlready = 'The arms where they send the same, so that no server was opened.';

export const unopenedSchema: z.ZodType<readonly NamedArm[]> = z.array(namedArm).describe(sameAlready);

export const paramValue: z.ZodType<ParamValue> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(paramValue)]))
  .meta({ id: 'paramValue' });

const caseOfArm = {
  caseId: z.string(),
  name: z.string(),
  description: z.string(),
  sql: z.string(),
  written: z.string().exactOptional().describe('What the author wrote, where that is not what is sent.'),
  params: z.record(z.string(), paramValue),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  tags: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  weight: z.number(),
  weightStated: z
    .literal(true)
    .exactOptional()
    .describe('Somebody said how often it runs; recorded where executions have a price.'),
  timeoutMs: milliseconds.exactOptional(),
  writes: z
    .strictObject({
      kind: z.enum(['insert', 'optimize', 'mutation', 'create']),
      table: z.string(),
      fresh: z.strictObject({ from: z.string(), rows: z.enum(['none', 'all']) }).exactOptional(),
    })
    .exactOptional()
    .describe('The table it writes to, made anew for each execution; absent for a statement that only reads.'),
  results: z.literal('ignore').exactOptional().describe('The workload says that results need not agree.'),
  place: z.string().describe('file:line:column the statement was read from.'),
};

const armCase = z.strictObject({ arm: armSchema, ...caseOfArm });
const runArmCase = z.strictObject({ arm: runArmSchema, ...caseOfArm });

const option = z.strictObject({
  name: z.string(),
  value: z.string(),
  from: z.string().describe('A flag, a variable, or the file of a config.'),
  found: z
    .boolean()
    .exactOptional()
    .describe('True for a config that lay in the working folder and that nobody named.'),
});

export const optionsSchema: z.ZodType<readonly OptionInEffect[]> = z.array(option);

export const identicalSchema: z.ZodType<number> = count
  .min(1)
  .describe('Cases that both arms send alike to one server, and that were not measured for it.');

const shardNumber = z.int().min(1).max(mostShards);
const shardRun = z.string().max(longestShardRun).describe('The name that the parts of one run have in common.');

const shard = z.strictObject({
  index: shardNumber.describe('From 1.'),
  of: shardNumber,
  run: shardRun.exactOptional(),
  workload: z.string().describe('SHA-256 of what the arms send in all parts, its start.'),
  whole: z
    .array(z.strictObject({ caseId: z.string(), shard: shardNumber }))
    .describe('Every case of the run, and the part that has it.'),
});

const shards = z.strictObject({
  of: shardNumber,
  run: shardRun.exactOptional(),
  parts: z.array(
    z.strictObject({
      index: shardNumber,
      runId: z.string(),
      startedAt: z.number(),
      caseIds: z.array(z.string()),
      arms: z.array(arm).describe('Where it was measured; empty where nothing was.'),
    }),
  ),
});

const header = z.strictObject({
  id: z.string(),
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  plan,
  arms: z.array(runArm),
  cases: z.array(runArmCase),
  identical: identicalSchema.exactOptional(),
  unopened: z.array(namedRunArm).describe(sameAlready).exactOptional(),
  options: optionsSchema.exactOptional().describe('What is not as usual, and who set it.'),
  versions: versionReadingSchema.exactOptional().describe('How the servers of the arms differ by themselves.'),
  prices: unitPricesSchema.exactOptional().describe('What executions and data cost.'),
  schemas: schemaReadingSchema.exactOptional().describe('How the tables of the arms are made, where not alike.'),
  scripts: z
    .array(z.strictObject({ arm: runArmSchema, hash: z.string() }))
    .exactOptional()
    .describe('Of what makes the tables of an arm: the database, and the start of a SHA-256.'),
  shard: shard.exactOptional().describe('That it is a part of a run, to be joined with the others by hogbench merge.'),
  shards: shards.exactOptional().describe('The parts that it was joined from.'),
});

export const armDescriptionSchema: z.ZodType<ArmDescription> = arm;
export const runArmDescriptionSchema: z.ZodType<ArmDescription<RunArm>> = runArm;
export const armCaseSchema: z.ZodType<ArmCase> = armCase;

export const headerSchema: z.ZodType<StoredHeader> = header;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<StoredPlan, z.infer<typeof plan>>;
true satisfies Same<Replica, z.infer<typeof replica>>;
true satisfies Same<Environment, z.infer<typeof environment>>;
true satisfies Same<Revision, z.infer<typeof revision>>;
true satisfies Same<ArmDescription, z.infer<typeof arm>>;
true satisfies Same<ArmDescription<RunArm>, z.infer<typeof runArm>>;
true satisfies Same<ArmCase, z.infer<typeof armCase>>;
true satisfies Same<ArmCase<RunArm>, z.infer<typeof runArmCase>>;
true satisfies Same<Shard, z.infer<typeof shard>>;
true satisfies Same<JoinedShards, z.infer<typeof shards>>;
