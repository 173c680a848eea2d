import type { ArmName, RunArm } from './arm.ts';
import type { Design } from './design.ts';
import type { Evidence, ServerFacts } from './serverFacts.ts';
import type { EpochMs, Milliseconds } from './units.ts';

/** Which of the two stages of docs/statistics.md a sample belongs to. */
export type Stage = 'screening' | 'confirmation';

/** How an execution ended, as the client saw it. */
export type Outcome =
  | { readonly kind: 'completed'; readonly clientMs: Milliseconds }
  | { readonly kind: 'failed'; readonly clientMs: Milliseconds; readonly code: number | null; readonly message: string }
  | { readonly kind: 'timedOut'; readonly clientMs: Milliseconds; readonly limitMs: Milliseconds }
  | { readonly kind: 'skipped'; readonly reason: string };

/** One measured execution. */
export interface Sample<Arm extends RunArm = ArmName> {
  /** Order of execution over the whole run, from 0. */
  readonly seq: number;
  readonly caseId: string;
  readonly arm: Arm;
  readonly stage: Stage;
  /** From 0 over the whole run; a session is a span of rounds over fresh connections. */
  readonly session: number;
  /** From 0 within its session. */
  readonly round: number;
  /** 0 when it ran first in its pair, 1 when second; in duet mode, which of the two was sent first. Of more arms than two, its place in the block. */
  readonly position: number;
  readonly queryId: string;
  readonly startedAt: EpochMs;
  readonly outcome: Outcome;
  /** What disturbed it; absent: nothing that was noticed. */
  readonly stalls?: readonly Stall[];
  /** Absent until the log has been read. */
  readonly evidence?: Evidence;
}

/**
 * A span in which something other than queries took the time: a server did not answer, hogbench itself did not run, or the
 * clock of this machine was set.
 */
export interface Stall {
  readonly what: 'server' | 'process' | 'clock';
  /** Of a server: what people call it. */
  readonly server?: string;
  readonly from: EpochMs;
  /** As far as was known when the sample was recorded. */
  readonly to: EpochMs;
  /** Of a clock: how far it was set; below 0 when it was set back. */
  readonly byMs?: Milliseconds;
}

/** What a Date can hold; a file can say anything. */
const lastMs = 8.64e15;

/** "from 2026-01-31 12:00:03 to 12:00:23 UTC" */
export function stallTimes({ from, to }: Pick<Stall, 'from' | 'to'>): string {
  const [start, end] = [from, to].map((ms) =>
    new Date(Math.max(0, Math.min(lastMs, ms))).toISOString().slice(0, 19).replace('T', ' '),
  );
  return `from ${start} to ${end?.slice(11)} UTC`;
}

/**
 * The evidence as far as it can be true of an execution that ended so: facts that contradict themselves or what the client saw
 * are missing, with the contradiction as their cause.
 */
export function plausible(evidence: Evidence, outcome: Outcome, limits: Design['plausible']): Evidence {
  const objection = evidence.kind === 'facts' ? contradiction(evidence, outcome, limits) : undefined;
  return objection === undefined ? evidence : { kind: 'missing', cause: 'implausible', detail: objection };
}

function contradiction(facts: ServerFacts, outcome: Outcome, limits: Design['plausible']): string | undefined {
  const { slackShare, slackMs, longestUs, mostCounted } = limits;
  const isCount = (value: number): boolean => value >= 0 && value <= mostCounted;
  const { durationUs, exceptionCode, logRows, events } = facts;
  if (!Number.isInteger(exceptionCode)) return `exception code ${exceptionCode}`;
  // What failed at its start may have taken no time.
  if (!(durationUs > 0 || (durationUs === 0 && exceptionCode !== 0)) || durationUs > longestUs)
    return `a server time of ${durationUs} µs`;
  if (outcome.kind === 'completed' && durationUs / 1000 > outcome.clientMs * (1 + slackShare) + slackMs)
    return `a server time of ${Math.round(durationUs / 1000)} ms, where the client waited ${Math.round(outcome.clientMs)} ms`;
  if (logRows < 1) return `${logRows} rows in the log`;
  for (const name of counts) if (!isCount(facts[name])) return `${facts[name]} for ${name}`;
  const { values } = events;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value) && !isCount(value)) return `${value} for ${events.names[i]}`;
  }
  return undefined;
}

const counts = ['readRows', 'readBytes', 'resultRows', 'resultBytes', 'memoryBytes'] as const;
