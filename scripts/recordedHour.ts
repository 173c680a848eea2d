// An hour of traffic, replayed at ten times its pace: an embedded server with the dataset of posthog is sent an hour's statements in a minute
// and a half, its log is exported with the times of the hour, `capture --timing` reads it, and `load --arrival recorded --speed 10`
// sends it again, which takes six minutes: npm run rehearse:load, or with -- --speed 40 for a minute and a half
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from '../src/clickhouse/http/client.ts';
import { loadWorkload } from '../src/workloads/loadWorkload.ts';
import { hourOfTraffic } from './recordedHour/hour.ts';
import { drawnOutLog } from './recordedHour/productionLog.ts';
import { sendHour } from './recordedHour/sendHour.ts';

/** What an operator adds to a capture: whose promise is what. */
const classes = `classes:
  online: {match: {workload: [ONLINE, LOGS]}, slo: {p95: 2s}}
  batch: {match: {workload: OFFLINE}}
`;

const { values } = parseArgs({
  options: { speed: { type: 'string', default: '10' }, faster: { type: 'string', default: '40' } },
});
const faster = Number(values.faster);
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const shipped = fileURLToPath(new URL('../workloads/posthog', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hogbench-hour-'));
const password = 'of one rehearsal';
const env = { ...process.env, HOGBENCH_LOCAL_PASSWORD: password, HOGBENCH_PASSWORD: password };

const server = spawn(process.execPath, [program, 'local', '--workload', 'posthog', '--user', 'operator'], {
  cwd: folder,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await addressOf(server.stdout);
  const client = connect({ url, user: 'operator', password, database: 'posthog' });
  const hour = hourOfTraffic(1);
  say(`an hour of ${hour.length} statements, sent in ${Math.round(3600 / faster)} s`);
  const failed = await sendHour(client, await loadWorkload(shipped), hour, faster, 'app-');
  say(`sent, ${failed} failed`);
  const log = await drawnOutLog(client, 'app-', faster);
  await client.close();
  writeFileSync(join(folder, 'hour.jsonl'), `${log.join('\n')}\n`);
  hogbench('capture', '--log-file', 'hour.jsonl', '--by', 'count', '--cover', '100%', '--timing', '--out', 'captured');
  appendFileSync(join(folder, 'captured/workload.yaml'), classes);
  const target = `http://operator@${url.slice('http://'.length)}/posthog`;
  mkdirSync('hogbench-out', { recursive: true });
  const page = join(process.cwd(), 'hogbench-out/recorded-hour.html');
  process.exitCode = hogbench(
    ...['load', 'captured', '--target', target, '--arrival', 'recorded', '--speed', values.speed],
    ...['--html', page, '--force'],
  );
} finally {
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(folder, { recursive: true });
}

function hogbench(...argv: readonly string[]): number {
  say(`$ hogbench ${argv.join(' ')}`);
  return spawnSync(process.execPath, [program, ...argv], { cwd: folder, env, stdio: 'inherit' }).status ?? 1;
}

async function addressOf(out: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of out) {
    text += chunk;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error('the server ended before it was ready');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
