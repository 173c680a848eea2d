import { mkdirSync } from 'node:fs';
import { link, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimFolder } from '../../src/files/folderClaim.ts';
import { fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const path = (name: string): string => join(space.folder, name);
const names = ['run.jsonl.gz', 'report.html', 'report.md', 'report.json'];

async function plant(): Promise<void> {
  for (const name of names) await space.write(`hogbench-out/${name}`, 'of an earlier run');
}

/** What lies where results of a run would. */
async function left(): Promise<readonly string[]> {
  return (await readdir(path('hogbench-out'))).filter((name) => names.includes(name)).sort();
}

async function movedAside(): Promise<readonly string[]> {
  const [time] = await readdir(path('hogbench-out/earlier'));
  return (await readdir(path(`hogbench-out/earlier/${time}`))).sort();
}

it('refuses a folder that another command uses, and touches nothing in it', async () => {
  await plant();
  const claim = await claimFolder(path('hogbench-out'), 'hogbench run', Date.UTC(2026, 0, 31, 11));
  for (const argv of [abArguments, ['run', 'main'], ['demo'], ['ab', '--no-such-flag'], ['ab', 'nowhere']]) {
    const ran = await space.run(argv);
    expect(ran.code, argv.join(' ')).toBe(2);
    expect(await left()).toEqual([...names].sort());
  }
  const busy = await space.run(abArguments);
  expect(busy.err).toContain(`process ${process.pid} on`);
  expect(busy.err).toContain('hogbench run, since 2026-01-31 11:00:00 UTC');
  expect(busy.err).toContain('--out');
  expect((await space.run([...abArguments, '--out', 'other'])).code).toBe(0);
  if (claim.kind === 'held') await claim.release();
  expect((await space.run(abArguments)).code).toBe(0);
  expect((await readdir(path('hogbench-out'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('a report of a run that is still being measured says so, and by whom', async () => {
  expect((await space.run(abArguments)).code).toBe(0);
  const lines = gunzipSync(await readFile(path('hogbench-out/run.jsonl.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  const open = lines.filter((line) => !line.startsWith('{"kind":"status"'));
  expect(open.length).toBe(lines.length - 1);
  await space.write('hogbench-out/run.jsonl', `${open.join('\n')}\n`);
  const claim = await claimFolder(path('hogbench-out'), 'hogbench ab', Date.UTC(2026, 0, 31, 11));
  const still = `still being measured by process ${process.pid}`;
  expect((await space.run(['report', 'hogbench-out/run.jsonl'])).err).toContain(still);
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz'])).err).not.toContain(still);
  if (claim.kind === 'held') await claim.release();
  expect((await space.run(['report', 'hogbench-out/run.jsonl'])).err).not.toContain(still);
});

it('the folder is held until the reports are written, and a second run does not disturb the first', async () => {
  let second: Ran | undefined;
  const fake = fakeServices();
  const openBench: typeof fake.openBench = async (request, io) => {
    const bench = await fake.openBench(request, io);
    const close = async (): Promise<void> => {
      second = await space.run(['ab', 'main']);
    };
    return { ...bench, close };
  };
  const first = await space.run([...abArguments, '--json'], { services: { ...fake, openBench } });
  expect(second?.code).toBe(2);
  expect(second?.err).toContain('in use');
  expect(JSON.parse(first.out).runId).toBe(JSON.parse(await space.read('hogbench-out/report.json')).runId);
});

it('a run file that was exchanged gives an error, never its verdict', async () => {
  await space.run(['ab', 'main', '--out', 'other']);
  const other = await readFile(path('other/run.jsonl.gz'));
  let done: Promise<void> | undefined;
  const services = fakeServices({
    onBatch: (batches) => {
      if (batches === 3)
        done = import('node:fs/promises').then(async ({ rm }) => {
          await rm(path('hogbench-out/run.jsonl.gz'));
          await writeFile(path('hogbench-out/run.jsonl.gz'), other);
        });
    },
  });
  const ran = await space.run(abArguments, { services });
  await done;
  expect(ran.code).toBe(5);
  expect(ran.out).toBe('');
  expect(ran.err).toMatch(/does not hold run \w+, which was measured, but run/);
  expect(await left()).toEqual(['run.jsonl.gz']);
});

it('a run that is gone on with is held too, wherever its reports go', async () => {
  let io: TestIo | undefined;
  const services = fakeServices({ onBatch: (batches) => batches === 7 && io?.interrupt() });
  await space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
  const resumed = [...abArguments, '--resume', 'hogbench-out/run.jsonl.gz'];
  const claim = await claimFolder(path('hogbench-out'), 'hogbench ab', 0);
  for (const argv of [resumed, [...resumed, '--out', 'other']]) {
    const ran = await space.run(argv);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('in use');
  }
  if (claim.kind === 'held') await claim.release();
  await link(path('hogbench-out/run.jsonl.gz'), path('second-name'));
  expect((await space.run(resumed)).err).toContain('hard link');
  await symlink('hogbench-out/run.jsonl.gz', path('a-link'));
  expect((await space.run([...abArguments, '--resume', 'a-link'])).err).toContain('is a link');
});

it.each([
  ['a flag that is not there', ['ab', '--no-such-flag']],
  ['a flag with a bad value', [...abArguments, '--margin', 'much']],
  ['no workload', ['ab', 'nowhere']],
  ['nothing to run on', ['ab', 'main', '--target', 'nowhere']],
  ['no argument', ['run']],
  ['a demo that cannot be read', ['demo', '--seed', 'x']],
])('%s: what an earlier run left is moved aside', async (_, argv) => {
  await plant();
  expect((await space.run(argv)).code).toBe(2);
  expect(await left()).toEqual([]);
  expect(await movedAside()).toEqual([...names].sort());
});

it('so it is when the server refuses, when the config cannot be read, and in a folder named by flag or variable', async () => {
  await plant();
  expect((await space.run(abArguments, { services: fakeServices({ refuses: 'unknown setting' }) })).code).toBe(2);
  expect(await left()).toEqual([]);
  for (const [argv, env] of [
    [['ab', 'nowhere', '--out', 'else'], {}],
    [['ab', '--no-such-flag', '--out=else'], {}],
    [['ab', '--no-such-flag'], { HOGBENCH_OUT: 'else' }],
  ] as const) {
    await space.write('else/report.md', 'of an earlier run');
    expect((await space.run(argv, { env })).code).toBe(2);
    expect(await readdir(path('else'))).toEqual(['earlier']);
  }
  await plant();
  await space.write('hogbench.config.yaml', 'a: [');
  expect((await space.run(abArguments)).code).toBe(2);
  expect(await left()).toEqual([]);
});

it('nothing to compare leaves a report that says so, and a dry run leaves all in place', async () => {
  await plant();
  expect((await space.run([...abArguments, '--dry-run'])).code).toBe(0);
  expect(await left()).toEqual([...names].sort());
  expect((await space.run(['ab', 'main', '--changed-only'])).code).toBe(0);
  expect(await left()).toEqual([...names].sort());
  expect(await space.read('hogbench-out/report.md')).toContain('nothing differs: both arms send the same');
});

it('writes nothing through links in the folder, whatever their names', async () => {
  for (const name of [...names, '.write-test', 'earlier']) {
    await space.write(`victims/${name}`, 'kept');
    await mkdir(path('hogbench-out'), { recursive: true });
    await symlink(`../victims/${name}`, path(`hogbench-out/${name}`));
  }
  expect((await space.run(abArguments)).code).toBe(0);
  for (const name of names) {
    expect((await lstat(path(`hogbench-out/${name}`))).isFile()).toBe(true);
    expect(await space.read(`victims/${name}`)).toBe('kept');
  }
  expect(await space.read('victims/earlier')).toBe('kept');
});

it('nor through links that lead nowhere, nor into other names of the same file', async () => {
  await mkdir(path('hogbench-out/earlier'), { recursive: true });
  await space.write('victim', 'kept');
  await symlink('../planted', path('hogbench-out/report.md'));
  await link(path('victim'), path('hogbench-out/report.html'));
  await link(path('victim'), path('hogbench-out/run.jsonl.gz'));
  const ran = await space.run(abArguments);
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('hogbench-out/report.md was a link');
  expect(await space.read('victim')).toBe('kept');
  expect(await readdir(space.folder)).not.toContain('planted');
});

it('a folder that a link in the working folder leads to is refused', async () => {
  await mkdir(path('target'));
  await symlink('target', path('hogbench-out'));
  const ran = await space.run(abArguments);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('hogbench-out is a link');
  expect(await readdir(path('target'))).toEqual([]);
  expect((await space.run([...abArguments, '--out', 'target'])).code).toBe(0);
});

it('prints the verdict when a report cannot be written, says so, and does not pass', async () => {
  let broken = false;
  const services = fakeServices({
    onBatch: () => {
      if (!broken) mkdirSync(path('hogbench-out/report.html'));
      broken = true;
    },
  });
  const ran = await space.run(['ab', 'main', '--seed', '1'], { services });
  expect(ran.out).toContain('equivalent');
  expect(ran.code).toBe(5);
  expect(ran.err).toContain('report.html: the file could not be written');
  expect(await left()).toEqual([...names].sort());
  const worse = fakeServices({
    script: (_, arm) => (arm === 'candidate' ? { readRows: 900_000 } : {}),
    onBatch: (batches) => batches === 1 && mkdirSync(path('hogbench-out/report.html')),
  });
  expect((await space.run(abArguments, { services: worse })).code).toBe(1);
});

it.each(['--html', '--markdown', '--json', '--csv', '--junit'])('%s does not write through a link', async (flag) => {
  await space.run(['ab', 'main']);
  await symlink('nowhere', path('a-link'));
  await mkdir(path('real'));
  await symlink('real', path('folder-link'));
  for (const name of ['a-link', 'folder-link/report'])
    for (const force of [[], ['--force']]) {
      const ran = await space.run(['report', 'hogbench-out/run.jsonl.gz', flag, name, ...force]);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('link');
    }
  expect(await readdir(space.folder)).not.toContain('nowhere');
  expect(await readdir(path('real'))).toEqual([]);
});
