import type { Attribution } from '../../model/lint.ts';
import type { AttributionCoverage } from '../../model/traffic.ts';
import { formatCoverage, formatMoment } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { tableLines } from '../../text/tableLines.ts';
import { coverageText, ownerTable } from '../traffic/trafficCells.ts';

/** Lines are kept for terminals and logs of CI alike. */
const width = 120;
const mostRows = 30;

/** What a log tells of attribution: findings about all of it, shares by tag and by owner, and what was left out. */
export function attributionLines(attribution: Attribution): readonly string[] {
  const { log, from, until, coverage, findings, remarks } = mapStrings(attribution, terminalText);
  const owners = ownerTable(coverage);
  const hidden = owners.rows.length - mostRows;
  return [
    // Owners have rows of their own below.
    ...findings
      .filter((one) => one.owner === undefined)
      .flatMap(({ rule, level, what, fix }) => [`${log}: ${level}: ${what} (${rule})`, `    ${fix}`]),
    ...tableLines(owners.titles, owners.rows.slice(0, mostRows), width),
    ...(hidden > 0 ? [`${hidden} owners more; --format json has all`] : []),
    ...carrierLines(coverage),
    coverageText(coverage),
    ...remarks,
    `${log}, ${formatMoment(from)} to ${formatMoment(until)}`,
  ];
}

function carrierLines({ carriers, executions, requiredTags }: AttributionCoverage): readonly string[] {
  const parts = carriers
    .filter((one) => requiredTags.includes(one.tag))
    .map((one) => `${one.tag} ${executions > 0 ? formatCoverage(one.executions / executions) : '-'}`);
  return parts.length > 1 ? [`of executions: ${parts.join(', ')}`] : [];
}
