import type { Evidence } from '../../model/serverFacts.ts';

/** What a row of the log says of one execution, by the id it was sent with. */
export interface LoggedExecution {
  readonly id: string;
  readonly evidence: Evidence;
}

const longestId = 1000;
const mostEvents = 10_000;
const longestEvent = 200;
const mostCounted = 2 ** 64;
const counts = ['readRows', 'readBytes', 'resultRows', 'resultBytes', 'memoryBytes'] as const;

/**
 * Reads a row of the log, of which nothing is taken on trust: a column that is not what was asked for makes the whole row
 * `missing`. Undefined for a row that names no execution, and for one that is not written yet.
 */
export function readLogRow(row: unknown): LoggedExecution | undefined {
  if (!isObject(row) || typeof row.id !== 'string' || row.id.length > longestId) return undefined;
  if (wholeNumber(row.initialRows) === 0) return undefined;
  try {
    return { id: row.id, evidence: factsIn(row) };
  } catch (error) {
    if (!(error instanceof Odd)) throw error;
    return { id: row.id, evidence: implausible(`the server's log says ${error.message}`) };
  }
}

export function implausible(detail: string): Evidence {
  return { kind: 'missing', cause: 'implausible', detail };
}

class Odd extends Error {}

function factsIn(row: Json): Evidence {
  const logRows = count(row, 'logRows');
  if (count(row, 'initialRows') > logRows || logRows < 1) throw new Odd(`${logRows} for logRows`);
  const [readRows, readBytes, resultRows, resultBytes, memoryBytes] = counts.map((name) => count(row, name));
  if (readRows === undefined || readBytes === undefined || resultRows === undefined) throw new Odd('too little');
  if (resultBytes === undefined || memoryBytes === undefined) throw new Odd('too little');
  return {
    kind: 'facts',
    durationUs: number(row, 'durationUs'),
    ...{ readRows, readBytes, resultRows, resultBytes, memoryBytes },
    exceptionCode: number(row, 'exceptionCode'),
    logRows,
    events: eventsIn(row.events),
  };
}

function eventsIn(events: unknown): Extract<Evidence, { kind: 'facts' }>['events'] {
  if (!isObject(events) || Array.isArray(events)) throw new Odd(`${shown(events)} for events`);
  const names = Object.keys(events);
  if (names.length > mostEvents || names.some((name) => name.length > longestEvent)) throw new Odd('too many events');
  return { names, values: Float64Array.from(names, (name) => count(events, name)) };
}

function count(row: Json, name: string): number {
  const value = number(row, name);
  if (value < 0 || value > mostCounted) throw new Odd(`${shown(row[name])} for ${name}`);
  return value;
}

function number(row: Json, name: string): number {
  const value = wholeNumber(row[name]);
  if (value === undefined) throw new Odd(`${shown(row[name])} for ${name}`);
  return value;
}

/** With or without quotes, as a profile has it. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? Number(value) : undefined;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 40) ?? 'nothing');
}
