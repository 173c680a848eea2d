import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { statement } from '../../src/clickhouse/local/statement.ts';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { nativeLogin } from '../support/nativeLogin.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const limitMs = 60_000;
let folder: string;
let cluster: LocalCluster;
let space: Workspace;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-logins-'));
  cluster = await startLocalCluster({ nodes: 2, dataDir: folder });
  space = await makeWorkspace({
    'w/workload.yaml': 'sources: [remote]\n',
    'w/q.sql': "-- name: both\nSELECT count() FROM clusterAllReplicas('hogbench', system.one);\n",
  });
});
afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

function isOpen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

it('two nodes listen on one address', async () => {
  for (const { httpPort, tcpPort } of cluster.nodes)
    for (const port of [httpPort, tcpPort])
      expect([await isOpen(port, '127.0.0.1'), await isOpen(port, '::1')]).toEqual([true, false]);
});

it('a native login needs a password; a server that refusals ended is started anew', async () => {
  const [{ httpPort }, { tcpPort }] = [cluster.nodes[0]!, cluster.nodes[1]!];
  const ask = (sql: string): Promise<string> => statement({ httpPort, ...cluster.accounts.admin }, sql, limitMs);
  const answer = await nativeLogin(tcpPort, cluster.user, cluster.password);
  expect(answer).toContain('ClickHouse');
  expect(answer).not.toContain('Exception');
  const asDefault = `SELECT * FROM remote('127.0.0.1:${tcpPort}', system.one, 'default', '')`;
  await expect(ask(asDefault)).rejects.toThrow(/SESSION_LIMIT|AUTHENTICATION_FAILED|QUOTA_EXCEEDED/);
  const logins: readonly (readonly [user: string, password: string])[] = [
    ['default', ''],
    [cluster.user, 'wrong'],
    [cluster.accounts.cases.user, ''],
  ];
  const answers: string[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const [user, password] = logins[turn % 3]!;
    answers.push(await nativeLogin(tcpPort, user, password));
  }
  for (const said of answers) expect(said).toMatch(/^$|Exception/);
  await cluster.restart();
  expect(await ask("SELECT count() FROM clusterAllReplicas('hogbench', system.one)")).toBe('2');
});

async function nativePortOfLastNode(): Promise<number> {
  const cache = join(space.folder, 'home/embedded');
  const [dataset] = await readdir(cache);
  const config = await readFile(join(cache, dataset!, 'node2/config.xml'), 'utf8');
  return Number([...config.matchAll(/<port>(\d+)<\/port>/g)].at(-1)![1]);
}

it('a run whose server refused logins ended says so, exits 5 and blames no statement', async () => {
  let io: TestIo | undefined;
  let isOver = false;
  const running = space
    .run(
      [
        'ab',
        'w',
        '--target',
        'embedded:2',
        '--allow-sources',
        'remote',
        '--min-pairs',
        '100000',
        '--max-pairs',
        '100000',
        '--seed',
        '1',
      ],
      {
        services: realServices,
        env: { HOGBENCH_HOME: join(space.folder, 'home') },
        io: (one) => {
          io = one;
        },
      },
    )
    .finally(() => {
      isOver = true;
    });
  while (!isOver && !io?.err().includes('measuring')) await pause(50);
  const port = await nativePortOfLastNode();
  while (!isOver && (await isOpen(port, '127.0.0.1'))) {
    await nativeLogin(port, 'default', '');
    await pause(50);
  }
  const ran = await running;
  expect(ran.code, ran.out).toBe(5);
  expect(ran.err).toContain('--resume');
  const report = JSON.parse(await space.read('hogbench-out/report.json')) as ComparisonReport;
  expect(report.status).toMatchObject({
    kind: 'incomplete',
    reason: expect.stringMatching(/server ended|shutting down|stopped answering/),
  });
  expect(report.counts).toMatchObject({ equivalent: 0, improved: 0 });
});
