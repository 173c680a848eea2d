import type { AttributionCoverage, TrafficReport, TrafficRow } from '../../model/traffic.ts';
import { formatCount, formatCoverage, formatMoment, formatShare, formatValue, plural } from '../../text/quantity.ts';

/** Titles of the columns of `hogbench top`; the first holds the name. */
export function trafficTitles({ by }: TrafficReport): readonly string[] {
  const shares = by === 'cost' ? ['% of cost'] : [`% of ${by}`, '% of cost'];
  return ['what', ...shares, 'executions', 'failed', 'p50', 'p95', 'p99', 'CPU', 'read', 'peak memory'];
}

/** The cells of one row, in the order of the titles. */
export function trafficCells(row: TrafficRow, by: TrafficReport['by']): readonly string[] {
  return [
    row.name,
    formatShare(row.share),
    ...(by === 'cost' ? [] : [formatShare(row.costShare)]),
    formatCount(row.executions),
    row.failures === 0 ? '-' : formatCount(row.failures),
    formatValue(row.p50Us, 'us'),
    formatValue(row.p95Us, 'us'),
    formatValue(row.p99Us, 'us'),
    formatValue(row.cpuUs, 'us'),
    formatValue(row.readBytes, 'bytes'),
    formatValue(row.peakMemoryBytes, 'bytes'),
  ];
}

/** `159 TIMEOUT_EXCEEDED 10, 241 MEMORY_LIMIT_EXCEEDED 2`; empty when nothing failed. */
export function failureText(row: TrafficRow, names: TrafficReport['errorNames']): string {
  return Object.entries(row.failureCodes)
    .map(([code, count]) => `${code} ${names[code] ?? ''} ${formatCount(count)}`.replace('  ', ' '))
    .join(', ');
}

/** How much was looked at. */
export function trafficHeadline(report: TrafficReport): string {
  const what = report.groupBy.length === 0 ? 'shapes of queries' : `groups by ${report.groupBy.join(', ')}`;
  return `${plural(report.executions, 'execution')} in ${formatCount(report.groupCount)} ${what}`;
}

/** The log and the time that were read. */
export function trafficWhere({ from, until, log }: TrafficReport): string {
  return `${formatMoment(from)} to ${formatMoment(until)}, ${log}`;
}

/** `tagged: 82% of executions, 64% of cost (product, query_type)`. */
export function coverageText(coverage: AttributionCoverage): string {
  return `tagged: ${share(coverage.taggedExecutions, coverage.executions)} of executions, ${share(coverage.taggedCost, coverage.cost)} of cost (${coverage.requiredTags.join(', ')})`;
}

/** What the executions without an owner are called. */
export function ownerName(ownerTag: string, owner: string): string {
  return owner === '' ? `(no ${ownerTag})` : owner;
}

/** Titles and rows of the attribution by owner. */
export function ownerTable({ ownerTag, owners }: AttributionCoverage): {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    titles: [ownerTag, 'executions', 'tagged', 'cost', 'tagged cost'],
    rows: owners.map((one) => [
      ownerName(ownerTag, one.owner),
      formatCount(one.executions),
      share(one.taggedExecutions, one.executions),
      formatCount(one.cost),
      share(one.taggedCost, one.cost),
    ]),
  };
}

function share(part: number, whole: number): string {
  return whole > 0 ? formatCoverage(part / whole) : '-';
}
