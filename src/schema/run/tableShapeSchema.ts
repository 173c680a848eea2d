import { z } from 'zod';
import type { RunArm } from '../../model/arm.ts';
import { mostColumnsRead, mostTablesRead, type SchemaReading } from '../../model/tableShape.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.int().min(0);
const bytes = z.number().min(0);

const column = z.strictObject({
  name: z.string(),
  type: z.string(),
  codec: z.string().describe('As the server writes it; empty for the usual one.'),
  bytes,
  uncompressedBytes: bytes,
});

const table = z.strictObject({
  database: z.string(),
  table: z.string(),
  rows: count,
  parts: count,
  bytes: bytes.describe('On disk, with all that belongs to the table.'),
  uncompressedBytes: bytes,
  primaryKeyBytes: bytes,
  definition: z.string().describe('How the server writes it, without its database.'),
  columns: z.array(column).max(mostColumnsRead).describe('The largest of them.'),
  additions: z.array(z.strictObject({ kind: z.enum(['index', 'projection']), name: z.string(), bytes })),
});

const reading = z.array(
  z.strictObject({
    arm: runArmSchema,
    tables: z
      .array(table)
      .max(mostTablesRead)
      .exactOptional()
      .describe(
        'Those that statements read, and those that are made otherwise; absent where the server does not tell.',
      ),
  }),
);

export const schemaReadingSchema: z.ZodType<SchemaReading<RunArm>> = reading;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<SchemaReading<RunArm>, z.infer<typeof reading>>;
