import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type RunOptions, type Workspace } from '../support/workspace.ts';

const commit = 'a'.repeat(40);
let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({ 'queries/a.sql': 'SELECT 1 FROM events', 'queries/b.sql': 'SELECT 2 FROM events' });
});
afterEach(() => space.remove());

const store = (argv: readonly string[], options?: RunOptions): Promise<Ran> => space.run(['store', ...argv], options);

async function measure(out: string, fake: FakeOptions = {}): Promise<string> {
  await space.run(['run', 'queries', '--out', out, '--quiet'], { services: fakeServices(fake) });
  return `${out}/run.jsonl.gz`;
}

async function storedFiles(): Promise<readonly string[]> {
  return readdir(join(space.folder, '.hogbench/store/runs'));
}

it('keeps a run, tells of it, and gives its file back byte for byte', async () => {
  const file = await measure('one');
  const pushed = await store(['push', file, '--name', 'main', '--commit', commit, '--branch', 'main']);
  expect(pushed).toMatchObject({ code: 0, err: '' });
  expect(pushed.out).toMatch(/^stored run [\da-f]{8} as main, commit aaaaaaa: 2 cases, in \.hogbench\/store\n$/);
  const listed = JSON.parse((await store(['list', '--json'])).out);
  expect(listed).toMatchObject({
    schemaVersion: 1,
    kind: 'storedRuns',
    store: '.hogbench/store',
    runs: [{ name: 'main', commit, branch: 'main', workload: 'queries', status: 'complete', cases: 2, kind: 'oneArm' }],
  });
  expect((await store(['list'])).out).toMatch(/run +began +baseline +commit[\s\S]* main +aaaaaaa +main +queries +2 /);
  expect((await store(['pull', 'main', '--out', 'back/main.jsonl.gz'])).code).toBe(0);
  expect(await readFile(join(space.folder, 'back/main.jsonl.gz'))).toEqual(await readFile(join(space.folder, file)));
  expect((await space.run(['report', 'back/main.jsonl.gz'])).code).toBe(0);
  const { runId } = listed.runs[0];
  expect((await store(['pull', runId, '--out', 'other.jsonl.gz'])).code).toBe(0);
  expect((await store(['pull', runId, '--out', 'other.jsonl.gz'])).err).toContain('the file exists');
});

it('stores what is pushed twice once', async () => {
  const file = await measure('one');
  await store(['push', file]);
  expect((await store(['push', file])).out).toMatch(/is in \.hogbench\/store already/);
  expect(await storedFiles()).toHaveLength(1);
});

it('says of what is not there what is near', async () => {
  expect((await store(['list'])).err).toContain('there is no store here');
  await store(['push', await measure('one'), '--name', 'main']);
  const missing = await store(['pull', 'mian', '--out', 'x']);
  expect(missing.code).toBe(2);
  expect(missing.err).toContain('Did you mean `main`?');
  expect((await store(['list', '--name', 'other'])).out).toContain('no such run');
});

it('says that no gate can take a baseline of no commit', async () => {
  expect((await store(['push', await measure('one'), '--name', 'main'])).err).toContain('--commit was not given');
});

it.each([
  [['psuh', 'x'], 'did you mean `push`'],
  [['push'], 'needs a run file'],
  [['list', 'main'], 'takes no `main`'],
  [['list', '--keep', '3'], 'does not take --keep'],
  [['prune'], 'does not know what may go'],
  [['pull', 'main'], 'needs a file to write to'],
  [['push', 'nothing.gz'], 'ENOENT'],
  [['push', 'queries/a.sql'], 'not a hogbench run file'],
  [['push', 'x', '--name', '../x'], 'no name of a baseline'],
  [['push', 'x', '--name', 'deadbeef'], 'no name of a baseline'],
  [['push', 'x', '--commit', 'abc'], 'no commit in full'],
  [['list', '--store', 'http://host:8123'], 'Write target:'],
  [['list', '--store', 'target:stagin'], 'unknown target'],
  [['list', '--store', 'target:embedded'], 'ends with the command'],
])('refuses %j', async (argv, said) => {
  const ran = await store(argv);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(said);
});

it.runIf(process.platform === 'linux')('ends with a sentence where no folder can be made', async () => {
  const file = await measure('one');
  // Below /proc, making a folder and those above it never ends by Node's own way.
  for (const folder of ['/proc/nope', '/proc/nope/deeper', 'queries/a.sql', 'queries/a.sql/store']) {
    const at = ['--store', folder];
    const pushed = await store(['push', file, ...at]);
    expect({ folder, code: pushed.code, err: pushed.err }).toMatchObject({
      ...{ folder, code: 2 },
      err: expect.stringMatching(/the folder of the store cannot be made \(E[A-Z]+\)[\s\S]*--store/),
    });
    for (const argv of [['list'], ['pull', 'main', '--out', 'x'], ['prune', '--keep', '1'], ['verify']]) {
      const ran = await store([...argv, ...at]);
      expect({ argv, folder, code: ran.code, err: ran.err }).toMatchObject({
        ...{ argv, folder, code: 2 },
        err: expect.stringContaining('there is no store here'),
      });
    }
    expect((await space.run(['history', ...at])).code).toBe(2);
  }
});

