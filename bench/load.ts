// How fast load is offered, beside peers and beside the least that Node can do, and what it takes of memory. Prints, asserts nothing.
// `npx tsx bench/load.ts [PART …] [--requests 1000000]`; parts: closed, open, paced, memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import { hogbenchLoad, type LoadFigures } from './load/hogbenchLoad.ts';
import { pacedWrk } from './load/pacedWrk.ts';
import { bareLoop } from './throughput/bareLoop.ts';
import type { Server } from './throughput/loop.ts';
import { clickhouseBenchmark, wrk } from './throughput/peers.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { requests: { type: 'string', default: '50000' }, seconds: { type: 'string', default: '4' } },
});
const seconds = Number(values.seconds);
const inFlight = [1, 4, 16] as const;

function told(value: number | undefined, digits = 0): string {
  return value === undefined ? 'not on PATH' : value.toFixed(digits);
}

/** In turns, so that a slow spell of the machine falls on all alike. */
async function closed(server: Server, folder: string): Promise<void> {
  console.log('| closed loop, executions/s | in flight | ours | clickhouse-benchmark | wrk | bare loop |');
  for (const users of inFlight) {
    const bare = bareLoop(server, users);
    const ours = await hogbenchLoad(server, folder, seconds, ['--users', String(users)]);
    const [benchmark, peer] = [await clickhouseBenchmark(server, users), await wrk(server, users)];
    const least = await bare.run(seconds * 1000);
    await bare.close();
    console.log(`| | ${users} | ${told(ours.achieved)} | ${told(benchmark)} | ${told(peer)} | ${told(least)} |`);
  }
}

/** Shares of the bare loop's rate at which one thread sends. */
const shares = [0.5, 0.7, 0.8, 0.9, 1] as const;

async function open(server: Server, folder: string): Promise<void> {
  console.log('| open loop of one thread | of the bare loop | asked/s | done/s | lag p99, ms | p50, ms | p99, ms |');
  for (const share of shares) {
    const bare = bareLoop(server, 16);
    const rate = share * (await bare.run(seconds * 1000));
    await bare.close();
    const one = await hogbenchLoad(server, folder, seconds, ['--rate', rate.toFixed(1), '--arrival', 'constant']);
    const figures = [rate, one.achieved].map((value) => told(value));
    console.log(
      `| | ${share} | ${figures.join(' | ')} | ${[one.lagP99Ms, one.p50Ms, one.p99Ms].map((value) => told(value, 2)).join(' | ')} |`,
    );
  }
}

async function paced(server: Server, folder: string): Promise<void> {
  console.log('| evenly paced | done/s | p50, ms | p99, ms |');
  for (const rate of [100, 400]) {
    const peer = await pacedWrk(server, folder, rate, seconds * 2);
    const one = await hogbenchLoad(server, folder, seconds * 2, [
      ...['--rate', (peer?.achieved ?? rate).toFixed(2), '--arrival', 'constant'],
    ]);
    const row = (name: string, { achieved, p50Ms, p99Ms }: LoadFigures): string =>
      `| ${name} at ${rate}/s | ${told(achieved)} | ${told(p50Ms, 2)} | ${told(p99Ms, 2)} |`;
    if (peer !== undefined) console.log(row('wrk', peer));
    console.log(row('ours', one));
  }
}

/** At 16 in flight, for as long as so many requests take. */
async function memory(server: Server, folder: string): Promise<void> {
  const requests = Number(values.requests);
  const { achieved } = await hogbenchLoad(server, folder, seconds, ['--users', '16']);
  const lasts = Math.ceil(requests / achieved);
  const one = await hogbenchLoad(server, folder, lasts, ['--users', '16']);
  const at = (share: number): string => {
    const sample = one.rss[Math.min(one.rss.length - 1, Math.floor(share * one.rss.length))] ?? 0;
    return `${Math.round(sample / 1024 ** 2)} MB`;
  };
  console.log(`| memory of ${Math.round(one.achieved * lasts)} requests | at 10% | at 50% | at the end | most |`);
  console.log(`| | ${at(0.1)} | ${at(0.5)} | ${at(1)} | ${Math.round(Math.max(...one.rss) / 1024 ** 2)} MB |`);
}

const parts: Readonly<Record<string, (server: Server, folder: string) => Promise<void>>> = {
  closed,
  open,
  paced,
  memory,
};

const folder = await mkdtemp(join(tmpdir(), 'hogbench-load-'));
const cluster = await startLocalCluster({ nodes: 1, dataDir: join(folder, 'data'), nativePort: true });
try {
  const node = cluster.nodes[0];
  if (node === undefined) throw new Error('the embedded server has no node');
  const server = { url: node.url, tcpPort: node.tcpPort, user: cluster.user, password: cluster.password };
  for (const [name, run] of Object.entries(parts))
    if (positionals.length === 0 || positionals.includes(name)) await run(server, folder);
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
