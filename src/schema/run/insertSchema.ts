import { z } from 'zod';
import type { RunArm } from '../../model/arm.ts';
import type { InsertReading } from '../../model/insertReading.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.int().min(0);
const amount = z.number().min(0);

const of = { arm: runArmSchema, table: z.string().describe('`database.table` of that arm.') };

const reading = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    ...of,
    pair: count.describe('Executions of one number ran back to back.'),
    rows: count,
    cpuUs: amount.describe('CPU time in microseconds.'),
    timeUs: amount.describe('Server time in microseconds.'),
    bytes: amount.describe('That it left on disk.'),
  }),
  z.strictObject({ kind: z.literal('unmeasured'), ...of, why: z.string() }),
]);

export const insertReadingSchema: z.ZodType<InsertReading<RunArm>> = reading;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<InsertReading<RunArm>, z.infer<typeof reading>>;
