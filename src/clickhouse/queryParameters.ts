import type { Params, ParamValue, Settings } from '../model/workload.ts';

/** What the HTTP interface takes in the query string of a request. */
export interface SearchInput {
  readonly queryId: string;
  readonly database?: string | undefined;
  readonly params?: Params | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | Settings | undefined;
}

/** `query_id=…&param_x=…&max_threads=4`, percent-encoded. Undefined settings are left out. */
export function searchText(input: SearchInput): string {
  let text = `query_id=${encodeURIComponent(input.queryId)}`;
  const { database, params, settings } = input;
  for (const name in params)
    text += `&param_${encodeURIComponent(name)}=${encodeURIComponent(plainValue(params[name]))}`;
  for (const name in settings) {
    const value = settings[name as keyof typeof settings];
    if (value !== undefined) text += `&${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
  }
  if (database !== undefined) text += `&database=${encodeURIComponent(database)}`;
  return text;
}

/** Outside an array a parameter is TSV text; inside, a SQL literal. */
function plainValue(value: ParamValue | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return escaped(value);
  return nestedValue(value);
}

function nestedValue(value: ParamValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return `'${escaped(value)}'`;
  return `[${value.map(nestedValue).join(',')}]`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '+inf' : '-inf';
  return String(value);
}

const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', "'": "\\'", '\\': '\\\\' };

function escaped(text: string): string {
  return text.replace(/[\t\n\r'\\]/g, (one) => escapes[one] ?? one);
}
