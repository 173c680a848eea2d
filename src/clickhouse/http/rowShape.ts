import { z } from 'zod';

/** What a row of an answer must be; fields beyond those asked for are dropped. */
export type RowShape<Row> = z.ZodType<Row>;

const longestName = 1000;
const longestText = 64 * 1024 * 1024;
/** Just above the largest UInt64. */
const mostCounted = 2 ** 64;
/** Just above the largest UInt128, for sums of what was counted. */
const mostSummed = 2 ** 128;

/** A version, a host, a database, a column. */
export const nameField: z.ZodType<string> = z.string().max(longestName);

/** A line of a plan, a statement, a value: whatever somebody wrote. */
export const textField: z.ZodType<string> = z.string().max(longestText);

/** A whole number from 0 to 2^64, which a server writes with or without quotes. */
export const countField: z.ZodType<number> = z
  .union([z.number(), z.string().regex(/^\d{1,20}$/)])
  .transform(Number)
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= mostCounted, { error: 'is no count' });

/** A finite number that is not negative, with or without quotes. */
export const amountField: z.ZodType<number> = z
  .union([z.number(), z.string().regex(/^\d[\d.eE+-]{0,40}$/)])
  .transform(Number)
  .refine((value) => value >= 0 && value <= mostSummed, { error: 'is no amount' });

/** Whatever a row holds, where only its being there counts. */
export const anyRow: RowShape<Readonly<Record<string, unknown>>> = z.record(z.string(), z.unknown());

/** One line of an EXPLAIN. */
export const explainRow: RowShape<{ readonly explain: string }> = z.object({ explain: textField });

/** A setting and its value as a server writes it. */
export const settingRow: RowShape<{ readonly name: string; readonly value: string }> = z.object({
  name: nameField,
  value: textField,
});
