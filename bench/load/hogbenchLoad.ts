import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PublishedLoad } from '../../src/model/publishedLoad.ts';
import { type Server, statement } from '../throughput/loop.ts';

export interface LoadFigures {
  /** Requests that ended, a second. */
  readonly achieved: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

/** What the command tells of itself, and what its process took. */
export interface OwnFigures extends LoadFigures {
  readonly lagP99Ms: number;
  /** Bytes, every half second; empty where the system does not tell. */
  readonly rss: readonly number[];
}

const memoryEveryMs = 500;

/** Runs `hogbench load` as it is built, on `SELECT 1`. */
export async function hogbenchLoad(
  server: Server,
  folder: string,
  seconds: number,
  flags: readonly string[],
): Promise<OwnFigures> {
  const url = new URL(server.url);
  url.username = server.user;
  const argv = ['load', '-q', statement, '--target', url.href, '--warm-up', '1s', '--duration', `${seconds}s`];
  const out = ['--out', join(folder, randomUUID()), '--json', '--quiet'];
  const child = spawn(process.execPath, [resolve('dist', 'main.js'), ...argv, ...out, ...flags], {
    env: { ...process.env, HOGBENCH_PASSWORD: server.password },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const rss: number[] = [];
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    if (kilobytes !== undefined) rss.push(1024 * Number(kilobytes));
  }, memoryEveryMs);
  let [said, err] = ['', ''];
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  await new Promise((done) => child.once('close', done));
  clearInterval(watch);
  if (said === '') throw new Error(`hogbench load told nothing: ${err}`);
  const { trials } = JSON.parse(said) as PublishedLoad;
  const [trial] = trials;
  const [one] = trial?.classes ?? [];
  if (trial === undefined || one === undefined) throw new Error('a load has a trial with a class');
  const percentile = (share: number): number | undefined => one.percentiles.find((each) => each.share === share)?.ms;
  return { achieved: one.achieved, p50Ms: percentile(0.5), p99Ms: percentile(0.99), lagP99Ms: trial.lag.p99Ms, rss };
}
