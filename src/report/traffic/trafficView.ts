import type { CostMetric, TrafficReport, TrafficRow, TrendParts } from '../../model/traffic.ts';
import { formatMoment, formatShare } from '../../text/quantity.ts';
import { createSqlLayout, type SqlLayout } from '../words/sqlLayout.ts';
import {
  coverageText,
  failureText,
  moneyCells,
  moneyTitles,
  numberCells,
  numberTitles,
  ownersText,
  ownerTable,
  restText,
  shareTitles,
  tellsOwners,
  trafficHeadline,
  trafficWhere,
} from '../words/trafficCells.ts';
import { metricText, trendChange, trendPartsText, trendText } from '../words/trafficTrend.ts';

/** A row over time, drawn by its own highest. */
interface TrendView {
  /** In a drawing of 100 by 24, a bar for each part. */
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  /** The drawing in words. */
  readonly text: string;
  readonly change: string;
}

interface RowView {
  readonly anchor: string;
  readonly place: number;
  readonly name: string;
  readonly share: string;
  /** Of the largest row, in percent. */
  readonly bar: number;
  readonly costShare: string;
  /** What it costs a day; empty where nothing has a price. */
  readonly money: readonly string[];
  readonly trend: TrendView | null;
  readonly owners: string;
  /** Where its owner is told more of; empty where none or several have it. */
  readonly ownerAnchor: string;
  readonly numbers: readonly { readonly title: string; readonly value: string }[];
  readonly metric: string;
  readonly failures: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly example: string;
  /** Laid out where it can be. */
  readonly sql: string;
}

interface OwnerView {
  readonly anchor: string;
  readonly name: string;
  readonly cells: readonly string[];
  /** Of the owner with most cost, in percent. */
  readonly bar: number;
  readonly rows: readonly { readonly anchor: string; readonly place: number; readonly name: string }[];
}

/** All that the page of `top` shows. */
export interface TrafficView {
  readonly headline: string;
  readonly where: string;
  readonly coverage: string;
  readonly by: string;
  readonly shareTitle: string;
  readonly isByCost: boolean;
  readonly moneyTitles: readonly string[];
  readonly titles: readonly string[];
  readonly rows: readonly RowView[];
  readonly rest: string;
  readonly hasTrend: boolean;
  readonly trend: string;
  readonly isOwned: boolean;
  readonly ownerTag: string;
  readonly owners: { readonly titles: readonly string[]; readonly rows: readonly OwnerView[] };
  readonly remarks: readonly string[];
}

/** Characters of SQL that are laid out: half a second's worth. */
const laidOut = 150_000;
/** Rows of one owner that are linked to. */
const mostLinks = 10;

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((1000 * part) / whole) / 10 : 0;
}

function trendView(
  values: readonly number[] | undefined,
  trend: TrendParts | undefined,
  by: CostMetric,
): TrendView | null {
  if (trend === undefined || values === undefined) return null;
  const most = Math.max(...values, 0);
  const step = 100 / values.length;
  const bars = values.map((value, part) => {
    const height = value <= 0 ? 0 : Math.max(1, (24 * value) / most);
    const rounded = (number: number): number => Math.round(number * 100) / 100;
    return { x: rounded(part * step), y: rounded(24 - height), width: rounded(step * 0.82), height: rounded(height) };
  });
  return { bars, text: trendText(values, trend, by), change: trendChange(values) };
}

function ownerOf({ owners }: TrafficRow): string | undefined {
  return owners.length === 1 ? owners[0]?.owner : undefined;
}

function rowView(row: TrafficRow, at: number, report: TrafficReport, layOut: SqlLayout): RowView {
  const { by, coverage, rows } = report;
  const sql = row.sql ?? '';
  const owner = coverage.owners.findIndex((one) => one.owner === ownerOf(row));
  const numbers = numberCells(row);
  return {
    anchor: `row-${at + 1}`,
    place: at + 1,
    name: row.name,
    share: formatShare(row.share),
    bar: percent(row.share, Math.max(...rows.map((one) => one.share))),
    costShare: formatShare(row.costShare),
    money: moneyCells(row, report),
    trend: trendView(row.trend, report.trend, by),
    owners: ownersText(row, coverage.ownerTag),
    ownerAnchor: owner < 0 ? '' : `owner-${owner + 1}`,
    numbers: numberTitles.map((title, place) => ({ title, value: numbers[place] ?? '' })),
    metric: metricText(row.metric, by),
    failures: failureText(row, report.errorNames),
    tags: Object.entries(row.tags).map(([key, value]) => ({ key, value })),
    example: row.exampleId ?? '',
    sql: sql === '' ? '' : (layOut([sql])?.[0] ?? sql),
  };
}

function ownerViews({ coverage, rows, money }: TrafficReport): readonly OwnerView[] {
  const most = Math.max(...coverage.owners.map(({ cost }) => cost));
  return ownerTable(coverage, money).rows.map(([name = '', ...cells], at) => {
    const own = coverage.owners[at];
    const links = rows.flatMap((row, place) =>
      own !== undefined && ownerOf(row) === own.owner
        ? [{ anchor: `row-${place + 1}`, place: place + 1, name: row.name }]
        : [],
    );
    return {
      anchor: `owner-${at + 1}`,
      name,
      cells,
      bar: percent(own?.cost ?? 0, most),
      rows: links.slice(0, mostLinks),
    };
  });
}

/** Arranges a ranking for the page. Its strings must already be visible text. */
export function trafficView(report: TrafficReport): TrafficView {
  const layOut = createSqlLayout(laidOut);
  const { trend, by } = report;
  const trendSpan = trend === undefined ? '' : `${trendPartsText(trend)}, from ${formatMoment(trend.from)}`;
  return {
    headline: trafficHeadline(report),
    where: trafficWhere(report),
    coverage: coverageText(report.coverage),
    by,
    shareTitle: shareTitles(report)[0] ?? '',
    isByCost: by === 'cost',
    moneyTitles: moneyTitles(report),
    titles: numberTitles,
    rows: report.rows.map((row, at) => rowView(row, at, report, layOut)),
    rest: restText(report),
    hasTrend: trend !== undefined,
    trend: trendSpan,
    isOwned: tellsOwners(report),
    ownerTag: report.coverage.ownerTag,
    owners: { titles: ownerTable(report.coverage, report.money).titles, rows: ownerViews(report) },
    remarks: report.remarks,
  };
}
