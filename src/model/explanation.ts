import type { ArmName, RunArm } from './arm.ts';
import type { Microseconds } from './units.ts';

/** A row of EXPLAIN ESTIMATE: what the server expects to read from one table. */
export interface TableEstimate {
  readonly database: string;
  readonly table: string;
  readonly parts: number;
  readonly rows: number;
  readonly marks: number;
}

/** Time that all processors of one name took together in one execution; of several hosts, all of theirs. */
export interface ProcessorTime {
  readonly name: string;
  readonly elapsedUs: Microseconds;
  /** Waiting for input; not part of `elapsedUs`. */
  readonly inputWaitUs: Microseconds;
  readonly outputWaitUs: Microseconds;
}

/** What EXPLAIN said of a statement, or why it said nothing. Nothing is executed for it. */
export type Explanation =
  | {
      readonly kind: 'explained';
      /** `json`: the server's JSON without graphs of expressions. `text`: lines, from a server that prints no such JSON. */
      readonly form: 'json' | 'text';
      readonly plan: string;
      /** With what other servers do, as text; absent where none takes part, or the server that was asked does not tell. */
      readonly distributed?: string;
      /** EXPLAIN PIPELINE; null when the server refused it. */
      readonly pipeline: string | null;
      /** EXPLAIN ESTIMATE; null when the server refused it. */
      readonly estimate: readonly TableEstimate[] | null;
    }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One case in one arm, explained at the end of a run. */
export interface ExplanationReading<Arm extends RunArm = ArmName> {
  readonly caseId: string;
  readonly arm: Arm;
  readonly explanation: Explanation;
  /** From one further execution that is not among the samples; absent where none was made or its log has nothing. */
  readonly processors?: readonly ProcessorTime[];
}
