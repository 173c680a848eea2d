import { describe, expect, it } from 'vitest';
import { compareArms } from '../../../src/compare/arms/compareArms.ts';
import type { ArmsReport } from '../../../src/model/armsReport.ts';
import type { TableShape } from '../../../src/model/tableShape.ts';
import type { SettingChange, VersionChange } from '../../../src/model/versionChange.ts';
import { armsHtml } from '../../../src/report/arms/armsHtml.ts';
import { armsMarkdown } from '../../../src/report/arms/armsMarkdown.ts';
import { armsTerminal } from '../../../src/report/arms/armsTerminal.ts';
import { changesBySide } from '../../../src/report/arms/changesBySide.ts';
import { runOfArms } from '../compare/arms/runOfArms.ts';

const shape = (part: Partial<TableShape> = {}): TableShape => ({
  ...{
    database: 'shop',
    table: 'orders',
    rows: 10,
    parts: 1,
    bytes: 1000,
    uncompressedBytes: 4000,
    primaryKeyBytes: 8,
  },
  definition: 'CREATE TABLE orders\n(\n    `id` UInt64\n)\nENGINE = MergeTree\nORDER BY id',
  ...{ columns: [], additions: [] },
  ...part,
});
const smaller = shape({ bytes: 500, definition: shape().definition.replace('ORDER BY id', 'ORDER BY tuple()') });

/** Of two candidates: how their tables and their servers differ from the baseline. */
function reportOf(
  tables: readonly (readonly TableShape[] | undefined)[] = [[shape()], [shape()], [shape()]],
  versions: readonly (VersionChange | undefined)[] = [],
): ArmsReport {
  const arms = ['baseline', 'candidate', 'candidate2'] as const;
  const schemas = arms.map((arm, at) => ({ arm, ...(tables[at] === undefined ? {} : { tables: tables[at] }) }));
  const report = compareArms(runOfArms([[{ screening: 10 }], [{ screening: 10 }]], { schemas }));
  const comparisons = report.comparisons.map((one, at) => {
    const change = versions[at];
    return change === undefined ? one : { ...one, report: { ...one.report, versions: change } };
  });
  return { ...report, comparisons };
}

const lines = (report: ArmsReport) =>
  changesBySide(report.comparisons).map(({ title, rows, rest }) => ({
    title,
    rest,
    rows: new Map(rows.map(({ name, baseline, cells }) => [name, [baseline, ...cells]])),
  }));

describe('tables of several candidates', () => {
  it('are not told where all are made alike', () => {
    expect(lines(reportOf())).toEqual([]);
  });

  it('are side by side with the bytes of each, and one that is made as in the baseline is called so', () => {
    const [tables, ...more] = lines(reportOf([[shape()], [shape({ bytes: 900 })], [smaller]]));
    expect(more).toEqual([]);
    expect(tables?.title).toBe('What changed in the tables');
    expect(tables?.rows.get('shop.orders')).toEqual(['', 'made alike', 'made otherwise']);
    expect(tables?.rows.get('shop.orders: bytes on disk')).toEqual(['1,000 B', '-', '500 B (0.50x)']);
  });

  it('are not called alike in a candidate that has no such table', () => {
    const extra = shape({ table: 'extra' });
    const [tables] = lines(reportOf([[shape()], [shape()], [shape(), extra]]));
    expect(tables?.rows.get('shop.extra')).toEqual(['', '-', 'only in the candidate']);
  });

  it('are not called alike where a server does not tell', () => {
    const [tables] = lines(reportOf([[shape()], undefined, [smaller]]));
    expect(tables?.rows.get('tables')?.slice(1)).toEqual([expect.stringContaining('is not known'), '']);
    expect(tables?.rows.get('shop.orders')?.slice(1)).toEqual(['-', 'made otherwise']);
  });
});

const setting = (name: string, candidate: string): SettingChange => ({
  ...{ scope: 'query', name, values: { baseline: '1', candidate }, setBy: 0 },
  told: { version: '26.4', reason: 'a test' },
});
const change = (part: Partial<VersionChange> = {}): VersionChange => ({
  kind: 'compatibility',
  servers: {
    baseline: { version: '26.7.2.1', build: 'A', compatibility: null },
    candidate: { version: '26.7.2.1', build: 'A', compatibility: '26.3' },
  },
  ...{ settings: [], more: 0, refused: [], otherResults: [] },
  ...part,
});

describe('servers of several candidates', () => {
  it('are side by side: the release, settings in effect, what is refused, other results', () => {
    const other = change({
      settings: [setting('first', '2')],
      refused: [{ caseId: 'a', arm: 'candidate', message: 'no' }],
      otherResults: ['a'],
    });
    const [servers] = lines(reportOf(undefined, [undefined, other]));
    expect(servers?.rows.get('server')).toEqual([
      'ClickHouse 26.7.2.1',
      'as the baseline',
      'ClickHouse 26.7.2.1 with compatibility 26.3',
    ]);
    expect(servers?.rows.get('settings')).toEqual(['', '-', '1 setting differs in effect']);
    expect(servers?.rows.get('refused statements')?.[2]).toBe('1 case refused here');
    expect(servers?.rows.get('results')?.slice(1)).toEqual(['-', '1 case with other results']);
    expect(servers?.rows.get('first')).toEqual(['1', '-', '2']);
  });

  it('have no setting called alike of which a candidate does not tell all', () => {
    const whole = reportOf(undefined, [change(), change({ settings: [setting('first', '2')] })]);
    expect(lines(whole)[0]?.rows.get('first')).toEqual(['1', 'as the baseline', '2']);
    const [servers] = lines(
      reportOf(undefined, [change({ settings: [], more: 3 }), change({ settings: [setting('first', '2')] })]),
    );
    expect(servers?.rows.get('first')).toEqual(['1', '-', '2']);
  });

  it('have twenty settings here, and the number of the others', () => {
    const settings = Array.from({ length: 25 }, (_, at) => setting(`s${at}`, '2'));
    const [servers] = lines(reportOf(undefined, [change({ settings }), undefined]));
    expect(servers?.rows.size).toBe(4 + 20);
    expect(servers?.rest).toBe('and 5 more settings on the pages of the candidates');
  });
});

it('every format has them, and none is longer than it may be', () => {
  const long = Array.from({ length: 25 }, (_, at) => setting(`s${at}`, 'x'.repeat(5000)));
  const report = reportOf([[shape()], [shape()], [smaller]], [change({ settings: long }), undefined]);
  const markdown = armsMarkdown(report);
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  const narrow = armsTerminal(report, { color: false, width: 80 });
  expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const text of [markdown, narrow, armsTerminal(report, { color: false, width: 200 }), armsHtml(report, {})])
    for (const told of ['What changed in the tables', 'What changed between the servers', 'made otherwise'])
      expect(text).toContain(told);
  const short = armsTerminal(reportOf([[shape()], [shape()], [smaller]]), { color: false, width: 90 });
  expect(short).toMatch(/shop\.orders +made alike +made otherwise/);
  expect(narrow).toContain('  new2: as the baseline');
});
