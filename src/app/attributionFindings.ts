import type { LogFinding } from '../model/lint.ts';
import type { AttributionCoverage, OwnerCoverage } from '../model/traffic.ts';
import { ownerName } from '../report/words/trafficCells.ts';
import { formatCount, formatCoverage, formatShare } from '../text/quantity.ts';

type Tagged = Pick<OwnerCoverage, 'executions' | 'taggedExecutions' | 'cost' | 'taggedCost'>;

/** Owners that are named; the costliest of what is untagged come first. */
const mostOwners = 10;
/** Sums of fractions miss a whole by a hair. */
const hair = 1e-9;
const fix = 'write the tags into log_comment, or into a comment of every query';

/**
 * What to say of a coverage: an error when less than `least` of the executions or of their cost is tagged, and a line for
 * each owner with untagged executions, a warning where that owner is below it. Nothing when all of it is tagged.
 */
export function attributionFindings(coverage: AttributionCoverage, least: number | undefined): readonly LogFinding[] {
  const untagged = coverage.owners.filter((one) => one.taggedExecutions < one.executions).slice(0, mostOwners);
  if (untagged.length === 0) return [];
  const tags = coverage.requiredTags;
  const isShort = (one: Tagged): boolean => least !== undefined && shareOf(one) < least - hair;
  const asked = least === undefined ? '' : `; at least ${formatShare(least)} must`;
  return [
    {
      rule: 'attribution-coverage',
      level: isShort(coverage) ? 'error' : 'note',
      what: `${sharesText(coverage)} carry ${tags.join(' and ')}${asked} (${countsText(coverage)} do not)`,
      fix,
    },
    ...untagged.map((one): LogFinding => {
      const owner = ownerName(coverage.ownerTag, one.owner);
      return {
        rule: 'attribution-coverage',
        level: isShort(one) ? 'warning' : 'note',
        owner,
        what: `${owner}: ${countsText(one)} lack ${tags.join(' or ')}; ${sharesText(one)} carry them`,
        fix,
      };
    }),
  ];
}

/** The smaller of the two shares; where the log holds no cost, that of executions. */
function shareOf(one: Tagged): number {
  const ofExecutions = one.taggedExecutions / one.executions;
  return one.cost > 0 ? Math.min(ofExecutions, one.taggedCost / one.cost) : ofExecutions;
}

function sharesText(one: Tagged): string {
  const ofCost = one.cost > 0 ? ` and ${formatCoverage(one.taggedCost / one.cost)} of cost` : '';
  return `${formatCoverage(one.taggedExecutions / one.executions)} of executions${ofCost}`;
}

function countsText(one: Tagged): string {
  return `${formatCount(one.executions - one.taggedExecutions)} of ${formatCount(one.executions)} executions`;
}
