import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadRun, LoadTally } from '../../src/model/loadRun.ts';
import { loadReporters } from '../../src/report/load/loadReporters.ts';
import { createLoadFile } from '../../src/store/load/loadWriter.ts';
import { readLoadRun } from '../../src/store/load/readLoadRun.ts';
import { recordLoad } from '../../src/store/load/recordLoad.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { loadRunOf } from '../support/loadRuns.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace({ 'queries/a.sql': 'SELECT 1 FROM events' });
});
afterEach(() => space.remove());

/** Leaves a load in a folder. */
async function loadIn(folder: string, change: Partial<LoadRun> = {}): Promise<string> {
  const { trials, notices, status, ...header } = loadRunOf(change);
  const file = `${folder}/run.jsonl.gz`;
  await recordLoad(await createLoadFile(join(space.folder, file), header), { trials, notices, status });
  return file;
}

async function comparisonIn(folder: string): Promise<string> {
  const argv = ['ab', 'queries', 'queries', '--all', '--out', folder, '--quiet'];
  expect((await space.run(argv, { services: fakeServices() })).err).not.toContain('fix:');
  return `${folder}/run.jsonl.gz`;
}

describe('the file of a load', () => {
  it('is kept by no store', async () => {
    const file = await loadIn('load');
    const pushed = await space.run(['store', 'push', file, '--name', 'main']);
    expect(pushed.code).toBe(2);
    expect(pushed.err).toContain('this file holds a load, and a store keeps runs that are compared');
    expect((await space.run(['store', 'list'])).err).toContain('there is no store here');
  });

  it.each([
    ['compare', (file: string) => ['compare', file, file]],
    ['run --resume', (file: string) => ['run', 'queries', '--resume', file]],
    ['ab --resume', (file: string) => ['ab', 'queries', 'queries', '--resume', file]],
    ['--costs', (file: string) => ['ab', 'queries', 'queries', '--all', '--shard', '1/2', '--costs', file]],
    ['allow', (file: string) => ['allow', 'a', '--reason', 'it is', '--until', '2099-01-01', '--from', file]],
  ])('is named as what it is where a comparison is asked for: %s', async (_name, argv) => {
    const ran = await space.run(argv(await loadIn('load')), { services: fakeServices() });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('this file holds a load, and no comparison');
    expect(ran.err).toContain('hogbench report');
  });
});

describe('hogbench report of a load', () => {
  const refused = { 'TOO_MANY (202)': 20 };
  const missed = {
    trials: loadRunOf().trials.map((trial) => ({
      ...trial,
      requests: [],
      tallies: trial.tallies.map((one) =>
        one.of === 'batch' ? one : { ...one, outcomes: refused, latency: [], failedAfter: one.held },
      ),
    })),
  };
  const latency: LoadTally['latency'] = [
    [5000, 19],
    [150_000, 1],
  ];
  const undecided = {
    trials: loadRunOf().trials.map((trial) => ({
      ...trial,
      tallies: trial.tallies.map((one) => (one.of === 'batch' ? one : { ...one, latency })),
    })),
  };
  const cut = { trials: loadRunOf().trials.map((one) => ({ ...one, tallies: one.tallies.slice(0, 6) })) };

  it.each<[string, Partial<LoadRun>, number]>([
    ['Kept', {}, 0],
    ['Missed', missed, 1],
    ['Incomplete', { status: { kind: 'incomplete', reason: 'the server went away' } }, 5],
    ['Incomplete', { status: { kind: 'interrupted' } }, 130],
    ['Incomplete', { shard: { index: 1, of: 2 } }, 5],
    ['Not valid', { trials: loadRunOf().trials.map(({ end: _, ...rest }) => rest) }, 5],
    ['Not valid', cut, 5],
    ['Undecided', undecided, 3],
  ])('shows the verdict and exits 0; with --gate it exits by it: %s', async (word, change, code) => {
    const file = await loadIn('load', change);
    const shown = await space.run(['report', file]);
    expect(shown.out).toMatch(new RegExp(`^hogbench: ${word}.* — exit 0 \\(without --gate\\)$`, 'im'));
    expect(shown.code).toBe(0);
    const gated = await space.run(['report', file, '--gate']);
    expect(gated.out).toMatch(new RegExp(`^hogbench: ${word}.* — exit ${code}$`, 'im'));
    expect(gated.code).toBe(code);
    expect((await space.run(['gate', file])).code).toBe(code);
  });

  it('prints JSON, and writes every format that has a file', async () => {
    const file = await loadIn('load');
    const json = await space.run(['report', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: { kind: 'kept' } });
    const formats = loadReporters.flatMap(({ name, file: at }) => (at === null || name === 'json' ? [] : name));
    const ran = await space.run(['report', file, ...formats.flatMap((name) => [`--${name}`, `load.${name}`])]);
    expect(ran.code).toBe(0);
    for (const name of formats) expect(await readFile(join(space.folder, `load.${name}`), 'utf8')).toContain('online');
  });

  it.each([
    ['--junit', ['--junit', 'junit.xml'], '--junit is a report of comparisons'],
    ['--strict', ['--gate', '--strict'], '--strict is about comparisons'],
    ['--fail-on', ['--gate', '--fail-on', 'regressed'], '--fail-on is about comparisons'],
    ['--margin', ['--margin', '1%'], '--margin is about comparisons'],
  ])('refuses what speaks of comparisons: %s', async (_name, flags, message) => {
    const ran = await space.run(['report', await loadIn('load'), ...flags]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
  });
});

describe('merge', () => {
  it('joins parts of a load, judges them, and leaves a file that is no part', async () => {
    const parts = [
      await loadIn('one', { id: 'one', shard: { index: 1, of: 2 } }),
      await loadIn('two', { id: 'two', shard: { index: 2, of: 2 } }),
    ];
    const ran = await space.run(['merge', 'two', ...parts.slice(0, 1), '--out', 'merged']);
    expect(ran.err).toBe('');
    expect(ran.out).toMatch(/^hogbench: Kept: online .* — exit 0$/m);
    const { run } = await readLoadRun(join(space.folder, 'merged/run.jsonl.gz'));
    expect(run.shards?.parts.map(({ runId }) => runId)).toEqual(['one', 'two']);
    expect(run.trials[0]?.tallies[0]?.offered).toBe(40);
    const shown = await space.run(['report', 'merged/run.jsonl.gz', '--gate']);
    expect(shown.code).toBe(0);
  });

  it('refuses a part that is missing, and joins the others on request, which pass no gate', async () => {
    const part = await loadIn('one', { shard: { index: 1, of: 2 } });
    const refused = await space.run(['merge', part, '--out', 'merged']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('part 2 of 2 is missing');
    expect((await space.run(['merge', part, '--partial', '--out', 'merged'])).code).toBe(5);
  });

  it('refuses a part that is damaged, and one where the joined load goes', async () => {
    const one = await loadIn('one', { shard: { index: 1, of: 2 } });
    const two = await loadIn('two', { shard: { index: 2, of: 2 } });
    const path = join(space.folder, two);
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes, bytes.subarray(0, 40)]));
    expect((await space.run(['merge', one, two, '--out', 'merged'])).err).toMatch(/Parts of .* are lost/);
    expect((await space.run(['merge', one, two, '--out', 'two'])).err).toContain('lies where the joined run goes');
  });

  it('refuses parts of both kinds', async () => {
    const files = [await loadIn('load'), await comparisonIn('ab')];
    const ran = await space.run(['merge', ...files, '--out', 'merged']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('load/run.jsonl.gz holds a load, and ab/run.jsonl.gz a comparison');
  });
});
