import type { z } from 'zod';
import { UserError } from '../model/errors.ts';
import { withoutCredentials } from '../model/secrets.ts';
import type { RunHeader, StoredHeader, StoredRecord } from '../schema/run/record.ts';
import { recordSchema } from '../schema/run/recordSchema.ts';
import { upgradeHeader } from '../schema/run/runFileVersion.ts';
import { headerFrom } from './storedMode.ts';

/** A record, or in plain words why the line is none. */
export type Parsed = { readonly record: StoredRecord } | { readonly why: string };

const longestReason = 200;

export function parseRecord(line: string): Parsed {
  const json = parseJson(line);
  return json === undefined ? { why: 'it is not JSON' } : check(json);
}

/**
 * Reads the first line of a run file.
 *
 * @param line undefined when it cannot be read.
 * @throws UserError when it is no header this program can read.
 */
export function parseHeader(line: string | undefined, path: string): RunHeader {
  if (line === undefined) {
    throw new UserError('usage', 'The beginning of the run file is damaged.', 'Restore it, or measure again.', path);
  }
  const json = upgradeHeader(parseJson(line), path);
  const parsed = check(json);
  if ('record' in parsed && parsed.record.kind === 'header') return headerFrom(withoutPasswords(parsed.record.run));
  const why = 'why' in parsed ? parsed.why : 'it is of another kind';
  throw new UserError(
    'usage',
    `The header of the run file is not valid: ${why}.`,
    'Measure again into a new file.',
    path,
  );
}

/** Whatever wrote the file: the URL of a target is shown in every report. */
function withoutPasswords(run: StoredHeader): StoredHeader {
  const masked = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? withoutCredentials(value) : value;
  const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value), masked) as T;
  return { ...run, arms: clean(run.arms), ...(run.shards === undefined ? {} : { shards: clean(run.shards) }) };
}

function check(json: unknown): Parsed {
  const parsed = recordSchema.safeParse(json);
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
