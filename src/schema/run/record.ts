import type { DigestReading } from '../../model/answer.ts';
import type { RunArm } from '../../model/arm.ts';
import type { ExplanationReading } from '../../model/explanation.ts';
import type { InsertReading } from '../../model/insertReading.ts';
import type { Notice } from '../../model/notice.ts';
import type { RowDifferenceReading } from '../../model/rowDifference.ts';
import type { GoneArm, Run, RunPlan, RunStatus } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import type { Evidence, ServerFacts } from '../../model/serverFacts.ts';
import type { CaseTables, StateReading } from '../../model/serverState.ts';
import type { EpochMs } from '../../model/units.ts';
import type { schemaVersion } from './runFileVersion.ts';

/** What is known of a run before its first execution. */
export type RunHeader = Pick<
  Run<RunArm>,
  | 'id'
  | 'startedAt'
  | 'plan'
  | 'arms'
  | 'cases'
  | 'identical'
  | 'unopened'
  | 'options'
  | 'prices'
  | 'versions'
  | 'schemas'
  | 'scripts'
  | 'shard'
  | 'shards'
>;

/** A plan as stored: two keys stand for its mode. */
export type StoredPlan = Omit<RunPlan<RunArm>, 'mode'> & { readonly duet?: boolean; readonly countersOnly?: boolean };

export type StoredHeader = Omit<RunHeader, 'plan'> & { readonly plan: StoredPlan };

/** A sample as it is known right after its execution; its evidence follows in a record of its own. */
export type BareSample = Omit<Sample<RunArm>, 'evidence'>;

/**
 * Server facts as stored: `values[i]` belongs to `events[i]` of the `names` record with that id;
 * null where the server counted no such event.
 */
export type StoredFacts = Omit<ServerFacts, 'events'> & {
  readonly names: string;
  readonly values: readonly (number | null)[];
};

export type StoredEvidence = StoredFacts | Extract<Evidence, { kind: 'missing' }>;

export interface NamesRecord {
  readonly kind: 'names';
  /** The start of the SHA-256 of the list, so that equal ids mean equal lists, whoever wrote them. */
  readonly id: string;
  readonly events: readonly string[];
}

/** One line of a run file. */
export type StoredRecord =
  | {
      readonly kind: 'header';
      readonly format: 'hogbench-run';
      readonly schemaVersion: typeof schemaVersion;
      readonly run: StoredHeader;
    }
  | { readonly kind: 'sample'; readonly sample: BareSample }
  | NamesRecord
  | { readonly kind: 'evidence'; readonly seq: number; readonly evidence: StoredEvidence }
  | { readonly kind: 'digest'; readonly digest: DigestReading<RunArm> }
  | { readonly kind: 'explanation'; readonly explanation: ExplanationReading<RunArm> }
  | { readonly kind: 'rowDifference'; readonly rowDifference: RowDifferenceReading }
  | { readonly kind: 'state'; readonly state: StateReading<RunArm> }
  | { readonly kind: 'tablesRead'; readonly tablesRead: CaseTables<RunArm> }
  | { readonly kind: 'insert'; readonly insert: InsertReading<RunArm> }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'gone'; readonly gone: GoneArm }
  | { readonly kind: 'status'; readonly status: RunStatus }
  | { readonly kind: 'resumed'; readonly at: EpochMs };
