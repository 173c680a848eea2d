import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { Percentile } from '../../model/percentile.ts';
import { typicalValues } from '../../model/typical.ts';
import { visibleLine } from '../../text/safeText.ts';
import { refusalText } from '../words/percentileText.ts';

type Cell = string | number | null;

/** What holds commas comes last, for readers that split lines at them. */
const columns = [
  ...['case', 'verdict', 'metric', 'family', 'unit', 'leads'],
  ...['baseline_median', 'candidate_median', 'candidate_typical', 'ratio', 'ratio_low', 'ratio_high', 'level'],
  ...['exact', 'not_compared', 'tested', 'p_value', 'tested_among', 'executions', 'pairs', 'sessions', 'rests_on'],
  ...[
    'baseline_percentile',
    'baseline_low',
    'baseline_high',
    'candidate_percentile',
    'candidate_low',
    'candidate_high',
  ],
  ...['stopped_by', 'smallest_visible_ratio', 'weight', 'tags', 'observation', 'reason'],
];

type Cells = Readonly<Record<string, Cell>>;

/** Quotes as RFC 4180 does. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = visibleLine(cell);
  const inert = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function metricCells(metric: MetricComparison): Cells {
  const { baseline, candidate, result } = metric;
  const estimate = result.kind === 'estimate' ? result : null;
  const exact = result.kind === 'exact' ? result : null;
  return {
    baseline_median: exact?.baseline ?? baseline?.median ?? null,
    candidate_median: exact?.candidate ?? candidate?.median ?? null,
    candidate_typical: typicalValues(metric).candidate,
    ratio: estimate?.ratio ?? exact?.ratio ?? null,
    ratio_low: estimate?.low ?? null,
    ratio_high: estimate?.high ?? null,
    level: estimate?.level ?? null,
    exact: exact === null ? 'no' : 'yes',
    not_compared: result.kind === 'notCompared' ? result.reason : null,
  };
}

/** Of a case, and so in its first row alone: whoever adds up a column counts nothing twice. */
function caseCells({ evidence, observations, reason }: CaseComparison): Cells {
  return {
    tested: evidence.test?.kind ?? null,
    p_value: evidence.test?.p ?? null,
    tested_among: evidence.test?.among ?? null,
    executions: evidence.executions.baseline + evidence.executions.candidate,
    pairs: evidence.pairs,
    sessions: evidence.sessions,
    rests_on: evidence.restsOn,
    stopped_by: evidence.stoppedBy,
    smallest_visible_ratio: evidence.smallestVisible,
    observation: observations[0] ?? null,
    reason,
  };
}

/** Percentiles have columns of their own, so that no column of medians holds one. */
function percentileRows({ metric, family, unit, percentiles }: MetricComparison): readonly Cells[] {
  if (percentiles === undefined) return [];
  const { baseline, candidate } = percentiles;
  return (baseline ?? candidate ?? []).map(({ p }) => {
    const [before, after] = [baseline, candidate].map((own) => own?.find((one) => one.p === p));
    const refused = Object.entries({ baseline: before, candidate: after }).flatMap(([arm, one]) =>
      one?.kind === 'refused' ? [`${arm}: ${refusalText(one)}`] : [],
    );
    const known = [before, after].find((one) => one?.kind === 'known');
    return {
      ...{ metric: `${metric}.p${p}`, family, unit },
      ...percentileCells('baseline', before),
      ...percentileCells('candidate', after),
      level: known?.kind === 'known' ? known.level : null,
      not_compared: refused.length === 0 ? null : refused.join('; '),
    };
  });
}

function percentileCells(arm: string, one: Percentile | undefined): Cells {
  if (one?.kind !== 'known') return {};
  return { [`${arm}_percentile`]: one.value, [`${arm}_low`]: one.low, [`${arm}_high`]: one.high };
}

/** A case without metrics has one row all the same. */
function rowsOf(item: CaseComparison): readonly Cells[] {
  const of = { case: item.caseId, verdict: item.verdict, weight: item.weight, tags: JSON.stringify(item.tags) };
  const further = item.metrics.flatMap(percentileRows).map((row) => ({ ...of, leads: 'no', ...row }));
  return [...metricRows(item), ...further];
}

function metricRows(item: CaseComparison): readonly Cells[] {
  const metrics: readonly (MetricComparison | null)[] = item.metrics.length === 0 ? [null] : item.metrics;
  return metrics.map((metric, index) => ({
    case: item.caseId,
    verdict: item.verdict,
    weight: item.weight,
    tags: JSON.stringify(item.tags),
    metric: metric?.metric ?? null,
    family: metric?.family ?? null,
    unit: metric?.unit ?? null,
    leads: index === 0 ? 'yes' : 'no',
    ...(metric === null ? {} : metricCells(metric)),
    ...(index === 0 ? caseCells(item) : {}),
  }));
}

/** One row for each case and metric, in base units; no data is an empty cell. The metric that a verdict rests on leads its case. */
export function renderCsv(report: ComparisonReport): string {
  const lines = report.cases.flatMap((item) =>
    rowsOf(item).map((row) => columns.map((column) => cellText(row[column] ?? null)).join(',')),
  );
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
