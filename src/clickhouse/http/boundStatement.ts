import type { Params } from '../../model/workload.ts';
import { quotedText } from '../../sql/literals.ts';
import { findParameters, type Parameter } from '../../sql/parameters.ts';
import { tokenize } from '../../sql/sqlLexer.ts';
import { type ParameterTexts, parameterTexts } from '../../sql/values/parameterText.ts';

/** A statement and how the values of its parameters travel with it. */
export interface BoundStatement {
  readonly sql: string;
  /** Sent as `param_name` in the URL. */
  readonly inUrl: ParameterTexts;
  /** Sent as `param_name` in a form that is the body, with the statement beside them; empty: the body is the statement. */
  readonly inForm: ParameterTexts;
  /** What `max_query_size` has to be; absent where the server's default of 256 KiB does. */
  readonly querySize?: number;
}

/** Proxies refuse URLs of 8 to 16 KB, and percent-encoding makes three characters of one. */
const mostInUrl = 2000;
/** `http_max_field_value_size` of a server, in bytes. It holds for a URL and for a form, and no request can lift it. */
const mostInField = 128 * 1024 - 1;
const defaultQuerySize = 256 * 1024;
/** Room for what the client appends, such as a FORMAT. */
const querySizeRoom = 4096;

/**
 * Decides where the values of a statement's parameters go: into the URL while they are short, else into a form where one
 * is `allowed`. What fits into neither is written into the statement, as a cast of its text, which is what the server
 * makes of a parameter.
 */
export function boundStatement(sql: string, params: Params, form: 'allowed' | 'none'): BoundStatement {
  const parameters = parametersOf(sql, params);
  const texts = parameterTexts(parameters, params);
  const all = Object.values(texts);
  if (all.reduce((sum, text) => sum + text.length, 0) <= mostInUrl) return { sql, inUrl: texts, inForm: {} };
  const byForm = form === 'allowed' && fitsField(sql);
  const written = Object.keys(texts).filter((name) => !byForm || !fitsField(texts[name] ?? ''));
  const long = withLiterals(sql, parameters, texts, new Set(written));
  const rest = Object.fromEntries(Object.entries(texts).filter(([name]) => !written.includes(name)));
  // With literals in it, the statement is too long for a field itself; what is left of its values may still be.
  const inForm = written.length === 0 ? rest : {};
  const late = written.length === 0 ? new Set<string>() : new Set(Object.keys(rest));
  const text = late.size === 0 ? long : withLiterals(sql, parameters, texts, new Set([...written, ...late]));
  const size = Buffer.byteLength(text);
  return {
    sql: text,
    inUrl: {},
    inForm,
    ...(size + querySizeRoom > defaultQuerySize ? { querySize: size + querySizeRoom } : {}),
  };
}

/** Settings that let the server parse a statement as long as this one. */
export function withQuerySize<S extends object>(settings: S, { querySize }: BoundStatement): S {
  return querySize === undefined ? settings : { ...settings, max_query_size: querySize };
}

function fitsField(text: string): boolean {
  return text.length <= mostInField && Buffer.byteLength(text) <= mostInField;
}

function withLiterals(
  sql: string,
  parameters: readonly Parameter[],
  texts: ParameterTexts,
  names: ReadonlySet<string>,
): string {
  const parts: string[] = [];
  let from = 0;
  for (const { name, type, start, end } of parameters) {
    const text = names.has(name) ? texts[name] : undefined;
    if (text === undefined) continue;
    parts.push(sql.slice(from, start), literalOf(text, type));
    from = end;
  }
  return [...parts, sql.slice(from)].join('');
}

/** The text of a String is escaped already; that of any other type is read by the type. */
function literalOf(text: string, type: string): string {
  if (type === 'String') return `'${text}'`;
  return `_CAST(${quotedText(text)}, ${quotedText(type)})`;
}

/** Statements are sent again and again; few of them have parameters, and fewer differ. */
const remembered = new Map<string, readonly Parameter[]>();
const mostRemembered = 200;

function parametersOf(sql: string, params: Params): readonly Parameter[] {
  if (Object.keys(params).length === 0) return [];
  const known = remembered.get(sql);
  if (known !== undefined) return known;
  const found = findParameters(sql, tokenize(sql));
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(sql, found);
  return found;
}
