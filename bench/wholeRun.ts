// What it costs to judge a large saved run in a process of its own, from the file on disk: 10,000 cases of
// 20 pairs, 60 ProfileEvents an execution. The aim: at most 10 seconds of one core and 1 GB; for the page, 10 seconds.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { writePlausibleRun } from './plausible/run.ts';

const cases = Number(process.argv[2] ?? 10_000);
/** A second argument keeps the file there, and a file that is there is not written again. */
const kept = process.argv[3];
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Usage {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs in the measured process; its exit is the only moment that has seen the peak. */
const tellUsage = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS * 1024 / 1e6 };
  process.stderr.write('\\n' + JSON.stringify(usage));
});`;

async function cost(path: string, flags: readonly string[], output: string): Promise<Record<string, number>> {
  const start = performance.now();
  const stdout = openSync(flags.includes('--json') ? output : devNull, 'w');
  const hook = `data:text/javascript,${encodeURIComponent(tellUsage)}`;
  const child = spawnSync(process.execPath, ['--import', hook, main, 'report', path, ...flags], {
    stdio: ['ignore', stdout, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(stdout);
  const seconds = (performance.now() - start) / 1000;
  if (child.status !== 0)
    throw new Error(`hogbench report ended with ${child.status ?? child.signal}: ${child.stderr}`);
  const usage = JSON.parse(child.stderr.split('\n').at(-1) ?? '') as Usage;
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return {
    seconds: rounded(seconds),
    'CPU seconds': rounded(usage.cpuSeconds),
    'peak MB': Math.round(usage.peakMegabytes),
    'output MB': rounded((await stat(output)).size / 1e6),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
try {
  const path = kept ?? join(folder, 'run.jsonl.gz');
  if (!existsSync(path)) await writePlausibleRun(path, cases);
  const at = (name: string): string => join(folder, name);
  console.log(`A run of ${cases} cases, 20 pairs each: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
  console.table({
    'report --json': await cost(path, ['--json'], at('report.json')),
    'report --html': await cost(path, ['--html', at('report.html')], at('report.html')),
    'report --markdown': await cost(path, ['--markdown', at('report.md')], at('report.md')),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
