import type { PlanComparison, PlanDifference, ProcessorComparison } from '../../model/planComparison.ts';
import { absent, formatRatio, formatRow, plural } from '../../text/quantity.ts';
import { type DiffLine, sqlDiff } from './sqlDiff.ts';

/** Of the differences of a finding; the HTML report has them all. The first stands in the case's reason. */
const mostDifferences = 3;

/** `primary key of shop.orders no longer uses toDate(at), granules 12 of 120 → 120 of 120`. */
export function differenceText({ text, detail }: PlanDifference): string {
  return detail === '' ? text : `${text}, ${detail}`;
}

/** What a finding says of its plans below its reason, one statement each. */
export function furtherDifferences(plan: PlanComparison | null): readonly string[] {
  if (plan === null) return [];
  const more = plan.differences.length - mostDifferences;
  return [
    ...plan.differences.slice(1, mostDifferences).map((one) => `plan: ${differenceText(one)}`),
    ...(more > 0 ? [`plan: ${plural(more, 'more difference')} in the HTML report`] : []),
  ];
}

interface ProcessorRow {
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly ratio: string;
}

/** What the HTML template shows of the plans of a case, beside their differences. */
export interface PlanView {
  /** Why no difference is told of; empty where there are some. */
  readonly sentence: string;
  /** Null when there is nothing to tell apart. */
  readonly diff: readonly DiffLine[] | null;
  /** The one plan of both arms, or of the only arm that has one; null beside a diff. */
  readonly text: string | null;
  readonly processors: readonly ProcessorRow[];
}

const mostProcessors = 12;
/** Of an arm's time; less is lost in the noise of one execution. */
const smallestShare = 0.01;

/** Null where there is no more to show than the differences. */
export function planView(plan: PlanComparison | null): PlanView | null {
  if (plan === null) return null;
  const { baseline, candidate, sentence, differences, processors } = plan;
  const textsDiffer = baseline !== candidate && baseline !== '' && candidate !== '';
  const only = candidate === '' ? baseline : candidate;
  const text = textsDiffer || only === '' ? null : only;
  const rows = worthShowing(processors).slice(0, mostProcessors).map(processorRow);
  const differs = differences.length > 0;
  if (differs && !textsDiffer && text === null && rows.length === 0) return null;
  return {
    sentence: differs ? '' : sentence,
    diff: textsDiffer ? sqlDiff(baseline, candidate) : null,
    text,
    processors: rows,
  };
}

function worthShowing(processors: readonly ProcessorComparison[]): readonly ProcessorComparison[] {
  const least = (side: 'baselineUs' | 'candidateUs'): number =>
    smallestShare * processors.reduce((sum, one) => sum + (one[side] ?? 0), 0);
  const [baseline, candidate] = [least('baselineUs'), least('candidateUs')];
  return processors.filter((one) => (one.baselineUs ?? 0) > baseline || (one.candidateUs ?? 0) > candidate);
}

function processorRow({ name, baselineUs, candidateUs }: ProcessorComparison): ProcessorRow {
  const [baseline = absent, candidate = absent] = formatRow([baselineUs, candidateUs], 'us');
  const ratio = baselineUs === null || candidateUs === null || baselineUs === 0 ? null : candidateUs / baselineUs;
  return {
    name,
    baseline: baselineUs === null ? absent : baseline,
    candidate: candidateUs === null ? absent : candidate,
    ratio: ratio === null ? absent : formatRatio(ratio),
  };
}
