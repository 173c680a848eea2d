import type { Settings } from '../model/workload.ts';
import type { WriteKind } from '../model/writing.ts';
import { otherAlteration, type Trouble } from './alterations.ts';
import { querySettings } from './settingsClause.ts';
import { type Significant, significant } from './significant.ts';
import { type Token, tokenize } from './sqlLexer.ts';

/** The parameter that stands for the database a writing case may write to; its value is chosen anew for each execution. */
export const scratchParameter = 'scratch';

const scratchText = `{${scratchParameter}:Identifier}`;

/**
 * Sent with every execution that writes, so that it is over when the server answers: a server that only notes what it is
 * to do later would be measured at nothing.
 */
export const finishedWrites: Settings = {
  async_insert: 0,
  mutations_sync: 2,
  alter_sync: 2,
  lightweight_deletes_sync: 2,
  optimize_throw_if_noop: 1,
};

/** A statement that writes to one table of the scratch database, and to nothing else as far as tokens can tell. */
export interface WritingStatement {
  readonly kind: WriteKind;
  /** The name of that table, without quotes. */
  readonly table: string;
  /** Offset of the SELECT whose rows are written; absent where there is none. */
  readonly select?: number;
}

export type WriteReading =
  | { readonly kind: 'write'; readonly statement: WritingStatement }
  | { readonly kind: 'refused'; readonly refusal: WriteRefusal };

/** Why a statement is not measured, and the offset of the word that shows it. */
export interface WriteRefusal {
  readonly reason: string;
  readonly start: number;
}

/** Engines that keep what is written to them in the table itself, and nowhere else. */
export const keepingEngines: RegExp =
  /^((Replacing|Summing|Aggregating|Collapsing|VersionedCollapsing|Graphite|Coalescing)?MergeTree|Memory|(Tiny|Stripe)?Log)$/;

/** Whether a statement begins as one that can be measured where a workload asks for it. */
export function beginsAsWrite(text: string, tokens: readonly Token[]): boolean {
  const read = significant(text, tokens);
  return read.isWord(0, 'INSERT', 'OPTIMIZE', 'ALTER', 'DELETE', 'UPDATE') || startsCreate(read);
}

/**
 * Takes a statement apart that writes into the scratch database: INSERT, OPTIMIZE, a mutation, or CREATE TABLE AS
 * SELECT. Whatever else it could reach is refused, with the reason and the place.
 */
export function readWrite(text: string, tokens: readonly Token[]): WriteReading {
  const read = significant(text, tokens);
  const refuse = (at: number, reason: string): WriteReading => ({
    kind: 'refused',
    refusal: { reason, start: (read.tokens[at] ?? read.tokens[0])?.start ?? 0 },
  });
  const lead = leadOf(read);
  if (lead === undefined) return refuse(0, 'this kind of statement is not measured');
  const name = nameInScratch(read, lead.words);
  if (name === undefined)
    return refuse(lead.words, `what is written to must be a table of the scratch database: ${scratchText}.name`);
  const after = lead.words + targetLength;
  const outer = outerPositions(read, after);
  const elsewhere = outer.find((at) => reachesElsewhere(read, at, after));
  if (elsewhere !== undefined)
    return refuse(
      elsewhere,
      `${read.upperAt(elsewhere)} ${read.upperAt(elsewhere + 1)} reaches beyond the scratch table`,
    );
  const from = tokens[0]?.start ?? 0;
  const stated = querySettings(text.slice(from, tokens.at(-1)?.end));
  const lifted = stated.find((one) => Object.hasOwn(finishedWrites, one.name));
  if (lifted !== undefined)
    return {
      kind: 'refused',
      refusal: { reason: `${lifted.name} is fixed where writes are measured`, start: from + lifted.start },
    };
  const trouble = lead.trouble(read, after, outer);
  if (trouble !== undefined) return refuse(trouble.at, trouble.reason);
  const select = selectOf(read, lead.kind, outer);
  return {
    kind: 'write',
    statement: { kind: lead.kind, table: name, ...(select === undefined ? {} : { select }) },
  };
}

/** The SELECT whose rows a statement writes; undefined where there is none. */
export function selectIn(sql: string): string | undefined {
  const reading = readWrite(sql, tokenize(sql));
  return reading.kind === 'write' && reading.statement.select !== undefined
    ? sql.slice(reading.statement.select)
    : undefined;
}

