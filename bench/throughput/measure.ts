// Lets all loops run in turns against a server that is there, and prints what came of it as JSON. It is bundled and run by
// plain Node, as users run hogbench: a loader that compiles on the way puts work of its own into every function that is made.
import { bareLoop } from './bareLoop.ts';
import { clientLoop } from './clientLoop.ts';
import type { Loop, Server } from './loop.ts';
import { clickhouseBenchmark, wrk } from './peers.ts';
import { runnerLoop } from './runnerLoop.ts';
import { type Rate, type Row, summarise } from './table.ts';

/** What it is told, as JSON. */
export interface Task {
  readonly server: Server;
  /** The URL of the compiled `createPool`. */
  readonly pool: string;
  readonly inFlight: readonly number[];
  readonly rounds: number;
  readonly roundMs: number;
}

const warmUpMs = 250;

const { server, pool, inFlight, rounds, roundMs } = JSON.parse(process.argv[2] ?? '') as Task;

const bareName = 'bare node:http loop';
const loops: Readonly<Record<string, (concurrency: number) => Loop | Promise<Loop>>> = {
  [bareName]: (concurrency) => bareLoop(server, concurrency),
  'runner, as it measures': (concurrency) => runnerLoop(server, concurrency, 'asMeasured', pool),
  'runner, pair by pair': (concurrency) => runnerLoop(server, concurrency, 'pair', pool),
  'runner, one by one': (concurrency) => runnerLoop(server, concurrency, 'single', pool),
  '@clickhouse/client as it comes': (concurrency) => clientLoop(server, concurrency),
};
const peers = { 'clickhouse-benchmark (TCP)': clickhouseBenchmark, 'wrk (GET, shorter text)': wrk } as const;

/** Everybody takes turns within a round, so that a slow spell of the machine falls on all alike. */
async function measureAt(concurrency: number): Promise<Map<string, Rate>> {
  const open = new Map<string, Loop>();
  for (const [name, start] of Object.entries(loops)) open.set(name, await start(concurrency));
  const rates = new Map<string, number[]>();
  const record = (name: string, rate: number): void => {
    rates.set(name, [...(rates.get(name) ?? []), rate]);
  };
  for (const loop of open.values()) await loop.run(warmUpMs);
  for (let round = 0; round < rounds; round++) for (const [name, loop] of open) record(name, await loop.run(roundMs));
  for (const [name, peer] of Object.entries(peers)) {
    const rate = await peer(server, concurrency);
    if (rate !== undefined) record(name, rate);
  }
  await Promise.all([...open.values()].map((loop) => loop.close()));
  const reference = rates.get(bareName) ?? [];
  return new Map([...rates].map(([name, all]) => [name, summarise(all, reference)]));
}

const results: Map<string, Rate>[] = [];
for (const concurrency of inFlight) results.push(await measureAt(concurrency));
const rows: readonly Row[] = [...Object.keys(loops), ...Object.keys(peers)].map((name) => ({
  name,
  rates: results.map((at) => at.get(name) ?? null),
}));
console.log(JSON.stringify(rows));
