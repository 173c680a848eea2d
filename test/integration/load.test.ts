import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TrialReport } from '../../src/model/loadReport.ts';
import type { LoadRequest, LoadRun } from '../../src/model/loadRun.ts';
import type { PublishedLoad } from '../../src/model/publishedLoad.ts';
import { monotonicMs } from '../../src/runner/clock.ts';
import { readLoadRun } from '../../src/store/load/readLoadRun.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { constantServiceMeanWait, poissonTimes } from '../support/queueFormulas.ts';
import { simulateQueue } from '../support/queueSimulation.ts';
import { serversOf } from '../support/serversOf.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const naps = (seconds: number): string => `SELECT sleep(${seconds});\n`;
const classOf = (settings: string): string => `classes: {a: {match: {}, settings: {${settings}}}}\n`;

/** With the definition, no more than three queries run and `online` is next; without it, batch takes more than it may find running. */
const classes = `classes:
  online: {match: {of: online}, rate: 20, arrival: constant, slo: {p50: 3s},
    settings: {workload: online, max_concurrent_queries_for_user: 6}}
  batch: {match: {of: batch}, arrival: closed, concurrency: 12, settings: {workload: batch}}
scheduling: [scheduling.sql]
`;
const scheduling = `CREATE RESOURCE query (QUERY);
CREATE WORKLOAD all SETTINGS max_concurrent_queries = 3;
CREATE WORKLOAD online IN all SETTINGS priority = -1;
CREATE WORKLOAD batch IN all;
`;

const files: Readonly<Record<string, string>> = {
  'slot/workload.yaml': classOf('workload: one'),
  'slot/nap.sql': naps(0.05),
  'long/workload.yaml': classOf('workload: one'),
  'long/nap.sql': naps(0.3),
  'second/workload.yaml': classOf('workload: limited'),
  'second/one.sql': 'SELECT 1;\n',
  'few/workload.yaml': classOf('max_concurrent_queries_for_user: 2'),
  'few/nap.sql': naps(0.5),
  'shed/workload.yaml': classOf('workload: shed'),
  'shed/nap.sql': naps(0.5),
  'both/workload.yaml': `classes:
  open: {match: {of: open}, rate: 20, arrival: constant, slo: {p95: 500ms}}
  loop: {match: {of: loop}, arrival: closed, concurrency: 3, think: 20ms}
`,
  'both/a.sql': '-- name: open\n-- tags: {of: open}\nSELECT 1;\n-- name: loop\n-- tags: {of: loop}\nSELECT 2;\n',
  'two/workload.yaml': classes,
  'two/scheduling.sql': scheduling,
  'two/a.sql': `-- name: short\n-- tags: {of: online}\n${naps(0.02)}-- name: long\n-- tags: {of: batch}\n${naps(0.2)}`,
};

const children = new Set<ChildProcess>();
/** Those that have said how far their load is. */
const sending = new Set<ChildProcess>();
let space: Workspace;
let schedulingServer: OwnServer;
let stoppedServer: OwnServer;

interface Loaded {
  readonly code: number;
  readonly report: PublishedLoad;
  readonly trial: TrialReport;
  /** As the file has it. */
  readonly run: LoadRun;
  readonly requests: LoadRun['trials'][number]['requests'];
  /** The folder of its results. */
  readonly out: string;
}

let count = 0;

/** The program as it is built, in a process of its own. */
interface Running {
  readonly child: ChildProcess;
  readonly err: () => string;
}

