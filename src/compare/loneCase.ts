import type { CaseComparison } from '../model/comparison.ts';
import type { Design } from '../model/design.ts';
import type { MetricComparison } from '../model/metric.ts';
import { formatSeconds, plural } from '../text/quantity.ts';
import { type CaseArms, describe } from './caseComparison.ts';
import { cutNotice } from './caseNotices.ts';
import { armFacts, valuesOf } from './counters/armValues.ts';
import { fixedMetrics } from './counters/metricCatalog.ts';
import { isFailing, shortMessage } from './executionFailures.ts';
import { stallNotice } from './reasons/stallText.ts';
import { summarize } from './statistics/summary.ts';
import { placedMessage } from './syntaxError.ts';
import type { ArmTally, CaseSamples } from './timing/pairing.ts';
import { loneEvidence } from './verdictEvidence.ts';

/** A case that only one arm has: nothing to compare. One that the candidate adds was tried, and has to work. */
export function loneCase(arms: CaseArms, samples: CaseSamples, design: Design): CaseComparison {
  const added = arms.baseline === null;
  const tally = samples.tally.candidate;
  const fails = added && isFailing(tally, design);
  return {
    ...describe(arms, samples),
    verdict: fails ? 'failed' : added ? 'added' : 'removed',
    reason: added ? `Only the candidate has this case${fails ? failure(arms, tally) : trial(samples)}` : onlyBaseline,
    observed: [],
    observations: [],
    evidence: loneEvidence(samples, added ? 'tried, nothing to compare' : 'nothing to compare'),
    plan: null,
    results: 'notCompared',
    rowDifference: null,
    metrics: added && !fails ? costs(samples) : [],
    notices: [...cutNotice(samples), ...stallNotice(samples)],
  };
}

const onlyBaseline = 'Only the baseline has this case.';

function failure({ candidate }: CaseArms, { message, limitMs }: ArmTally): string {
  if (message === null) return `, and it timed out there after ${formatSeconds(limitMs ?? 0)}.`;
  const placed = candidate === null ? message : placedMessage(message, candidate);
  return `, and it fails there: ${shortMessage(placed).replace(/\.+$/, '')}.`;
}

function trial({ tally }: CaseSamples): string {
  const { completed, missing } = tally.candidate;
  const times = completed + missing;
  return times === 0 ? ', and it was not tried.' : `; it ran there without an error (${plural(times, 'execution')}).`;
}

/** What the candidate's executions cost, without anything beside it. */
function costs(samples: CaseSamples): readonly MetricComparison[] {
  const { candidate } = armFacts(samples);
  if (candidate.length === 0) return [];
  return fixedMetrics().map(({ metric, label, unit, family }) => ({
    metric,
    label,
    unit,
    family,
    baseline: null,
    candidate: summarize(valuesOf(candidate, metric)),
    result: { kind: 'notCompared', reason: 'only the candidate has this case' },
  }));
}
