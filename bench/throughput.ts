import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import type { Task } from './throughput/measure.ts';
import { type Row, renderTable } from './throughput/table.ts';

const inFlight = [1, 4, 16] as const;
const rounds = 9;
const roundMs = 400;
const pool = new URL('../dist/runner/workers/pool.js', import.meta.url).href;

async function measured(task: Task, folder: string): Promise<readonly Row[]> {
  const file = join(folder, 'measure.mjs');
  const input = fileURLToPath(new URL('./throughput/measure.ts', import.meta.url));
  await build({ input, platform: 'node', logLevel: 'silent', output: { file } });
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(task)], { env });
  return JSON.parse(stdout) as readonly Row[];
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hogbench-throughput-'));
  const bundle = await mkdtemp(join(tmpdir(), 'hogbench-throughput-'));
  const cluster = await startLocalCluster({ nodes: 1, dataDir, nativePort: true });
  try {
    const node = cluster.nodes[0];
    if (node === undefined) throw new Error('the embedded server has no node');
    const server = { url: node.url, tcpPort: node.tcpPort, user: cluster.user, password: cluster.password };
    const rows = await measured({ server, pool, inFlight, rounds, roundMs }, bundle);
    console.log(renderTable(inFlight, rows));
    const missing = rows.filter((row) => row.rates.every((rate) => rate === null)).map((row) => row.name);
    if (missing.length > 0) console.log(`\nNot on PATH, so not measured: ${missing.join(', ')}`);
    console.log(
      `\n${JSON.stringify({ statement: 'SELECT 1', unit: 'executions/s', inFlight, rounds, roundMs, rows, missing })}`,
    );
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
    await rm(bundle, { recursive: true, force: true });
  }
}

await main();
