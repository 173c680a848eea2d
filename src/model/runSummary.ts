import type { ArmDescription } from './arm.ts';
import type { Summary } from './metric.ts';
import type { Notice } from './notice.ts';
import type { Percentile } from './percentile.ts';
import type { RunStatus } from './run.ts';

/** One case of a run of one arm. A metric without a single value is null. */
export interface CaseSummary {
  readonly caseId: string;
  readonly executions: number;
  readonly failed: number;
  /** Why executions failed, and where the statement stands; null where none did. */
  readonly failure: { readonly reason: string; readonly place: string } | null;
  readonly serverTimeUs: Summary | null;
  /** Of server time, in the order of `toldPercentiles`. Of all executions, where the median beside leaves out what a stall touched. */
  readonly percentiles: readonly Percentile[];
  readonly cpuTimeUs: Summary | null;
  readonly readRows: Summary | null;
  readonly readBytes: Summary | null;
  readonly memoryBytes: Summary | null;
}

/** What a run of one arm measured, for people; nothing is judged. */
export interface RunSummary {
  /** Of the JSON report, which is a comparison or a run. */
  readonly schemaVersion: 1;
  readonly kind: 'run';
  readonly runId: string;
  readonly startedAt: number;
  readonly status: RunStatus;
  readonly arm: ArmDescription | null;
  readonly sessions: number;
  /** True when its times are of few executions without warm-up, and counters are what it is for. */
  readonly countersOnly: boolean;
  readonly cases: readonly CaseSummary[];
  readonly notices: readonly Notice[];
}
