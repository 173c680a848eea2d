import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../../src/report/ci/junit.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { groupTables } from '../../../src/report/terminal/terminalTotals.ts';
import { closingSentence } from '../../../src/report/words/closing.ts';
import { changeText, costClaim } from '../../../src/report/words/costClaim.ts';
import { evidenceLine } from '../../../src/report/words/evidenceText.ts';
import { suiteSections, suiteSentence } from '../../../src/report/words/suiteTable.ts';
import { displayWidth } from '../../../src/text/displayWidth.ts';
import { formatP } from '../../../src/text/quantity.ts';
import { evidence, report, reportOf, suiteFigures, suiteGroup } from '../../fixtures/report.ts';

const suite = report.suite!;
const verbose = { color: false, width: 120, verbose: true } as const;
const plain = (width: number): string => renderTerminal(report, { ...verbose, width });
const one = (value: string): string => value.replaceAll(/\s+/g, ' ');

describe('a figure of many cases', () => {
  const figure = (ratio: number, low: number, high: number, pValue = 0.003) => ({
    ...{ ratio, pValue },
    interval: { low, high, level: 0.9 },
  });

  test.each([
    ['changed', figure(0.928, 0.91, 0.946), '-7.2% (-9.0% to -5.4%)'],
    ['changed', figure(1.01, 1.005, 1.015), '+1.0% (+0.5% to +1.5%)'],
    ['exact', figure(0.5, 0.5, 0.5, 0), '-50.0% (exact)'],
    ['unchanged', figure(1, 1, 1, 1), 'unchanged'],
    ['within', figure(1.01, 0.98, 1.03, 0.2), 'within ±5% (-2.0% to +3.0%)'],
    ['undecided', figure(1.15, 0.95, 1.39, 0.2), 'undecided (-5.0% to +39.0%)'],
    ['undecided', figure(1.95, 1.098, 3.47, 0.07), 'undecided (+9.8% to +247%)'],
    ['undecided', figure(1.01, 0.98, 1.06, 0.2), 'undecided (-2.0% to +6.0%)'],
    ['undecided', figure(0.99, 0.94, 1.01, 0.2), 'undecided (-6.0% to +1.0%)'],
    ['untested', { ratio: 0.5, interval: null, pValue: null }, '-50.0% (no interval)'],
  ] as const)('is %s, and says so', (claim, given, text) => {
    expect(costClaim(given, 0.05)).toBe(claim);
    expect(changeText(given, 0.05)).toBe(text);
  });

  test('is called unchanged or within the margin only where its whole interval is, whatever it is', () => {
    const ratios = fc.double({ min: 0.2, max: 5, noNaN: true });
    fc.assert(
      fc.property(ratios, ratios, ratios, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, c, p) => {
        const [low = a, ratio = b, high = c] = [a, b, c].toSorted((x, y) => x - y);
        const claim = costClaim(figure(ratio, low, high, p), 0.05);
        if (claim === 'unchanged') expect([low, high]).toEqual([1, 1]);
        if (claim === 'within') expect(low >= 1 / 1.05 && high <= 1.05).toBe(true);
        if (claim === 'changed') expect(p).toBeLessThanOrEqual(0.01);
      }),
    );
  });

  test('reads alike in sentence, tables, comment and page', () => {
    const cost = {
      ...suite.whole.costs[0]!,
      ratio: 1.07,
      interval: { low: 1.01, high: 1.13, level: 0.9 },
      pValue: 0.04,
    };
    const figures = { ...suite.whole, costs: [cost] };
    const groups = [{ ...figures, tag: 'product', value: 'a' }];
    const shown = reportOf(report.cases, { suite: { whole: figures, groups } });
    const said = 'undecided (+1.0% to +13.0%)';
    expect(closingSentence(shown)).toContain(`server time ${said}`);
    expect(suiteSentence(shown)).toContain(`server time ${said}`);
    expect(groupTables(shown.suite!, 0.05, 120, (text) => text).join('\n')).toContain(said);
    expect(renderMarkdown(shown).match(/undecided \(\+1\.0% to \+13\.0%\)/g)?.length).toBeGreaterThan(1);
    for (const text of [renderHtml(shown), renderMarkdown(shown), renderTerminal(shown, { color: false, width: 120 })])
      expect(text).not.toContain('+7.0%');
  });

  test('says what it is a total of, where identical cases were left out', () => {
    const shown = { ...report, identical: 36 };
    const closing = closingSentence(shown);
    expect(closing).toContain(
      'Candidate, over 9 of the 10 cases that differ (36 identical ones are left out): CPU time',
    );
    expect(closing).toMatch(/proved equivalent within 5%: 2 of the 10 cases that differ\.$/);
    expect(suiteSentence(shown)).toMatch(
      /^In all, 9 of the 10 cases that differ \(36 identical ones are left out\): weighted/,
    );
    const single = { ...shown, identical: 1, suite: { whole: suiteFigures(1e6, 1, 1), groups: [] } };
    expect(closingSentence(single)).toContain(', over the one case that differs (1 identical one is left out): ');
  });
});

