import type { Digest } from '../model/run.ts';
import type { Control, ControlOptions } from './control.ts';
import { stringLiteral } from './literals.ts';
import { isServerError } from './serverError.ts';

const wrappable = /^[\s(]*(select|with)\b/i;

/**
 * Rows and checksum of a statement's result, computed on the server: the wrapping sum of a 64-bit hash
 * of every row, so the order of rows does not matter and duplicates count.
 *
 * Floating-point columns are narrowed to 32 bits first: the order of a parallel summation moves the last
 * digits of a 64-bit float, and that is not another result.
 *
 * @param sql a statement without FORMAT and INTO OUTFILE
 */
export async function resultDigest(control: Control, sql: string, options: ControlOptions): Promise<Digest> {
  if (!wrappable.test(sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ')))
    return { kind: 'unavailable', reason: 'only the result of a SELECT can be checked' };
  try {
    const columns = await control.rows<{ type: string }>(`DESCRIBE (\n${sql}\n)`, options);
    const shape = `Tuple(${columns.map((column) => narrowFloats(column.type)).join(', ')})`;
    const [row] = await control.rows<{ rows: string; checksum: string }>(
      `SELECT toString(count()) AS rows,
              toString(sum(cityHash64(toString(CAST(tuple(*), ${stringLiteral(shape)}))))) AS checksum
       FROM (\n${sql}\n)`,
      options,
    );
    if (row === undefined) return { kind: 'unavailable', reason: 'the check returned no row' };
    return { kind: 'digest', rows: row.rows, checksum: row.checksum };
  } catch (error) {
    if (isServerError(error)) return { kind: 'unavailable', reason: error.message };
    throw error;
  }
}

function narrowFloats(type: string): string {
  return type.replaceAll('Float64', 'Float32');
}
