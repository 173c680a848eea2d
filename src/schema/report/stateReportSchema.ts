import { z } from 'zod';
import type { StateReport } from '../../model/stateReport.ts';
import { armSchema } from '../run/armSchema.ts';
import { missingStateSchema } from '../run/stateSchema.ts';
import type { Same } from '../same.ts';

const count = z.number().min(0);
const arms = z.array(armSchema).describe('Those that run on the server.');
const seen = z.strictObject({ readings: count, of: count });
const range = z.strictObject({ first: count, last: count, least: count, most: count });

const table = z.strictObject({
  table: z.string().describe('`database.table`'),
  busy: seen.describe('Readings at which merges or mutations ran on it, or had merged parts away.'),
  parts: range.exactOptional(),
  mostParts: range.exactOptional().describe('In the partition of a host that has the most.'),
  rows: range.exactOptional(),
  merges: range.exactOptional(),
  mutations: range.exactOptional(),
  queue: range.exactOptional().describe('Of replication.'),
  delaySeconds: range.exactOptional().describe('Of the replica that was furthest behind.'),
  points: z
    .array(z.strictObject({ at: z.number(), parts: count.nullable(), busy: z.boolean() }))
    .describe('In time order; evenly chosen where there were many readings.'),
});

const server = z.strictObject({
  arms,
  readings: count,
  merges: range.exactOptional().describe('On tables of users.'),
  mutations: range.exactOptional(),
  foreignQueries: range.exactOptional().describe("Queries that ran and were none of this run's."),
  tables: z.array(table).describe('Those that the cases read.'),
  tablesLeftOut: count.exactOptional().describe('Tables beyond those that are looked at.'),
  missing: z.array(missingStateSchema).exactOptional().describe('What the server did not tell, and why.'),
});

const about = { arm: armSchema, table: z.string(), seen };

const debt = z.discriminatedUnion('kind', [
  z.strictObject({ ...about, kind: z.literal('busy'), other: seen.nullable().describe('In the other arm.') }),
  z.strictObject({ ...about, kind: z.literal('parts'), most: count, other: count.nullable() }),
  z.strictObject({ ...about, kind: z.literal('delay'), seconds: count }),
]);

const drift = z.discriminatedUnion('kind', [
  z.strictObject({
    arms,
    kind: z.literal('work'),
    table: z.string().nullable().describe('Null of tables that no case reads.'),
    seen,
  }),
  z.strictObject({ arms, kind: z.literal('foreign'), seen, most: count }),
  z.strictObject({ arms, kind: z.enum(['parts', 'rows', 'delay']), table: z.string(), least: count, most: count }),
]);

const state = z.strictObject({
  servers: z.array(server),
  debts: z.array(debt).describe('Work that servers had left, which withheld verdicts by time.'),
  drift: z.array(drift).describe('What changed beyond a limit, and withheld nothing.'),
});

export const stateReportSchema: z.ZodType<StateReport> = state;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<StateReport, z.infer<typeof state>>;
