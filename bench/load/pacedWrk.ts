import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logComment, type Server, settings, statement } from '../throughput/loop.ts';
import { output } from '../throughput/peers.ts';
import type { LoadFigures } from './hogbenchLoad.ts';

const connections = 16;

/** Each connection waits before each request, so that all of them together send about so many a second. Undefined where there is no wrk. */
export async function pacedWrk(
  server: Server,
  folder: string,
  rate: number,
  seconds: number,
): Promise<LoadFigures | undefined> {
  const script = join(folder, 'paced.lua');
  await writeFile(script, `function delay()\n  return ${Math.round((1000 * connections) / rate)}\nend\n`);
  const search = new URLSearchParams({ query: statement, ...settings, log_comment: logComment });
  const authorization = Buffer.from(`${server.user}:${server.password}`).toString('base64');
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script];
  const header = ['-H', `Authorization: Basic ${authorization}`];
  const text = await output('wrk', [...args, ...header, `${server.url}/?${search}`], '');
  if (text === undefined) return undefined;
  const achieved = Number(/Requests\/sec: +([\d.]+)/.exec(text)?.[1]);
  return { achieved, p50Ms: percentileOf(text, '50'), p99Ms: percentileOf(text, '99') };
}

const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

function percentileOf(text: string, share: string): number | undefined {
  const [, value, unit] = new RegExp(`^ +${share}% +([\\d.]+)(us|ms|s)$`, 'm').exec(text) ?? [];
  return value === undefined ? undefined : Number(value) * (unitMs[unit ?? ''] ?? Number.NaN);
}
