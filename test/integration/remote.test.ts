import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const password = 'correct horse';
let folder: string;
let cluster: LocalCluster;
let space: Workspace;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-remote-'));
  cluster = await startLocalCluster({
    nodes: 1,
    dataDir: folder,
    nativePort: true,
    users: [
      { name: 'blind', password, readonly: 2, grants: ['SELECT ON system.one'] },
      { name: 'patient', password, readonly: 2, grants: ['SELECT ON system.one', 'SELECT ON system.query_log'] },
      { name: 'pinned', password, readonly: 1, grants: ['SELECT ON system.one', 'SELECT ON system.query_log'] },
    ],
  });
  space = await makeWorkspace({ 'work/a.sql': '-- name: one\nSELECT dummy FROM system.one;\n' });
});
afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

function url(user: string, port = cluster.nodes[0]?.httpPort): string {
  return `http://${user}@127.0.0.1:${port}`;
}

function hogbench(argv: readonly string[], secret = password) {
  return space.run(argv, { services: realServices, env: { HOGBENCH_PASSWORD: secret } });
}

const oneRound = ['--sessions', '1', '--rounds', '1'];

it('measures with a user that may not flush, by waiting', async () => {
  const ran = await hogbench(['run', 'work', '--target', url('patient'), ...oneRound]);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  expect(run.samples[0]?.evidence?.kind).toBe('facts');
});

it('stops with exit 5 when the log may not be read, and doctor says what to grant', async () => {
  const ran = await hogbench(['run', 'work', '--target', url('blind'), ...oneRound]);
  expect(ran.code).toBe(5);
  expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('no SELECT grant on system.query_log');
  const doctor = await hogbench(['doctor', '--target', url('blind')]);
  expect(doctor.code).toBe(5);
  expect(doctor.out).toContain('GRANT SELECT ON system.query_log');
});

it('says so when a user may not change settings', async () => {
  const doctor = await hogbench(['doctor', '--target', url('pinned')]);
  expect({ code: doctor.code, err: doctor.err }).toEqual({ code: 5, err: '' });
  expect(doctor.out).toContain('readonly = 2');
  const ran = await hogbench(['run', 'work', '--target', url('pinned'), ...oneRound]);
  expect(ran.code).toBe(5);
  expect(ran.out).toContain('readonly = 2');
});

it('refuses to run setup scripts where the config does not allow it', async () => {
  await space.write('setup/workload.yaml', 'name: s\nschema: [schema.sql]\n');
  await space.write('setup/schema.sql', 'CREATE TABLE never (a Int8) ENGINE = Memory;\n');
  await space.write('setup/a.sql', '-- name: one\nSELECT 1;\n');
  const ran = await hogbench(['run', 'setup', '--target', url(cluster.user), '--setup', ...oneRound], cluster.password);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('allow_setup');
});

it('creates the database of a workload where setup is allowed, and runs its scripts in it', async () => {
  const target = `{url: 'http://127.0.0.1:${cluster.nodes[0]?.httpPort}', user: ${cluster.user}, password: '\${HOGBENCH_PASSWORD}', allow_setup: true}`;
  await space.write('hogbench.config.yaml', `targets:\n  ours: ${target}\n`);
  await space.write('made/workload.yaml', 'schema: [schema.sql]\ndatabase: made\n');
  await space.write('made/schema.sql', 'CREATE OR REPLACE TABLE t (a Int8) ENGINE = Memory;\n');
  await space.write('made/a.sql', '-- name: one\nSELECT count() FROM made.t;\n');
  const ran = await hogbench(
    ['run', 'made', '--target', 'ours', '--setup', '--config', 'hogbench.config.yaml', ...oneRound],
    cluster.password,
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
});

it('lets a user lint who may not change settings', async () => {
  const ran = await hogbench(['lint', 'work', '--target', url('pinned')]);
  expect({ code: ran.code, out: ran.out }).toMatchObject({ code: 0, out: expect.stringContaining('nothing to fix') });
});

describe('a target that cannot be used: exit 5, with a way to fix it', () => {
  const wrong: Readonly<
    Record<string, { readonly target: () => string; readonly says: string; readonly secret?: string }>
  > = {
    'nothing listens': { target: () => url('patient', 1), says: 'nothing listens there' },
    'unknown host': { target: () => 'http://patient@no-such-host.invalid:8123', says: 'host name' },
    'wrong password': { target: () => url('patient'), says: 'refused user patient', secret: 'wrong horse' },
    'TLS to a plain port': { target: () => url('patient').replace('http:', 'https:'), says: 'does not speak TLS' },
    'unknown database': { target: () => `${url('patient')}/nowhere`, says: 'nowhere' },
    'the native port': { target: () => url('patient', cluster.nodes[0]?.tcpPort), says: 'native protocol' },
  };
  for (const [name, { target, says, secret }] of Object.entries(wrong))
    it(name, async () => {
      const ran = await hogbench(['run', 'work', '--target', target(), ...oneRound], secret);
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 5, out: '' });
      expect(ran.err).toContain(says);
      expect(ran.err).toContain('fix:');
      expect(ran.err).not.toContain('horse');
    });
});

/** Kills a server once the run file holds what an execution cost. */
async function killWithEvidence(runFile: string, pid: number): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const read = await readRun(runFile).catch(() => undefined);
    if (read?.run.samples.some((one) => one.evidence?.kind === 'facts')) break;
  }
  process.kill(pid, 'SIGKILL');
}

it('keeps what was measured when the server is killed, and exits 5', async () => {
  const victimFolder = await mkdtemp(join(tmpdir(), 'hogbench-victim-'));
  const victim = await startLocalCluster({ nodes: 1, dataDir: victimFolder });
  try {
    await space.write(
      'slow/a.sql',
      '-- name: slow\nSELECT sum(sleepEachRow(0.02)) FROM numbers(5) SETTINGS max_block_size=1;\n',
    );
    const target = `http://${victim.user}@127.0.0.1:${victim.nodes[0]?.httpPort}`;
    const killing = killWithEvidence(join(space.folder, 'killed/run.jsonl.gz'), victim.nodes[0]?.pid ?? 0);
    const ran = await hogbench(
      ['run', 'slow', '--target', target, '--rounds', '500', '--out', 'killed'],
      victim.password,
    );
    await killing;
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 5 });
    const { run } = await readRun(join(space.folder, 'killed/run.jsonl.gz'));
    expect(run.status.kind).toBe('incomplete');
    expect(run.samples.length).toBeGreaterThan(0);
    expect(run.samples.some((one) => one.evidence?.kind === 'facts')).toBe(true);
  } finally {
    await victim.stop();
    await rm(victimFolder, { recursive: true, force: true });
  }
});
