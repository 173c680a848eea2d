import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type RunningProxy, startProxy } from '../support/proxy.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let folder: string;
let cluster: LocalCluster;
let space: Workspace;
let proxy: RunningProxy;

/** A certificate that vouches for itself, valid for a day. */
function certify(name: string): void {
  const out = ['-keyout', join(space.folder, `${name}.key`), '-out', join(space.folder, `${name}.pem`)];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', [...kind, ...out, ...names], { stdio: 'ignore' });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-tls-'));
  space = await makeWorkspace({ 'work/a.sql': '-- name: one\nSELECT sum(number) FROM numbers(1000);\n' });
  certify('server');
  certify('bench');
  const pem = (name: string): Promise<string> => readFile(join(space.folder, name), 'utf8');
  cluster = await startLocalCluster({ nodes: 1, dataDir: folder });
  proxy = await startProxy({
    ports: [cluster.nodes[0]?.httpPort ?? 0],
    tls: {
      ...{ key: await pem('server.key'), cert: await pem('server.pem'), ca: await pem('bench.pem') },
      ...{ requestCert: true, rejectUnauthorized: true },
    },
  });
});
afterAll(async () => {
  await proxy?.close();
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function abWith(tls: string): Promise<Ran> {
  const target = `{url: "https://${cluster.user}@127.0.0.1:${proxy.port}", password: "\${SECRET}", tls: ${tls}}`;
  await space.write('hogbench.config.yaml', `targets:\n  secure: ${target}\n`);
  const flags = ['--target', 'secure', '--counters-only', '--candidate-set', 'max_threads=1'];
  return space.run(['ab', 'work', ...flags], {
    services: realServices,
    env: { SECRET: cluster.password, HOGBENCH_CONFIG: 'hogbench.config.yaml' },
  });
}

describe('a server with a certificate of its own', () => {
  it('is measured with its authority and our certificate', async () => {
    const ran = await abWith('{ca: server.pem, cert: bench.pem, key: bench.key}');
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    expect(proxy.urls.some((url) => url.includes('default_format=Null'))).toBe(true);
  });

  it.each([
    ['{}', 5, 'tls: {ca: file}'],
    ['{cert: bench.pem, key: bench.key}', 5, 'not signed by an authority known here'],
    ['{ca: server.pem}', 5, 'hogbench'],
    ['{ca: nowhere.pem}', 2, 'the file nowhere.pem cannot be read'],
    ['{cert: bench.pem}', 2, 'a pair of cert and key'],
    ['{ca: server.pem, cert: bench.pem, key: server.key}', 2, 'the certificates cannot be used'],
    ['{authority: server.pem}', 2, 'hogbench.config.yaml'],
  ])('with tls: %s exits %i', async (tls, code, says) => {
    const ran = await abWith(tls);
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err).toContain(says);
    expect(ran.err).not.toContain('PRIVATE KEY');
  });
});

it('a profile that logs no query, or only slow ones, costs no evidence', async () => {
  await space.write('hogbench.config.yaml', 'targets: {}\n');
  const target = `http://${cluster.user}@127.0.0.1:${cluster.nodes[0]?.httpPort}/?log_queries=0&log_queries_min_query_duration_ms=100000`;
  const flags = ['--target', target, '--counters-only', '--candidate-set', 'max_threads=1'];
  const ran = await space.run(['ab', 'work', ...flags], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: cluster.password },
  });
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(ran.out).toContain('one shows no change of work');
});
