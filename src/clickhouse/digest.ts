import type { Digest } from '../model/run.ts';
import { stringLiteral } from '../sql/literals.ts';
import { withoutFormat } from '../sql/statementParts.ts';
import type { Control, ControlOptions } from './control.ts';
import { type Cut, canRound, holdsFloats, roundFloats } from './floatRounding.ts';
import { isServerError } from './serverError.ts';

const wrappable = /^[\s(]*(select|with|from)\b/i;

/** Whether a statement can stand in a subquery, or behind EXPLAIN. */
export function isSelect(statement: string): boolean {
  return wrappable.test(statement.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' '));
}

/**
 * Beyond so many floats one of them is too likely to lie where rounding cuts. Say that all of them differ between two
 * readings by 1e-15 of their size, as sums in another order do, and steps are 1.5e-11 wide: one in 15,000 then lies
 * astride a cut. Of 300 one does in 2% of cases, and in both roundings in 0.04%.
 */
const mostPreciseFloats = 300;

/**
 * Rows and checksum of a statement's result, computed on the server: the wrapping sum of a 64-bit hash
 * of every row, so the order of rows does not matter and duplicates count.
 *
 * The order of a parallel summation moves the last digits of a 64-bit float, and that is not another result. So
 * floating-point columns are narrowed to 32 bits first, which leaves seven digits. When a result has few floats, two
 * more checksums follow, apart by blanks: eleven digits are left, once cut at steps and once between them. Of two
 * numbers that differ in the last digits only, one of the two cuts does not lie between them.
 * States of aggregate functions are taken as they are.
 */
export async function resultDigest(control: Control, statement: string, options: ControlOptions): Promise<Digest> {
  const sql = withoutFormat(statement);
  if (!isSelect(sql)) return { kind: 'unavailable', reason: 'only the result of a SELECT can be checked' };
  try {
    const columns = await control.rows<{ type: string }>(`DESCRIBE (\n${sql}\n)`, options);
    const types = columns.map((column) => column.type);
    const mostRows = mostPreciseRows(types);
    const [row] = await control.rows<{ hogbench_rows: string; hogbench_checksums: readonly string[] }>(
      `SELECT toString(count()) AS hogbench_rows, [${checksums(types, mostRows).join(', ')}] AS hogbench_checksums
       FROM (SELECT tuple(*) AS hogbench_row FROM (\n${sql}\n))`,
      options,
    );
    if (row === undefined) return { kind: 'unavailable', reason: 'the check returned no row' };
    const [narrowed = '', ...precise] = row.hogbench_checksums;
    const used = Number(row.hogbench_rows) <= mostRows ? [narrowed, ...precise] : [narrowed];
    return { kind: 'digest', rows: row.hogbench_rows, checksum: used.join(' ') };
  } catch (error) {
    if (isServerError(error)) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

/** 0 when a result has no floats, or some that cannot be rounded. */
function mostPreciseRows(types: readonly string[]): number {
  const floats = types.filter(holdsFloats).length;
  return floats === 0 || !types.every(canRound) ? 0 : Math.floor(mostPreciseFloats / floats);
}

function checksums(types: readonly string[], mostRows: number): readonly string[] {
  const narrow = `CAST(hogbench_row, ${stringLiteral(`Tuple(${types.map(narrowFloats).join(', ')})`)})`;
  if (mostRows === 0) return [sumOfHashes(narrow)];
  const rounded = (cut: Cut): string => {
    const text = `toString(${roundFloats(`Tuple(${types.join(', ')})`, 'hogbench_row', cut)})`;
    // Rows further on are not rounded, so that a big result costs little more: this checksum is not used then. The
    // condition stands inside the hash, since the server would make an aggregate of it that computes every row.
    return `toString(sum(cityHash64(if(rowNumberInAllBlocks() < ${mostRows}, ${text}, ''))))`;
  };
  return [sumOfHashes(narrow), rounded('at steps'), rounded('between steps')];
}

function sumOfHashes(row: string): string {
  return `toString(sum(cityHash64(toString(${row}))))`;
}

function narrowFloats(type: string): string {
  return type.includes('AggregateFunction(') ? type : type.replaceAll('Float64', 'Float32');
}
