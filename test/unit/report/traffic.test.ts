import { describe, expect, test } from 'vitest';
import type { TrafficReport } from '../../../src/model/traffic.ts';
import { renderTrafficHtml } from '../../../src/report/traffic/trafficHtml.ts';
import { renderTrafficTerminal } from '../../../src/report/traffic/trafficTerminal.ts';
import { windowText } from '../../../src/report/words/changeCells.ts';
import {
  coverageText,
  ownersLine,
  ownersText,
  restText,
  trafficHeadline,
} from '../../../src/report/words/trafficCells.ts';
import { trendBars, trendChange, trendPartsText, trendText } from '../../../src/report/words/trafficTrend.ts';
import { hostileText } from '../../fixtures/report.ts';
import { trafficReport } from '../../fixtures/traffic.ts';

const [first] = trafficReport.rows;
if (first === undefined) throw new Error('the fixture has rows');
const byShape: TrafficReport = {
  ...trafficReport,
  groupBy: [],
  rows: [
    {
      ...first,
      owners: [
        { owner: 'web', share: 0.9994 },
        { owner: '', share: 0.0006 },
      ],
    },
  ],
};

describe('a trend', () => {
  test('is drawn by its own highest, and nothing is not little', () => {
    expect(trendBars([0, 1, 400, 800])).toBe('·▁▅█');
    expect(trendBars([0, 0])).toBe('··');
  });

  test('says how the later half compares with the earlier', () => {
    expect(trendChange([10, 10, 12, 13])).toBe('+25.0%');
    expect(trendChange([10, 99, 5])).toBe('-50.0%');
    expect(trendChange([0, 0, 0, 3])).toBe('new');
    expect(trendChange([3, 0, 0, 0])).toBe('ended');
    expect(trendChange([0, 0])).toBe('');
  });

  test.each([
    [7 * 86_400_000, 7, '7 parts of 1 day each'],
    [86_400_000, 12, '12 parts of 2 hours each'],
    [90 * 86_400_000, 12, '12 parts of 7.5 days each'],
    [120_000, 12, '12 parts of 10 seconds each'],
  ])('of %d ms says how long its parts are', (until, parts, text) => {
    expect(trendPartsText({ from: 0, until, parts })).toBe(text);
  });

  test('is told in words in the unit of what it is of', () => {
    const trend = { from: 0, until: 86_400_000, parts: 2 };
    expect(trendText([1_000_000, 2_000_000], trend, 'cpu')).toBe(
      'cpu in 2 parts of 12 hours each, from 1970-01-01 00:00:00 UTC: 1.00 s, 2.00 s; later half against the earlier: +100%',
    );
    expect(trendText([1024, 0], trend, 'read_bytes')).toContain('1.00 KiB, 0 B; later half against the earlier: ended');
  });
});

