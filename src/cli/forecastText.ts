import type { CaseForecast, Forecast } from '../compare/forecast/planning.ts';
import type { RunPlan } from '../model/run.ts';
import { displayWidth, padTo } from '../text/displayWidth.ts';
import {
  absent,
  formatChange,
  formatCount,
  formatEstimate,
  formatRatio,
  formatShare,
  plural,
} from '../text/quantity.ts';

/** A case with a smaller chance of a proof is named as one that this size cannot decide. */
const fairChance = 0.5;
const mostNamed = 10;

/** What `--dry-run` says of a forecast: a line a case, then the sum, and what no budget of this size decides. */
export function forecastLines(forecast: Forecast, plan: RunPlan, origin: string): readonly string[] {
  const { cases } = forecast;
  const rows = [titles, ...cases.map(cells)];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const table = rows.map((row) =>
    row
      .map((cell, column) => padTo(cell, widths[column] ?? 0, column === 0 ? 'right' : 'left'))
      .join('  ')
      .trimEnd(),
  );
  return [
    '',
    `What to expect of cases that did not change, by the noise of ${origin}:`,
    ...table.map((line) => `  ${line}`),
    ...(cases.some((one) => !one.known) ? ['  * nothing is known of it: taken as the median case'] : []),
    `In sum about ${plural(Math.round(forecast.pairs), 'pair')} in about ${formatEstimate(forecast.ms)}; a case that changed takes more.`,
    ...reachLines(forecast, plan),
    ...undecidedLines(forecast, plan),
  ];
}

const titles: readonly string[] = ['case', 'noise', 'pairs', 'time', 'smallest visible'];

function cells(one: CaseForecast): readonly string[] {
  return [
    `${one.caseId}${one.known ? '' : ' *'}`,
    formatShare(Math.expm1(one.noise)),
    formatCount(Math.round(one.pairs)),
    formatEstimate(one.ms),
    one.smallestVisible === null ? absent : change(one.smallestVisible),
  ];
}

function change(ratio: number): string {
  return ratio < 2 ? formatChange(ratio) : formatRatio(ratio);
}

function reachLines(
  { cases, reachedPairs, firstLookMs, confirmationPairs }: Forecast,
  plan: RunPlan,
): readonly string[] {
  const settled = Math.round(cases.reduce((sum, one) => sum + one.settled, 0));
  const share = settled === 0 ? 'none' : `about ${formatCount(settled)}`;
  const decided = `${share} of ${plural(cases.length, 'case')} will be proved equivalent, if none changed`;
  if (plan.budgetMs === undefined) return [`With up to ${plan.maxPairs} pairs a case${longer(plan)}, ${decided}.`];
  const budget = `The budget of ${formatEstimate(plan.budgetMs)}`;
  if (reachedPairs < plan.minPairs)
    return [
      `${budget} has room for ${reachedPairs} of the ${plan.minPairs} pairs before the first look, and decides no case.`,
      `The first look takes a budget of about ${formatEstimate(firstLookMs)}, or fewer cases: --filter.`,
    ];
  const short = confirmationPairs === 0 ? ' It has no room to confirm a suspicion, so nothing can be found.' : '';
  return [
    `${budget} has room for ${Math.min(reachedPairs, plan.maxPairs)} of ${plan.maxPairs} pairs a case${longer(plan)}: ${decided}.${short}`,
  ];
}

/** What an undecided case may have beyond its pairs. */
function longer({ caseMs }: RunPlan): string {
  return caseMs === undefined ? '' : `, more of quick ones within ${formatEstimate(caseMs)} a case`;
}

function undecidedLines({ cases, reachedPairs }: Forecast, plan: RunPlan): readonly string[] {
  if (reachedPairs < plan.minPairs) return [];
  const noisy = cases.filter((one) => one.settled < fairChance);
  if (noisy.length === 0) return [];
  const named = noisy.slice(0, mostNamed).map((one) => {
    const needed = one.pairsToSettle === null ? 'more than 10,000' : `about ${formatCount(one.pairsToSettle)}`;
    return `  ${one.caseId}: ${needed} pairs would`;
  });
  const more = noisy.length > mostNamed ? [`  and ${noisy.length - mostNamed} more`] : [];
  const size = `${plural(reachedPairs, 'pair')} a case`;
  return [
    `Too noisy to be proved equivalent in ${size}; a larger --max-pairs, a wider --margin or a quieter machine helps:`,
    ...named,
    ...more,
  ];
}
