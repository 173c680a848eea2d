// `npm run calibrate:live`: how often verdicts are wrong and how often they are silent on embedded servers.
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDuration } from '../src/text/duration.ts';
import { type BusyLine, busyRuns, busySpikes, busyTables } from './busy.ts';
import { verdictOf } from './liveOutcome.ts';
import { compareLive, oneServer, twoServers } from './liveRuns.ts';
import { type LiveLine, liveTables } from './liveTables.ts';
import { record } from './recordings.ts';
import { spikeIn } from './spikeIn.ts';
import { writeSection } from './text.ts';
import { type TwoServerLine, twoServerRuns, twoServerSpikes, twoServerTables } from './twoServers.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    repeats: { type: 'string', default: '5' },
    budget: { type: 'string', default: '40s' },
    only: { type: 'string', default: 'same,spikes,slowdowns' },
    out: { type: 'string', default: 'hogbench-out/calibration' },
    write: { type: 'string' },
    busy: { type: 'string' },
    two: { type: 'boolean', default: false },
  },
});

/** Every shape of the shipped workload over its medium tenant, so that a run takes half a minute. */
const workload = 'posthog';
const filter = ['*team=7,*'];

const budgetMs = readDuration(values.budget);
if (budgetMs === undefined) throw new Error(`--budget is no duration: ${values.budget}`);
const loops = Number(values.busy ?? '0');
const out = resolve(values.out, loops === 0 ? '.' : `busy-${loops}`);
const results = join(out, 'results.jsonl');
const servers = { one: oneServer, two: twoServers(join(out, 'second-home')) } as const;
const started = performance.now();
await mkdir(out, { recursive: true });

/** Results stay when a calibration is interrupted: each line is one run, and the next call goes on after them. */
async function known(): Promise<readonly LiveLine[]> {
  const text = await readFile(results, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as LiveLine)));
}

async function keep(line: LiveLine | BusyLine | TwoServerLine): Promise<void> {
  await appendFile(results, `${JSON.stringify(line)}\n`);
  process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${JSON.stringify(line)}\n`);
}

async function inFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(out, name);
  await mkdir(folder, { recursive: true });
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

async function same(): Promise<void> {
  const done = await known();
  const wanted = Number(values.runs);
  for (let index = 0; index < wanted; index++)
    for (const server of ['one', 'two'] as const) {
      if (done.some((line) => line.kind === 'same' && line.server === server && line.index === index)) continue;
      const what = { baseline: workload, candidate: workload, filter, seed: 1000 + index, budgetMs };
      const { report, run, seconds } = await inFolder(`same-${server}-${index}`, (folder) =>
        compareLive(what, folder, servers[server]),
      );
      const flagged = report.cases.filter((one) => one.verdict === 'regressed' || one.verdict === 'improved');
      const self = report.selfCheck?.kind === 'ran' ? report.selfCheck.flagged : 0;
      const pairs = run.samples.length / 2 / run.plan.caseIds.length;
      const named = flagged.map((one) => `${one.caseId}: ${one.reason}`);
      await keep({ kind: 'same', server, index, seconds, counts: report.counts, flagged: named, self, pairs });
    }
}

async function slowdowns(): Promise<void> {
  const done = await known();
  const here = dirname(fileURLToPath(import.meta.url));
  const before = join(here, 'slowdowns', 'before');
  const after = join(here, 'slowdowns', 'after');
  for (let index = 0; index < Number(values.repeats); index++) {
    if (done.some((line) => line.kind === 'slowdown' && line.index === index)) continue;
    const what = { baseline: before, candidate: after, seed: 2000 + index };
    const { report, seconds } = await inFolder(`slowdown-${index}`, (folder) => compareLive(what, folder, oneServer));
    await keep({ kind: 'slowdown', index, seconds, cases: report.cases.map(verdictOf) });
  }
}

const factors = [1.05, 1.1, 1.2];
const draws = 200;

async function spikes(): Promise<void> {
  const done = await known();
  for (const server of ['one', 'two'] as const) {
    if (done.some((line) => line.kind === 'spike' && line.server === server)) continue;
    const run = await inFolder(`spike-${server}`, (folder) => record(workload, filter, folder, servers[server]));
    for (const [index, factor] of factors.entries())
      await keep({ kind: 'spike', server, draws, ...spikeIn(run, factor, draws, 3000 + index) });
  }
}

const busyParts: Readonly<Record<string, () => Promise<void>>> = {
  same: async () => busyRuns(loops, Number(values.runs), await known(), inFolder, keep),
  spikes: async () => busySpikes(loops, await known(), inFolder, keep),
};
const secondHome = join(out, 'second-home');
const twoParts: Readonly<Record<string, () => Promise<void>>> = {
  same: async () => twoServerRuns(Number(values.runs), secondHome, await known(), inFolder, keep),
  spikes: async () => twoServerSpikes(secondHome, await known(), inFolder, keep),
};
const parts: Readonly<Record<string, () => Promise<void>>> = { same, slowdowns, spikes };
const [kind, chosen, tables] = values.two
  ? (['two', twoParts, twoServerTables] as const)
  : loops > 0
    ? (['busy', busyParts, busyTables] as const)
    : (['live', parts, liveTables] as const);
for (const name of values.only.split(',')) await chosen[name]?.();

const text = tables(await known());
process.stdout.write(`${text}\n`);
const flag = { two: ' -- --two', busy: ` -- --busy ${loops}`, live: '' }[kind];
if (values.write !== undefined) await writeSection(values.write, kind, text, `npm run calibrate:live${flag}`);
