import type { z } from 'zod';
import { UserError } from '../model/errors.ts';
import type { LoadHeader } from '../model/loadPlan.ts';
import { withoutCredentials } from '../model/secrets.ts';
import { loadRecordSchema } from '../schema/load/loadRecordSchema.ts';
import type { RunHeader, StoredHeader, StoredRecord } from '../schema/run/record.ts';
import { recordSchema } from '../schema/run/recordSchema.ts';
import { upgradeHeader } from '../schema/run/runFileVersion.ts';
import { headerFrom } from './storedMode.ts';

/** A record, or in plain words why the line is none. */
export type Parsed<R> = { readonly record: R } | { readonly why: string };

const longestReason = 200;

export function parseRecord(line: string): Parsed<StoredRecord> {
  return parseLine(line, recordSchema);
}

/** A line of a file whose records the schema knows. */
export function parseLine<R>(line: string, schema: z.ZodType<R>): Parsed<R> {
  const json = parseJson(line);
  return json === undefined ? { why: 'it is not JSON' } : check(json, schema);
}

/**
 * Reads the first line of the run file of a comparison.
 *
 * @param line undefined when it cannot be read.
 * @throws UserError when it is no header this program can read.
 */
export function parseHeader(line: string | undefined, path: string): RunHeader {
  const header = firstRecord(line, path);
  if (kindOfHeader(header) === 'load')
    throw new UserError(
      'usage',
      'this file holds a load, and no comparison',
      'Show it with hogbench report FILE.',
      path,
    );
  const record = headerRecord(header, recordSchema, path);
  return headerFrom({ ...record.run, ...withoutPasswords(record.run) });
}

/**
 * Reads the first line of the file of a load.
 *
 * @param line undefined when it cannot be read.
 * @throws UserError when it is no header this program can read.
 */
export function parseLoadHeader(line: string | undefined, path: string): LoadHeader {
  const header = firstRecord(line, path);
  if (kindOfHeader(header) === 'comparison')
    throw new UserError(
      'usage',
      'this file holds a comparison, and no load',
      'Name a file that hogbench load or hogbench capacity wrote.',
      path,
    );
  const { load } = headerRecord(header, loadRecordSchema, path);
  return { ...load, ...withoutPasswords(load) };
}

/**
 * What kind of measurement a run file holds, by its first line.
 *
 * @param line undefined when it cannot be read.
 * @throws UserError when it is no header of a run file, or is of a newer version.
 */
export function kindOfFirstLine(line: string | undefined, path: string): RunFileKind {
  return kindOfHeader(firstRecord(line, path));
}

/** A comparison, or a run of one arm to be compared; or a load, a search for capacity or a matrix. */
export type RunFileKind = 'comparison' | 'load';

function kindOfHeader(header: unknown): RunFileKind {
  return typeof header === 'object' && header !== null && 'load' in header ? 'load' : 'comparison';
}

/** The first line as this version has it, not checked yet. */
function firstRecord(line: string | undefined, path: string): unknown {
  if (line === undefined) {
    throw new UserError('usage', 'The beginning of the run file is damaged.', 'Restore it, or measure again.', path);
  }
  return upgradeHeader(parseJson(line), path);
}

function headerRecord<R extends { readonly kind: string }>(
  json: unknown,
  schema: z.ZodType<R>,
  path: string,
): Extract<R, { kind: 'header' }> {
  const parsed = check(json, schema);
  if ('record' in parsed && isHeader(parsed.record)) return parsed.record;
  const why = 'why' in parsed ? parsed.why : 'it is of another kind';
  throw new UserError(
    'usage',
    `The header of the run file is not valid: ${why}.`,
    'Measure again into a new file.',
    path,
  );
}

function isHeader<R extends { readonly kind: string }>(record: R): record is Extract<R, { kind: 'header' }> {
  return record.kind === 'header';
}

/** Whatever wrote the file: the URL of a target is shown in every report. */
function withoutPasswords<T extends Pick<StoredHeader, 'arms'> & { readonly shards?: unknown }>(
  header: T,
): Pick<T, 'arms' | 'shards'> {
  const masked = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? withoutCredentials(value) : value;
  const clean = <P>(value: P): P => JSON.parse(JSON.stringify(value), masked) as P;
  const { arms, shards } = header;
  return { arms: clean(arms), ...(shards === undefined ? {} : { shards: clean(shards) }) };
}

function check<R>(json: unknown, schema: z.ZodType<R>): Parsed<R> {
  const parsed = schema.safeParse(json);
  return parsed.success ? { record: parsed.data } : { why: reasonOf(parsed.error.issues) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function reasonOf(issues: readonly z.core.$ZodIssue[]): string {
  const reason = issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`).join('; ');
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`;
}

const newline = 10;

/** Where the line that begins at `start` ends, without its newline; the end of the text when it has none. */
export function endOfLine(text: Buffer, start: number): number {
  const end = text.indexOf(newline, start);
  return end === -1 ? text.length : end;
}

export function firstLine(text: Buffer): string | undefined {
  return text.length === 0 ? undefined : text.toString('utf8', 0, endOfLine(text, 0));
}
