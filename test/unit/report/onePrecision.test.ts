import { describe, expect, test } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { CaseComparison, ComparisonReport } from '../../../src/model/comparison.ts';
import type { MetricComparison } from '../../../src/model/metric.ts';
import { typicalValues } from '../../../src/model/typical.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { metricCells } from '../../../src/report/words/caseRow.ts';
import { formatChange, formatInterval, formatMove, formatRatio } from '../../../src/text/quantity.ts';
import { report } from '../../fixtures/report.ts';
import { aPlan, aRun, type SomeFacts } from '../compare/builders.ts';
import { measured } from '../compare/measured.ts';

type Dimension = 'ratio' | 'time' | 'bytes' | 'count' | 'change';

/** A number that the report knows of a case, and the text that stands for it wherever it is shown. */
interface Quantity {
  readonly what: string;
  readonly dimension: Dimension;
  readonly value: number;
  readonly text: string;
}

const units: Readonly<Record<string, readonly [Dimension, number]>> = {
  x: ['ratio', 1],
  '%': ['change', 1],
  µs: ['time', 1],
  ms: ['time', 1e3],
  s: ['time', 1e6],
  B: ['bytes', 1],
  KiB: ['bytes', 1024],
  MiB: ['bytes', 1024 ** 2],
  GiB: ['bytes', 1024 ** 3],
  M: ['count', 1e6],
  G: ['count', 1e9],
};

interface Token {
  readonly text: string;
  readonly dimension: Dimension;
  readonly value: number;
  /** Half of what its last digit stands for. */
  readonly half: number;
}

const numbers =
  /(?<![\w.,-])([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?: ?(x|%|µs|ms|s|B|KiB|MiB|GiB|M|G)(?![\w-]))?(?!\w)/g;

/** Numbers with a unit, changes with a sign, ends of intervals, and counts that are large enough to be told apart. */
function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(numbers)].flatMap((match) => {
    const [all, digits = '', unit] = match;
    const value = Number(digits.replaceAll(',', ''));
    const isEnd = text[match.index - 1] === '–' || text[match.index + all.length] === '–';
    if (unit === undefined && !isEnd && Math.abs(value) < 1000) return [];
    if (unit === '%' && !/^[+-]/.test(digits)) return [];
    const usual: readonly [Dimension, number] = [isEnd ? 'ratio' : 'count', 1];
    const [dimension, factor] = unit === undefined ? usual : (units[unit] ?? usual);
    const decimals = digits.split('.')[1]?.length ?? 0;
    return [{ text: all, dimension, value: value * factor, half: (0.5 * factor) / 10 ** decimals }];
  });
}

const dimensions = { us: 'time', bytes: 'bytes', rows: 'count', count: 'count' } as const;

function quantitiesOf(metric: MetricComparison): readonly Quantity[] {
  const { label, result, unit } = metric;
  const cells = metricCells(metric);
  const typical = typicalValues(metric);
  const of = (what: string, dimension: Dimension, value: number | null, text: string): readonly Quantity[] =>
    value === null || value === 0 ? [] : [{ what: `${label}, ${what}`, dimension, value, text }];
  const values = [
    ...of('baseline', dimensions[unit], typical.baseline, cells.baseline),
    ...of('candidate', dimensions[unit], typical.candidate, cells.candidate),
  ];
  if (result.kind === 'notCompared') return values;
  const ratio = of('ratio', 'ratio', result.ratio, cells.ratio);
  if (result.kind === 'exact') return [...values, ...ratio];
  const [low = '', high = ''] = formatInterval(result).split('–');
  return [...values, ...ratio, ...of('low', 'ratio', result.low, low), ...of('high', 'ratio', result.high, high)];
}

/** Numbers that stand for a known quantity and read otherwise than it does elsewhere. */
function otherwise(text: string, quantities: readonly Quantity[]): readonly string[] {
  const known = new Set(quantities.map((one) => one.text.replace(/x$/, '')));
  return tokensOf(text)
    .filter((token) => !known.has(token.text.replace(/x$/, '')))
    .flatMap((token) =>
      quantities
        .filter(({ dimension, value }) => dimension === token.dimension && Math.abs(value - token.value) <= token.half)
        .map(({ what, text: usual }) => `${what}: ${token.text} and ${usual}`),
    );
}

