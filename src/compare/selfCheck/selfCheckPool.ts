import type { RunPlan, SelfCheckCase } from '../../model/run.ts';
import type { CaseSamples } from '../timing/pairing.ts';

type Cases = ReadonlyMap<string, CaseSamples>;

/** The user's cases and those of the self-check, which never enter one another's statistics. */
export interface SplitCases {
  readonly cases: Cases;
  readonly selfChecks: Cases;
}

export function splitSelfChecks(all: Cases, { selfCheck }: Pick<RunPlan, 'selfCheck'>): SplitCases {
  const own = new Set((selfCheck?.pool ?? []).map((one) => one.caseId));
  return {
    cases: new Map([...all].filter(([caseId]) => !own.has(caseId))),
    selfChecks: new Map([...all].filter(([caseId]) => own.has(caseId))),
  };
}

/**
 * The cases of the pool that are run: as many as the plan says, those whose baseline took the least time when it first
 * ran. None before each of the pool has run once, so that the answer never changes afterwards.
 */
export function chosenSelfChecks(cases: Cases, { selfCheck }: Pick<RunPlan, 'selfCheck'>): readonly SelfCheckCase[] {
  if (selfCheck === undefined) return [];
  const costs = selfCheck.pool.map((one) => ({ one, ms: firstCost(cases.get(one.of)) }));
  if (costs.some(({ ms }) => ms === null)) return [];
  costs.sort((a, b) => (a.ms ?? 0) - (b.ms ?? 0) || (a.one.caseId < b.one.caseId ? -1 : 1));
  return costs.slice(0, selfCheck.count).map(({ one }) => one);
}

/** Client time of the first execution of the baseline; one that did not complete comes last. */
function firstCost(samples: CaseSamples | undefined): number | null {
  const outcome = samples?.samples.baseline[0]?.outcome;
  if (outcome === undefined) return null;
  return outcome.kind === 'completed' ? outcome.clientMs : Number.MAX_VALUE;
}
