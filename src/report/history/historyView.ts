import type { HistoryChange, HistoryReport } from '../../model/history.ts';
import { formatCount, formatRatio, formatValue } from '../../text/quantity.ts';
import { type HistoryChart, historyChart } from './historyChart.ts';
import {
  agreeingText,
  commitText,
  eventText,
  historyHeadline,
  historyNotes,
  minuteText,
  placeText,
  scopeText,
  sizeText,
} from './historyWords.ts';

interface ChangeView {
  readonly name: string;
  readonly mark: string;
  readonly tone: string;
  readonly size: string;
  readonly place: string;
  readonly agreeing: string;
}

/** All that the page of `history` shows. */
export interface HistoryView {
  readonly headline: string;
  readonly scope: string;
  readonly metric: string;
  readonly notes: readonly string[];
  readonly events: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly tone: string;
    readonly newest: string;
    readonly changes: readonly ChangeView[];
    readonly chart: HistoryChart | null;
  }[];
  readonly runs: readonly (readonly string[])[];
  readonly restRuns: string;
}

/** Rows of the table of runs, and drawings of series: a page that a browser opens at once. */
const mostRuns = 500;
const mostSeries = 200;

/** Arranges a history for the page. Its strings must already be visible text. */
export function historyView(report: HistoryReport): HistoryView {
  const order = new Map(report.changes.map(({ caseId }, at) => [caseId, at] as const).reverse());
  const placeOf = (caseId: string | null): number => order.get(caseId) ?? Number.MAX_SAFE_INTEGER;
  const series = [...report.series].sort((a, b) => placeOf(a.caseId) - placeOf(b.caseId)).slice(0, mostSeries);
  const rest = report.runs.length - mostRuns;
  return {
    headline: historyHeadline(report),
    scope: scopeText(report),
    metric: report.metric,
    notes: [
      ...historyNotes(report),
      ...(report.series.length > mostSeries
        ? [`The page draws ${formatCount(mostSeries)} series; --json has all.`]
        : []),
    ],
    events: report.events.map((one) => eventText(one, report)),
    series: series.map((one) => {
      const changes = report.changes
        .filter(({ caseId }) => caseId === one.caseId)
        .map((change) => changeView(change, report));
      return {
        name: one.name,
        tone: changes[0]?.tone ?? 'calm',
        newest: formatValue(one.points.at(-1)?.value ?? null, report.unit ?? 'count'),
        changes,
        chart: historyChart(one, report),
      };
    }),
    runs: report.runs
      .map((run) => [
        minuteText(run.startedAt),
        run.runId,
        commitText(run),
        run.branch ?? '?',
        formatValue(run.total, report.unit ?? 'count'),
        formatRatio(run.ratio),
      ])
      .reverse()
      .slice(0, mostRuns),
    restRuns: rest > 0 ? `${formatCount(rest)} older runs are in the JSON.` : '',
  };
}

function changeView(change: HistoryChange, report: HistoryReport): ChangeView {
  const { name, direction, state } = change;
  const isSure = state === 'confirmed';
  return {
    name,
    mark: isSure ? direction : `${direction}, tentative`,
    tone: isSure ? (direction === 'worse' ? 'bad' : 'good') : 'unsure',
    size: sizeText(change, report),
    place: placeText(change, report),
    agreeing: agreeingText(change, report),
  };
}
