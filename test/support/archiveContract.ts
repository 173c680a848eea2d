import { expect, it } from 'vitest';
import type { RunArchive } from '../../src/store/archive.ts';
import { madeUpFigures, madeUpRun } from './storedRuns.ts';

/** What every store has to do. @param open an empty one */
export function archiveContract(open: () => Promise<RunArchive>): void {
  it('tells runs newest first, by what they were pushed as and by branch', async () => {
    const store = await open();
    await store.push(madeUpRun(0, { name: 'main' }), []);
    await store.push(madeUpRun(2), []);
    await store.push(madeUpRun(1, { branch: 'topic' }), []);
    const ids = async (...filter: Parameters<RunArchive['list']>) =>
      (await store.list(...filter)).map((one) => one.runId);
    expect(await ids()).toEqual(['00000002', '00000001', '00000000']);
    expect(await ids({ name: 'main' })).toEqual(['00000000']);
    expect(await ids({ branch: 'main', last: 1 })).toEqual(['00000002']);
    expect(await ids({ name: 'mai' })).toEqual([]);
  });

  it('stores what is pushed twice once, and gives it back byte for byte', async () => {
    const store = await open();
    const run = madeUpRun(3);
    expect(await store.push(run, [])).toBe('stored');
    expect(await store.push({ ...run, identity: { ...run.identity, pushedAt: 1 } }, [])).toBe('known');
    expect(await store.list()).toEqual([run.identity]);
    expect(Buffer.from(await store.pull(run.identity))).toEqual(run.runFile);
  });

  it('tells figures case by case, oldest first, and totals of all cases', async () => {
    const store = await open();
    await store.push(madeUpRun(1), [...madeUpFigures({ 'a[n=1]': 11, b: 5 }), ...madeUpFigures({ b: 7 }, 'read_rows')]);
    await store.push(madeUpRun(0), madeUpFigures({ 'a[n=1]': 10 }));
    await store.push(madeUpRun(2), madeUpFigures({ 'a[n=1]': 12, b: 6 }));
    const { runs, series, totals, olderRuns } = await store.series({ metric: 'server_time', cases: ['a'], last: 10 });
    expect(runs.map((one) => one.runId)).toEqual(['00000000', '00000001', '00000002']);
    expect(series).toEqual([
      {
        ...{ caseId: 'a[n=1]', name: 'a', unit: 'us' },
        points: [10, 11, 12].map((value, run) => ({ run, value, executions: 5 })),
      },
    ]);
    expect(totals.map(({ total, cases }) => [total, cases])).toEqual([
      [10, 1],
      [16, 2],
      [18, 2],
    ]);
    expect(totals[1]?.casesHash).toBe(totals[2]?.casesHash);
    expect(totals[0]?.casesHash).not.toBe(totals[1]?.casesHash);
    expect(olderRuns).toBe(0);
  });

  it('leaves a gap where a run has no figure, and looks at the newest runs', async () => {
    const store = await open();
    for (const [place, values] of [{ b: 1 }, { a: 2 }, { a: 3, b: 4 }].entries())
      await store.push(madeUpRun(place), madeUpFigures(values));
    const { runs, series, olderRuns } = await store.series({ metric: 'server_time', last: 2 });
    expect(runs).toHaveLength(2);
    expect(olderRuns).toBe(1);
    expect(series.map(({ caseId, points }) => [caseId, points.map((one) => [one.run, one.value])])).toEqual([
      [
        'a',
        [
          [0, 2],
          [1, 3],
        ],
      ],
      ['b', [[1, 4]]],
    ]);
    expect((await store.series({ metric: 'server_time', cases: [], last: 2 })).series).toEqual([]);
    expect((await store.series({ metric: 'memory', last: 2 })).series).toEqual([]);
  });

  it('counts a run that was pushed under a name too once', async () => {
    const store = await open();
    await store.push(madeUpRun(0), madeUpFigures({ a: 1 }));
    await store.push(madeUpRun(0, { name: 'main' }), madeUpFigures({ a: 1 }));
    expect(await store.list()).toHaveLength(2);
    const { runs, totals } = await store.series({ metric: 'server_time', last: 10 });
    expect(runs.map((one) => one.name)).toEqual(['main']);
    expect(totals).toHaveLength(1);
  });

  it('keeps parts of a run, and takes none for a run', async () => {
    const store = await open();
    await store.push(madeUpRun(0, { part: '1/2' }), madeUpFigures({ a: 1 }));
    expect(await store.list()).toMatchObject([{ part: '1/2' }]);
    expect(await store.series({ metric: 'server_time', last: 10 })).toEqual({
      ...{ runs: [], series: [], totals: [], olderRuns: 0 },
    });
  });

  it('forgets what is removed, and takes it again', async () => {
    const store = await open();
    const run = madeUpRun(0);
    await store.push(run, madeUpFigures({ a: 1 }));
    await store.remove([run.identity]);
    await store.remove([run.identity]);
    expect(await store.list()).toEqual([]);
    expect((await store.series({ metric: 'server_time', last: 10 })).series).toEqual([]);
    expect(await store.push(run, madeUpFigures({ a: 1 }))).toBe('stored');
    expect(await store.list()).toHaveLength(1);
  });
}
