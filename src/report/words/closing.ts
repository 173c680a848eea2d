import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { SuiteCost, SuiteFigures } from '../../model/suite.ts';
import { formatShare } from '../../text/quantity.ts';
import { claimsChange, costClaim } from './costClaim.ts';
import { modeWords } from './modeWords.ts';
import { comparedText, costOf, costText, coveredText, timeCost } from './suiteTable.ts';

/**
 * The answer to two questions, does the cost go down and is performance the same: `Candidate: CPU time +18.0% (+10.0% to
 * +26.0%), server time undecided (-5.0% to +39.0%), bytes read unchanged; proved equivalent within 5%: 3 of 9 cases.`
 * Empty where no case is in both arms, and where one is: its own figures answer.
 */
export function closingSentence(report: ComparisonReport): string {
  const { cases, counts, method, identical } = report;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (cases.filter((one) => !isLone(one)).length < 2) return '';
  const { proved } = modeWords(method);
  const share = `${counts.equivalent} of ${comparedText(total, identical)}`;
  return `Candidate${costsText(report)}; ${proved} within ${formatShare(method.margin)}: ${share}.`;
}

function isLone({ baseline, candidate }: CaseComparison): boolean {
  return baseline === null || candidate === null;
}

/** In the order in which they decide: CPU time is what a machine is paid for, and has the least noise of the times. */
const order = ['cpu_time', 'time', 'read_bytes'] as const;

function costsText({ suite, method, identical }: ComparisonReport): string {
  const { noTotals } = modeWords(method);
  if (noTotals !== null) return `: ${noTotals}`;
  const whole = suite?.whole;
  const costs = whole === undefined ? [] : order.flatMap((metric) => shownCosts(whole, metric, method.margin));
  if (whole === undefined || costs.length === 0) return ': no totals';
  return `${coverage(whole, identical)}: ${costs.map((one) => `${one.label} ${costText(one, whole, method.margin)}`).join(', ')}`;
}

/** Of the times the one that judges, and server time beside running time where it is known to have changed. */
function shownCosts(whole: SuiteFigures, metric: (typeof order)[number], margin: number): readonly SuiteCost[] {
  if (metric !== 'time') return [costOf(whole, metric) ?? []].flat();
  const [first, server] = [timeCost(whole), costOf(whole, 'server_time')];
  const isTelling = server !== undefined && server !== first && claimsChange(costClaim(server, margin));
  return [first ?? [], isTelling ? server : []].flat();
}

function coverage(whole: SuiteFigures, identical?: number): string {
  return whole.cases === whole.of && identical === undefined ? '' : `, over ${coveredText(whole, identical)}`;
}
