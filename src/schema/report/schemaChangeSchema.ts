import { z } from 'zod';
import type { SchemaChange } from '../../model/schemaChange.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const bytes = z.number().min(0);
const perArm = <T extends z.ZodType>(value: T) => z.strictObject({ baseline: value, candidate: value });

const size = z.strictObject({
  ...{ rows: count, parts: count, bytes, uncompressedBytes: bytes, primaryKeyBytes: bytes },
});

const column = z.strictObject({ type: z.string(), codec: z.string(), bytes, uncompressedBytes: bytes });

const figure = z
  .strictObject({
    values: perArm(z.number()),
    ratio: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .describe('Medians of the arms; of the ratio of a pair the median, the least and the most.');

const insert = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unmeasured'), why: z.string() }),
  z.strictObject({ kind: z.literal('measured'), rows: count, pairs: count, cpu: figure, time: figure, bytes: figure }),
]);

const table = z.strictObject({
  table: z.string(),
  other: z.string().exactOptional().describe("The candidate's, where that has another name."),
  sizes: perArm(size.nullable()).describe('Null in an arm that does not have the table.'),
  lines: perArm(z.array(z.string())).describe('Lines of its definition that one arm alone has.'),
  moreLines: count,
  columns: z
    .array(z.strictObject({ name: z.string(), values: perArm(column.nullable()) }))
    .describe('Of another type or codec, largest first.'),
  additions: z.array(
    z.strictObject({ kind: z.enum(['index', 'projection']), name: z.string(), bytes: perArm(bytes.nullable()) }),
  ),
  insert: insert.exactOptional().describe('What the same rows cost to insert; absent where it was not measured.'),
});

const change = z.strictObject({
  tables: z.array(table).nullable().describe('Null where a server does not tell how its tables are made.'),
});

export const schemaChangeSchema: z.ZodType<SchemaChange> = change;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<SchemaChange, z.infer<typeof change>>;
