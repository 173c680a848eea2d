import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { type ProxyRules, type RunningProxy, startProxy } from '../support/proxy.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let folder: string;
let cluster: LocalCluster;
let space: Workspace;
const proxies: RunningProxy[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-passage-'));
  cluster = await startLocalCluster({ nodes: 2, dataDir: folder });
  const ids = Array.from({ length: 20_000 }, (_, at) => 1_000_000_000 + at).join(', ');
  space = await makeWorkspace({
    'work/a.sql': '-- name: one\nSELECT sum(number), currentDatabase() FROM numbers(1000);\n',
    'long/a.sql': `-- name: short\nSELECT sum(number) FROM numbers(1000);\n-- name: long\n-- params: {ids: [${ids}]}\nSELECT count() FROM numbers(10) WHERE number IN {ids:Array(UInt64)};\n-- name: text\nSELECT '${'x'.repeat(9000)}', sum(number) FROM numbers(1000);\n`,
  });
});
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

const [first, second] = [0, 1].map((at) => () => cluster.nodes[at]?.httpPort ?? 0) as [() => number, () => number];

async function proxied(rules: Omit<ProxyRules, 'ports'>, ports = [first()]): Promise<RunningProxy> {
  const proxy = await startProxy({ ports, ...rules });
  proxies.push(proxy);
  return proxy;
}

function hogbench(command: string, target: string, ...more: string[]): Promise<Ran> {
  const work = command === 'doctor' ? [] : ['work'];
  return space.run([command, ...work, '--target', target, ...more], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: cluster.password },
  });
}

const quick = ['--counters-only', '--candidate-set', 'max_threads=1'];

function at(port: number, rest = ''): string {
  return `http://${cluster.user}@127.0.0.1:${port}${rest}`;
}

/** Settings and database of the statement that the run file holds. */
async function sent(): Promise<Record<string, unknown> | undefined> {
  return (await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'))).run.cases[0]?.settings;
}

describe('the path of a URL', () => {
  it.each(['/clickhouse', '/clickhouse/', '/clickhouse/?database=system', '/a/b/'])(
    '%s is kept for every request where a proxy wants it',
    async (path) => {
      const prefix = path.replace(/\/?(\?.*)?$/, '');
      const proxy = await proxied({ prefix });
      const ran = await hogbench('ab', at(proxy.port, path), ...quick);
      expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
      const measured = proxy.urls.filter((url) => url.includes('default_format=Null'));
      expect(measured.length).toBeGreaterThan(0);
      expect(measured.every((url) => url.startsWith(`${prefix}/?`))).toBe(true);
      if (path.includes('database')) expect(measured.every((url) => url.includes('database=system'))).toBe(true);
    },
  );

  it.each(['/system', '/system/', '/?database=system'])(
    '%s is a database where ClickHouse answers itself',
    async (path) => {
      const proxy = await proxied({});
      const ran = await hogbench('ab', at(proxy.port, path), ...quick);
      expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
      const measured = proxy.urls.filter((url) => url.includes('default_format=Null'));
      expect(measured.length).toBeGreaterThan(0);
      expect(measured.every((url) => url.includes('database=system'))).toBe(true);
    },
  );

  it('that leads to no ClickHouse is told', async () => {
    const proxy = await proxied({ prefix: '/clickhouse' });
    const ran = await hogbench('ab', at(proxy.port, '/elsewhere/'), ...quick);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain('not from ClickHouse');
    expect(ran.err).toContain('http://proxy/clickhouse/');
  });
});

describe('the parameters of a URL', () => {
  it('are user, cluster, and settings that a case and --set win over', async () => {
    const url = `http://127.0.0.1:${first()}/?user=${cluster.user}&max_threads=3&max_block_size=1000`;
    const ran = await hogbench('ab', url, ...quick);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    expect(await sent()).toEqual({ max_threads: 3, max_block_size: 1000 });
  });

  it.each([
    ['?max_thraeds=3', "Unknown setting 'max_thraeds'"],
    ['?readonly=1', 'readonly has no place'],
    ['?query=SELECT+1', 'query has no place'],
    ['?database=a&database=b', 'database is given twice'],
    ['?user=x', 'two users'],
    ['?password=hunter2', 'a password in a URL'],
    ['?access_token=hunter2', 'a password in a URL'],
    ['#system', 'what stands behind #'],
  ])('%s is refused', async (rest, says) => {
    const ran = await hogbench('ab', at(first(), `/${rest}`), ...quick);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(says);
    expect(ran.out + ran.err).not.toContain('hunter2');
  });
});

describe('before anything is measured', () => {
  const cases: readonly (readonly [string, Omit<ProxyRules, 'ports'>, string])[] = [
    ['drops settings', { rewrite: keepFew }, 'do not arrive at the server'],
    ['sets one itself', { rewrite: (params) => params.set('max_threads', '2') }, '(max_threads)'],
    [
      'gives ids of its own',
      { rewrite: (params) => params.set('query_id', randomUUID()) },
      'a query_id other than the one',
    ],
  ];
  for (const [does, rules, says] of cases)
    it(`a proxy that ${does} ends ab and run, and doctor tells it`, async () => {
      const { port } = await proxied(rules);
      const ran = await hogbench('ab', at(port), ...quick);
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 5, out: '' });
      expect(ran.err).toContain(says);
      const alone = await hogbench('run', at(port, '/?max_threads=1'), '--sessions', '1', '--rounds', '1');
      expect(alone.code).toBe(5);
      // A doctor knows of no setting of the workload.
      if (does === 'sets one itself') return;
      const doctor = await hogbench('doctor', at(port));
      expect(doctor.code).toBe(5);
      expect(doctor.out.replace(/\s+/g, ' ')).toContain(says);
    });

  it('several servers behind one address are told, unless their cluster is named', async () => {
    const { port } = await proxied({}, [first(), second()]);
    const ran = await hogbench('ab', at(port), ...quick);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 5, out: '' });
    expect(ran.err).toContain('2 servers answer at this address');
    expect((await hogbench('doctor', at(port))).code).toBe(5);
    const named = await hogbench('ab', at(port, `/?cluster=${cluster.clusterName}`), ...quick);
    expect({ code: named.code, err: named.err }).toMatchObject({ code: 0 });
  });

  it('a proxy that lets everything through is fine', async () => {
    const { port } = await proxied({});
    expect((await hogbench('ab', at(port), ...quick)).code).toBe(0);
    const doctor = await hogbench('doctor', at(port));
    expect(doctor.code).toBe(0);
    expect(doctor.out).toContain('fresh connections reach one server');
  });
});

function keepFew(params: URLSearchParams): void {
  for (const name of [...params.keys()])
    if (!/^(query|query_id|database|default_format|param_.*)$/.test(name)) params.delete(name);
}

describe('a proxy that takes short URLs only', () => {
  it('carries long parameters and long statements all the same', async () => {
    const { port, urls } = await proxied({ longestUrl: 4000 });
    const ran = await space.run(['ab', 'long', '--target', at(port), ...quick], {
      services: realServices,
      env: { HOGBENCH_PASSWORD: cluster.password },
    });
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    expect(ran.out).toContain('3 equivalent');
    expect(Math.max(...urls.map((url) => url.length))).toBeLessThan(4000);
  });
});
