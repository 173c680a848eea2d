import { describe, expect, test } from 'vitest';
import type { ComparisonReport } from '../../../src/model/comparison.ts';
import { headView, verdictBar } from '../../../src/report/page/headView.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

const [baseline, candidate] = report.arms;
const none = reportOf([]).counts;

function about(arms: ComparisonReport['arms']): Readonly<Record<string, string>> {
  return Object.fromEntries(headView({ ...report, arms }).about.map(({ label, value }) => [label, value]));
}

describe('the head of the page says what it is about', () => {
  test('branches by their names, the workload that both have, and the machine', () => {
    if (baseline === undefined || candidate === undefined) throw new Error('the fixture has two arms');
    const arms = [
      { ...baseline, workload: 'queries', revision: { name: 'main', commit: 'a'.repeat(40), uncommitted: false } },
      { ...candidate, workload: 'queries', revision: { name: 'feature', commit: 'b'.repeat(40), uncommitted: true } },
    ];
    const said = about(arms);
    expect(said.arms).toBe('main@aaaaaaa → feature@bbbbbbb with uncommitted changes');
    expect(said.workload).toBe('queries');
    expect(said.machine).toContain(`${baseline.environment.serverHost}, `);
    expect(said.ClickHouse).toBe(`${baseline.environment.serverVersion} → ${candidate.environment.serverVersion}`);
    expect(renderHtml({ ...report, arms })).toContain(
      '<dd>main@aaaaaaa → feature@bbbbbbb with uncommitted changes</dd>',
    );
  });

  test('what is the same in both arms once', () => {
    if (baseline === undefined) throw new Error('the fixture has two arms');
    expect(about([baseline, { ...baseline, arm: 'candidate' }])).toMatchObject({
      arms: baseline.workload,
      ClickHouse: baseline.environment.serverVersion,
    });
    expect(about([baseline, baseline])).not.toHaveProperty('workload');
  });
});

test('says why cases are undecided, and what would help', () => {
  const noisy = makeCase('a', 'inconclusive', { ended: { kind: 'limit', pairs: 7 } });
  const { undecided, help } = headView(reportOf([noisy]));
  expect(undecided).toBe('1 too noisy');
  expect(renderHtml(reportOf([noisy]))).toContain('Undecided: 1 too noisy. What would help: hogbench ab … --max-pairs');
  expect(help).toContain('a quieter machine');
  expect(renderHtml(reportOf([makeCase('a', 'equivalent')]))).not.toContain('Undecided:');
});

describe('the bar of verdicts', () => {
  test('fills its width with every verdict there is, in the order of every list', () => {
    const bar = verdictBar(report.counts);
    const ends = bar?.segments.map(({ x, width }) => x + width) ?? [];
    expect(bar?.segments.map(({ verdict }) => verdict)).toEqual(headView(report).badges.map(({ verdict }) => verdict));
    expect(bar?.segments[0]?.x).toBe(0);
    expect(ends.at(-1)).toBeCloseTo(100, 1);
    for (const [at, end] of ends.slice(0, -1).entries()) expect(bar?.segments[at + 1]?.x).toBeCloseTo(end, 1);
    expect(bar?.text).toContain('10 cases: 1 regressed, ');
  });

  test('one case of thousands is seen, and a number that does not fit is not drawn', () => {
    const bar = verdictBar({ ...none, regressed: 1, failed: 120, equivalent: 9_879 });
    expect(bar?.segments.map(({ width }) => width > 1)).toEqual([true, true, true]);
    expect(bar?.segments.map(({ label }) => label)).toEqual(['', '', '~ 9,879']);
  });

  test('is not there without cases', () => {
    expect(verdictBar(none)).toBeNull();
    expect(renderHtml(reportOf([]))).not.toContain('class="verdicts"');
  });
});

test.each([
  ['a report', report],
  ['one of many cases', manyCases(30)],
  ['one without cases', reportOf([])],
])('the contents of %s lead to every section and to nothing else', (_, shown) => {
  const html = renderHtml(shown);
  const nav = html.slice(html.indexOf('<nav class="contents"'), html.indexOf('</nav>'));
  const links = [...nav.matchAll(/href="#([^"]+)"/g)].map(([, hash]) => hash);
  const heads = [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
  expect(links).toEqual(heads);
  expect(html.match(/<h2(?! id)/g)).toBeNull();
});
