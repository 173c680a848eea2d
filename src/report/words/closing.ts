import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { SuiteCost, SuiteFigures } from '../../model/suite.ts';
import { formatShare, plural } from '../../text/quantity.ts';
import { modeWords } from './modeWords.ts';
import { changeParts, coveredText, formatSuiteRatio } from './suiteTable.ts';

/**
 * The answer to two questions, does the cost go down and is performance the same: `Candidate: CPU time +18.0% (+10.0% to
 * +26.0%), server time undecided (-5.0% to +39.0%), bytes read unchanged; proved equivalent within 5%: 3 of 9 cases.`
 * Empty where no case is in both arms.
 */
export function closingSentence(report: ComparisonReport): string {
  const { cases, counts, method } = report;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (cases.every(isLone)) return '';
  const { proved } = modeWords(method);
  const share = `${counts.equivalent} of ${plural(total, 'case')}`;
  return `Candidate${costsText(report)}; ${proved} within ${formatShare(method.margin)}: ${share}.`;
}

function isLone({ baseline, candidate }: CaseComparison): boolean {
  return baseline === null || candidate === null;
}

/** In the order in which they decide: CPU time is what a machine is paid for, and has the least noise of the times. */
const order: readonly SuiteCost['metric'][] = ['cpu_time', 'server_time', 'read_bytes'];

function costsText({ suite, method }: ComparisonReport): string {
  const { noTotals } = modeWords(method);
  if (noTotals !== null) return `: ${noTotals}`;
  const whole = suite?.whole;
  const costs = order.flatMap((metric) => whole?.costs.find((one) => one.metric === metric) ?? []);
  if (whole === undefined || costs.length === 0) return ': no totals';
  return `${coverage(whole)}: ${costs.map((one) => costClaim(one, whole, method.margin)).join(', ')}`;
}

/** A sentence about the workload is a verdict of its own; an interval of 90% would be wrong in every tenth. */
const sure = 0.01;

function costClaim(cost: SuiteCost, whole: SuiteFigures, margin: number): string {
  const { label, interval, pValue, cases } = cost;
  const { change, reach } = changeParts(cost, margin);
  const over = cases === whole.cases ? '' : ` over ${plural(cases, 'case')}`;
  if (interval === null) return `${label} ${change} without an interval${over}`;
  const isExact = interval.low === interval.high;
  if (isExact || (pValue !== null && pValue <= sure)) return `${label} ${formatSuiteRatio(cost, margin)}${over}`;
  const isInside = interval.high <= 1 + margin && interval.low >= 1 / (1 + margin);
  return `${label} ${isInside ? `within ±${formatShare(margin)}` : 'undecided'} (${reach})${over}`;
}

function coverage(whole: SuiteFigures): string {
  return whole.cases === whole.of ? '' : `, over ${coveredText(whole)}`;
}
