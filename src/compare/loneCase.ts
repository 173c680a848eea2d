import type { Trial } from '../model/reason.ts';
import type { Run } from '../model/run.ts';
import { type CaseArms, describe } from './caseDescription.ts';
import { armFacts, valuesOf } from './counters/armValues.ts';
import { fixedMetrics } from './counters/metricCatalog.ts';
import type { JudgedMetric } from './counters/metricJudgement.ts';
import { isFailing } from './executionFailures.ts';
import type { JudgedCase } from './judgedCase.ts';
import { serverMessage } from './serverMessage.ts';
import { summarize } from './statistics/summary.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { percentilesIn } from './timing/percentiles.ts';
import { loneEvidence } from './verdictEvidence.ts';

/** A case that only one arm has: nothing to compare. One that the candidate adds was tried, and has to work. */
export function loneCase(arms: CaseArms, samples: CaseSamples, run: Pick<Run, 'plan' | 'lost'>): JudgedCase {
  const added = arms.baseline === null;
  const fails = added && isFailing(samples.tally.candidate, run.plan.design);
  return {
    ...describe(arms, samples),
    verdict: fails ? 'failed' : added ? 'added' : 'removed',
    because: [added ? { kind: 'onlyCandidate', trial: trialOf(arms, samples, fails) } : { kind: 'onlyBaseline' }],
    observed: [],
    evidence: loneEvidence(samples, { kind: added ? 'tried' : 'nothingToCompare' }),
    plan: null,
    results: 'notCompared',
    rowDifference: null,
    metrics: added && !fails ? costs(samples, run) : [],
    remarks: { kind: 'oneArm', samples },
  };
}

function trialOf({ candidate }: CaseArms, { tally }: CaseSamples, fails: boolean): Trial {
  const { message, limitMs, completed, missing } = tally.candidate;
  if (fails && message === null) return { kind: 'timedOut', limitMs: limitMs ?? 0 };
  if (fails && message !== null) return { kind: 'failed', message: serverMessage(message, candidate) };
  return completed + missing === 0 ? { kind: 'untried' } : { kind: 'ran', executions: completed + missing };
}

/** What the candidate's executions cost, without anything beside it. */
function costs(samples: CaseSamples, run: Pick<Run, 'plan' | 'lost'>): readonly JudgedMetric[] {
  const { candidate } = armFacts(samples);
  if (candidate.length === 0) return [];
  const percentiles = { baseline: null, candidate: percentilesIn(samples.samples.candidate, run) };
  return fixedMetrics().map(({ metric, label, unit, family }) => ({
    metric,
    label,
    unit,
    family,
    baseline: null,
    candidate: summarize(valuesOf(candidate, metric)),
    result: { kind: 'notCompared', why: { kind: 'oneArm' } },
    ...(metric === 'server_time' ? { percentiles } : {}),
  }));
}