describe('totals', () => {
  test('are one sentence in the terminal, which says what they cover, and name what they do not', () => {
    const text = one(plain(140));
    expect(text).toContain(
      'Whole workload, 9 of 10 cases: weighted server time +11.8% (+9.6% to +14.0%), CPU time +11.8% (+9.6% to +14.0%) ' +
        'over 8 cases, bytes read +31.0% (exact); geometric mean of the time ratios +4.2% (+3.1% to +5.3%); 90% intervals from 5 rounds.',
    );
    expect(text).toContain('Not in these figures: funnel_ordered[team=7] (an arm failed).');
  });

  test('have a short table for each tag in the order given', () => {
    const lines = plain(160).split('\n');
    const at = lines.findIndex((line) => line.startsWith('by product'));
    expect(lines.slice(at, at + 6).map((line) => line.split(/ {2,}/)[0])).toEqual([
      'by product',
      'product_analytics',
      '(no value)',
      '',
      'by team_id',
      '2',
    ]);
    expect(lines[at + 1]).toContain('25.0 s → 28.5 s');
  });

  test.each([60, 80, 120])('fit %i columns', (width) => {
    for (const line of groupTables(suite, 0.05, width, (text) => text).flat())
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test('count the values of a tag that are not shown', () => {
    const groups = Array.from({ length: 8 }, (_, index) => suiteGroup('team_id', String(index), 1e6 - index, 1));
    expect(suiteSections({ ...suite, groups }, 5)).toMatchObject([{ tag: 'team_id', more: 3 }]);
    const text = renderTerminal({ ...report, suite: { ...suite, groups } }, verbose);
    expect(text).toContain('and 3 more values in the HTML report');
  });

  test('are absent when the arms were measured apart', () => {
    const apart = reportOf(report.cases, { suite: null });
    for (const text of [
      renderTerminal(apart, { color: false, width: 120 }),
      renderMarkdown(apart),
      renderHtml(apart),
    ]) {
      expect(text).not.toContain('geometric mean');
      expect(text).not.toContain('What it costs');
    }
  });

  test('say so when there are too few rounds for an interval', () => {
    const whole = {
      ...suiteFigures(1e6, 1, 3),
      rounds: 2,
      geometricMean: { ratio: 1.1, interval: null, pValue: null },
    };
    const text = one(renderTerminal({ ...report, suite: { whole, groups: [] } }, verbose));
    expect(text).toContain('ratios +10.0% (no interval); 2 rounds are too few for an interval.');
  });

  test('are in the pull request comment and drawn on the page', () => {
    expect(renderMarkdown(report)).toContain('| product product_analytics | 4 |');
    const html = renderHtml(report);
    expect(
      html
        .split('<h2 id="costs">What it costs</h2>')[1]
        ?.split('</section>')[0]
        ?.match(/<svg class="bad"/g),
    ).toHaveLength(3);
  });
});

describe('evidence', () => {
  test.each([
    [0.2134, 'p = 0.21'],
    [0.000_372, 'p = 0.00037'],
    [0, 'p < 0.0001'],
    [1, 'p = 1'],
  ])('writes %d as %s', (p, text) => expect(formatP(p)).toBe(text));

  test('tells samples, estimate, test and end', () => {
    expect(evidenceLine(report.cases[0]!.evidence)).toBe(
      'Evidence: 2.10x, 90% interval 2.02–2.18, from 16 pairs in 3 fresh sessions; ' +
        'slower: p = 0.00037 after correction over 4 suspects; 14 executions in all, ended by: confirmed after 16 pairs.',
    );
  });

  test('of a suspicion that was refuted does not read as a claim', () => {
    const estimate = { ratio: 0.88, low: 0.8, high: 0.97, level: 0.9 };
    const line = evidenceLine(evidence({ estimate, test: { kind: 'slower', p: 1, among: 2 } }));
    expect(line).toContain('first suspected as slower, not confirmed: p = 1 after correction over 2 suspects');
  });

  test('of an undecided case tells what would have been seen, that of a decided one does not', () => {
    const estimate = { ratio: 1.03, low: 0.89, high: 1.18, level: 0.9 };
    const test = { kind: 'equivalent', p: 0.31, among: 1 } as const;
    const line = evidenceLine(evidence({ estimate, test, smallestVisible: 1.21 }));
    expect(line).toContain('within the margin: p = 0.31, the larger of two one-sided tests');
    expect(line).toContain('smallest slowdown that would have been seen: 1.21x');
    expect(evidenceLine(evidence({ estimate, smallestVisible: 1.21 }))).not.toContain('would have been seen');
  });

  test('of counters tells them and their executions instead of a test', () => {
    const improved = report.cases.find((item) => item.verdict === 'improved')!;
    expect(evidenceLine(improved.evidence)).toContain(
      'exact, no test: rows read 1,240,000 in 12 executions, 611,000 in 12 of the candidate',
    );
  });

  test('is in every syntax', () => {
    const html = renderHtml(report);
    expect(html).toContain('slower: p &#x3D; 0.00037 after correction over 4 suspects');
    expect(renderMarkdown(report)).toContain('after correction over 4 suspects');
    expect(renderJunit(report)).toMatch(/message="regressed: [^"]*Evidence: 2\.10x/);
    expect(plain(200)).toContain('after correction over 4 suspects');
  });
});

test('the values beside a paired ratio never contradict it, whatever the medians of the arms', () => {
  const [first] = report.cases;
  const [time] = first!.metrics;
  const summary = (median: number) => ({ n: 9, median, min: median, max: median, relativeSpread: 0 });
  const shown = reportOf([
    {
      ...first!,
      metrics: [
        {
          ...time!,
          baseline: summary(10_000),
          candidate: summary(10_100),
          result: { kind: 'estimate', pairs: 9, ratio: 0.9, low: 0.88, high: 0.92, level: 0.9, pValue: null },
        },
      ],
    },
  ]);
  expect(renderTerminal(shown, { color: false, width: 140 })).toMatch(/Server time +10\.0 ms +9\.00 ms +0\.90x/);
  expect(renderMarkdown(shown)).toContain('| 10.0 ms → 9.00 ms | 0.90x (0.88–0.92) |');
  expect(renderHtml(shown)).not.toContain('10.1 ms');
  expect(renderJunit(shown)).toContain('time="0.009000"');
});
