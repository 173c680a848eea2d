import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../../src/report/ci/junit.ts';
import { renderCsv } from '../../../src/report/data/csv.ts';
import { jsonPieces, publishedReport, stableJson } from '../../../src/report/data/json.ts';
import { hostileReport, report, reportOf } from '../../fixtures/report.ts';

const renderJson = (shown: typeof report): string => [...jsonPieces(shown)].join('');

describe('JSON', () => {
  test('parses to the report it was made of', () => {
    expect(JSON.parse(renderJson(hostileReport))).toEqual(publishedReport(hostileReport));
  });

  test('leaves out the data that sentences are made of', () => {
    expect(report.cases[0]?.observed).not.toEqual([]);
    expect(renderJson(report)).not.toMatch(/"(observed|because|ended)"/);
  });

  test('has one order of keys, two spaces and a newline at the end', () => {
    const shuffled = Object.fromEntries(Object.entries(report).reverse()) as unknown as typeof report;
    expect(renderJson(shuffled)).toBe(renderJson(report));
    expect(renderJson(report)).toMatch(/^\{\n {2}"schemaVersion": 1,\n[\s\S]*\}\n$/);
  });

  test('is the same text in pieces', () => {
    for (const shown of [report, hostileReport, reportOf([]), reportOf([], { arms: [] })])
      expect(renderJson(shown)).toBe(stableJson(publishedReport(shown)));
  });

  test('of any value is what JSON.stringify makes of it with its keys in order', () => {
    const leading = ['schemaVersion', 'kind', 'runId', 'caseId', 'name', 'arm', 'metric', 'verdict', 'reason'];
    const rank = (key: string): number => (leading.includes(key) ? leading.indexOf(key) : leading.length);
    const ordered = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(ordered);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
      return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
    };
    const key = fc.oneof(fc.constantFrom(...leading, '1', '10', '2', 'a', 'b', 'a,b', '__proto__', ''), fc.string());
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, undefined, -0, () => 1),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    }));
    const visible = (text: string): string =>
      text.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
        [...found]
          .flatMap((one) => one.split(''))
          .reduce((all, one) => `${all}\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`, ''),
      );
    fc.assert(
      fc.property(fc.dictionary(key, value), (object) => {
        expect(stableJson(object)).toBe(`${visible(JSON.stringify(ordered(object), null, 2))}\n`);
      }),
      { numRuns: 200 },
    );
  });

  test('holds no character a terminal would obey', () => {
    expect(renderJson(hostileReport).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Cs}]/u);
  });
});

/** Reads RFC 4180, so that the tests see cells and not characters. */
function readCsv(text: string): readonly (readonly string[])[] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
        match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'),
      ),
    );
}

describe('CSV', () => {
  test('has one row a case and metric, in base units, with empty cells for no data', () => {
    const [head = [], ...rows] = readCsv(renderCsv(report));
    const cell = (row: readonly string[], name: string): string | undefined => row[head.indexOf(name)];
    const [first = [], second = []] = rows;
    const failed = rows.find((row) => cell(row, 'verdict') === 'failed') ?? [];
    expect(rows).toHaveLength(report.cases.reduce((sum, one) => sum + Math.max(1, one.metrics.length), 0));
    const shown = ['case', 'verdict', 'metric', 'leads', 'baseline_median', 'ratio', 'exact', 'executions'];
    expect(shown.map((name) => cell(first, name))).toEqual([
      ...['trends_dau[team=2,date_from=2026-01-01]', 'regressed', 'server_time', 'yes', '12300', '2.1', 'no', '14'],
    ]);
    expect(shown.slice(2).map((name) => cell(second, name))).toEqual(['cpu_time', 'no', '31000', '1.98', 'no', '']);
    expect([cell(failed, 'candidate_typical'), cell(failed, 'ratio'), cell(failed, 'smallest_visible_ratio')]).toEqual([
      '',
      '',
      '',
    ]);
  });

  test('counts a case once in every column that is of a case', () => {
    const [head = [], ...rows] = readCsv(renderCsv(report));
    for (const name of ['executions', 'pairs', 'reason', 'rests_on'])
      expect(rows.filter((row) => row[head.indexOf(name)] !== '')).toHaveLength(report.cases.length);
    expect(new Set(rows.map((row) => row[head.indexOf('case')])).size).toBe(report.cases.length);
  });

  test('its columns are those that docs/report-json.md explains', async () => {
    const docs = await readFile(new URL('../../../docs/report-json.md', import.meta.url), 'utf8');
    const explained = [...docs.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map((match) => match[1]),
    );
    const [head = []] = readCsv(renderCsv(report));
    expect(head.filter((name) => !explained.includes(name))).toEqual([]);
  });

  test('a formula stays a text, and nothing breaks a line or a cell', () => {
    const text = renderCsv(hostileReport);
    const rows = readCsv(text);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    for (const row of rows) for (const value of row) expect(value).not.toMatch(/^[=+\-@]/);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('JUnit', () => {
  test('failures are the regressed, changed and failed cases', () => {
    const xml = renderJunit(report);
    expect([...xml.matchAll(/<failure type="(\w+)"/g)].map((match) => match[1])).toEqual([
      'regressed',
      'resultChanged',
      'failed',
    ]);
    expect(xml).toContain('<testsuite name="posthog-next" tests="10" failures="3" errors="0" skipped="4"');
    expect(xml.match(/<testcase /g)).toHaveLength(10);
    expect(xml).toContain('time="0.025830"');
  });

  test('a run that did not end is an error', () => {
    const xml = renderJunit(reportOf([], { status: { kind: 'interrupted' } }));
    expect(xml).toContain('<error type="interrupted"');
    expect(xml).toContain('tests="1" failures="0" errors="1"');
  });

  test('every tag is closed and every text escaped', () => {
    const xml = renderJunit(hostileReport);
    const open: string[] = [];
    for (const [, close, name = '', selfClosing] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (selfClosing !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    expect(xml).not.toMatch(/<(script|img)|&(?!#\d+;)|]]>/);
    expect(xml.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});