/** Offers a load; meanwhile something can be done to the server, or to us. */
async function load(
  workload: string,
  at: OwnServer | undefined,
  flags: readonly string[],
  meanwhile: (running: Running) => Promise<void> = async () => undefined,
): Promise<Loaded> {
  count += 1;
  const out = `out-${count}`;
  const target =
    at === undefined ? [] : ['--target', `http://${at.cluster.user}@127.0.0.1:${at.cluster.nodes[0]?.httpPort}`];
  const argv = ['load', workload, ...target, ...flags, '--out', out, '--json'];
  const secret = at === undefined ? {} : { HOGBENCH_PASSWORD: at.cluster.password };
  const child = spawn(process.execPath, [resolve('dist', 'main.js'), ...argv], {
    cwd: space.folder,
    env: { ...process.env, ...secret, HOGBENCH_HOME: join(space.folder, `home-${count}`) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let [said, err] = ['', ''];
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const closed = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
  const [code] = await Promise.all([closed, meanwhile({ child, err: () => err })]);
  if (said === '') throw new Error(err);
  const report = JSON.parse(said) as PublishedLoad;
  const { run } = await readLoadRun(join(space.folder, out, 'run.jsonl.gz'));
  const [trial, trialRun] = [report.trials[0], run.trials[0]];
  if (trial === undefined || trialRun === undefined) throw new Error(`nothing was sent: ${err}`);
  return { code, report, trial, run, requests: trialRun.requests, out };
}

/** Waits for so many seconds of the trial: the first line of how far it is comes after one. */
async function second(of: number, { child, err }: Running): Promise<void> {
  while (!/^(load|cell).*: \d+ of \d+ s/m.test(err())) {
    if (child.exitCode !== null) throw new Error(`no load began: ${err()}`);
    await pause(10);
  }
  sending.add(child);
  await pause(1000 * (of - 1));
}

/** Waits until all have begun to send. */
async function allSend(loads: readonly Promise<Loaded>[]): Promise<void> {
  let areOver = false;
  void Promise.allSettled(loads).then(() => {
    areOver = true;
  });
  while (sending.size < loads.length && !areOver) await pause(10);
}

const latency = ({ intended, done }: LoadRequest): number => done - intended;
const quarter = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Starts at once, so that what only waits does so together; each test waits for its own. */
let oneSlot: Promise<Loaded>;
let stopped: Promise<Loaded & { readonly heldMs: number }>;
let killed: Promise<Loaded>;
let interrupted: Promise<Loaded & { readonly endedAt: number }>;
let limited: Promise<Loaded>;
let refused: Promise<Loaded>;
let shed: Promise<Loaded>;
let matrix: Promise<Loaded>;

beforeAll(async () => {
  space = await makeWorkspace(files);
  [schedulingServer, stoppedServer] = await Promise.all([ownServer(), ownServer()]);
  const { client } = schedulingServer;
  await client.command('CREATE RESOURCE query (QUERY)');
  await client.command('CREATE WORKLOAD all');
  await client.command('CREATE WORKLOAD one IN all SETTINGS max_concurrent_queries = 1');
  await client.command('CREATE WORKLOAD limited IN all SETTINGS max_queries_per_second = 20');
  await client.command('CREATE WORKLOAD shed IN all SETTINGS max_concurrent_queries = 2, max_waiting_queries = 2');

  stopped = stopInTheMiddle();
  killed = killInTheMiddle();
  const matrixOf = ['--matrix', '--warm-up', '0', '--duration', '5s', '--sample', '1'];
  matrix = load('two', undefined, matrixOf, (running) => second(1, running));
  // No server starts while one slot is measured: it would take the cores that make a service as long as the one before.
  oneSlot = allSend([stopped, killed, matrix]).then(() =>
    load('slot', schedulingServer, ['--rate', '11', '--warm-up', '0', '--duration', '15s', '--seed', '4']),
  );
  limited = oneSlot.then(() =>
    load('second', schedulingServer, [
      ...['--rate', '30', '--arrival', 'constant', '--warm-up', '0', '--duration', '5s'],
    ]),
  );
  const tooFast = ['--rate', '10', '--arrival', 'constant', '--warm-up', '0', '--duration', '3s'];
  refused = limited.then(() => load('few', schedulingServer, tooFast));
  shed = refused.then(() => load('shed', schedulingServer, [...tooFast, '--slo', 'p95=10s']));
  interrupted = shed.then(async () => {
    const how = ['--rate', '10', '--arrival', 'constant', '--warm-up', '0', '--duration', '30s'];
    const loaded = await load('long', schedulingServer, how, async (running) => {
      await second(3, running);
      running.child.kill('SIGINT');
    });
    return { ...loaded, endedAt: await serverNow() };
  });
  for (const one of [oneSlot, stopped, killed, interrupted, limited, refused, shed, matrix]) one.catch(() => undefined);
});
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
  await Promise.allSettled([interrupted, stopped, killed, matrix]);
  await Promise.all([schedulingServer?.stop(), stoppedServer?.stop()]);
  await space?.remove();
});

async function serverNow(): Promise<number> {
  const [row] = await schedulingServer.client.rows(
    'SELECT toUnixTimestamp64Milli(now64(3)) AS ms',
    z.object({ ms: z.coerce.number() }),
  );
  return row?.ms ?? 0;
}

async function stopInTheMiddle(): Promise<Loaded & { readonly heldMs: number }> {
  let heldMs = 0;
  const loaded = await load('both', stoppedServer, ['--warm-up', '1s', '--duration', '6s'], async (running) => {
    await second(2, running);
    const pid = stoppedServer.cluster.nodes[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    const from = monotonicMs();
    try {
      await pause(2000);
    } finally {
      // Asked before it goes on: this process may have to wait for a core behind that.
      heldMs = monotonicMs() - from;
      process.kill(pid, 'SIGCONT');
    }
  });
  return { ...loaded, heldMs };
}

/** On a server of the run's own. */
async function killInTheMiddle(): Promise<Loaded> {
  return load('both', undefined, ['--warm-up', '1s', '--duration', '30s'], async (running) => {
    await second(3, running);
    for (const pid of serversOf(running.child.pid)) process.kill(pid, 'SIGKILL');
  });
}

describe('one slot, random arrivals and a service that is always the same', () => {
  const onServer = ({ evidence }: Loaded['requests'][number]): number =>
    evidence?.kind === 'facts' ? evidence.facts.serverUs / 1000 : Number.NaN;
  const running = ({ evidence }: Loaded['requests'][number]): number =>
    evidence?.kind === 'facts' ? (evidence.facts.serverUs - evidence.facts.slotWaitUs) / 1000 : Number.NaN;
  const slots = ({ evidence }: Loaded['requests'][number]): number =>
    evidence?.kind === 'facts' ? evidence.facts.slotWaitUs / 1000 : Number.NaN;

  // On a machine that is busy later than it was meant.
  const sentAt = ({ sent, intended }: LoadRequest): number => sent ?? intended;

  it('the mean wait is that of Pollaczek and Khinchine, as far as so many requests tell', async () => {
    const { requests } = await oneSlot;
    // Nearly half of them find the slot free: the quickest quarter waits for nothing.
    const service = quarter(requests.map(onServer)) / 1000;
    const wait = mean(requests.map(slots));
    const simulated = Array.from({ length: 200 }, (_, seed) => {
      const arrivals = poissonTimes(11, 15, seed).map((at) => ({ of: 'a', at }));
      const served = simulateQueue({ arrivals, servers: 1, serviceMs: () => service * 1000 });
      return mean(served.map(({ at, began }) => began - at));
    });
    const expected = constantServiceMeanWait(11, service) * 1000;
    const sd = Math.sqrt(mean(simulated.map((one) => (one - mean(simulated)) ** 2)));
    expect(wait).toBeGreaterThan(Math.max(expected - 3 * sd, expected / 4));
    expect(wait).toBeLessThan(expected + 8 * sd);
  });

  it('each request waits as it does in a simulation of the same arrivals and services', async () => {
    const { requests } = await oneSlot;
    const inTurn = [...requests].sort((a, b) => sentAt(a) - sentAt(b));
    let next = 0;
    const served = simulateQueue({
      arrivals: inTurn.map((one) => ({ of: 'a', at: sentAt(one) })),
      servers: 1,
      serviceMs: () => running(inTurn[next++] as (typeof inTurn)[number]),
    });
    const [told, expected] = [mean(inTurn.map(slots)), mean(served.map(({ at, began }) => began - at))];
    expect(inTurn.length).toBeGreaterThan(100);
    expect(told / expected).toBeGreaterThan(0.7);
    expect(told / expected).toBeLessThan(1.5);
  });

  it('the server tells of that wait what latency less service does', async () => {
    const { requests } = await oneSlot;
    const [seen, told] = [requests.map((one) => one.done - sentAt(one) - running(one)), requests.map(slots)];
    const [seenMean, toldMean] = [mean(seen), mean(told)];
    // The way there and back is no longer for those that wait: a millisecond told is a millisecond seen.
    const slope =
      mean(seen.map((ms, i) => (ms - seenMean) * ((told[i] ?? 0) - toldMean))) /
      mean(told.map((ms) => (ms - toldMean) ** 2));
    expect(slope).toBeGreaterThan(0.75);
    expect(slope).toBeLessThan(1.25);
    expect(Math.max(...requests.map(slots))).toBeGreaterThan(50);
  });
});

describe('a server that is stopped for two seconds', () => {
  const shown = 400;

  it('is seen by all that were to be sent meanwhile, in full length, as a triangle', async () => {
    const { requests, heldMs } = await stopped;
    const open = requests.filter(({ of }) => of === 'open').sort((a, b) => a.intended - b.intended);
    // One is due every 50 ms. The longest may be a later one, that something else held up when the server went on; one that was slow already
    // when the server stopped may have been overtaken by the next, and is not the first that had to wait.
    const isHeld = (one: LoadRequest, since: LoadRequest): boolean => one.done > since.intended + heldMs - 100;
    const first =
      open.find((one, at) => open.slice(at).every((later) => isHeld(later, one))) ??
      expect.fail('nobody waited that long, and all after it');
    expect(latency(first)).toBeLessThan(heldMs + 5000);
    const lastFor = heldMs - shown;
    const meanwhile = open.filter(({ intended }) => intended >= first.intended && intended < first.intended + lastFor);
    // None is left out because the one before it had no answer yet.
    expect(Math.abs(meanwhile.length - (20 * lastFor) / 1000)).toBeLessThanOrEqual(1);
    // Whoever came later waited for less.
    expect(Math.min(...meanwhile.map(latency))).toBeLessThan(latency(first) / 1.5);
  });

  it('is seen by each user of a closed loop once', async () => {
    const { requests, heldMs } = await stopped;
    const longest = requests.reduce((most, one) => (latency(one) > latency(most) ? one : most));
    const slow = requests.filter(
      (one) => one.of === 'loop' && latency(one) > heldMs / 2 && one.intended < longest.intended + heldMs / 2,
    );
    expect(slow).toHaveLength(3);
  });

  it('is told as a silence, and the promise is not kept', async () => {
    const { trial, code, heldMs } = await stopped;
    const silences = (trial.end?.silent ?? []).map(({ from, to }) => to - from);
    expect(Math.max(...silences)).toBeGreaterThan(heldMs - 500);
    expect(trial.end?.ended.kind).toBe('complete');
    expect(code).not.toBe(0);
  });
});

describe('a server that is killed', () => {
  it('ends the run, whose file tells when, and what came of the requests', async () => {
    const { code, report, trial, requests, out } = await killed;
    expect({ code, kind: report.verdict.kind }).toEqual({ code: 5, kind: 'incomplete' });
    const ended = trial.end?.ended;
    if (ended?.kind !== 'lost') throw new Error(`it ended otherwise: ${ended?.kind}`);
    expect(ended.afterMs).toBeGreaterThan(2500);
    expect(ended.afterMs).toBeLessThan(10_000);
    const broken = requests.filter(({ outcome }) => outcome.kind === 'broken');
    expect(broken.length).toBeGreaterThan(0);
    for (const { done } of broken) expect(done).toBeGreaterThan(ended.afterMs - 3000);
    const again = await space.run(['report', join(out, 'run.jsonl.gz'), '--json']);
    expect((JSON.parse(again.out) as PublishedLoad).verdict).toEqual(report.verdict);
  });
});

describe('Ctrl-C while more requests wait than the server has slots', () => {
  const ending = z.object({ kind: z.string(), at: z.coerce.number() });

  it('ends with 130 and a file that can be reported', async () => {
    const { code, report, run, out } = await interrupted;
    expect({ code, kind: report.verdict.kind }).toEqual({ code: 130, kind: 'incomplete' });
    expect(run.status.kind).toBe('interrupted');
    const again = await space.run(['report', join(out, 'run.jsonl.gz'), '--json']);
    expect((JSON.parse(again.out) as PublishedLoad).verdict).toEqual(report.verdict);
  });

  it('leaves nothing behind that would run when it is its turn', async () => {
    const { run, requests, endedAt } = await interrupted;
    const waited = requests.filter(({ outcome }) => outcome.kind === 'stopped').length;
    expect(waited).toBeGreaterThan(10);
    // Each had its turn meanwhile, if it was to have one.
    await pause(waited * 300);
    await schedulingServer.client.command('SYSTEM FLUSH LOGS');
    const rows = await schedulingServer.client.rows(
      `SELECT argMax(type, event_time_microseconds)::String AS kind, toUnixTimestamp64Milli(max(event_time_microseconds)) AS at
        FROM system.query_log WHERE startsWith(query_id, {prefix:String}) GROUP BY query_id`,
      ending,
      { params: { prefix: `hogbench-${run.id}-` } },
    );
    expect(rows.length).toBeGreaterThan(waited);
    expect(rows.filter(({ kind }) => kind === 'QueryStart')).toEqual([]);
    expect(rows.filter(({ kind, at }) => kind === 'QueryFinish' && at > endedAt)).toEqual([]);
    expect(rows.filter(({ kind }) => kind === 'ExceptionWhileProcessing').length).toBeGreaterThan(waited / 2);
  });
});

describe('a limit that is known', () => {
  it('of requests a second: so many end, once what may come in a burst has', async () => {
    const [trial] = (await limited).run.trials;
    const done = [2, 3, 4].map((at) => trial?.tallies.find((one) => one.second === at)?.done ?? 0);
    const sum = done.reduce((all, one) => all + one, 0);
    // 60, where 90 were sent.
    expect(sum).toBeGreaterThan(40);
    expect(sum).toBeLessThan(78);
  });

  it.each([
    ['queries at once', () => refused, 'TOO_MANY_SIMULTANEOUS_QUERIES (202)'],
    ['queries that wait', () => shed, 'SERVER_OVERLOADED (745)'],
  ])('of %s: what was refused is counted by its name', async (_, of, name) => {
    const [one] = (await of()).trial.classes;
    const [failure] = one?.failed ?? [];
    expect(failure?.name).toBe(name);
    // 2 of half a second each are 4 a second at most; 10 come.
    expect(failure?.share).toBeGreaterThan(0.5);
    expect(failure?.share).toBeLessThan(0.9);
  });

  it('and what was refused keeps no promise, however fast the others were', async () => {
    const { code, trial } = await shed;
    expect(trial.faults).toEqual([]);
    expect(trial.classes[0]?.ruled?.latency.find(({ share }) => share === 0.95)?.ms).toBeNull();
    expect(trial.classes[0]?.verdict).not.toBe('kept');
    expect(code).not.toBe(0);
  });
});

it('a class with priority keeps its promise beside a batch that takes all it gets, and does not without the definition', async () => {
  const { code, report } = await matrix;
  const cell = (scheduling: boolean, isBeside: boolean): readonly unknown[] => {
    const found = report.matrix?.find(
      (one) => one.measured === 'online' && one.scheduling === scheduling && one.beside.includes('batch') === isBeside,
    );
    const trial = report.trials.find(({ plan }) => plan.id === found?.trial);
    // Five seconds can be too short to tell that no backlog grows, which leaves a cell whose promises are kept undecided.
    return [found?.verdict === 'missed', trial?.classes.find(({ name }) => name === 'online')?.verdict];
  };
  expect([cell(true, false), cell(false, false)]).toEqual([
    [false, 'kept'],
    [false, 'kept'],
  ]);
  expect([cell(true, true), cell(false, true)]).toEqual([
    [false, 'kept'],
    [true, 'missed'],
  ]);
  expect(code).not.toBe(0);
});
