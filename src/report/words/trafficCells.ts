import type {
  AttributionCoverage,
  OwnerCoverage,
  TrafficMoney,
  TrafficReport,
  TrafficRow,
} from '../../model/traffic.ts';
import { formatMoney } from '../../text/moneyText.ts';
import {
  formatCount,
  formatCoverage,
  formatMoment,
  formatShare,
  formatValue,
  plural,
  unknown,
} from '../../text/quantity.ts';

/** Titles of shares: of what it is ranked by, and of cost. */
export function shareTitles({ by }: Pick<TrafficReport, 'by'>): readonly string[] {
  return by === 'cost' ? ['% of cost'] : [`% of ${by}`, '% of cost'];
}

/** The shares of one row, in the order of their titles. */
export function shareCells(row: TrafficRow, { by }: Pick<TrafficReport, 'by'>): readonly string[] {
  return [formatShare(row.share), ...(by === 'cost' ? [] : [formatShare(row.costShare)])];
}

/** Title of what a row costs; none where nothing has a price. */
export function moneyTitles({ money }: Pick<TrafficReport, 'money'>): readonly string[] {
  return money === undefined ? [] : ['cost a day'];
}

/** What a row costs a day, as `moneyTitles` has it. */
export function moneyCells(
  { costPerDay }: Pick<TrafficRow, 'costPerDay'>,
  { money }: Pick<TrafficReport, 'money'>,
): readonly string[] {
  if (money === undefined) return [];
  return [costPerDay === undefined ? unknown : formatMoney(costPerDay, money.currency)];
}

/** `a day costs 12.30 EUR`; empty where nothing has a price. */
function moneyText({ money }: Pick<TrafficReport, 'money'>): string {
  return money === undefined ? '' : `; a day costs ${formatMoney(money.perDay, money.currency)}`;
}

export const numberTitles: readonly string[] = [
  ...['executions', 'failed', 'p50', 'p95', 'p99', 'CPU', 'read', 'peak memory'],
];

/** The numbers of one row, in the order of their titles. */
export function numberCells(row: TrafficRow): readonly string[] {
  return [
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

/** Whether rows are not made by the owner's tag, so that each has to say whose it is. */
export function tellsOwners({ groupBy, coverage }: TrafficReport): boolean {
  return !groupBy.includes(coverage.ownerTag);
}

/** A smaller share is one of rounding. */
const seen = 0.0005;

/** `web_analytics`, or `web_analytics 80%, (no product) 15%, others 5%`. */
export function ownersText({ owners }: TrafficRow, ownerTag: string): string {
  const [only] = owners;
  if (only === undefined) return '';
  if (owners.length === 1) return ownerName(ownerTag, only.owner);
  const named = owners.map(({ owner, share: part }) => `${ownerName(ownerTag, owner)} ${formatCoverage(part)}`);
  const others = 1 - owners.reduce((sum, one) => sum + one.share, 0);
  return [...named, ...(others < seen ? [] : [`others ${formatCoverage(others)}`])].join(', ');
}

/** `these 20 rows are 83% of cost; 21 more are not shown`; empty where all are shown. */
export function restText({ rows, groupCount, by }: TrafficReport): string {
  const more = groupCount - rows.length;
  if (more <= 0) return '';
  const shown = rows.reduce((sum, row) => sum + row.share, 0);
  const these = rows.length === 1 ? 'this row is' : `these ${formatCount(rows.length)} rows are`;
  return `${these} ${formatCoverage(Math.min(0.999, shown))} of ${by}; ${formatCount(more)} more ${more === 1 ? 'is' : 'are'} not shown`;
}

/** Owners that a line has room for. */
const mostOwners = 5;

/** `by product: web_analytics 90%, (no product) 10% of cost`; empty where nothing cost anything. */
export function ownersLine({ coverage, money }: TrafficReport): string {
  const { owners, ownerTag, cost } = coverage;
  const dearest = owners.filter((one) => one.cost > 0).toSorted((a, b) => b.cost - a.cost);
  if (dearest.length === 0) return '';
  const named = dearest
    .slice(0, mostOwners)
    .map((one) => `${ownerName(ownerTag, one.owner)} ${share(one.cost, cost)}${ownAmount(one, money)}`);
  const more = dearest.length - named.length;
  return `by ${ownerTag}, of cost: ${named.join(', ')}${more === 0 ? '' : ` and ${plural(more, 'other')}`}`;
}

/** ` (12.30 EUR a day)` */
function ownAmount({ costPerDay }: OwnerCoverage, money: TrafficReport['money']): string {
  if (money === undefined || costPerDay === undefined) return '';
  return ` (${formatMoney(costPerDay, money.currency)} a day)`;
}

/** How much was looked at. */
export function trafficHeadline(report: TrafficReport): string {
  const what =
    report.groupBy.length === 0
      ? `${plural(report.groupCount, 'shape')} of queries`
      : `${plural(report.groupCount, 'group')} by ${report.groupBy.join(', ')}`;
  return `${plural(report.executions, 'execution')} in ${what}${moneyText(report)}`;
}

/** The log and the time that were read. */
export function trafficWhere({ from, until, log }: TrafficReport): string {
  return `${formatMoment(from)} to ${formatMoment(until)}, ${log}`;
}

/**
 * `tagged: 82% of executions, 64% of cost (product, query_type)`. An execution is tagged that carries all of them, so where one of them
 * is on more, each is told: `… carry all of product (92.3% of executions), query_type (82%)`.
 */
export function coverageText(coverage: AttributionCoverage): string {
  const { requiredTags, carriers, executions, taggedExecutions, taggedCost, cost } = coverage;
  const tagged = `tagged: ${share(taggedExecutions, executions)} of executions, ${share(taggedCost, cost)} of cost`;
  const own = carriers.filter(({ tag }) => requiredTags.includes(tag));
  if (requiredTags.length < 2 || own.every((one) => one.executions <= taggedExecutions))
    return `${tagged} (${requiredTags.join(', ')})`;
  const each = own.map(
    (one, at) => `${one.tag} (${share(one.executions, executions)}${at === 0 ? ' of executions' : ''})`,
  );
  return `${tagged} carry all of ${each.join(', ')}`;
}

/** What the executions without an owner are called. */
export function ownerName(ownerTag: string, owner: string): string {
  return owner === '' ? `(no ${ownerTag})` : owner;
}

/** Titles and rows of the attribution by owner. */
export function ownerTable(
  { ownerTag, owners }: AttributionCoverage,
  money?: TrafficMoney,
): {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    titles: [ownerTag, 'executions', 'tagged', 'cost', 'tagged cost', ...moneyTitles({ ...(money && { money }) })],
    rows: owners.map((one) => [
      ownerName(ownerTag, one.owner),
      formatCount(one.executions),
      share(one.taggedExecutions, one.executions),
      formatCount(one.cost),
      share(one.taggedCost, one.cost),
      ...moneyCells(one, { ...(money && { money }) }),
    ]),
  };
}

function share(part: number, whole: number): string {
  return whole > 0 ? formatCoverage(part / whole) : '-';
}
