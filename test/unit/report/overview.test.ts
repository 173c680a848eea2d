import { describe, expect, test } from 'vitest';
import type { CaseComparison } from '../../../src/model/comparison.ts';
import { certaintyOf } from '../../../src/report/page/charts/overviewBands.ts';
import { overviewChart } from '../../../src/report/page/charts/overviewChart.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { evidence, exactMetric, makeCase, pairs, report, reportOf, timeMetric } from '../../fixtures/report.ts';

const domain = { low: 0.5, high: 4 };

function tested(caseId: string, kind: 'slower' | 'equivalent', p: number, ratio = 2): CaseComparison {
  const estimate = { ratio, low: ratio * 0.9, high: ratio * 1.1, level: 0.9 };
  return makeCase(caseId, kind === 'slower' ? 'regressed' : 'equivalent', {
    metrics: [timeMetric(1000, ratio)],
    evidence: evidence({ estimate, test: { kind, p, among: 3 } }),
  });
}

const counted = makeCase('counted', 'regressed', {
  metrics: [exactMetric('read_rows', 'Rows read', 10, 30)],
  evidence: evidence({
    ...{ restsOn: 'counters', metric: 'read_rows', estimate: null, test: null },
    counters: [
      {
        ...{ metric: 'read_rows', label: 'rows read', unit: 'rows', baseline: 10, candidate: 30, ratio: 3 },
        executions: { baseline: 2, candidate: 2 },
      },
    ],
  }),
});

/** Height of each case in the drawing; less is higher up. */
function heights(cases: readonly CaseComparison[]): Readonly<Record<string, number>> {
  return Object.fromEntries(overviewChart(cases, 0.05, domain).points.map(({ item, y }) => [item.caseId, y]));
}

describe('what is known of a case', () => {
  test('is a tested change, a tested equivalence, an exact counter, an untested ratio, or nothing', () => {
    expect(certaintyOf(tested('a', 'slower', 0.01))).toEqual({ kind: 'change', ratio: 2, p: 0.01 });
    expect(certaintyOf(tested('a', 'equivalent', 0.01, 1))).toEqual({ kind: 'within', ratio: 1, p: 0.01 });
    expect(certaintyOf(counted)).toEqual({ kind: 'exact', ratio: 3 });
    expect(certaintyOf(makeCase('a', 'unconfirmed', { evidence: evidence({ test: null }) })).kind).toBe('untested');
    for (const verdict of ['failed', 'resultChanged', 'added', 'removed'] as const)
      expect(certaintyOf(makeCase('a', verdict)).kind).toBe('none');
  });

  test('no ratio is made up: of nothing, of no number, of a counter that was zero', () => {
    expect(certaintyOf(makeCase('a', 'inconclusive', { metrics: [], evidence: evidence({ test: null }) })).kind).toBe(
      'none',
    );
    expect(certaintyOf(tested('a', 'slower', 0.01, Number.NaN)).kind).toBe('none');
    const [counter] = counted.evidence.counters;
    const counters = counter === undefined ? [] : [{ ...counter, ratio: null }];
    expect(certaintyOf({ ...counted, evidence: { ...counted.evidence, counters } }).kind).toBe('none');
    expect(certaintyOf(tested('a', 'slower', Number.NaN)).kind).toBe('untested');
  });
});

describe('the points', () => {
  test('a smaller p is higher for a change and lower for an equivalence; exact counters are above all tests', () => {
    const y = heights([
      tested('sure', 'slower', 1e-5),
      tested('less sure', 'slower', 0.02),
      tested('refuted', 'slower', 1),
      tested('nearly equal', 'equivalent', 0.04, 1),
      tested('equal', 'equivalent', 1e-4, 1),
      counted,
      makeCase('not tested', 'unconfirmed', { evidence: evidence({ test: null }) }),
    ]);
    const order = ['counted', 'sure', 'less sure', 'refuted', 'nearly equal', 'equal', 'not tested'];
    expect(Object.keys(y).toSorted((a, b) => (y[a] ?? 0) - (y[b] ?? 0))).toEqual(order);
  });

  test('beyond the end of an axis lie on it, and ratios are marked as cut', () => {
    const y = heights([tested('zero', 'slower', 0), tested('tiny', 'slower', 1e-30)]);
    expect(y.zero).toBe(y.tiny);
    const { points } = overviewChart([tested('far', 'slower', 0.01, 40), tested('in', 'slower', 0.01)], 0.05, domain);
    expect(points.map((point) => point.cutRight)).toEqual([true, false]);
  });

  test('rows that have no scale keep equal ratios apart', () => {
    const y = heights([0, 1, 2].map((index) => ({ ...counted, caseId: `counted ${index}` })));
    expect(new Set(Object.values(y)).size).toBe(3);
  });
});

