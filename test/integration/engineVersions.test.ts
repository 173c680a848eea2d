import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enginePackage, installedEngine } from '../../src/clickhouse/local/engine.ts';
import { fetchedEngine } from '../../src/clickhouse/local/fetchedEngine.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

// The real library takes 600 MB: here a registry of our own has a package of two small files under its name.
const name = enginePackage();
const version = '26.7.900-stable.1';
const signal = new AbortController().signal;

let space: Workspace;
let registry: Server;
let tarball: Buffer;
let told: string;

beforeAll(async () => {
  space = await makeWorkspace({
    'package/package.json': JSON.stringify({
      ...{ name, version, files: ['libchdb.so'] },
      scripts: { preinstall: `node -e "require('fs').writeFileSync('${'$'}{HOME}/ran', '')"` },
    }),
    'package/libchdb.so': 'a library',
    'shop/workload.yaml': 'database: shop\nschema: [schema.sql]\n',
    'shop/schema.sql':
      'CREATE OR REPLACE TABLE shop.t (a UInt64) ENGINE = MergeTree ORDER BY a;\nINSERT INTO shop.t SELECT number FROM numbers(1000);\n',
    'shop/queries.sql': '-- name: total\nSELECT sum(a) FROM t;\n',
  });
  execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: space.folder });
  tarball = await readFile(join(space.folder, 'package.tgz'));
  told = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  registry = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return response.end(tarball);
    if (!decodeURIComponent(request.url ?? '').endsWith(name)) return response.writeHead(404).end('{}');
    const dist = { tarball: `${urlOf(registry)}package.tgz`, integrity: told };
    const versions = { [version]: { name, version, dist, hasInstallScript: true } };
    return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => {
    registry.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  registry.close();
  await space.remove();
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function shelf(folder: string, warnings: string[] = [], registryUrl = urlOf(registry)) {
  const { PATH } = process.env;
  const npm = {
    npm_config_registry: registryUrl,
    npm_config_fetch_retries: '0',
    npm_config_cache: join(space.folder, folder, 'npm'),
  };
  const env = { PATH, HOME: space.folder, ...npm };
  return { folder: join(space.folder, folder), env, warn: (line: string) => warnings.push(line), signal };
}

it('has npm fetch a version once, after saying so, and runs none of its scripts', async () => {
  const warnings: string[] = [];
  const { libraryPath } = await fetchedEngine(version, shelf('engines', warnings));
  expect(await readFile(libraryPath, 'utf8')).toBe('a library');
  expect(warnings).toEqual([expect.stringContaining(`fetching ${name} ${version} with npm, once`)]);
  expect(await readdir(space.folder)).not.toContain('ran');
  expect(await fetchedEngine(version, shelf('engines', warnings, 'http://127.0.0.1:1/'))).toEqual({ libraryPath });
  expect(warnings).toHaveLength(1);
  await writeFile(libraryPath, 'half');
  await expect(fetchedEngine(version, shelf('engines', [], 'http://127.0.0.1:1/'))).rejects.toMatchObject({
    kind: 'target',
  });
});

it('keeps nothing of what is not what the registry says, is not there, or cannot be reached', async () => {
  const refusal = async (asked: string, url?: string) =>
    fetchedEngine(asked, shelf('refused', [], url)).then(
      () => 'none',
      (error: unknown) => error,
    );
  const right = told;
  told = `sha512-${createHash('sha512').update('another').digest('base64')}`;
  expect(await refusal(version)).toMatchObject({
    kind: 'target',
    message: expect.stringContaining('is not what its registry says'),
  });
  told = right;
  expect(await refusal('26.7.901-stable.1')).toMatchObject({
    kind: 'usage',
    message: `npm knows no ${name}@26.7.901-stable.1`,
  });
  expect(await refusal(version, 'http://127.0.0.1:1/')).toMatchObject({
    kind: 'target',
    message: `npm could not fetch ${name}@${version} (ECONNREFUSED)`,
  });
  expect(await refusal('26.5.0-stable.1')).toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('cannot serve'),
  });
  expect((await readdir(join(space.folder, 'refused'))).filter((one) => one !== 'npm')).toEqual([]);
});

it('an arm has the version that was asked for, with data of its own, and reports tell which build it is', async () => {
  const installed = (await installedEngine(name))!;
  const home = join(space.folder, 'home');
  // The library that is installed, under the name of another version.
  const folder = join(home, 'engines', `${name.replace('@chdb/', '')}-${version}`);
  await mkdir(join(folder, 'node_modules', name), { recursive: true });
  await symlink(installed.libraryPath, join(folder, 'node_modules', name, 'libchdb.so'));
  const libraryBytes = (await stat(installed.libraryPath)).size;
  await writeFile(join(folder, 'engine.json'), JSON.stringify({ integrity: 'sha512-x', libraryBytes }));
  const ran = await space.run(
    ['ab', 'shop', '--candidate-target', `embedded@${version}`, '--counters-only', '--seed', '1'],
    { services: realServices, env: { HOGBENCH_HOME: home } },
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0, err: expect.not.stringContaining('fetching') });
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  const [one, two] = run.arms.map(({ environment }) => environment);
  expect([one?.engine, two?.engine]).toEqual([undefined, version]);
  expect(two?.serverBuild).toBe(one?.serverBuild);
  expect(two?.serverBuild).not.toBe('unknown');
  expect(ran.out).toContain(`(build ${two?.serverBuild.slice(0, 8)})`);
  expect(await space.read('hogbench-out/report.html')).toContain(`as installed</td><td>${version}</td>`);
  expect((await readdir(join(home, 'embedded'))).length).toBe(2);
});
