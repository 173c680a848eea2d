import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { severity } from '../../../src/model/decided.ts';
import { usualRules } from '../../../src/model/gateOutcome.ts';
import { annotationLine } from '../../../src/report/ci/annotationLine.ts';
import { renderBencher } from '../../../src/report/ci/bencher.ts';
import { renderBenchmarkJson } from '../../../src/report/ci/benchmarkJson.ts';
import { changedPlace, pathInCheckout } from '../../../src/report/ci/changedPlace.ts';
import { renderAnnotations } from '../../../src/report/ci/githubAnnotations.ts';
import { renderOpenMetrics } from '../../../src/report/ci/openMetrics.ts';
import { renderSarif } from '../../../src/report/ci/sarif.ts';
import {
  armText,
  exactMetric,
  hostileReport,
  hostileText,
  makeCase,
  report,
  reportOf,
  timeMetric,
} from '../../fixtures/report.ts';
import { readOpenMetrics } from '../../support/openMetrics.ts';

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.schema.json`, import.meta.url), 'utf8'));
const isSarif = new Ajv({ strict: false, validateFormats: false }).compile(schema('sarif'));
const isBencher = new Ajv({ strict: false }).compile(schema('bencher'));

interface Sarif {
  readonly runs: readonly [
    {
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations?: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number; readonly endLine: number };
            };
          },
        ];
        readonly partialFingerprints: { readonly primaryLocationLineHash: string };
      }[];
    },
  ];
}

const sarifOf = (shown: ComparisonReport, telling?: Parameters<typeof renderSarif>[1]): Sarif => {
  const document = JSON.parse(renderSarif(shown, telling));
  expect(isSarif(document), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
  return document;
};

const sql = 'SELECT\n    a,\n    b\nFROM t\nWHERE x = 1';
const place = 'q.sql:10:1';
const changed = (text: string, more = {}) =>
  changedPlace({ baseline: armText(sql, 1, { place }), candidate: armText(text, 1, { place, ...more }) });

describe('the place of a change', () => {
  test.each([
    ['a line', sql.replace('b', 'c'), { line: 12, column: 1, end: { line: 12, column: 6 } }],
    [
      'the first line',
      sql.replace('SELECT', 'SELECT DISTINCT'),
      { line: 10, column: 1, end: { line: 10, column: 16 } },
    ],
    ['several lines', sql.replace('a,\n    b', 'c,\n    d'), { line: 11, column: 1, end: { line: 12, column: 6 } }],
    [
      'a line more',
      sql.replace('FROM', 'FROM u, -- new\nFROM'),
      { line: 13, column: 1, end: { line: 13, column: 15 } },
    ],
    ['a line less', sql.replace('    a,\n', ''), { line: 11, column: 1, end: { line: 11, column: 6 } }],
    ['the last line less', sql.replace('\nWHERE x = 1', ''), { line: 13, column: 1, end: { line: 13, column: 7 } }],
    ['nothing', sql, { line: 10, column: 1 }],
  ])('%s', (_, text, where) => {
    expect(changed(text)).toEqual({ file: 'q.sql', ...where });
  });

  test('is that of what the author wrote, not of what was pinned in it', () => {
    expect(changed(sql.replace('x = 1', "x = toDate('2026-01-01')"), { written: sql.replace('a,', 'a2,') })).toEqual({
      file: 'q.sql',
      ...{ line: 11, column: 1, end: { line: 11, column: 8 } },
    });
  });

  test('is one of the lines of the candidate, and the line there is not in the baseline or follows one that is gone', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(line, { minLength: 1 }), (before, after) => {
        const text = (lines: readonly string[]): string => lines.join('\n');
        const at = changedPlace({
          baseline: armText(text(before), 1, { place }),
          candidate: armText(text(after), 1, { place }),
        });
        if (text(before) === text(after)) {
          expect(at?.end).toBeUndefined();
          return;
        }
        const first = (at?.line ?? 0) - 10;
        expect(first).toBeGreaterThanOrEqual(0);
        expect((at?.end?.line ?? 0) - 10).toBeLessThan(after.length);
        // What stands before it is the same in both; at the end a line that is gone leaves the one before it.
        const same = first === after.length - 1 && before.length > after.length ? first : Math.min(first, after.length);
        expect(after.slice(0, same)).toEqual(before.slice(0, same));
      }),
    );
  });

  test.each(['stdin:1:1', '-q:1:1', 'first -q:1:1', 'no place', 'a.sql', 'a\nb.sql:1:1'])('none for %s', (no) => {
    expect(changedPlace({ baseline: null, candidate: armText(sql, 1, { place: no }) })).toBeUndefined();
  });

  test('begins at the root of the repository', () => {
    const inFolder = { root: '/work/repo', folder: 'services/api' };
    expect(pathInCheckout('queries/a.sql', inFolder)).toBe('services/api/queries/a.sql');
    expect(pathInCheckout('./queries/../a.sql', inFolder)).toBe('services/api/a.sql');
    expect(pathInCheckout('../web/a.sql', inFolder)).toBe('services/web/a.sql');
    expect(pathInCheckout('../../../a.sql', inFolder)).toBe('../../../a.sql');
    expect(pathInCheckout('/work/repo/a.sql', inFolder)).toBe('a.sql');
    expect(pathInCheckout('/work/repository/a.sql', inFolder)).toBe('/work/repository/a.sql');
    expect(pathInCheckout('a.sql', { root: '/work/repo', folder: '' })).toBe('a.sql');
    expect(pathInCheckout('a.sql', undefined)).toBe('a.sql');
  });
});

describe('SARIF', () => {
  test('of any text is valid by the schema of the standard', () => {
    expect(sarifOf(hostileReport).runs[0].results.length).toBeGreaterThan(0);
    for (const shown of [report, reportOf([]), reportOf([], { arms: [] })]) sarifOf(shown);
  });

  test('has a result for every case that needs a look, at the changed lines, below the root of the repository', () => {
    const [run] = sarifOf(report, { checkout: { root: '/r', folder: 'sub' }, version: '1.2.3' }).runs;
    const listed = new Set<Verdict>(['regressed', 'resultChanged', 'failed', 'unconfirmed', 'inconclusive', 'removed']);
    expect(run.results.length).toBe(report.cases.filter(({ verdict }) => listed.has(verdict)).length);
    const { ruleId, ruleIndex, level, locations } = run.results[0] ?? {};
    expect({ ruleId, level }).toEqual({ ruleId: 'regressed', level: 'error' });
    expect(run.tool.driver.rules[ruleIndex ?? -1]?.id).toBe(ruleId);
    const [regressed] = report.cases;
    const line = Number(regressed?.candidate?.place.split(':')[1]);
    expect(locations?.[0].physicalLocation.artifactLocation.uri).toBe('sub/workloads/posthog-next/trends.sql');
    // The second line of the statement is the one that differs.
    expect(locations?.[0].physicalLocation.region).toMatchObject({ startLine: line + 1 });
  });

  test('keeps its fingerprints when figures and lines move, and tells cases apart', () => {
    const prints = (shown: ComparisonReport): readonly string[] =>
      sarifOf(shown).runs[0].results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    const moved = reportOf(
      report.cases.map((item) => ({
        ...item,
        reason: `${item.reason} Again.`,
        candidate: item.candidate && { ...item.candidate, place: 'other.sql:99:1' },
      })),
    );
    expect(prints(moved)).toEqual(prints(report));
    expect(new Set(prints(report)).size).toBe(prints(report).length);
  });

  test.each([
    ['interrupted', { status: { kind: 'interrupted' } }, 'run-interrupted', false],
    ['incomplete', { status: { kind: 'incomplete', reason: 'the server is gone' } }, 'run-incomplete', false],
    ['without a decision', {}, 'run-undecided', true],
  ] as const)('of a run that is %s has a result, and so is no pass', (_, more, ruleId, executionSuccessful) => {
    const [run] = sarifOf(reportOf([makeCase('a', 'inconclusive')], more)).runs;
    expect(run.invocations[0]).toEqual({ executionSuccessful });
    expect(run.results[0]).toMatchObject({ ruleId, level: 'error' });
  });

  test('leaves out, and counts, what services would refuse', () => {
    const many = Array.from({ length: 5001 }, (_, index) => makeCase(`c${index}`, 'failed'));
    const [run] = sarifOf(reportOf(many)).runs;
    expect(run.results.length).toBe(5000);
    expect(run).toMatchObject({ properties: { findingsLeftOut: 1 } });
  });
});

describe('GitHub annotations', () => {
  const lines = (shown: ComparisonReport, telling = {}): readonly string[] =>
    renderAnnotations(shown, telling).split('\n').slice(0, -1);

  test('are escaped as workflow commands are', () => {
    const line = annotationLine({
      level: 'error',
      title: 'a:b,c%',
      message: '50% of\r\nit: a, b',
      place: { file: 'x,y:z.sql', line: 3, column: 4 },
    });
    expect(line).toBe('::error file=x%2Cy%3Az.sql,line=3,col=4,title=a%3Ab%2Cc%25::50%25 of\\r\\nit: a, b\n');
  });

  test('of any text are a command a line', () => {
    for (const line of lines(hostileReport)) expect(line).toMatch(/^::(error|warning|notice) [^:]*::[^\r\n]*$/);
    expect(lines(reportOf([makeCase(hostileText, 'failed', { reason: hostileText })])).length).toBe(1);
  });

  test('stand on the changed lines, errors for what fails and notices for what is open', () => {
    const shown = lines(report);
    expect(shown[0]).toMatch(
      /^::error file=workloads\/posthog-next\/trends\.sql,line=\d+,endLine=\d+,title=trends_dau/,
    );
    expect(shown.some((line) => line.startsWith('::notice '))).toBe(true);
    const lenient = lines(report, { rules: { ...usualRules, failOn: new Set() } });
    expect(lenient.some((line) => line.startsWith('::error '))).toBe(false);
    expect(lenient[0]).toMatch(/^::warning /);
  });

  test('are ten of a level, the last of which counts the others', () => {
    const failed = (count: number): readonly string[] =>
      lines(reportOf(Array.from({ length: count }, (_, index) => makeCase(`case_${index}`, 'failed'))));
    expect(failed(10).length).toBe(10);
    expect(failed(10).at(-1)).toContain('case_9');
    expect(failed(12).length).toBe(10);
    expect(failed(12).at(-1)).toBe(
      '::error title=hogbench::3 further cases of this level, the first of them case_9: 12 in all. The report has them.',
    );
  });

  test.each(severity)('of a run with one case that is %s: there is one, but where nothing needs a look', (verdict) => {
    const calm = ['improved', 'equivalent'].includes(verdict);
    expect(lines(reportOf([makeCase('a', verdict)])).length > 0).toBe(!calm);
  });
});

const exact = exactMetric('read_rows', 'Rows read', 10, 20);
const timed = timeMetric(1000, 2, 0.1);
const known = reportOf([
  makeCase('slow', 'regressed', { metrics: [timed, exact] }),
  makeCase('wrong', 'resultChanged', { metrics: [timed] }),
  makeCase('gone', 'failed', {
    metrics: [{ ...timed, candidate: null, result: { kind: 'notCompared', reason: 'x' } }],
  }),
  makeCase('unread', 'inconclusive', {
    metrics: [{ ...timed, baseline: null, candidate: null, result: { kind: 'notCompared', reason: 'x' } }],
  }),
]);

describe('Bencher Metric Format', () => {
  test('of any text is valid by its schema, with names that the service takes', () => {
    const long = reportOf([
      makeCase('x'.repeat(3000), 'equivalent', { metrics: [{ ...timed, metric: 'm'.repeat(99) }] }),
    ]);
    for (const shown of [report, hostileReport, long, reportOf([])]) {
      const document = JSON.parse(renderBencher(shown));
      expect(isBencher(document)).toBe(true);
      for (const [name, measures] of Object.entries(document)) {
        expect([...name].length).toBeLessThanOrEqual(1024);
        for (const measure of Object.keys(measures as object)) expect([...measure].length).toBeLessThanOrEqual(64);
      }
    }
  });

  test('has the candidate in base units with its interval, and neither wrong answers nor what was not measured', () => {
    const { slow, hogbench, ...others } = JSON.parse(renderBencher(known));
    expect(slow).toEqual({
      server_time: { value: 2000, lower_value: 1800, upper_value: 2200 },
      read_rows: { value: 20, lower_value: 20, upper_value: 20 },
    });
    expect(others).toEqual({});
    expect(hogbench).toEqual({
      ...{ cases_regressed: { value: 1 }, cases_result_changed: { value: 1 }, cases_failed: { value: 1 } },
      ...{ cases_undecided: { value: 1 }, cases_removed: { value: 0 } },
      ...{ rules_broken: { value: 0 }, runs_undecided: { value: 0 }, runs_broken_off: { value: 0 } },
    });
  });

  test.each([
    [{}, 'runs_undecided'],
    [{ status: { kind: 'interrupted' } }, 'runs_broken_off'],
  ] as const)('tells a run that %j ended without a verdict from one that passed', (more, count) => {
    const { hogbench } = JSON.parse(renderBencher(reportOf([makeCase('a', 'inconclusive')], more)));
    expect(hogbench[count]).toEqual({ value: 1 });
  });

  test('keeps a case of any name', () => {
    const named = JSON.parse(
      renderBencher(reportOf([makeCase('__proto__', 'equivalent'), makeCase('hogbench', 'equivalent')])),
    );
    expect(Object.keys(named).sort()).toEqual(['__proto__', 'hogbench']);
    expect(Object.keys(named.hogbench)).toContain('server_time');
  });
});

describe('github-action-benchmark', () => {
  test('has entries as its reader takes them: a name, a unit, a number, and a range that it understands', () => {
    for (const shown of [report, hostileReport, known, reportOf([])]) {
      const entries = JSON.parse(renderBenchmarkJson(shown));
      // The action refuses a file without entries.
      expect(entries.length).toBeGreaterThan(0);
      for (const { name, unit, value, range } of entries) {
        expect([typeof name, typeof unit, Number.isFinite(value)]).toEqual(['string', 'string', true]);
        if (range !== undefined) expect(Number(/(?:\+-|±)\s*(\d.+|\d)$/.exec(range)?.[1])).not.toBeNaN();
      }
      expect(new Set(entries.map(({ name }: { name: string }) => name)).size).toBe(entries.length);
    }
  });

  test('has the candidate, and neither wrong answers nor what was not measured', () => {
    const entries: readonly { readonly name: string }[] = JSON.parse(renderBenchmarkJson(known));
    expect(entries.filter(({ name }) => !name.startsWith('hogbench: '))).toEqual([
      { name: 'slow: server_time', unit: 'us', value: 2000, range: '± 200' },
      { name: 'slow: read_rows', unit: 'rows', value: 20, range: '± 0' },
    ]);
  });
});

describe('OpenMetrics', () => {
  const textOf = (shown: ComparisonReport): string => [...renderOpenMetrics(shown)].join('');

  test('of any text is read by the grammar of the standard, and says the same', () => {
    for (const shown of [report, hostileReport, known, reportOf([]), reportOf([], { arms: [] })]) {
      const families = readOpenMetrics(textOf(shown));
      const verdicts = families.find(({ name }) => name === 'hogbench_case_verdict');
      expect(verdicts?.samples.filter(({ value }) => value === 1).length).toBe(shown.cases.length);
    }
  });

  test('has base units, both arms, bounds, and no sample for what was not measured', () => {
    const families = readOpenMetrics(textOf(known));
    const samples = (name: string) => families.find((one) => one.name === name)?.samples ?? [];
    const of = { case: 'slow', metric: 'server_time' };
    expect(samples('hogbench_case_seconds')).toEqual([
      { name: 'hogbench_case_seconds', labels: { ...of, arm: 'baseline' }, value: 0.001 },
      { name: 'hogbench_case_seconds', labels: { ...of, arm: 'candidate' }, value: 0.002 },
    ]);
    const ratios = samples('hogbench_case_change_ratio').filter(({ labels }) => labels.metric === 'server_time');
    expect(Object.fromEntries(ratios.map(({ labels, value }) => [labels.bound, value]))).toEqual({
      ...{ low: 1.8, high: 2.2, typical: 2 },
    });
    expect(
      samples('hogbench_run_outcome')
        .filter(({ value }) => value === 1)
        .map(({ labels }) => labels),
    ).toEqual([{ hogbench_run_outcome: 'results_differ' }]);
    expect(textOf(hostileReport)).not.toMatch(/ (NaN|[-+]Inf)$/m);
  });

  test('the reader of these tests refuses what the standard refuses', () => {
    const good = '# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds{b="c"} 1\n';
    expect(readOpenMetrics(`${good}# EOF\n`).length).toBe(1);
    const bad = [
      good,
      `${good}# EOF`,
      `${good}${good}# EOF\n`,
      `${good}# HELP a_seconds late\n# EOF\n`,
      good.replace('seconds seconds', 'seconds bytes').concat('# EOF\n'),
      good.replace(' 1\n', ' NaN\n').concat('# EOF\n'),
      good.replace('"c"', '"c\\d"').concat('# EOF\n'),
      good.replace('"c"', '"c",b="d"').concat('# EOF\n'),
      `${good}a_seconds{b="c"} 2\n# EOF\n`,
      `${good}\n# EOF\n`,
      `${good}b 1\n# EOF\n`,
    ];
    for (const text of bad) expect(() => readOpenMetrics(text), text).toThrow();
  });
});
