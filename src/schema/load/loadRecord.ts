import type { LoadHeader, TrialPlan } from '../../model/loadPlan.ts';
import type { LoadEvidence, LoadRequest, LoadTally, TrialEnd } from '../../model/loadRun.ts';
import type { Notice } from '../../model/notice.ts';
import type { RunStatus } from '../../model/run.ts';
import type { schemaVersion } from '../run/runFileVersion.ts';

/** Ends each piece that is written at once, so that a lost or repeated one is seen. */
export interface LinesRecord {
  readonly kind: 'lines';
  /** Of the file, before this one. */
  readonly before: number;
}

/** One line of the file of a load. */
export type LoadRecord =
  | {
      readonly kind: 'header';
      readonly format: 'hogbench-run';
      readonly schemaVersion: typeof schemaVersion;
      readonly load: LoadHeader;
    }
  | { readonly kind: 'trial'; readonly trial: TrialPlan }
  | { readonly kind: 'tally'; readonly tally: LoadTally }
  | { readonly kind: 'request'; readonly trial: number; readonly request: LoadRequest }
  | { readonly kind: 'evidence'; readonly trial: number; readonly seq: number; readonly evidence: LoadEvidence }
  | { readonly kind: 'end'; readonly end: TrialEnd }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'status'; readonly status: RunStatus }
  | LinesRecord;
