import type { Settings } from '../model/workload.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import type { Privacy } from './redactSql.ts';
import { holdsText, sensitiveKind } from './sensitive.ts';

/** Settings of a connection, of logging, of caches that a measurement switches off, and of limits that guard a user. */
const notOfTheQuery =
  /^(?:log_|http_|send_(?:progress|logs|timeout)|receive_|connect_|tcp_|session_|idle_|poll_|default_format|output_format_|wait_end_of_query|cancel_http|enable_http|use_(?:query_cache|query_condition_cache|uncompressed_cache|client_time_zone|hedged)|query_cache|hedged_|readonly$|allow_ddl$|query_profiler|max_concurrent|priority$|workload$|quota|load_balancing|insert_|async_insert|max_insert|opentelemetry|interactive_delay|stream_|compress|network_|param_|password|allow_introspection|calculate_text_stack|limit$|offset$)/;
const plainValue = /^[\w.,:+-]{0,100}$/;

/**
 * The settings of an execution that belong to its query: without those its text sets by itself, those the server does
 * not know or lets nobody change, and those that hold private text. What is left out is put on record by name.
 */
export function redactSettings(
  settings: Settings,
  sql: string,
  known: ReadonlyMap<string, boolean>,
  { tally }: Privacy,
): Settings {
  const words = wordsOf(sql);
  const kept = Object.entries(settings).filter(([name, value]) => {
    const reason = reasonAgainst(name, String(value), known);
    if (reason !== undefined) tally.setting(name, reason);
    return reason === undefined && !words.has(name);
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, asNumber(value)]));
}

function reasonAgainst(name: string, value: string, known: ReadonlyMap<string, boolean>): string | undefined {
  const fixed = known.get(name);
  if (!/^[A-Za-z_]\w*$/.test(name) || fixed === undefined) return 'the server does not know it';
  if (fixed) return 'this user may not change it';
  if (notOfTheQuery.test(name)) return 'of the connection, the log or a cache';
  if (holdsText(name) || !plainValue.test(value) || sensitiveKind(value) !== undefined)
    return 'its value may be private';
  return undefined;
}

function wordsOf(sql: string): ReadonlySet<string> {
  return new Set(tokenize(sql).flatMap((token) => (token.kind === 'word' ? [sql.slice(token.start, token.end)] : [])));
}

/** `compatibility=24.10` is not 24.1: only what prints back as it was is a number. */
function asNumber(value: string | number): string | number {
  const number = Number(value);
  return value !== '' && String(number) === value ? number : value;
}
