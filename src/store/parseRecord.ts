import type { z } from 'zod';
import { UserError } from '../model/errors.ts';
import { withoutCredentials } from '../model/secrets.ts';
import type { RunHeader, StoredHeader, StoredRecord } from '../schema/run/record.ts';
import { recordSchema } from '../schema/run/recordSchema.ts';
import { upgradeHeader } from '../schema/run/runFileVersion.ts';
import { isCommonRecord } from './commonRecords.ts';
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
  return { ...run, arms: JSON.parse(JSON.stringify(run.arms), masked) as StoredHeader['arms'] };
}

function check(json: unknown): Parsed {
  if (isCommonRecord(json)) return { record: json };
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
/** Decoding many lines at once is faster than one by one; a whole file at once could exceed a string's limit. */
const pieceBytes = 1024 * 1024;

/** The lines of a text, without their ends; empty ones too. `whole` is false for a last line without an end. */
export function* textLines(text: Buffer): Generator<{ readonly line: string; readonly whole: boolean }> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf(newline, Math.min(start + pieceBytes, text.length - 1));
    const whole = end !== -1;
    const lines = text.toString('utf8', start, whole ? end : text.length).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) yield { line, whole: true };
    yield { line: last, whole };
    if (!whole) return;
    start = end + 1;
  }
}

export function firstLine(text: Buffer): string | undefined {
  return textLines(text).next().value?.line;
}
