import type { CostMetric } from '../../model/traffic.ts';
import type {
  ChangeKind,
  ChangeRow,
  KindTotal,
  TrafficChangeReport,
  TrafficWindow,
} from '../../model/trafficChange.ts';
import { formatChange, formatCount, formatMoment, plural } from '../../text/quantity.ts';
import { metricText } from './trafficTrend.ts';

/** Titles of the numbers of one change, in the order of `changeCells`. `by` is what the ranking is by. */
export function changeTitles(report: Pick<TrafficChangeReport, 'by' | 'currency'>): readonly string[] {
  return [`${costName(report)} a day`, 'before', 'after', 'change', 'executions', 'how sure'];
}

/** The numbers of one change. */
export function changeCells(row: ChangeRow, by: CostMetric): readonly string[] {
  return [
    signed(row.perDay, by),
    row.before.executions === 0 ? '-' : metricText(row.before.perDay, by),
    row.after.executions === 0 ? '-' : metricText(row.after.perDay, by),
    ratioText(row),
    `${formatCount(row.before.executions)} → ${formatCount(row.after.executions)}`,
    row.isSure ? 'sure' : 'few runs',
  ];
}

/** `cost`, or where that is money `cost in EUR`. */
function costName({ by, currency }: Pick<TrafficChangeReport, 'by' | 'currency'>): string {
  return currency === undefined ? by : `${by} in ${currency}`;
}

function signed(value: number, by: CostMetric): string {
  return `${value < 0 ? '-' : '+'}${metricText(Math.abs(value), by)}`;
}

/** `+120% (+80.0% to +180%)`; a dash where one side has nothing. */
function ratioText({ ratio }: Pick<ChangeRow, 'ratio'>): string {
  if (ratio === null) return '-';
  return `${formatChange(ratio.estimate)} (${formatChange(ratio.low)} to ${formatChange(ratio.high)})`;
}

const kindWords: Readonly<Record<ChangeKind, string>> = {
  new: 'new',
  grown: 'grown',
  shrunk: 'shrunk',
  gone: 'gone',
  unclear: 'not told apart from chance',
};

/** `grown: 3 shapes, 1.2 to 4.8 of cost a day; of 1, chance may do as much`. */
export function kindText(
  { kind, groups, unsure, beforePerDay, afterPerDay }: KindTotal,
  report: TrafficChangeReport,
): string {
  const doubt = kind === 'unclear' || unsure === 0 ? '' : `; of ${formatCount(unsure)}, chance may do as much`;
  return `${kindWords[kind]}: ${plural(groups, nounOf(report))}${amounts(beforePerDay, afterPerDay, groups, report)}${doubt}`;
}

function nounOf({ groupBy }: Pick<TrafficChangeReport, 'groupBy'>): string {
  return groupBy.length === 0 ? 'shape' : 'group';
}

function amounts(before: number, after: number, groups: number, { by }: Pick<TrafficChangeReport, 'by'>): string {
  return groups === 0 ? '' : `, ${metricText(before, by)} to ${metricText(after, by)} of ${by} a day`;
}

/** How many of a kind are not among the rows; empty where all are. */
export function moreText({ kind, groups }: KindTotal, { rows }: TrafficChangeReport): string {
  const more = kind === 'unclear' ? 0 : groups - rows.filter((row) => row.kind === kind).length;
  return more <= 0
    ? ''
    : `${formatCount(more)} more ${kind === 'new' || kind === 'gone' ? 'are' : 'have'} ${kind}, each with less`;
}

/** `cost a day: 12.4 before, 18.2 after, +46.8% (+20.1% to +79.5%)`. */
export function changeHeadline(report: TrafficChangeReport): string {
  const { by, total } = report;
  const { before, after } = total;
  return `${costName(report)} a day: ${metricText(before.perDay, by)} before, ${metricText(after.perDay, by)} after${total.ratio === null ? '' : `, ${ratioText(total)}`}`;
}

/** `before: 2026-01-23 … to …, LOG: 910 executions in 7 days`. */
export function windowText(
  name: 'before' | 'after',
  { log, toldFrom, until, days, executions }: TrafficWindow,
): string {
  return `${name}: ${formatMoment(toldFrom)} to ${formatMoment(until)}, ${log}: ${plural(executions, 'execution')} in ${daysText(days)}`;
}

/** `0.5 days`, `1 day`. */
function daysText(days: number): string {
  const text = String(Math.round(days * 10) / 10);
  return `${text} day${text === '1' ? '' : 's'}`;
}

/** What keeps the two from being the same two times: a log that begins late, and holes. */
export function windowRemarks({ before, after }: TrafficChangeReport): readonly string[] {
  return [before, after].flatMap((one, at) => {
    const name = at === 0 ? 'earlier' : 'later';
    const [first, ...more] = one.silent;
    return [
      ...(one.toldFrom > one.from
        ? [
            `the log of the ${name} window begins at ${formatMoment(one.toldFrom)}, after ${formatMoment(one.from)}, which was asked for: nothing is known before, and a day's numbers are of the time from then on`,
          ]
        : []),
      ...(first === undefined
        ? []
        : [
            `the ${name} window has no execution from ${formatMoment(first.from)} to ${formatMoment(first.until)}${more.length === 0 ? '' : ` and in ${plural(more.length, 'part')} more`}: if the log has a hole there, rates are too low`,
          ]),
    ];
  });
}

/** What the words rest on. */
export function sureText({ by }: Pick<TrafficChangeReport, 'by'>): string {
  return `sure: chance makes any sure row of such a table in fewer than 5 of 100. Intervals of ${by} are as wide as that takes; bursts count as one occasion. What is not told apart may have changed, or not.`;
}

/** Groups that are too small to have been read; empty where there are none. */
export function unreadText({ unread, ...report }: TrafficChangeReport): string {
  if (unread.groups === 0) return '';
  return `not compared: ${plural(unread.groups, nounOf(report))} of little ${report.by}${amounts(unread.beforePerDay, unread.afterPerDay, unread.groups, report)}`;
}
