import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoryQuestion, readHistory } from '../../../src/app/readHistory.ts';
import type { HistoryReport } from '../../../src/model/history.ts';
import { historyChart } from '../../../src/report/history/historyChart.ts';
import { historyNotes, scopeText } from '../../../src/report/history/historyWords.ts';
import { sparkline } from '../../../src/report/history/sparkline.ts';
import { memoryArchive } from '../../support/memoryArchive.ts';
import { commitOf, type StoredHistory, storedHistory } from '../../support/storedHistory.ts';
import { madeUpFigures, madeUpRun } from '../../support/storedRuns.ts';

const usual: HistoryQuestion = { metric: 'server_time', last: 200, across: [], resets: [] };

async function historyOf(stored: StoredHistory, question: Partial<HistoryQuestion> = {}): Promise<HistoryReport> {
  return readHistory(await storedHistory(stored), { ...usual, ...question });
}

const slower =
  (from: number, by: number, ofCase = 1) =>
  (run: number, series: number) =>
    series === ofCase && run >= from ? by : 1;

describe('a history', () => {
  it('names the case, the size, the first run after the change and its range of commits', async () => {
    const report = await historyOf({ runs: 60, cases: 3, factor: slower(42, 1.3) });
    const change = report.changes.find(({ caseId }) => caseId === 'case_1');
    expect(change).toMatchObject({
      direction: 'worse',
      state: 'confirmed',
      first: 42,
      lastBefore: 41,
      latest: 42,
      agreeing: 18,
    });
    expect(change?.low).toBeLessThan(1.3);
    expect(change?.high).toBeGreaterThan(1.3);
    expect(report.changes.filter(({ caseId }) => caseId === 'case_0' || caseId === 'case_2')).toEqual([]);
    // A third of the total is 30% slower: the total is a tenth slower.
    expect(report.changes.find(({ caseId }) => caseId === null)?.ratio).toBeCloseTo(1.1, 1);
  });

  it('of runs where nothing changed has none, and says what it would have seen', async () => {
    const report = await historyOf({ runs: 80, cases: 30 });
    expect(report.changes).toEqual([]);
    expect(report.searched).toEqual({ all: 31, enough: 31 });
    expect(report.visible?.ratio).toBeGreaterThan(1.01);
    expect(report.visible?.ratio).toBeLessThan(1.1);
  });

  it.each([
    ['one case', 1, {}],
    ['three cases', 3, {}],
    ['one of three cases', 3, { cases: ['case_0'] }],
    ['two of three cases', 3, { cases: ['case_0', 'case_2'] }],
  ])('of %s holds runs against the newest level, not against all', async (_, cases, question) => {
    const report = await historyOf({ runs: 10, cases, factor: (run) => (run < 5 ? 1 : 4) }, question);
    expect(report.changes).not.toEqual([]);
    const ratios = report.runs.map(({ ratio }) => Math.round((ratio ?? 0) * 10) / 10);
    // Noise of 5% at most, on both sides.
    for (const ratio of ratios.slice(0, 5)) expect([0.2, 0.3]).toContain(ratio);
    for (const ratio of ratios.slice(5)) expect([0.9, 1, 1.1]).toContain(ratio);
  });

  it('of a counter that is constant on both sides says that any further step would show', async () => {
    const store = memoryArchive();
    for (let run = 0; run < 10; run++)
      await store.push(madeUpRun(run), madeUpFigures({ one: run < 5 ? 12.9e6 : 52.1e6 }, 'read_bytes'));
    const report = await readHistory(store, { ...usual, metric: 'read_bytes' });
    expect(report.changes).toMatchObject([{ first: 5, state: 'confirmed', chance: 0 }]);
    expect(report.runs.map(({ ratio }) => ratio?.toFixed(2))).toEqual([
      ...Array(5).fill('0.25'),
      ...Array(5).fill('1.00'),
    ]);
    expect(report.visible?.ratio).toBeCloseTo(1.01, 9);
    // Ten runs have no room for a level of ten.
    expect(report.visible?.runs).toBe(5);
    expect(historyNotes(report).join(' ')).toContain('show a step of +1.0% that lasts 5 runs');
  });

  it('is worst first: what is sure, then worse, then larger', async () => {
    const factors = [1, 0.5, 1.2, 2];
    const report = await historyOf(
      {
        runs: 60,
        cases: 5,
        factor: (run, series) => (series === 4 ? (run >= 58 ? 3 : 1) : run >= 30 ? (factors[series] ?? 1) : 1),
      },
      { cases: ['case_*'] },
    );
    const large = report.changes.filter(({ ratio }) => Math.abs(Math.log(ratio ?? 1)) > 0.1);
    expect(large.map(({ caseId, direction, state }) => [caseId, direction, state])).toEqual([
      ['case_3', 'worse', 'confirmed'],
      ['case_2', 'worse', 'confirmed'],
      ['case_1', 'better', 'confirmed'],
      ['case_4', 'worse', 'tentative'],
    ]);
  });

  it('takes no other machine, server, dataset or settings for a change of the code', async () => {
    const moved = (more: object) =>
      historyOf({
        runs: 40,
        cases: 2,
        factor: (run) => (run >= 20 ? 1.5 : 1),
        identity: (run) => (run >= 20 ? more : {}),
      });
    for (const [part, more] of [
      ['machine', { machine: { kind: 'remote', cpu: null, cores: 8, memoryBytes: 3.2e10, hosts: 1 } }],
      ['server', { serverVersion: '26.2.1.1' }],
      ['dataset', { datasetHash: '00000000000000ff' }],
      ['settings', { settingsHash: '00000000000000ff' }],
    ] as const) {
      const report = await moved(more);
      expect(report.changes, part).toEqual([]);
      expect(report.events.map(({ run, changed }) => [run, changed.map((one) => one.part)])).toEqual([[20, [part]]]);
    }
    expect((await moved({ hogbenchVersion: '9.9.9' })).changes).not.toEqual([]);
  });

  it('compares across what it is told to', async () => {
    const stored = {
      runs: 40,
      cases: 1,
      factor: slower(20, 1.5, 0),
      identity: (run: number) => ({ datasetHash: `${run}` }),
    };
    expect((await historyOf(stored)).searched).toEqual({ all: 1, enough: 0 });
    expect((await historyOf(stored, { across: ['dataset'] })).changes).toMatchObject([{ first: 20 }]);
  });

  it('lets machines take turns, and finds the change on each', async () => {
    const report = await historyOf({
      runs: 80,
      cases: 1,
      factor: (run) => (run % 2 === 0 ? 1 : 1.7) * (run >= 50 ? 1.25 : 1),
      identity: (run) => (run % 2 === 0 ? {} : { serverBuild: 'other' }),
    });
    expect(report.events).toHaveLength(1);
    expect(report.changes.map(({ first }) => first).sort()).toEqual([50, 51]);
  });

  it.each([
    ['a run', { at: '00000014' }],
    ['a commit', { at: commitOf(20).slice(0, 9) }],
    ['a day', { at: '2026-01-01T20:00:00Z' }],
  ])('begins anew at a reset by %s', async (_, reset) => {
    const report = await historyOf(
      { runs: 40, cases: 1, factor: slower(20, 1.5, 0) },
      { resets: [{ ...reset, reason: 'new disks' }] },
    );
    expect(report.changes).toEqual([]);
    expect(report.events).toEqual([{ run: 20, changed: [], reset: { ...reset, reason: 'new disks' } }]);
  });

  it('tells a reset that stands for no run', async () => {
    const report = await historyOf({ runs: 20, cases: 1 }, { resets: [{ at: 'ffffffff' }] });
    expect(report.unknownResets).toEqual([{ at: 'ffffffff' }]);
  });

  it('has gaps where a run has no value, and leaves out what was not finished', async () => {
    const report = await historyOf({
      runs: 50,
      cases: 2,
      factor: (run, series) => (series === 1 && run % 5 === 0 ? null : run >= 30 ? 1.4 : 1),
      identity: (run) => (run === 33 ? { status: 'interrupted' } : {}),
    });
    expect(report.runs).toHaveLength(49);
    expect(report.excluded).toMatchObject([{ runId: '00000021', reason: 'interrupted' }]);
    const points = report.series.find(({ caseId }) => caseId === 'case_1')?.points ?? [];
    // 40 of 50, of which one was interrupted.
    expect(points).toHaveLength(39);
    expect(points.every(({ value }) => value > 0)).toBe(true);
    expect(
      report.changes.filter(({ caseId }) => caseId !== null).map(({ caseId, direction }) => [caseId, direction]),
    ).toEqual([
      ['case_0', 'worse'],
      ['case_1', 'worse'],
    ]);
    // Its run 30 is one of the gaps.
    expect(report.changes.find(({ caseId }) => caseId === 'case_1')).toMatchObject({ lastBefore: 29, first: 31 });
  });

  it('does not compare totals of other cases', async () => {
    const report = await historyOf({
      runs: 40,
      cases: 3,
      factor: (run, series) => (series === 2 && run < 20 ? null : 1),
    });
    expect(report.changes).toEqual([]);
  });

  it('of zeros has no ratio, and still finds the change', async () => {
    const report = await historyOf({ runs: 30, cases: 1, factor: (run) => (run < 15 ? 0 : 1) });
    expect(report.changes).toMatchObject([{ first: 15, ratio: null, low: null, high: null, direction: 'worse' }]);
  });

  it('is of the main line, where a store has runs of several branches', async () => {
    const stored = {
      runs: 60,
      cases: 1,
      factor: (run: number) => (run % 3 === 0 ? 4 : 1),
      identity: (run: number) => (run % 3 === 0 ? { branch: 'try' } : {}),
    };
    expect(await historyOf(stored)).toMatchObject({ asked: { branch: 'main' }, changes: [] });
    expect((await historyOf(stored)).runs).toHaveLength(40);
    expect((await historyOf(stored, { branch: '*' })).runs).toHaveLength(60);
  });

  it('of few runs says that it looked for nothing', async () => {
    expect(await historyOf({ runs: 5, cases: 2 })).toMatchObject({
      searched: { all: 3, enough: 0 },
      visible: null,
      changes: [],
    });
  });
});

