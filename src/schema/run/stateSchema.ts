import { z } from 'zod';
import type { RunArm } from '../../model/arm.ts';
import type { CaseTables, MissingState, StateReading } from '../../model/serverState.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.number().min(0);

const work = z.strictObject({
  table: z.string().describe('`database.table`'),
  merges: count.exactOptional().describe('That run, on all hosts.'),
  mutations: count.exactOptional().describe('That have not ended.'),
  parts: count.exactOptional().describe('Active ones, on all hosts.'),
  mostParts: count.exactOptional().describe('Active ones, in the partition of a host that has the most.'),
  rows: count.exactOptional(),
  bytes: count.exactOptional(),
  replication: z
    .strictObject({
      queue: count.describe('Entries that wait, on all hosts.'),
      delaySeconds: count.describe('Of the host that is furthest behind.'),
    })
    .exactOptional()
    .describe('Absent of a table that is not replicated.'),
});

const missing = z.strictObject({
  source: z.enum(['tables', 'parts', 'merges', 'mutations', 'replicas', 'processes']).describe('A table of `system`.'),
  cause: z.enum(['not-permitted', 'absent', 'unanswered', 'implausible', 'unknown']),
  detail: z.string(),
});

const state = z.strictObject({
  merges: count.exactOptional().describe('That run on tables of users.'),
  mutations: count.exactOptional().describe('That have not ended, of such tables.'),
  foreignQueries: count.exactOptional().describe("Queries that run and are none of this run's."),
  tables: z.array(work).describe('Those that the statements read, as far as they have parts.'),
  withoutParts: z
    .array(z.string())
    .exactOptional()
    .describe('The others that the server shows: views, Distributed tables and such.'),
  tablesLeftOut: count.exactOptional().describe('More tables than are looked at.'),
  missing: z.array(missing).exactOptional().describe('What the server does not tell, and why; its figures are absent.'),
});

const reading = z.strictObject({
  arms: z.array(runArmSchema).describe('The arms that run on this server.'),
  session: z.int().min(0),
  round: z.int().min(0).describe('The first of the batch that it was read after.'),
  at: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  part: z.int().min(1).exactOptional().describe('Of a run that was joined from parts: which part it is from.'),
  state,
});

const tables = z.strictObject({ caseId: z.string(), arm: runArmSchema, tables: z.array(z.string()) });

export const missingStateSchema: z.ZodType<MissingState> = missing;
export const stateReadingSchema: z.ZodType<StateReading<RunArm>> = reading;
export const caseTablesSchema: z.ZodType<CaseTables<RunArm>> = tables;

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<MissingState, z.infer<typeof missing>>;
true satisfies Same<StateReading<RunArm>, z.infer<typeof reading>>;
true satisfies Same<CaseTables<RunArm>, z.infer<typeof tables>>;
