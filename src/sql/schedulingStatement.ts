import { type Significant, significant } from './significant.ts';
import { tokenize } from './sqlLexer.ts';

/** A statement that defines what a server's scheduler shares out, or among whom. */
export interface SchedulingStatement {
  readonly kind: 'resource' | 'workload';
  readonly name: string;
  /** The workload that it is part of; absent for a root, and for a resource. */
  readonly parent?: string;
}

/** The most that a server is asked to define. */
export const mostDefinitions = 200;

/**
 * `CREATE [OR REPLACE] RESOURCE name (…)` or `CREATE [OR REPLACE] WORKLOAD name [IN parent] [SETTINGS …]` taken apart; undefined for anything
 * else. With IF NOT EXISTS nobody knows what is defined, and ON CLUSTER reaches servers that nobody named.
 */
export function readScheduling(sql: string): SchedulingStatement | undefined {
  const read = significant(sql, tokenize(sql));
  if (!read.isWord(0, 'CREATE')) return undefined;
  const at = read.isWord(1, 'OR') && read.isWord(2, 'REPLACE') ? 3 : 1;
  if (!read.isWord(at, 'RESOURCE', 'WORKLOAD')) return undefined;
  const name = read.nameAt(at + 1);
  if (!isPlain(name)) return undefined;
  return read.isWord(at, 'RESOURCE') ? resource(read, name, at + 2) : workload(read, name, at + 2);
}

/** Up to its closing parenthesis there are words alone: what it governs. */
function resource(read: Significant, name: string, from: number): SchedulingStatement | undefined {
  const last = read.tokens.length - 1;
  if (read.textAt(from) !== '(' || read.textAt(last) !== ')') return undefined;
  for (let at = from + 1; at < last; at++) if (read.textAt(at) !== ',' && read.nameAt(at) === '') return undefined;
  return { kind: 'resource', name };
}

function workload(read: Significant, name: string, from: number): SchedulingStatement | undefined {
  const parent = read.isWord(from, 'IN') ? read.nameAt(from + 1) : undefined;
  if (parent !== undefined && !isPlain(parent)) return undefined;
  const rest = parent === undefined ? from : from + 2;
  if (rest < read.tokens.length && !(read.isWord(rest, 'SETTINGS') && areSettings(read, rest + 1))) return undefined;
  return { kind: 'workload', name, ...(parent === undefined ? {} : { parent }) };
}

/** `weight = 9, max_bytes_per_second = '1Gi' FOR disk`, to the end of the statement. */
function areSettings(read: Significant, from: number): boolean {
  let at = from;
  for (;;) {
    if (!isPlain(read.nameAt(at)) || read.textAt(at + 1) !== '=') return false;
    const value = read.textAt(at + 2) === '-' ? at + 3 : at + 2;
    if (!['number', 'string'].includes(read.tokens[value]?.kind ?? '')) return false;
    at = value + 1;
    if (read.isWord(at, 'FOR')) {
      if (!isPlain(read.nameAt(at + 1))) return false;
      at += 2;
    }
    if (at === read.tokens.length) return true;
    if (read.textAt(at) !== ',') return false;
    at += 1;
  }
}

/** Names that the server takes without quotes: then no reader of them has to unquote anything. */
function isPlain(name: string): boolean {
  return /^[A-Za-z_]\w{0,63}$/.test(name);
}
