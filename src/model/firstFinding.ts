import type { Observation } from './observation.ts';
import type { ResultDifference } from './reason.ts';

/** A finding that no further execution is needed for, while its case is still measured. */
export type FirstFinding = { readonly caseId: string } & (
  | { readonly kind: 'work'; readonly moved: readonly Observation[]; readonly executions: number }
  | { readonly kind: 'resultChanged'; readonly difference: ResultDifference }
);
