import { z } from 'zod';
import { UserError } from '../../model/errors.ts';

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

/** A ClickHouse answered, but with something else than was asked for. */
export class OddAnswer extends UserError {
  constructor(what: string, where?: string) {
    super(
      'target',
      `the answer of the server is not what was asked for: ${what}`,
      'Check that the address is that of a ClickHouse server, and that nothing between changes its answers.',
      where,
    );
    this.name = 'OddAnswer';
  }
}

const longestReason = 300;

/**
 * The rows of an answer in JSONEachRow: a row a line, or an array of them where a setting of a statement or a profile asks for that.
 * @throws OddAnswer for what is no JSON, or no row of that shape
 */
export function answerRows<Row>(text: string, shape: RowShape<Row>, where: string): readonly Row[] {
  const found: unknown = text.startsWith('[') ? parsed(text, where) : lines(text, where);
  if (!Array.isArray(found)) throw new OddAnswer('it holds no rows', where);
  return found.map((json, at) => {
    const row = shape.safeParse(json);
    if (row.success) return row.data;
    const [issue] = row.error.issues;
    const field = issue?.path.join('.').slice(0, longestReason) || 'it';
    throw new OddAnswer(`row ${at + 1}, ${field}: ${issue?.message.slice(0, longestReason) ?? ''}`, where);
  });
}

function lines(text: string, where: string): readonly unknown[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsed(line, where)]));
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new OddAnswer('it is no JSON', where);
  }
}
