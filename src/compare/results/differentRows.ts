import type { AnswerColumn, ResultRows } from '../../model/answer.ts';
import type { PerArm } from '../../model/arm.ts';
import type { Cell } from '../../model/rowDifference.ts';

/** A row that the other arm does not have. */
export interface DifferentRow {
  /** The server's JSON: an array with a value for each column. */
  readonly line: string;
  /** JSON of its cells as they were compared: texts, floats rounded. */
  readonly key: string;
}

/** One way to forgive the last digits of a float. */
type Rounding = (value: number) => number;

/** As the check of results compares: seven digits, which decide nearly always, then eleven. */
const roundings: readonly Rounding[] = [Math.fround, (value) => Number(value.toPrecision(11))];

/**
 * The rows of each arm that the other does not have, in the order of its result; a row that is there more often is
 * there for the difference. The order of rows is no difference, and neither are the last digits of floats.
 */
export function differentRows(results: PerArm<ResultRows>): PerArm<readonly DifferentRow[]> {
  const { baseline, candidate } = results;
  const lines = withoutCommon(baseline.lines, candidate.lines, (line) => line);
  for (const rounding of roundings) {
    const apart = withoutCommon(
      lines.baseline.map(keyed(baseline.columns, rounding)),
      lines.candidate.map(keyed(candidate.columns, rounding)),
      ({ key }) => key,
    );
    if (apart.baseline.length + apart.candidate.length > 0) return apart;
  }
  return { baseline: [], candidate: [] };
}

/** The cells of a row as they were compared. */
export function comparedCells({ key }: DifferentRow): readonly Cell[] {
  return JSON.parse(key) as readonly Cell[];
}

/** A value of the server's JSON as text. */
export function textOf(value: unknown): Cell {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function withoutCommon<T>(
  baseline: readonly T[],
  candidate: readonly T[],
  keyOf: (item: T) => string,
): PerArm<readonly T[]> {
  const spare = new Map<string, number>();
  for (const item of baseline) spare.set(keyOf(item), (spare.get(keyOf(item)) ?? 0) + 1);
  const take = (item: T): boolean => {
    const left = spare.get(keyOf(item)) ?? 0;
    if (left > 0) spare.set(keyOf(item), left - 1);
    return left > 0;
  };
  // The candidate takes what it shares; what is left over is the baseline's own.
  const onlyCandidate = candidate.filter((item) => !take(item));
  return { baseline: baseline.filter(take), candidate: onlyCandidate };
}

function keyed(columns: readonly AnswerColumn[], rounding: Rounding): (line: string) => DifferentRow {
  const hasFloats = columns.map(({ type }) => type.includes('Float'));
  return (line) => {
    const values = JSON.parse(line) as readonly unknown[];
    const cells = values.map((value, index) => textOf(hasFloats[index] ? rounded(value, rounding) : value));
    return { line, key: JSON.stringify(cells) };
  };
}

function rounded(value: unknown, rounding: Rounding): unknown {
  if (typeof value === 'number') return rounding(value);
  if (value === '-nan') return 'nan';
  if (Array.isArray(value)) return value.map((one) => rounded(one, rounding));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one, rounding)]));
}
