import type { AttributionCoverage, CostMetric, TrafficGroup } from './traffic.ts';
import type { EpochMs } from './units.ts';

/** One row of `hogbench top`, fit to be shown. */
export interface TrafficRow extends Omit<TrafficGroup, 'exampleId' | 'picks'> {
  /** What it is called; `(untagged)` for executions that carry none of the tags. */
  readonly name: string;
  readonly isTagged: boolean;
  /** Absent when the id could name somebody. */
  readonly exampleId?: string;
  /** One query of it without private text; only where rows are shapes. */
  readonly sql?: string;
}

/** All that a reporter sees of a log: what costs most, and whose it is. */
export interface TrafficReport {
  readonly log: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly by: CostMetric;
  /** Tags that make the rows; empty when rows are shapes. */
  readonly groupBy: readonly string[];
  readonly rows: readonly TrafficRow[];
  readonly groupCount: number;
  readonly executions: number;
  readonly failures: number;
  readonly coverage: AttributionCoverage;
  /** Whether coverage was asked for by owner. */
  readonly showsOwners: boolean;
  readonly errorNames: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
}
