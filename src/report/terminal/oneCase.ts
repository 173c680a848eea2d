import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { cutTo, displayWidth, padTo } from '../../text/displayWidth.ts';
import { absent } from '../../text/quantity.ts';
import { armColumn } from '../words/armNames.ts';
import { metricCells } from '../words/caseRow.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { percentileLine } from '../words/percentileText.ts';
import { gap } from './caseLines.ts';
import { type Extent, paragraphLines, whereabouts } from './findingLines.ts';

/** What people ask of one query, where it is known; what the verdict rests on comes first, and what moved comes after. */
const usual: ReadonlySet<string> = new Set([
  'running_time',
  'server_time',
  'cpu_time',
  'memory',
  'read_rows',
  'read_bytes',
  'SelectedMarks',
]);
const mostFurther = 4;
const longestName = 24;

/** The only case of a report: its costs side by side, then what is known of it. */
export function oneCaseSections(
  item: CaseComparison,
  report: ComparisonReport,
  { width, verbose }: Extent,
): readonly (readonly string[])[] {
  return [
    costTable(item, report, verbose),
    paragraphLines(
      [item.reason, ...(verbose ? [evidenceLine(item.evidence), percentileLine(item)] : []), ...whereabouts(item)],
      width,
    ),
  ];
}

function costTable(item: CaseComparison, { arms }: ComparisonReport, verbose: boolean): readonly string[] {
  const metrics = shownMetrics(item, verbose);
  if (metrics.length === 0) return [];
  const isComparable = item.verdict !== 'resultChanged' && item.baseline !== null && item.candidate !== null;
  const names = arms.map((one) => cutTo(armColumn(one), longestName));
  const [before = 'baseline', after = 'candidate'] = new Set(names).size === names.length ? names : [];
  const rows = metrics.map((metric) => {
    const { baseline, candidate, ratio, interval } = metricCells(metric);
    return [
      metric.label,
      item.baseline === null ? absent : baseline,
      item.candidate === null ? absent : candidate,
      ...(isComparable && metric.result.kind !== 'notCompared' ? [ratio, interval] : [absent]),
    ];
  });
  const titles = ['', before, after, ...(isComparable ? ['ratio', 'interval'] : [''])];
  const widths = titles.map((title, at) =>
    [title, ...rows.map((row) => row[at] ?? '')].reduce((most, text) => Math.max(most, displayWidth(text)), 0),
  );
  return [titles, ...rows].map((row) =>
    row
      .map((cell, at) => padTo(cell, widths[at] ?? 0, at >= 1 && at <= 3 ? 'left' : 'right'))
      .join(gap)
      .replace(/^/, gap)
      .trimEnd(),
  );
}

function shownMetrics({ metrics, observed }: CaseComparison, verbose: boolean): readonly MetricComparison[] {
  const moved = new Set(observed.slice(0, verbose ? undefined : mostFurther).map(({ metric }) => metric));
  const [first] = metrics;
  return metrics.filter(
    (one) =>
      (one.baseline !== null || one.candidate !== null) &&
      (one === first || usual.has(one.metric) || moved.has(one.metric)),
  );
}