it('takes no interrupted run as a baseline, and keeps it without a name', async () => {
  const stop: { now: (() => void) | undefined } = { now: undefined };
  const services = fakeServices({ onBatch: (batches) => void (batches === 3 && stop.now?.()) });
  await space.run(['run', 'queries', '--out', 'cut'], {
    services,
    io: (io) => {
      stop.now = () => io.interrupt();
    },
  });
  const refused = await store(['push', 'cut/run.jsonl.gz', '--name', 'main']);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('a baseline is a complete one');
  expect((await store(['push', 'cut/run.jsonl.gz'])).code).toBe(0);
  expect((await store(['list'])).out).toContain('(interrupted)');
});

it('takes no damaged run', async () => {
  const file = join(space.folder, await measure('one'));
  const bytes = await readFile(file);
  const second = bytes.indexOf(Buffer.from([0x1f, 0x8b, 8, 0]), 1);
  bytes.fill(0, second, second + 20);
  await writeFile(file, bytes);
  const ran = await store(['push', file]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('lost');
});

it('prunes what neither rule keeps, and never the newest of a baseline', async () => {
  for (const [place, name] of ['main', 'main', 'main'].entries())
    await store(['push', await measure(`run${place}`), '--name', name]);
  await store(['push', await measure('unnamed')]);
  expect((await store(['prune', '--keep', '2', '--dry-run'])).out).toContain('would remove 1 run of');
  expect(await storedFiles()).toHaveLength(4);
  expect((await store(['prune', '--keep', '2', '--older-than', '90d'])).out).toContain('removed 0 runs');
  expect((await store(['prune', '--keep', '2'])).out).toContain('removed 1 run of');
  const later = (io: { now: () => number }): void => {
    const { now } = io;
    Object.assign(io, { now: () => now() + 1e12 });
  };
  expect((await store(['prune', '--older-than', '90d'], { io: later })).out).toContain('removed 2 runs');
  expect(JSON.parse((await store(['list', '--json'])).out).runs).toMatchObject([{ name: 'main' }]);
});

it('finds damage, leaves the damaged run out with a word, and is put right by a push of the same file', async () => {
  const file = await measure('one');
  await store(['push', file]);
  await store(['push', await measure('two'), '--name', 'main']);
  const [name = ''] = (await storedFiles()).filter((one) => !one.includes('main'));
  const path = join(space.folder, '.hogbench/store/runs', name);
  const whole = await readFile(path);
  for (const at of [whole.length - 5, 40, 300]) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(path, bytes);
    const verified = await store(['verify']);
    expect(verified.code).toBe(5);
    expect(verified.out).toContain('1 not as they were pushed');
  }
  await writeFile(path, whole.subarray(0, whole.length - 1));
  const listed = await store(['list']);
  expect(listed.err).toMatch(/is left out: it has \d+ bytes, and should have \d+/);
  expect(listed.out).toContain('main');
  expect((await store(['push', file])).out).toContain('stored run');
  expect((await store(['verify'])).out).toContain('2 runs in .hogbench/store: all as they were pushed');
});

it('refuses what a newer hogbench stored, by name, and changes nothing of it', async () => {
  await store(['push', await measure('one')]);
  const [name = ''] = await storedFiles();
  const path = join(space.folder, '.hogbench/store/runs', name);
  const text = (await readFile(path)).toString('latin1');
  await writeFile(
    path,
    text.replace('hogbench-stored-run 1 ', 'hogbench-stored-run 2 ').replace(/"madeBy":"[^"]*"/, '"madeBy":"9.1.0"'),
    'latin1',
  );
  for (const argv of [['list'], ['verify'], ['prune', '--keep', '1'], ['push', 'one/run.jsonl.gz']]) {
    const ran = await store(argv);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('layout 2, made by hogbench 9.1.0; this hogbench reads up to layout 1');
  }
});

it('is not made of a folder that holds something else', async () => {
  const ran = await store(['push', await measure('one'), '--store', 'queries']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('is no store');
});

it('takes the store of a config, from where the config lies; in CI only of one that is named', async () => {
  await space.write('ci/hogbench.config.yaml', 'store: {folder: kept}\n');
  await space.write('hogbench.config.yaml', 'store: {folder: found}\n');
  const file = await measure('one');
  expect((await store(['push', file])).out).toContain('in found');
  expect((await store(['push', file, '--config', 'ci/hogbench.config.yaml'])).out).toContain('in ci/kept');
  expect((await store(['push', file, '--store', 'flag'])).out).toContain('in flag');
  expect((await store(['push', file], { env: { HOGBENCH_STORE: 'variable' } })).out).toContain('in variable');
  const inCi = await store(['push', file], { env: { CI: '1' } });
  expect(inCi.code).toBe(2);
  expect(inCi.err).toContain('in CI, store is not taken from a config that was only found');
  await space.write('ci/hogbench.config.yaml', 'store: {folder: kept, target: x}\n');
  expect((await store(['list', '--config', 'ci/hogbench.config.yaml'])).err).toContain('ci/hogbench.config.yaml:1:8');
});