describe('whose it is', () => {
  test('of a row: one owner by name, several with their shares', () => {
    expect(ownersText(first, 'product')).toBe('product_analytics');
    expect(byShape.rows.map((row) => ownersText(row, 'product'))).toEqual(['web 99.9%, (no product) 0.06%']);
    const some = { ...first, owners: ['a', 'b'].map((owner) => ({ owner, share: 0.4 })) };
    expect(ownersText(some, 'product')).toBe('a 40%, b 40%, others 20%');
  });

  test('is told tag by tag where all of them are on fewer executions than one of them', () => {
    const coverage = {
      ...{ requiredTags: ['product', 'query_type'], ownerTag: 'product', owners: [], cost: 5 },
      ...{ executions: 3, taggedExecutions: 0, taggedCost: 0 },
      carriers: [
        { tag: 'product', executions: 3 },
        { tag: 'query_type', executions: 0 },
      ],
    };
    expect(coverageText(coverage)).toBe(
      'tagged: 0% of executions, 0% of cost carry all of product (100% of executions), query_type (0%)',
    );
    const all = {
      ...coverage,
      taggedExecutions: 3,
      carriers: coverage.carriers.map((one) => ({ ...one, executions: 3 })),
    };
    expect(coverageText(all)).toBe('tagged: 100% of executions, 0% of cost (product, query_type)');
  });

  test.each([
    [0.9948, '1 day'],
    [0.51, '0.5 days'],
    [7, '7 days'],
  ])('was looked at for %d days, in words', (days, text) => {
    const seen = { log: 'new.jsonl', from: 0, toldFrom: 0, until: 0, days, executions: 1, groupCount: 1, silent: [] };
    expect(windowText('after', seen).endsWith(`: 1 execution in ${text}`)).toBe(true);
  });

  test('counts one shape as one', () => {
    const of = (groupBy: readonly string[], groupCount: number): string =>
      trafficHeadline({ ...trafficReport, groupBy, groupCount, executions: 3 });
    expect(of([], 1)).toBe('3 executions in 1 shape of queries');
    expect(of([], 2)).toBe('3 executions in 2 shapes of queries');
    expect(of(['product'], 1)).toBe('3 executions in 1 group by product');
  });

  test('of all: the dearest first, and those without an owner said to be', () => {
    const owner = (name: string, cost: number) => ({
      owner: name,
      executions: 1,
      taggedExecutions: 1,
      cost,
      taggedCost: cost,
    });
    const owners = ['', 'a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => owner(name, 10 + at));
    const report = { ...trafficReport, coverage: { ...trafficReport.coverage, owners, cost: 100 } };
    expect(ownersLine(report)).toBe('by product, of cost: f 16%, e 15%, d 14%, c 13%, b 12% and 2 others');
    expect(ownersLine({ ...report, coverage: { ...report.coverage, owners: [], cost: 0 } })).toBe('');
  });
});

test('rows that are not all say so, and how much they are', () => {
  expect(restText({ ...trafficReport, rows: [first] })).toBe('this row is 61% of cpu; 40 more are not shown');
  expect(restText({ ...trafficReport, groupCount: 3 })).toBe('');
  expect(restText(trafficReport)).toBe('these 3 rows are 99.9% of cpu; 38 more are not shown');
});

test.each([
  [80, ['trend', 'executions']],
  [200, ['trend', 'executions', 'p99', 'peak memory', 'product']],
])('a terminal of %d columns is not overrun, and has what fits', (width, titles) => {
  const lines = renderTrafficTerminal(byShape, width).split('\n');
  expect(lines.every((line) => [...line].length <= width)).toBe(true);
  for (const title of titles) expect(lines.find((line) => line.startsWith('what'))).toContain(title);
});

describe('queries in a terminal', () => {
  test('are laid out where they are asked for, below the row they are of', () => {
    const lines = renderTrafficTerminal(trafficReport, 100, true).split('\n');
    const at = lines.findIndex((line) => line.startsWith('1. product_analytics TrendsQuery of product_analytics, for'));
    expect(lines.slice(at + 1, at + 5)).toEqual(['    SELECT', '      count()', '    FROM', '      events']);
    expect(renderTrafficTerminal(trafficReport, 100)).not.toContain('FROM');
  });

  test('are cut where they are long, wide, or mean to act', () => {
    const sql = `SELECT\n${Array.from({ length: 60 }, (_, at) => `  ${'x'.repeat(90)}${at},`).join('\n')}\n1 -- \u001b[31m::error::b`;
    const text = renderTrafficTerminal({ ...trafficReport, rows: [{ ...first, sql }] }, 80, true);
    expect(text.split('\n').every((line) => [...line].length <= 80)).toBe(true);
    expect(text).toContain('    … 42 more lines; --html has all');
    const short = renderTrafficTerminal({ ...trafficReport, rows: [{ ...first, sql: sql.slice(-30) }] }, 80, true);
    expect(short).not.toContain('\u001b');
    expect(short).not.toMatch(/^\s*::error/m);
  });
});

describe('the page', () => {
  const html = renderTrafficHtml(trafficReport);

  test('leads from each row to its details, from there back, and from an owner to what is his', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, hash]) => hash);
    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((hash) => !ids.includes(hash))).toEqual([]);
    for (const [at] of trafficReport.rows.entries())
      expect(links).toEqual(expect.arrayContaining([`row-${at + 1}`, `in-ranking-${at + 1}`]));
    const owner = html.slice(html.indexOf('<tr id="owner-1"'));
    expect(owner.slice(0, owner.indexOf('</tr>'))).toContain('<a href="#row-3"');
  });

  test('draws shares and trends, and says them in words', () => {
    expect(html.match(/<svg class="share"/g)).toHaveLength(4);
    expect(html).toContain('<rect width="100%"');
    expect(html.match(/<svg class="trend"/g)).toHaveLength(6);
    expect(html).toContain('<title>cpu in 12 parts of 2 hours each, from 2026-01-30 12:00:00 UTC: 0 µs,');
    expect(renderTrafficHtml({ ...byShape, rows: [{ ...first, trend: [] }] })).not.toMatch(/NaN|Infinity/);
  });

  test('lays queries out, and runs no script', () => {
    expect(html).toMatch(/<pre>SELECT\n {2}count\(\)\nFROM\n {2}events/);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('script-src');
    const hostile = {
      ...first,
      name: hostileText,
      sql: hostileText,
      tags: { product: hostileText },
      owners: [{ owner: hostileText, share: 1 }],
    };
    expect(renderTrafficHtml({ ...trafficReport, rows: [hostile], groupBy: [] })).not.toMatch(/<(script|img)/);
  });

  test('without a trend has no column of it', () => {
    const { trend: _, ...rest } = trafficReport;
    const rows = rest.rows.map(({ trend: __, ...row }) => row);
    expect(renderTrafficHtml({ ...rest, rows })).not.toContain('>trend<');
    expect(renderTrafficTerminal({ ...rest, rows }, 160)).not.toContain('trend');
  });
});
