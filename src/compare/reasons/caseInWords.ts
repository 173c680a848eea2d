import type { CaseComparison } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { PlanComparison } from '../../model/planComparison.ts';
import type { JudgedMetric } from '../counters/metricJudgement.ts';
import type { JudgedCase, JudgedPlan } from '../judgedCase.ts';
import { caseNotices } from './caseNotices.ts';
import { endedText } from './endedText.ts';
import { notBorneOutNotice } from './firstFindingsText.ts';
import { differenceInWords } from './planChangeText.ts';
import { findingText } from './planText.ts';
import { reasonText } from './reasonText.ts';
import { whyNotText } from './whyNotText.ts';
import { observationText } from './workText.ts';

/** A case as a report has it: all that was decided, and its sentences. */
export function caseInWords(judged: JudgedCase): CaseComparison {
  const { ended, ...measured } = judged.evidence;
  // Key by key: what is spread together takes several times the room, and a large run has many cases.
  return {
    caseId: judged.caseId,
    name: judged.name,
    description: judged.description,
    tags: judged.tags,
    weight: judged.weight,
    verdict: judged.verdict,
    because: judged.because,
    reason: becauseText(judged.because),
    observed: judged.observed,
    observations: judged.observed.map(observationText),
    evidence: { ...measured, stoppedBy: endedText(ended) },
    ended,
    plan: judged.plan === null ? null : planInWords(judged.plan),
    results: judged.results,
    rowDifference: judged.rowDifference,
    metrics: judged.metrics.map(metricInWords),
    pairs: judged.pairs,
    baseline: judged.baseline,
    candidate: judged.candidate,
    notices: [...caseNotices(judged.remarks), ...notBorneOutNotice(judged.notBorneOut)],
    ...(judged.unchecked === undefined ? {} : { unchecked: judged.unchecked }),
    ...(judged.baselineTags === undefined ? {} : { baselineTags: judged.baselineTags }),
    ...(judged.clock === undefined ? {} : { clock: judged.clock }),
  };
}

/** All grounds of a verdict, in their order. */
export function becauseText(because: JudgedCase['because']): string {
  return because.map(reasonText).join(' ');
}

/** Two plans as a report has them. */
export function planInWords({ finding, differences, ...plan }: JudgedPlan): PlanComparison {
  return { ...plan, differences: differences.map(differenceInWords), sentence: findingText(finding) };
}

/** What is shown of a metric, and nothing beside it. */
function metricInWords(judged: JudgedMetric): MetricComparison {
  const { metric, label, unit, family, baseline, candidate, result, verdict, percentiles } = judged;
  const shown: MetricComparison['result'] =
    result.kind === 'notCompared' ? { kind: 'notCompared', reason: whyNotText(result.why) } : result;
  // A literal each, since a run has hundreds of thousands of metrics.
  if (verdict === undefined)
    return percentiles === undefined
      ? { metric, label, unit, family, baseline, candidate, result: shown }
      : { metric, label, unit, family, baseline, candidate, result: shown, percentiles };
  return percentiles === undefined
    ? { metric, label, unit, family, baseline, candidate, result: shown, verdict }
    : { metric, label, unit, family, baseline, candidate, result: shown, verdict, percentiles };
}
