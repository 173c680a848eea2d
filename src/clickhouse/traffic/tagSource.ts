import { identifier, stringLiteral } from '../../sql/literals.ts';
import { bareType, isNumberType } from './logConversions.ts';

/** Where a tag is read that does not stand under its own name in a comment. */
export interface TagSource {
  /** Text; empty where an execution has none. */
  readonly sql: string;
  /** The column; absent for a path in log_comment. */
  readonly column?: string;
  /** Whether its text is that of a number, or may be, as the log keeps no types. */
  readonly isNumber: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

const manyValues = /^(?:Array|Map|Tuple|Nested|JSON|Object|AggregateFunction|SimpleAggregateFunction)\b/;

/** Whether a column of this type holds one value, which can be a tag. */
export function holdsTag({ type }: Column): boolean {
  return !manyValues.test(bareType(type));
}

/**
 * A column as a tag. NULL and empty text are no tag. A type that cannot be NULL writes 0, false or a UUID of zeros where an
 * execution has none, so these are no tag either; nor are they in a file, as exports make columns nullable that were not.
 */
export function columnTag({ name, type }: Column, isFile: boolean): TagSource {
  const column = `query_log.${identifier(name)}`;
  const bare = bareType(type);
  const isNumber = isNumberType(bare);
  const text = type === 'String' ? column : `CAST(ifNull(toString(${column}), ''), 'String')`;
  const none = noneOf(bare, isFile);
  const zeroIsNone = isFile || !type.includes('Nullable(');
  return {
    sql: zeroIsNone && none.length > 0 ? `if(${text} IN (${none.map(stringLiteral).join(', ')}), '', ${text})` : text,
    column: name,
    isNumber: isNumber || (isFile && bare === 'String'),
  };
}

const zeroId = '00000000-0000-0000-0000-000000000000';

function noneOf(bare: string, isFile: boolean): readonly string[] {
  if (isNumberType(bare)) return ['0'];
  if (bare === 'Bool') return ['false'];
  if (bare === 'UUID') return [zeroId];
  // A file of text keeps no types.
  return isFile && bare === 'String' ? ['0', 'false'] : [];
}

/** The first of these paths whose surroundings a log_comment has, as a tag. */
export function pathTag(paths: readonly (readonly string[])[], logComment: string): TagSource {
  const keys = (path: readonly string[]): string => path.map(stringLiteral).join(', ');
  const sql = paths.reduceRight((rest, path) => {
    const value = `JSONExtractString(${logComment}, ${keys(path)})`;
    return rest === '' ? value : `if(JSONHas(${logComment}, ${keys(path.slice(0, -1))}), ${value}, ${rest})`;
  }, '');
  return { sql, isNumber: false };
}
