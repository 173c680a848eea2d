import type { CostMetric } from './traffic.ts';
import type { Microseconds, Milliseconds } from './units.ts';

/** When production sent which case: kept by a capture, replayed by a load. */
export interface RecordedTiming {
  readonly caseIds: readonly string[];
  /** From the first execution, ascending, to the microsecond. */
  readonly offsetsMs: Float64Array;
  /** Into `caseIds`; as long as `offsetsMs`. */
  readonly caseIndex: Uint32Array;
  /** From the first execution to the end of what was recorded, behind the last. */
  readonly durationMs: Milliseconds;
  /** Executions of the log that the cases stand for. More than there are offsets where only the first ones were kept. */
  readonly standFor: number;
  /** All executions that the capture looked at. */
  readonly ofLog: number;
}

/** The version of the file. */
export const timingVersion = 1;

/** What a file says that it is. */
export const timingFormat = 'hogbench timing';

export const timingFile = 'timing.jsonl.gz';

/** Executions that are kept at most, from the first on: thinned ones would have lost their bursts. */
export const mostRecorded = 1_000_000;

/** Cases that a file can name; a capture makes fewer. */
export const mostTimedCases = 100_000;

/** Which executions of a group belong to which case, by its place in a list; what is absent belongs to none. */
export interface TimedGroup {
  readonly key: string;
  /** By the share of the group's executions below them in cost. */
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly max?: number | undefined;
  readonly failed?: number | undefined;
  /** Those with a value of a tag, before all others. */
  readonly strata: readonly { readonly tag: string; readonly value: string; readonly place: number }[];
}

/** Executions in the order in which they were sent. */
export interface LoggedTimes {
  readonly sent: readonly { readonly at: Microseconds; readonly place: number }[];
  /** When the first one was sent that was not read for being one too many; absent: all were read. */
  readonly nextAt?: Microseconds;
  /** All of the window, read or not. */
  readonly placed: number;
}

/** Whose times are read. */
export interface TimesRequest {
  readonly by: CostMetric;
  /** Tags that groups are made by. */
  readonly tags: readonly string[];
  readonly groups: readonly TimedGroup[];
  /** Shares of a group's executions, by cost, up to which its first and its second case stand for them. */
  readonly shares: readonly [number, number];
  /** Executions to read, from the first on; absent: `mostRecorded`. */
  readonly most?: number;
}

/** Of the executions that a capture looked at, so many are replayed: from 0 to 1. */
export function recordedShare({ offsetsMs, standFor, ofLog }: RecordedTiming): number {
  return ofLog === 0 ? 1 : Math.min(standFor, offsetsMs.length) / ofLog;
}

/** A replay of a smaller share than this is another load than was recorded. */
export const mostlyRecorded = 0.99;