function readable(markup: string): string {
  const told = [...markup.matchAll(/(?:aria-label="([^"]*)"|<title>([^<]*)<)/g)].map(
    ([, label, title]) => label ?? title,
  );
  const shown = markup.replaceAll(/<(text|svg|style|script|pre)\b.*?<\/\1>/gs, ' ').replaceAll(/<[^>]*>/g, ' ');
  return [shown, ...told]
    .join('\n')
    .replaceAll(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&gt;', '>');
}

/** What the page says of a case: its card, its row, its marks in drawings. */
function told(html: string, { caseId }: CaseComparison): string {
  const anchor = `case=${encodeURIComponent(caseId)}`.replaceAll('=', '&#x3D;').replaceAll("'", '&#x27;');
  const parts = html.split(/(?=<article |<details class="case |<tr[ >]|<a href|<h1|<\/section>)/);
  return parts
    .filter((part) => part.includes(anchor) || part.startsWith('<h1'))
    .map(readable)
    .join('\n');
}

/** In a report of one case, head and totals are about it too. */
function misread(html: string, shown: ComparisonReport): readonly string[] {
  return shown.cases.flatMap((item) => {
    const text = shown.cases.length === 1 ? readable(html) : told(html, item);
    expect(text).toContain(item.caseId);
    return otherwise(text, item.metrics.flatMap(quantitiesOf)).map((one) => `${item.caseId}: ${one}`);
  });
}

/** A case whose numbers lie where another scale begins, or where rounding would carry. */
function oddReport(ratio: number, level: number): ComparisonReport {
  const facts = (arm: 'baseline' | 'candidate', n: number): SomeFacts => {
    const factor = arm === 'baseline' ? 1 : ratio;
    const durationUs = Math.round(level * factor * (1 + 0.004 * ((n * 7) % 5)));
    return {
      durationUs,
      readRows: Math.round(99_950 * factor),
      readBytes: Math.round(1_048_000 * factor),
      memoryBytes: Math.round(1_073_700_000 * factor),
      events: { SelectedMarks: Math.round(999 * factor), OSCPUVirtualTimeMicroseconds: Math.round(0.8 * durationUs) },
    };
  };
  return compareRun(aRun({ plan: aPlan(), samples: measured({ facts, confirmation: [2, 2, 2, 2] }) }));
}

describe('no number is shown in two precisions', () => {
  test('on the page of the fixture', () => {
    expect(misread(renderHtml(report), report)).toEqual([]);
  });

  test.each([
    [1.8823, 999_600],
    [0.0624, 12_345],
    [12.345, 996],
    [1.0049, 9_996],
    [103.4, 99_940],
  ])('on the page of a case that takes %d times as long as %d µs', (ratio, level) => {
    const odd = oddReport(ratio, level);
    expect(misread(renderHtml(odd), odd)).toEqual([]);
  });

  test('of the totals of a workload', () => {
    const whole = report.suite?.whole;
    const figures = [whole?.geometricMean, ...(whole?.costs ?? [])].filter((one) => one !== null && one !== undefined);
    const quantities = figures.flatMap(({ ratio, interval }) =>
      [ratio, interval?.low ?? ratio, interval?.high ?? ratio].map((value) => ({
        what: 'a total',
        dimension: 'change' as const,
        value: (value - 1) * 100,
        text: formatChange(value),
      })),
    );
    expect(quantities.length).toBeGreaterThan(8);
    expect(otherwise(readable(renderHtml(report)), quantities)).toEqual([]);
  });
});

test('a number in another precision, or under another scale, is found', () => {
  const [metric] = report.cases[0]?.metrics ?? [];
  if (metric === undefined) throw new Error('the fixture has a case with a metric');
  const quantities = quantitiesOf(metric);
  const { baseline, candidate } = typicalValues(metric);
  expect(otherwise(`${formatRatio(2.1)}, ${formatMove(baseline, candidate, 'us')}`, quantities)).toEqual([]);
  expect(otherwise('took 2.1x', quantities)).toHaveLength(1);
  expect(otherwise('2.100x', quantities)).toHaveLength(1);
  expect(otherwise(`${Math.round(baseline ?? 0).toLocaleString('en-US')} µs`, quantities)).toHaveLength(1);
});