interface Lead {
  readonly kind: WriteKind;
  /** How many words stand before the name of the table. */
  readonly words: number;
  trouble(read: Significant, after: number, outer: readonly number[]): Trouble | undefined;
}

const nothing = (): undefined => undefined;

function leadOf(read: Significant): Lead | undefined {
  if (read.isWord(0, 'INSERT') && read.isWord(1, 'INTO'))
    return { kind: 'insert', words: read.isWord(2, 'TABLE') ? 3 : 2, trouble: nothing };
  if (read.isWord(0, 'OPTIMIZE') && read.isWord(1, 'TABLE'))
    return { kind: 'optimize', words: 2, trouble: vagueOptimize };
  if (read.isWord(0, 'ALTER') && read.isWord(1, 'TABLE'))
    return { kind: 'mutation', words: 2, trouble: otherAlteration };
  if (read.isWord(0, 'DELETE') && read.isWord(1, 'FROM')) return { kind: 'mutation', words: 2, trouble: nothing };
  if (read.isWord(0, 'UPDATE')) return { kind: 'mutation', words: 1, trouble: nothing };
  if (startsCreate(read)) return { kind: 'create', words: 2, trouble: vagueTable };
  return undefined;
}

function startsCreate(read: Significant): boolean {
  return read.isWord(0, 'CREATE') && read.isWord(1, 'TABLE');
}

/** `{ scratch : Identifier } . name` */
const targetLength = 7;

function nameInScratch(read: Significant, at: number): string | undefined {
  const wanted = ['{', scratchParameter, ':', 'Identifier', '}', '.'];
  if (!wanted.every((text, index) => read.textAt(at + index) === text)) return undefined;
  const name = read.nameAt(at + wanted.length);
  return /^[\w-]+$/.test(name) ? name : undefined;
}

/** Positions outside all parentheses, brackets and braces. */
function outerPositions(read: Significant, from: number): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = from; at < read.tokens.length; at++) {
    const text = read.textAt(at);
    if (text === ')' || text === ']' || text === '}') depth--;
    if (depth <= 0) found.push(at);
    if (text === '(' || text === '[' || text === '{') depth++;
  }
  return found;
}

function reachesElsewhere(read: Significant, at: number, afterName: number): boolean {
  return (
    (read.isWord(at, 'PARALLEL') && read.isWord(at + 1, 'WITH')) ||
    (at === afterName && read.isWord(at, 'ON') && read.isWord(at + 1, 'CLUSTER')) ||
    (at === afterName && read.isWord(at, 'UUID')) ||
    (read.isWord(at, 'INTO') && read.isWord(at + 1, 'OUTFILE')) ||
    (read.isWord(at, 'FROM') && read.isWord(at + 1, 'INFILE'))
  );
}

/** Which parts a bare OPTIMIZE merges is the server's choice, so two executions would not do the same. */
function vagueOptimize(read: Significant, after: number, outer: readonly number[]): Trouble | undefined {
  if (outer.some((at) => read.isWord(at, 'FINAL', 'PARTITION'))) return undefined;
  return { at: after, reason: 'what OPTIMIZE merges without FINAL or PARTITION is the choice of the server' };
}

function vagueTable(read: Significant, after: number, outer: readonly number[]): Trouble | undefined {
  const engine = outer.find((at) => read.isWord(at, 'ENGINE'));
  if (engine === undefined) return { at: after, reason: 'CREATE TABLE is measured where it names its ENGINE' };
  const named = read.textAt(engine + 1) === '=' ? engine + 2 : engine + 1;
  if (!keepingEngines.test(read.textAt(named)))
    return { at: named, reason: 'a table of this engine may write elsewhere' };
  if (selectOf(read, 'create', outer) !== undefined) return undefined;
  return { at: after, reason: 'CREATE TABLE is measured where it ends in AS SELECT' };
}

function selectOf(read: Significant, kind: WriteKind, outer: readonly number[]): number | undefined {
  if (kind !== 'insert' && kind !== 'create') return undefined;
  const data = outer.find((at) => read.isWord(at, 'VALUES', 'FORMAT'));
  const select = outer.find(
    (at) => read.isWord(at, 'SELECT', 'WITH') && (kind === 'insert' || read.isWord(at - 1, 'AS')),
  );
  if (select === undefined || (data !== undefined && data < select)) return undefined;
  return read.tokens[select]?.start;
}
