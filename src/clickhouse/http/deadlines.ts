import { UserError } from '../../model/errors.ts';
import type { Bytes, Milliseconds } from '../../model/units.ts';
import { Unanswered } from '../../runner/target.ts';
import { RequestAborted } from '../../runner/waiting.ts';
import { formatSeconds } from '../../text/quantity.ts';

/**
 * How long each kind of request may take from its start to the end of its answer, in milliseconds. What carries a case's
 * text has the case's own limit instead. docs/deadlines.md lists them.
 */
export const deadlines: Readonly<Record<RequestKind, Milliseconds>> = {
  /** Whether a server is there. */
  check: 10_000,
  /** Our own small questions: version, settings, tables, flushing, scratch tables. */
  question: 30_000,
  /** Copying a table into a scratch table, where that copies rows. */
  scratch: 1_800_000,
  /** What a server does beside the executions. */
  state: 5_000,
  /** The log rows of executions of ours, on a server that may hold years of them. */
  log: 120_000,
  /** A question about a whole log of production. */
  survey: 1_800_000,
  /** A statement of a user's setup script. */
  setup: 21_600_000,
  /** KILL QUERY for what was given up. */
  kill: 3_000,
};

type RequestKind = 'check' | 'question' | 'state' | 'scratch' | 'log' | 'survey' | 'setup' | 'kill';

/** The most that an answer about many queries may have, in bytes. */
export const longAnswer: Bytes = 256 * 1024 ** 2;

/** A request had no whole answer when its time was over. */
export class DeadlineExceeded extends Error {
  readonly ms: Milliseconds;

  constructor(ms: Milliseconds) {
    super(`no whole answer within ${formatSeconds(ms)}`);
    this.name = 'DeadlineExceeded';
    this.ms = ms;
  }
}

/** @param sql what was asked */
export function unansweredIn(ms: Milliseconds, sql: string, url: string): Unanswered {
  return new Unanswered(
    `the server did not answer within ${formatSeconds(ms)}: ${questionOf(sql)}`,
    'Look whether the server hangs, is overloaded, or stands behind a proxy that does; docs/deadlines.md lists how long each request may take.',
    url,
  );
}

/** @param bytes the most that the answer may have */
export function answeredTooLong(bytes: Bytes, sql: string, url: string): Unanswered {
  return new Unanswered(
    `the answer does not end within ${bytes / 1024 ** 2} MiB: ${questionOf(sql)}`,
    'Check the URL: something else, or a broken server, seems to answer there.',
    url,
  );
}

/** What a run must not take for an answer, or for the lack of one row: the question was never answered, or was given up. */
export function isGivenUp(error: unknown): boolean {
  return (
    error instanceof Unanswered ||
    error instanceof RequestAborted ||
    error instanceof DeadlineExceeded ||
    (error instanceof UserError && error.kind === 'interrupted')
  );
}

/** A statement of ours as an error names it: its beginning, on one line. */
function questionOf(sql: string): string {
  const line = sql.slice(0, 400).replaceAll(/\s+/g, ' ').trim();
  return line.length > mostShown ? `${line.slice(0, mostShown)}…` : line;
}

const mostShown = 80;