describe('what cannot be shown', () => {
  it.each([
    ['a branch without runs', { branch: 'nobody' }, /no run of branch `nobody`/, /store list/],
    ['a metric that no run tells', { metric: 'server_tim' }, /`server_tim`/, /did you mean `server_time`/],
    ['a case that is not there', { cases: ['case_x'] }, /no case is called `case_x`/, /did you mean `case_0`/],
  ])('%s', async (_, question, what, fix) => {
    await expect(historyOf({ runs: 10, cases: 2 }, question)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(what),
      fix: expect.stringMatching(fix),
    });
  });
});

describe('a row of bars', () => {
  it('has a bar for each value, gaps for what is missing, and no mountain of noise', () => {
    expect(sparkline([1, 2, null, 8], 10)).toBe('▁▂·█');
    expect(sparkline([100, 100.1, 99.9], 10)).toHaveLength(3);
    expect(sparkline([5, 5, 5], 2)).toHaveLength(2);
    expect(sparkline([0, 0], 5)).toHaveLength(2);
    expect(sparkline([null], 5)).toBe('');
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e15 }), { minLength: 1 }), (values) => {
        expect(sparkline(values, values.length)).toHaveLength(values.length);
      }),
    );
  });
});

describe('the drawing of a series', () => {
  it.each([2, 6, 60])('of %d runs keeps its levels beside the labels and within its width', async (runs) => {
    const report = await historyOf({ runs, cases: 1 });
    const [series] = report.series;
    const chart = series === undefined ? null : historyChart(series, report);
    expect(chart?.levels).toHaveLength(1);
    for (const { from, to } of chart?.levels ?? []) {
      expect(from).toBe(64);
      expect(to).toBe(750);
    }
  });
});

describe('its words', () => {
  it('name a day once, and one series as one', async () => {
    const report = await historyOf({ runs: 8, cases: 1 });
    expect(scopeText(report)).toBe('8 runs of 1 case, 2026-01-01, in memory');
    expect(historyNotes(report).join(' ')).toMatch(
      /one in which nothing changed shows a change with a chance of at most 5%. .* this one would/,
    );
    const many = await historyOf({ runs: 40, cases: 2 });
    expect(scopeText(many)).toContain(', 2026-01-01 to 2026-01-02, ');
    expect(historyNotes(many).join(' ')).toMatch(/Searched 3 series; of the changes that are told, at most 5%/);
  });
});
