import type { CaseComparison } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { PlanComparison } from '../../model/planComparison.ts';
import type { JudgedMetric } from '../counters/metricJudgement.ts';
import type { JudgedCase, JudgedPlan } from '../judgedCase.ts';
import { caseNotices } from './caseNotices.ts';
import { endedText } from './endedText.ts';
import { differenceInWords } from './planChangeText.ts';
import { findingText } from './planText.ts';
import { reasonText } from './reasonText.ts';
import { whyNotText } from './whyNotText.ts';
import { observationText } from './workText.ts';

/** A case as a report has it: all that was decided, and its sentences. */
export function caseInWords({ evidence, plan, metrics, remarks, ...judged }: JudgedCase): CaseComparison {
  const { ended, ...measured } = evidence;
  return {
    ...judged,
    reason: becauseText(judged.because),
    observations: judged.observed.map(observationText),
    evidence: { ...measured, stoppedBy: endedText(ended) },
    plan: plan === null ? null : planInWords(plan),
    metrics: metrics.map(metricInWords),
    notices: caseNotices(remarks),
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

function metricInWords(metric: JudgedMetric): MetricComparison {
  const { result } = metric;
  if (result.kind !== 'notCompared') return { ...metric, result };
  return { ...metric, result: { kind: 'notCompared', reason: whyNotText(result.why) } };
}
