// `npm run calibrate:load:live`: load and capacity on embedded servers whose answers are known beforehand.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { liveLoads } from './liveLoads.ts';
import {
  capacityRun,
  type LoadLine,
  loads,
  nearRun,
  partsOfTruth,
  ratioRun,
  type WithLoads,
  waitRun,
} from './loadLiveParts.ts';
import { loadLiveTables } from './loadLiveTables.ts';
import { writeSection } from './text.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    'at-once': { type: 'string', default: '1' },
    only: { type: 'string', default: 'capacity,wait,near,ratio' },
    out: { type: 'string', default: 'hogbench-out/calibration-load' },
    write: { type: 'string' },
  },
});

const out = resolve(values.out);
const results = join(out, 'results.jsonl');
const started = performance.now();
const runs = Number(values.runs);
await mkdir(out, { recursive: true });

/** Results stay when a calibration is interrupted: each line is one run, and the next call goes on after them. */
async function known(): Promise<readonly LoadLine[]> {
  const text = await readFile(results, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as LoadLine)));
}

async function keep(lines: readonly LoadLine[]): Promise<void> {
  await appendFile(results, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const line of lines)
    process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s: ${JSON.stringify(line)}\n`);
}

const withLoads: WithLoads = async (name, what, work) => {
  const live = await liveLoads(what, join(out, name));
  return work(live).finally(live.remove);
};

const before = await known();
const has = (part: LoadLine['part'], key: 'index' | 'load', value: number): boolean =>
  before.some((line) => line.part === part && (line as unknown as Record<string, unknown>)[key] === value);

/** What is still to be done, one after the other. */
const tasks: Readonly<Record<string, readonly (() => Promise<readonly LoadLine[]>)[]>> = {
  capacity: Array.from({ length: runs }, (_, index) => index)
    .filter((index) => !has('capacity', 'index', index))
    .map((index) => async () => [await capacityRun(index, withLoads)]),
  wait: loads.filter((load) => !has('wait', 'load', load)).map((load) => async () => [await waitRun(load, withLoads)]),
  near: Array.from({ length: Math.ceil(runs / partsOfTruth.length) }, (_, index) => index)
    .filter((index) => !has('near', 'index', index))
    .map((index) => () => nearRun(index, withLoads)),
  ratio: Array.from({ length: Math.ceil(runs / 5) }, (_, index) => index)
    .filter((index) => !has('ratio', 'index', index))
    .map((index) => async () => [await ratioRun(index, withLoads)]),
};

const queue = values.only.split(',').flatMap((name) => tasks[name] ?? []);
await Promise.all(
  Array.from({ length: Number(values['at-once']) }, async () => {
    // What a busy machine failed at is done by the next call.
    for (let task = queue.shift(); task !== undefined; task = queue.shift())
      await task().then(keep, (error: unknown) => process.stderr.write(`${String(error)}\n`));
  }),
);

const text = loadLiveTables(await known());
process.stdout.write(`${text}\n`);
if (values.write !== undefined) await writeSection(values.write, 'load-live', text, 'npm run calibrate:load:live');
