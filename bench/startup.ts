// How long the program takes to begin, beside Node itself: interleaved runs, so that a busy machine slows all of them alike.
// The clause: `--version` and `--help` within 2 times `node -e 0`, `lint` of 12 queries without a server within 4 times.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 15);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'hogbench-startup-'));

/** Twelve queries as the shipped workload has them; `annotated` with the YAML that says their names and tags. */
async function workload(name: string, annotated: boolean): Promise<string> {
  const path = await mkdtemp(join(folder, name));
  for (let at = 1; at <= 12; at += 1) {
    const annotations = `-- name: trends_${at}\n-- tags: {product: product_analytics, query_type: TrendsQuery}\n`;
    const sql = `SELECT toStartOfDay(timestamp) AS day, count() AS total\nFROM events\nWHERE team_id = ${at} AND timestamp >= toDateTime('2024-01-01 00:00:00', 'UTC')\nGROUP BY day\nORDER BY day\nLIMIT 100\n`;
    await writeFile(join(path, `trends_${at}.sql`), annotated ? annotations + sql : sql);
  }
  return path;
}

const commands: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  '--version': [main, '--version'],
  '--help': [main, '--help'],
  'lint, 12 queries': [main, 'lint', '--offline', await workload('plain', false)],
  'lint, 12 annotated queries': [main, 'lint', '--offline', await workload('annotated', true)],
};

const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
try {
  // The first round fills the caches of the disk.
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, argv] of Object.entries(commands)) {
      const began = performance.now();
      execFileSync(process.execPath, argv, { cwd: folder, stdio: 'ignore' });
      if (round > 0) times.get(name)?.push(performance.now() - began);
    }
} finally {
  await rm(folder, { recursive: true, force: true });
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const bare = median(times.get('node -e 0') ?? []);
console.log(`start-up, medians of ${rounds} interleaved runs`);
for (const [name, all] of times)
  console.log(
    `${name.padEnd(28)}${median(all).toFixed(0).padStart(6)} ms${(median(all) / bare).toFixed(1).padStart(6)} x`,
  );
