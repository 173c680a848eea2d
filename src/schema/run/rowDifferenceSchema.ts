import { z } from 'zod';
import type { RowDifference, RowDifferenceReading } from '../../model/rowDifference.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.int().min(0);
const place = count.nullable();

const rowsOfArm = z.strictObject({
  total: count.describe('Rows of the whole result.'),
  read: count.describe('Rows that were read, which may be fewer.'),
  cutBy: z.enum(['rows', 'bytes']).nullable().describe('The limit that ended the reading; null when all was read.'),
  only: count.describe('Rows read that are not among those read of the other arm.'),
  columns: z.array(z.string()).describe('Names of the columns that are shown.'),
  hiddenColumns: count,
  rows: z
    .array(z.array(z.string().nullable()))
    .describe('The first rows that only this arm has: a text for each shown column, null for NULL.'),
});

const pair = z.strictObject({
  baseline: place.describe('A place in its rows; null when the other row has no counterpart.'),
  candidate: place,
  differs: z.array(count).describe('Places of the shown columns in which the two rows differ.'),
});

const difference = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compared'),
    display: z.enum(['values', 'masked']).describe('masked: pseudonyms stand in the place of text.'),
    baseline: rowsOfArm,
    candidate: rowsOfArm,
    pairs: z.array(pair).describe('Rows that stand side by side.'),
    columnsThatDiffer: z.array(z.string()).describe('Empty when it cannot be told.'),
    typesThatDiffer: z.array(z.strictObject({ column: z.string(), baseline: z.string(), candidate: z.string() })),
    ties: z
      .boolean()
      .exactOptional()
      .describe('They differ in rows alone that tie where a LIMIT of the baseline cuts.'),
    agrees: z.boolean().exactOptional().describe('Both were read whole and agree, floats to eleven digits.'),
  }),
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
]);

export const rowDifferenceSchema: z.ZodType<RowDifference> = difference;

export const rowDifferenceReadingSchema: z.ZodType<RowDifferenceReading> = z.strictObject({
  caseId: z.string(),
  arm: runArmSchema
    .exactOptional()
    .describe('Whose rows were held against the baseline, where it is not the candidate.'),
  difference,
});

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<RowDifference, z.infer<typeof difference>>;