function between(text: string, start: string, end: string): string {
  return text.split(start)[1]?.split(end)[0] ?? '';
}

describe('the overview on the page', () => {
  const overview = between(renderHtml(report), '<section class="overview">', '</section>');

  test('every case leads to its place, those without a ratio by name', () => {
    for (const { caseId } of report.cases)
      expect(overview).toContain(`href="#case&#x3D;${encodeURIComponent(caseId)}"`);
    const apart = between(overview, 'Without a ratio:', '</p>');
    expect([...apart.matchAll(/<\/span> ([^<]*)<\/a>/g)].map((match) => match[1])).toEqual([
      'paths[team&#x3D;2]',
      'funnel_ordered[team&#x3D;7]',
      'stickiness[team&#x3D;2]',
      'web_overview',
    ]);
  });

  test('findings have the shape of their verdict, and are what the tab key reaches', () => {
    const stops = [...overview.matchAll(/<a href="[^"]*" class="(\w+)" aria-label="([^"]*)">[\s\S]*?#mark-(\w+)/g)];
    expect(stops.map(([, tone, , verdict]) => [tone, verdict])).toEqual([
      ['bad', 'regressed'],
      ['good', 'improved'],
      ['unsure', 'unconfirmed'],
    ]);
    expect(stops[0]?.[2]).toContain(': regressed, 2.10x, p &#x3D; 0.00037 after correction');
    expect(stops[1]?.[2]).toContain(': improved, 0.49x, exact counters');
    const hidden = between(overview, '<g aria-hidden="true"><a', '</g>');
    expect(hidden.match(/tabindex="-1"/g)).toHaveLength(3);
  });

  test('says in words what it shows', () => {
    expect(overview).toContain('role="group" aria-label="6 cases by effect and certainty: 1 regressed, 2.10x;');
    expect(overview).toContain('2 equivalent, 1.00x.');
  });

  test('draws the totals of the workload and of the values of its first tag', () => {
    const bars = between(overview, '<figure class="bars">', '</figure>');
    const names = [...bars.replaceAll('<wbr>', '').matchAll(/<th scope="row">([^<]*)</g)].map((match) => match[1]);
    expect(names).toEqual(['Whole workload', 'product_analytics', '(no value)']);
    expect(bars.match(/class="fill"/g)).toHaveLength(3);
    expect(bars).toContain('+11.8%');
  });

  test('is left out where there is nothing to look over', () => {
    const one = reportOf(report.cases.slice(0, 1), { suite: null });
    expect(renderHtml(one)).not.toContain('class="overview"');
    expect(renderHtml(reportOf([], { suite: null }))).not.toContain('class="overview"');
  });
});

describe('the table', () => {
  test('has one axis for all rows that have a comparison, with its ticks in the head', () => {
    const html = renderHtml(report);
    const table = between(html, 'id="cases">', '</table>');
    expect(between(table, '<svg class="ticks"', '</svg>')).toContain('>1x</text>');
    expect(table.match(/<use href="#forest"\/>/g)).toHaveLength(6);
    expect(html.match(/<g id="forest">/g)).toHaveLength(1);
  });
});

describe('a case', () => {
  test.each([
    [5, 6000],
    [20, 6500],
    [10_000, 9500],
  ])('of %i pairs has drawings of less than %i characters', (count, most) => {
    const item = makeCase('many', 'regressed', {
      metrics: [timeMetric(12_300, 2.1)],
      pairs: pairs(count, 4, 12_300, 2.1),
    });
    const card = between(renderHtml(reportOf([item], { suite: null })), '<article', '</article>');
    const charts = (card.match(/<figure>[\s\S]*?<\/figure>/g) ?? []).join('');
    expect(charts.match(/role="img"/g)).toHaveLength(4);
    expect(charts.length).toBeLessThan(most);
  });

  test('no number that is none reaches the page', () => {
    const odd = [Number.NaN, Infinity, -1, 0].map((us, round) => ({
      session: 0,
      round,
      baselineUs: us,
      candidateUs: 1,
    }));
    const items = [
      makeCase('odd', 'inconclusive', { pairs: odd, metrics: [timeMetric(0, Number.NaN)] }),
      makeCase('wide', 'inconclusive', { metrics: [timeMetric(1000, 1e300, 1)] }),
      tested('p', 'slower', Number.NaN),
    ];
    const html = renderHtml(reportOf(items));
    for (const [, svg] of html.matchAll(/<svg([\s\S]*?)<\/svg>/g)) expect(svg).not.toMatch(/"[^"]*(NaN|Infinity)/);
  });
});
