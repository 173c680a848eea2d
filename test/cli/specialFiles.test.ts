import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const path = (name: string): string => join(space.folder, name);
const pipe = async (name: string): Promise<void> => void execFileSync('mkfifo', [path(name)]);

/** What may stand in place of a file: each waits or never ends for whoever just reads it. */
const planted: readonly (readonly [string, (name: string) => Promise<void>])[] = [
  ['a pipe', pipe],
  ['a link to a device', (name) => symlink('/dev/zero', path(name))],
  [
    'a link to a pipe',
    async (name) => {
      await pipe('a-pipe');
      await symlink(path('a-pipe'), path(name));
    },
  ],
];

it.each(planted)('%s in a place of a workload is refused with its name', async (_, plant) => {
  await plant('main/more.sql');
  const sql = await space.run(['ab', 'main']);
  expect(sql.code).toBe(2);
  expect(sql.err).toContain('main/more.sql');
  await rm(path('main/more.sql'));
  await rm(path('a-pipe'), { force: true });
  await plant('main/workload.yaml');
  const manifest = await space.run(['ab', 'main']);
  expect(manifest.code).toBe(2);
  expect(manifest.err).toContain('main/workload.yaml');
});

it.each(planted)('%s named on the command line or in the working folder is refused', async (_, plant) => {
  await plant('special.sql');
  for (const argv of [
    ['ab', 'special.sql'],
    ['report', 'special.sql'],
    ['compare', 'special.sql', 'special.sql'],
    ['ab', 'main', '--dry-run', '--noise', 'special.sql'],
    ['ab', 'main', '--resume', 'special.sql'],
    ['lint', 'special.sql', '--offline'],
    ['ab', 'main', '--config', 'special.sql'],
  ]) {
    const ran = await space.run(argv);
    expect(ran.code, argv.join(' ')).toBe(2);
    expect(ran.err).toMatch(/special\.sql/);
  }
});

it('a script in a pipe is none', async () => {
  await space.write('main/workload.yaml', 'schema: [schema.sql]\n');
  await pipe('main/schema.sql');
  const ran = await space.run(['ab', 'main']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('schema.sql');
});

it('nothing that a link leads to out of the workload is read, and none of it is printed', async () => {
  const secret = 'aws_secret_access_key = abcdefgh';
  await space.write('keys/credentials', secret);
  await space.write('main/.git/config', secret);
  for (const [link, target] of [
    ['main/keys.sql', '../keys/credentials'],
    ['main/keys.sql', '.git/config'],
    ['main/keys.sql', '/etc/passwd'],
    ['main/workload.yaml', '../keys/credentials'],
  ] as const) {
    await symlink(target, path(link));
    for (const argv of [
      ['ab', 'main'],
      ['lint', 'main', '--offline'],
    ]) {
      const ran = await space.run(argv);
      expect(ran.code, `${link} ${target}`).not.toBe(0);
      expect(ran.out + ran.err).toContain('outside of the folder of the workload');
      expect(ran.out + ran.err).not.toMatch(/abcdefgh|root:/);
    }
    await rm(path(link));
  }
  for (const script of ['../keys/credentials', '.git/config', '/etc/passwd']) {
    await space.write('main/workload.yaml', `schema: [${JSON.stringify(script)}]\n`);
    const ran = await space.run(['ab', 'main']);
    expect(ran.code, script).toBe(2);
    expect(ran.out + ran.err).not.toMatch(/abcdefgh|root:/);
  }
});

it('links that stay in the workload are followed, and so is one that leads to a workload', async () => {
  await mkdir(path('main/shared'));
  await space.write('main/shared/more.txt', '-- name: more\nSELECT 1;\n');
  await symlink('shared/more.txt', path('main/more.sql'));
  await symlink('main', path('linked'));
  const ran = await space.run(['ab', 'linked', '--dry-run']);
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
});

it('a part of a run file that unpacks without end is damage', async () => {
  await space.run(['ab', 'main']);
  const run = await readFile(path('hogbench-out/run.jsonl.gz'));
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  await writeFile(path('bomb.gz'), Buffer.concat([run, bomb]));
  const ran = await space.run(['report', 'bomb.gz']);
  expect(ran.out).toContain('cannot be read and were skipped');
  expect(ran.out).toContain('are lost');
  await writeFile(path('bomb.gz'), bomb);
  expect((await space.run(['report', 'bomb.gz'])).code).toBe(2);
});
