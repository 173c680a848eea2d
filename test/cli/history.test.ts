import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryReport } from '../../src/model/history.ts';
import { folderArchive } from '../../src/store/folder/folderArchive.ts';
import { commitOf, pushHistory, type StoredHistory } from '../support/storedHistory.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

/** Fills the folder where a store is if nothing is said. */
async function stored(history: StoredHistory): Promise<void> {
  const folder = join(space.folder, '.hogbench/store');
  const store = folderArchive({
    folder,
    shown: '.hogbench/store',
    madeBy: '0.1.0',
    now: Date.now,
    warn: () => undefined,
  });
  await pushHistory(store, history);
  await store.close();
}

async function json(...flags: readonly string[]): Promise<HistoryReport> {
  const ran = await space.run(['history', '--json', ...flags]);
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
  return JSON.parse(ran.out) as HistoryReport;
}

const slower: StoredHistory = { runs: 40, cases: 3, factor: (run, series) => (series === 1 && run >= 25 ? 1.4 : 1) };

describe('hogbench history', () => {
  it('tells the case, the size, the first run and the commits, and a line for each run', async () => {
    await stored(slower);
    const ran = await space.run(['history']);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('of server_time: ');
    expect(ran.out).toMatch(/worse: case_1: 19\.9 ms → 27\.8 ms, 1\.40x \(1\.38–1\.41\)/);
    expect(ran.out).toContain(
      `first seen in run 00000019 of ${commitOf(25).slice(0, 7)}, 2026-01-02 01:00; it lies in\n  ${commitOf(24).slice(0, 7)}..${commitOf(25).slice(0, 7)}`.replace(
        '\n  ',
        ' ',
      ),
    );
    expect(ran.out).toMatch(/^started +run +commit +branch +total +to level +changes$/m);
    expect(ran.out).toContain('20 older runs: --verbose has a line for each');
    const all = await space.run(['history', '--verbose']);
    expect(all.out.match(/^2026-01-0\d \d\d:00 /gm)).toHaveLength(40);
  });

  it('looks at what it is asked for: cases, metric, the newest runs', async () => {
    await stored(slower);
    const report = await json('--case', 'case_1', '--case', 'case_?', '--last', '30');
    expect(report.runs).toHaveLength(30);
    expect(report.olderRuns).toBe(10);
    expect(report.series.map(({ caseId }) => caseId)).toEqual(['case_0', 'case_1', 'case_2']);
    expect((await json('--case', 'case_0')).changes).toEqual([]);
    const other = await space.run(['history', '--metric', 'read_rows']);
    expect(other.code).toBe(2);
    expect(other.err).toContain('no run that was looked at tells `read_rows`');
  });

  it('writes a page, and no second one over it', async () => {
    await stored(slower);
    const ran = await space.run(['history', '--html', 'history.html']);
    expect(ran.code).toBe(0);
    const page = await space.read('history.html');
    expect(page).toContain('<h3>case_1</h3>');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect((await space.run(['history', '--html', 'history.html'])).code).toBe(2);
    expect((await space.run(['history', '--html', 'history.html', '--force'])).code).toBe(0);
  });

  it('takes resets of the flag and of the config, and says so', async () => {
    await stored(slower);
    const byFlag = await json('--case', 'case_1', '--reset', `${commitOf(25).slice(0, 8)}=new disks`);
    expect(byFlag.changes).toEqual([]);
    expect(byFlag.events).toMatchObject([{ run: 25, reset: { reason: 'new disks' } }]);
    await space.write(
      'hogbench.config.yaml',
      'history:\n  resets:\n    - { at: 2026-01-02T01:00:00Z, reason: new data }\n',
    );
    expect((await json('--case', 'case_1')).events).toMatchObject([{ run: 25, reset: { reason: 'new data' } }]);
    expect((await space.run(['history'])).out).toContain('reset 2026-01-02T01:00:00Z (new data)');
  });

  it('takes none in CI from a config that nobody named', async () => {
    await stored(slower);
    await space.write('hogbench.config.yaml', 'history:\n  resets:\n    - { at: 2026-01-02, reason: hides it }\n');
    const ran = await space.run(['history'], { env: { CI: 'true' } });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('history.resets');
    expect((await space.run(['history', '--config', 'hogbench.config.yaml'], { env: { CI: 'true' } })).code).toBe(0);
  });

  it.each([
    ['--across datset', /did you mean `dataset`/],
    ['--reset yes', /is no run, no commit and no day/],
    [
      '--reset yesterday=foo',
      /`yesterday` is no run, no commit and no day[\s\S]*Did you mean a day\? Write YYYY-MM-DD/,
    ],
    ['--reset v1.2.3', /`v1.2.3` is no run, no commit/],
    ['--reset 2026-3-1', /Write YYYY-MM-DD/],
    ['--reset 2026-02-30', /is no day of the calendar/],
    ['--reset 2026-13-45', /is no day of the calendar/],
    ['--branch feature', /no run of branch `feature`/],
    ['--case orders', /no case is called `orders`/],
    ['--last 0', /--last is not a whole number/],
    ['--metric server_tme', /did you mean `server_time`/],
  ])('refuses %s', async (flags, what) => {
    await stored({ runs: 8, cases: 2 });
    const ran = await space.run(['history', ...flags.split(' ')]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(what);
    expect(ran.out).toBe('');
  });

  it.each([
    ['no reason', '{ at: 2026-01-02 }', /reason/],
    ['no place', '{ at: "#", reason: x }', /no run, no commit/],
    ['a key of its own', '{ at: 2026-01-02, reason: x, until: y }', /until/],
  ])('refuses a reset of a config with %s', async (_, reset, what) => {
    await stored({ runs: 8, cases: 1 });
    await space.write('hogbench.config.yaml', `history:\n  resets:\n    - ${reset}\n`);
    const ran = await space.run(['history']);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(what);
  });

  it('of an empty store says what to do', async () => {
    const ran = await space.run(['history']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('there is no store here');
    expect(ran.err).toContain('hogbench store push');
  });

  it('never says that nothing changed where nothing was searched', async () => {
    await stored({ runs: 4, cases: 2 });
    const ran = await space.run(['history']);
    expect(ran.out).toContain('too few comparable runs to look for changes of server_time');
    expect(ran.out).not.toContain('no change');
  });

  it('shows names that came from outside as text', async () => {
    const hostile = '</svg><script>alert(1)</script>\u001b[31m$';
    await stored({
      ...{ runs: 12, cases: 1 },
      caseId: () => hostile,
      identity: (run) => ({ branch: 'a\u001b[2J|b', serverVersion: run < 6 ? '26.1<b>' : '26.2' }),
    });
    const ran = await space.run(['history', '--html', 'history.html']);
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain('<ESC>');
    const page = await space.read('history.html');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u001b');
    expect(page).toContain('&lt;script&gt;');
  });
});
