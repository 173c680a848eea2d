import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import type { Sample, Stall } from '../../src/model/sample.ts';
import { readRun } from '../../src/store/readRun.ts';
import { serversOf } from '../support/serversOf.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const queries = ['one', 'two']
  .map((name, n) => `-- name: ${name}\nSELECT sum(cityHash64(number + ${n})) FROM numbers(20000000);\n`)
  .join('\n');

const stoppedMs = 4000;

let space: Workspace;
let hogbench: ChildProcess | undefined;
let stopped: number | undefined;
/** A second try must not read what the first has left. */
let tries = 0;
const outFolder = (): string => join(space.folder, `out${tries}`);

beforeAll(async () => {
  space = await makeWorkspace({ 'w/workload.yaml': 'settings: {max_threads: 1}\n', 'w/queries.sql': queries });
});
afterAll(async () => {
  goOn();
  if (hogbench?.exitCode === null) {
    const ended = new Promise((resolve) => hogbench?.once('exit', resolve));
    hogbench.kill('SIGTERM');
    await ended;
  }
  await space.remove();
});

function goOn(): void {
  if (stopped !== undefined) process.kill(stopped, 'SIGCONT');
  stopped = undefined;
}

/** Holds a process still, as a debugger or a machine without memory does. */
async function hold(pid: number): Promise<void> {
  stopped = pid;
  process.kill(pid, 'SIGSTOP');
  await pause(stoppedMs);
  goOn();
}

function serverOf(parent: number): number {
  const [found] = serversOf(parent);
  if (found === undefined) throw new Error('hogbench has started no server');
  return found;
}

/** The samples in the run file, as soon as there are so many. */
async function samplesFrom(count: number, ended: () => boolean): Promise<readonly Sample[]> {
  for (;;) {
    const samples = await readRun(join(outFolder(), 'run.jsonl.gz')).then(
      ({ run }) => run.samples,
      () => [],
    );
    if (samples.length >= count) return samples;
    if (ended()) throw new Error(`hogbench ended after ${samples.length} samples`);
    await pause(100);
  }
}

/** Holds a process still until that has touched an execution: between two of them, or while the log is read, it touches none. */
async function touch(what: Stall['what'], pid: number, ended: () => boolean): Promise<void> {
  for (let samples = await samplesFrom(4, ended); ; ) {
    await hold(pid);
    samples = await samplesFrom(samples.length + 3, ended);
    if (samples.some(({ stalls = [] }) => stalls.some((one) => one.what === what))) return;
  }
}

// Two arms that are alike are red once in many runs, by design, and on a machine that the whole suite shares more often.
it('tells that the server, and then hogbench itself, was stopped, and calls nothing changed for it', {
  retry: 1,
  timeout: 240_000,
}, async () => {
  goOn();
  hogbench?.kill('SIGKILL');
  tries += 1;
  const argv = [
    'ab',
    '--all',
    '--baseline-workload',
    join(space.folder, 'w'),
    '--candidate-workload',
    join(space.folder, 'w'),
  ];
  const how = [
    '--out',
    outFolder(),
    '--min-pairs',
    '50',
    '--max-pairs',
    '50',
    '--budget',
    '90s',
    '--no-self-check',
    '--json',
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...argv, ...how], {
    env: { ...process.env, HOGBENCH_HOME: join(space.folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  hogbench = child;
  const { pid } = child;
  if (pid === undefined) throw new Error('hogbench did not start');
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const hasEnded = (): boolean => child.exitCode !== null;

  await samplesFrom(4, hasEnded);
  await touch('server', serverOf(pid), hasEnded);
  await touch('process', pid, hasEnded);
  const code = await exit;
  const { cases, notices } = JSON.parse(out) as ComparisonReport;
  const wrong = cases.filter(({ verdict }) => verdict === 'regressed' || verdict === 'failed');
  const whatSaid = wrong.map(({ caseId, reason, pairs }) => ({
    ...{ caseId, reason },
    pairs: pairs.map(({ session, baselineUs, candidateUs, stalled }) => [session, baselineUs, candidateUs, stalled]),
  }));
  expect(JSON.stringify(whatSaid)).toBe('[]');
  // Noise can leave both cases undecided, which is 3; a regression is 1, and a failure another.
  expect([code === 3 ? 0 : code, err]).toEqual([0, err]);

  const told = notices.find((one) => one.code === 'stalls')?.text ?? '';
  expect(told).toMatch(/The server embedded did not answer for \d+(\.\d)? s from 20/);
  expect(told).toMatch(/hogbench itself did not run for \d+(\.\d)? s from 20/);
  expect(err).toMatch(/embedded does not answer: \d(\.\d)? s/);
  const beside = cases.flatMap((one) => one.notices).filter((one) => one.code === 'stalled');
  expect(beside.map((one) => one.text).join(' ')).toMatch(/during \d+ of \d+ executions of the (baseline|candidate)/);
  expect(cases.flatMap((one) => one.pairs).some((one) => one.stalled !== undefined)).toBe(true);
  // What was measured stays as it was measured, though a warm-up may have been the one that had to wait.
  const { run } = await readRun(join(outFolder(), 'run.jsonl.gz'));
  const waited = run.samples
    .filter(({ stalls = [] }) => stalls.length > 0)
    .map(({ outcome }) => (outcome.kind === 'completed' ? outcome.clientMs : 0));
  expect(Math.max(...waited)).toBeGreaterThan(stoppedMs / 2);
});
