import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishedCase } from '../../src/model/comparison.ts';
import type { Percentile } from '../../src/model/percentile.ts';
import type { CaseSummary } from '../../src/model/runSummary.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'queries/queries.sql': '-- name: steady\nSELECT 1 FROM events;\n\n-- name: with_a_tail\nSELECT 2 FROM events;\n',
  });
});
afterEach(() => space.remove());

/** Of ten executions of the candidate one takes five times as long, which no median shows. */
const tail: FakeOptions = {
  script: (id, arm, execution) =>
    id === 'with_a_tail' && arm === 'candidate' && execution % 10 === 9 ? { ms: 200 } : { ms: 40 },
};

const ab = (...more: string[]): Promise<Ran> =>
  space.run(['ab', 'queries', '--no-self-check', '--out', 'out', '--force', ...more], { services: fakeServices(tail) });

function ofCase(ran: Ran, caseId: string): Record<'baseline' | 'candidate', readonly Percentile[]> {
  const { cases } = JSON.parse(ran.out) as { readonly cases: readonly PublishedCase[] };
  const found = cases.find((one) => one.caseId === caseId)?.metrics.find(({ metric }) => metric === 'server_time');
  return found?.percentiles as Record<'baseline' | 'candidate', readonly Percentile[]>;
}

describe('percentiles of a comparison', () => {
  it('show a tail that the median does not, in JSON, CSV, the page and on the terminal', async () => {
    const ran = await ab('--min-pairs', '60', '--max-pairs', '60', '--json', '--csv', 'out.csv', '--html', 'out.html');
    const { baseline, candidate } = ofCase(ran, 'with_a_tail');
    expect(baseline.map(({ p, kind }) => `${p} ${kind}`)).toEqual(['50 known', '90 known', '95 known', '99 refused']);
    const at = (own: readonly Percentile[], p: number): number => {
      const one = own.find((each) => each.p === p);
      return one?.kind === 'known' ? Math.round(one.value / 10_000) * 10 : Number.NaN;
    };
    expect([at(baseline, 50), at(candidate, 50), at(baseline, 95), at(candidate, 95)]).toEqual([40, 40, 40, 200]);
    expect(baseline[3]).toMatchObject({ why: 'few', needed: 300 });

    const [head = '', ...rows] = (await space.read('out.csv')).trimEnd().split('\r\n');
    const columns = head.split(',');
    const row =
      rows.find((one) => one.startsWith('with_a_tail,') && one.includes(',server_time.p95,'))?.split(',') ?? [];
    const cell = (name: string): string => row[columns.indexOf(name)] ?? '';
    expect(Math.round(Number(cell('candidate_percentile')) / 10_000)).toBe(20);
    expect(Number(cell('candidate_low'))).toBeLessThanOrEqual(Number(cell('candidate_percentile')));
    expect(cell('level')).toBe('0.9');
    expect([cell('baseline_median'), cell('ratio'), cell('not_compared')]).toEqual(['', '', '']);
    expect(rows.find((one) => one.includes(',server_time.p99,'))).toContain('needs 300 executions, has');

    const page = await space.read('out.html');
    expect(page).toContain('<th scope="row">p95</th>');
    expect(page).toContain('needs 300 executions, has 60');

    const shown = await space.run(['report', 'out/run.jsonl.gz', '--verbose']);
    const text = shown.out.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/with_a_tail p50 4\d\.\d ms \(39\.\d ms–40\.\d ms\) → 4.* p95 40\.\d ms \(.*\) → 20\d ms \(/);
    expect(text).toContain('p99: needs 300 executions, has 60');
    expect(text).toContain('90% intervals from 60 executions in 1 session, how much sessions differ is not in them');
    expect((await space.run(['report', 'out/run.jsonl.gz'])).out).not.toContain('p95');
  });

  it('are refused with the number they need, and never printed as if they were known', async () => {
    const ran = await ab('--min-pairs', '22', '--max-pairs', '22', '--json', '--csv', 'out.csv', '--html', 'out.html');
    const { candidate } = ofCase(ran, 'steady');
    expect(candidate.slice(1).map((one) => (one.kind === 'refused' ? [one.p, one.needed] : []))).toEqual([
      [90, 30],
      [95, 60],
      [99, 300],
    ]);
    const shown = await space.run(['report', 'out/run.jsonl.gz', '--verbose']);
    for (const text of [shown.out, await space.read('out.html'), await space.read('out.csv')])
      expect(text.replaceAll(/\s+/g, ' ')).toContain('needs 60 executions, has 22');
  });

  it('are not measured by counters alone', async () => {
    const ran = await ab('--counters-only', '--json');
    for (const one of ofCase(ran, 'steady').candidate) expect(one).toMatchObject({ kind: 'refused', why: 'counters' });
  });

  it('stand in the details of a finding in a comment', async () => {
    const slower = fakeServices({ script: (_, arm) => ({ ms: arm === 'candidate' ? 80 : 40 }) });
    const argv = ['ab', 'queries', '--no-self-check', '--out', 'out', '--markdown', 'out.md'];
    expect((await space.run(argv, { services: slower })).code).toBe(1);
    expect(await space.read('out.md')).toMatch(
      /- Server time by percentile: p50 .* ms .*; p90: needs 30 executions, has/,
    );
  });
});

describe('percentiles of one arm', () => {
  const run = (...more: string[]): Promise<Ran> =>
    space.run(['run', 'queries', '--out', 'one', ...more], { services: fakeServices(tail) });

  it('are in its JSON, and printed with --verbose', async () => {
    const ran = await run('--sessions', '5', '--rounds', '12', '--verbose');
    expect(ran.out).toMatch(/steady\n {2}p50 4\d\.\d ms/);
    const json = (await space.run(['report', 'one/run.jsonl.gz', '--json'])).out;
    const { cases } = JSON.parse(json) as { readonly cases: readonly CaseSummary[] };
    expect(cases[0]?.percentiles[2]).toMatchObject({ p: 95, kind: 'known', executions: 60, sessions: 5 });
    const shown = await space.run(['report', 'one/run.jsonl.gz', '--verbose']);
    expect(shown.out).toContain('p99: needs 300 executions, has 60');
    expect((await space.run(['report', 'one/run.jsonl.gz'])).out).not.toContain('p95');
  });

  it('count as fewer executions where sessions differ', async () => {
    const services = fakeServices({ script: (_, __, execution) => ({ ms: execution < 65 ? 40 : 80 }) });
    await space.run(['run', 'queries', '--out', 'two', '--sessions', '2', '--rounds', '60'], { services });
    const shown = await space.run(['report', 'two/run.jsonl.gz', '--verbose']);
    expect(shown.out.replaceAll(/\s+/g, ' ')).toMatch(
      /p95: needs 60 executions, has 120 that count as \d, since its sessions differ/,
    );
  });

  it('of two saved runs stand side by side', async () => {
    await run('--sessions', '5', '--rounds', '12');
    const compared = await space.run(['compare', 'one/run.jsonl.gz', 'one/run.jsonl.gz', '--json']);
    const { baseline, candidate } = ofCase(compared, 'steady');
    expect(baseline).toEqual(candidate);
    expect(baseline[2]).toMatchObject({ p: 95, kind: 'known', executions: 60, sessions: 5 });
  });
});
