import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import { bareLoop } from './throughput/bareLoop.ts';
import { clientLoop } from './throughput/clientLoop.ts';
import type { Loop, Server } from './throughput/loop.ts';
import { clickhouseBenchmark, wrk } from './throughput/peers.ts';
import { runnerLoop } from './throughput/runnerLoop.ts';
import { type Rate, type Row, renderTable, summarise } from './throughput/table.ts';

const inFlight = [1, 4, 16] as const;
const rounds = 9;
const roundMs = 400;
const warmUpMs = 250;

const bareName = 'bare node:http loop';
const loops: Readonly<Record<string, (server: Server, concurrency: number) => Loop | Promise<Loop>>> = {
  [bareName]: bareLoop,
  'runner, as it measures': (server, concurrency) => runnerLoop(server, concurrency, 'asMeasured'),
  'runner, pair by pair': (server, concurrency) => runnerLoop(server, concurrency, 'pair'),
  'runner, one by one': (server, concurrency) => runnerLoop(server, concurrency, 'single'),
  '@clickhouse/client as it comes': clientLoop,
};
const peers = { 'clickhouse-benchmark (TCP)': clickhouseBenchmark, 'wrk (GET, shorter text)': wrk } as const;

/** Everybody takes turns within a round, so that a slow spell of the machine falls on all alike. */
async function measureAt(server: Server, concurrency: number): Promise<Map<string, Rate>> {
  const open = new Map<string, Loop>();
  for (const [name, start] of Object.entries(loops)) open.set(name, await start(server, concurrency));
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

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hogbench-throughput-'));
  const cluster = await startLocalCluster({ nodes: 1, dataDir, nativePort: true });
  try {
    const node = cluster.nodes[0];
    if (node === undefined) throw new Error('the embedded server has no node');
    const server: Server = { url: node.url, tcpPort: node.tcpPort, user: cluster.user, password: cluster.password };
    const results = new Map<number, Map<string, Rate>>();
    for (const concurrency of inFlight) results.set(concurrency, await measureAt(server, concurrency));
    const names = [...Object.keys(loops), ...Object.keys(peers)];
    const rows: readonly Row[] = names.map((name) => ({
      name,
      rates: inFlight.map((concurrency) => results.get(concurrency)?.get(name)),
    }));
    console.log(renderTable(inFlight, rows));
    const missing = rows.filter((row) => row.rates.every((rate) => rate === undefined)).map((row) => row.name);
    if (missing.length > 0) console.log(`\nNot on PATH, so not measured: ${missing.join(', ')}`);
    console.log(
      `\n${JSON.stringify({ statement: 'SELECT 1', unit: 'executions/s', inFlight, rounds, roundMs, rows, missing })}`,
    );
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
