import type { Digest } from '../model/run.ts';
import type { Control, ControlOptions } from './control.ts';
import { stringLiteral } from './literals.ts';
import { isServerError } from './serverError.ts';

/** A FORMAT at the very end; inside parentheses it is a syntax error. */
const trailingFormat = /\sformat\s+\w+\s*$/i;

const wrappable = /^[\s(]*(select|with)\b/i;

/**
 * Rows and checksum of a statement's result, computed on the server: the wrapping sum of a 64-bit hash
 * of every row, so the order of rows does not matter and duplicates count.
 *
 * Floating-point columns are narrowed to 32 bits first: the order of a parallel summation moves the last
 * digits of a 64-bit float, and that is not another result. So differences beyond seven digits go unseen.
 * States of aggregate functions are taken as they are.
 */
export async function resultDigest(control: Control, statement: string, options: ControlOptions): Promise<Digest> {
  const sql = statement.replace(trailingFormat, '');
  if (!wrappable.test(sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ')))
    return { kind: 'unavailable', reason: 'only the result of a SELECT can be checked' };
  try {
    const columns = await control.rows<{ type: string }>(`DESCRIBE (\n${sql}\n)`, options);
    const shape = `Tuple(${columns.map((column) => narrowFloats(column.type)).join(', ')})`;
    const [row] = await control.rows<{ hogbench_rows: string; hogbench_checksum: string }>(
      `SELECT toString(count()) AS hogbench_rows,
              toString(sum(cityHash64(toString(CAST(tuple(*), ${stringLiteral(shape)}))))) AS hogbench_checksum
       FROM (\n${sql}\n)`,
      options,
    );
    if (row === undefined) return { kind: 'unavailable', reason: 'the check returned no row' };
    return { kind: 'digest', rows: row.hogbench_rows, checksum: row.hogbench_checksum };
  } catch (error) {
    if (isServerError(error)) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

function narrowFloats(type: string): string {
  return type.includes('AggregateFunction(') ? type : type.replaceAll('Float64', 'Float32');
}
