import type { ChangedPlace } from './changedPlace.ts';

export type CiLevel = 'error' | 'warning' | 'note';

/** Something that a CI shows beside the lines that were changed. */
export interface CiFinding {
  /** One of `CiRule`, or of a rule of the config: `gate/budget/read_bytes`. */
  readonly rule: string;
  readonly level: CiLevel;
  /** The case; empty where it is about the whole run. */
  readonly caseId: string;
  readonly title: string;
  readonly message: string;
  readonly place: ChangedPlace | undefined;
}
