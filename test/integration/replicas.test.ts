import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import type { Run } from '../../src/model/run.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let folder: string;
/** Two servers that are replicas of one target, and a third that is a target of its own. */
let cluster: LocalCluster;
let space: Workspace;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-replicas-'));
  cluster = await startLocalCluster({ nodes: 3, dataDir: folder });
  const [first, second, third] = cluster.nodes.map((node) => node.url);
  const who = `user: ${cluster.user}, password: "\u0024{SECRET}"`;
  space = await makeWorkspace({
    'work/a.sql': '-- name: one\nSELECT count() FROM numbers(100000);\n\n-- name: two\nSELECT 2;\n',
    'hogbench.config.yaml': `targets:
  pair: {url: "${first}", replicas: ["${second}"], ${who}}
  third: {url: "${third}", ${who}}
  alias: {url: "${third?.replace('127.0.0.1', 'localhost')}", ${who}}
  dead: {url: "${first}", replicas: ["http://127.0.0.1:1"], ${who}}
`,
  });
});
afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

function hogbench(...argv: readonly string[]) {
  return space.run(argv, {
    services: realServices,
    env: { SECRET: cluster.password, HOGBENCH_CONFIG: 'hogbench.config.yaml' },
  });
}

async function runOf(out: string): Promise<Run> {
  return (await readRun(join(space.folder, out, 'run.jsonl.gz'))).run;
}

/** Which of the servers logged these executions, as indexes. */
async function serversOf(queryIds: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const [index, node] of cluster.nodes.entries()) {
    const client: Client = connect({ url: node.url, user: cluster.user, password: cluster.password });
    await client.command('SYSTEM FLUSH LOGS query_log');
    const rows = await client.rows(
      'SELECT 1 FROM system.query_log WHERE query_id IN {ids:Array(String)} LIMIT 1',
      anyRow,
      {
        params: { ids: [...queryIds] },
      },
    );
    if (rows.length > 0) found.push(index);
    await client.close();
  }
  return found;
}

it('sessions take turns on the replicas, and evidence comes from the one that executed', async () => {
  const ran = await hogbench('run', 'work', '--target', 'pair', '--sessions', '3', '--rounds', '2', '--out', 'turns');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const run = await runOf('turns');
  for (const [session, server] of [0, 1, 0].entries()) {
    const own = run.samples.filter((one) => one.session === session);
    expect(own).toHaveLength(4);
    expect(own.every((one) => one.evidence?.kind === 'facts')).toBe(true);
    expect(await serversOf(own.map((one) => one.queryId))).toEqual([server]);
  }
  expect(run.arms[0]?.environment.replicas?.map((one) => one.url)).toEqual(
    cluster.nodes.slice(0, 2).map((node) => node.url),
  );
  expect(run.arms[0]?.environment.restarts).toBe(false);
  expect(ran.out).toContain('ran on replicas in turn');
});

it('a dead replica ends a run before it begins, and doctor shows it beside the others', async () => {
  const ran = await hogbench('run', 'work', '--target', 'dead', '--out', 'dead');
  expect(ran).toMatchObject({ code: 5, out: '' });
  expect(ran.err).toContain('http://127.0.0.1:1');
  const doctor = await hogbench('doctor', '--target', 'dead');
  expect(doctor.code).toBe(5);
  expect(doctor.out).toContain(`replica ${cluster.nodes[0]?.url}`);
  expect(doctor.out).toMatch(/MISSING +connection/);
  const json = JSON.parse((await hogbench('doctor', '--target', 'pair', '--json')).out);
  expect(new Set(json.checks.map((one: { replica: string }) => one.replica)).size).toBe(2);
});

it('setup scripts are refused for a target with replicas', async () => {
  await space.write(
    'hogbench.config.yaml',
    (await space.read('hogbench.config.yaml')).replace('pair: {', 'pair: {allow_setup: true, '),
  );
  const ran = await hogbench('run', 'work', '--target', 'pair', '--setup');
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('has replicas') });
});

it('duet mode has both halves of a pair under way at once, each on its own server', async () => {
  await space.write('slow/a.sql', '-- name: slow\nSELECT sleep(0.3);\n');
  const targets = ['--baseline-target', 'pair', '--candidate-target', 'third', '--max-pairs', '5', '--no-self-check'];
  const ran = await hogbench('ab', 'slow', ...targets, '--duet', '--out', 'duet');
  // A busy machine may leave its only case undecided, which is exit 3.
  expect([0, 3], ran.err).toContain(ran.code);
  expect(ran.out).toContain('both halves of a pair at once');
  expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('Both arms have servers on');
  const { samples, plan } = await runOf('duet');
  expect(plan.mode).toEqual({ kind: 'duet' });
  for (const one of samples.filter(({ position }) => position === 0)) {
    const other = samples.find((it) => it.seq === one.seq + 1);
    expect(other?.arm).not.toBe(one.arm);
    const lastedMs = one.outcome.kind === 'completed' ? one.outcome.clientMs : 0;
    expect(other?.startedAt).toBeLessThan(one.startedAt + lastedMs);
  }
});

it('duet mode is refused for two addresses of one server', async () => {
  const targets = ['--baseline-target', 'third', '--candidate-target', 'alias'];
  const ran = await hogbench('ab', 'work', ...targets, '--duet', '--out', 'alias');
  expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('addresses of one server') });
});

it('a pilot tells the noise of a real server', async () => {
  const ran = await hogbench('ab', 'work', '--target', 'pair', '--dry-run', '--pilot', '--out', 'pilot');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(ran.out).toContain('by the noise of a pilot on pair');
  expect(ran.out).toMatch(/one +[\d.]+%/);
});
