import type { CaseComparison, ComparisonReport } from '../model/comparison.ts';
import { typicalValues } from '../model/typical.ts';
import { visibleLine } from './safeText.ts';

type Cell = string | number | null;

const columns = [
  'case',
  'verdict',
  'metric',
  'unit',
  'baseline_median',
  'candidate_typical',
  'ratio',
  'ratio_low',
  'ratio_high',
  'level',
  'tested',
  'p_value',
  'tested_among',
  'exact',
  'executions',
  'pairs',
  'sessions',
  'rests_on',
  'stopped_by',
  'smallest_visible_ratio',
  'weight',
  'tags',
  'observation',
  'reason',
] as const;

/** Quotes as RFC 4180 does. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = visibleLine(cell);
  const inert = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function cellsOf(item: CaseComparison): Readonly<Record<(typeof columns)[number], Cell>> {
  const [main] = item.metrics;
  const { evidence } = item;
  const typical = main === undefined ? null : typicalValues(main);
  const result = main?.result;
  const estimate = result?.kind === 'estimate' ? result : null;
  const exact = result?.kind === 'exact' ? result : null;
  return {
    case: item.caseId,
    verdict: item.verdict,
    metric: main?.metric ?? null,
    unit: main?.unit ?? null,
    baseline_median: typical?.baseline ?? null,
    candidate_typical: typical?.candidate ?? null,
    ratio: estimate?.ratio ?? exact?.ratio ?? null,
    ratio_low: estimate?.low ?? null,
    ratio_high: estimate?.high ?? null,
    level: estimate?.level ?? null,
    tested: evidence.test?.kind ?? null,
    p_value: evidence.test?.p ?? null,
    tested_among: evidence.test?.among ?? null,
    exact: result === undefined ? null : exact === null ? 'no' : 'yes',
    executions: evidence.executions.baseline + evidence.executions.candidate,
    pairs: evidence.pairs,
    sessions: evidence.sessions,
    rests_on: evidence.restsOn,
    stopped_by: evidence.stoppedBy,
    smallest_visible_ratio: evidence.smallestVisible,
    weight: item.weight,
    tags: JSON.stringify(item.tags),
    observation: item.observations[0] ?? null,
    reason: item.reason,
  };
}

/** One line a case with the metric its verdict rests on, in base units; no data is an empty cell. */
export function renderCsv(report: ComparisonReport): string {
  const lines = report.cases.map((item) => {
    const cells = cellsOf(item);
    return columns.map((column) => cellText(cells[column])).join(',');
  });
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
