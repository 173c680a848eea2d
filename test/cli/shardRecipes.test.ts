import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blocksOf } from '../support/documents.ts';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

/** The block of a page that has these words. */
function blockWith(name: string, words: string): string {
  const found = blocksOf(`docs/recipes/${name}.md`).find(({ text }) => text.includes(words));
  if (found === undefined) throw new Error(`${name}.md has no block with ${words}`);
  return found.text;
}

let space: Workspace;
afterEach(() => space.remove());

const costlier = (caseId: string, arm: string): Behaviour =>
  caseId === 'orders_by_day' && arm === 'candidate' ? { ms: 80, readRows: 200_000 } : {};
const alike = (): Behaviour => ({});

describe('a matrix on GitHub', () => {
  interface Step {
    readonly run?: string;
    readonly uses?: string;
    readonly with?: Readonly<Record<string, string>>;
  }
  const { jobs } = parse(blockWith('github-matrix', 'matrix:'));
  const steps: Readonly<Record<'part' | 'verdict', readonly Step[]>> = {
    part: jobs.part.steps,
    verdict: jobs.verdict.steps,
  };
  const parts: readonly number[] = jobs.part.strategy.matrix.part;
  const argvOf = (job: 'part' | 'verdict', command: string): string => {
    const run = steps[job].find((step) => step.run?.startsWith(`npx hogbench ${command}`))?.run;
    return run?.slice('npx hogbench '.length) ?? 'nothing';
  };
  const inputsOf = (job: 'part' | 'verdict', action: string) =>
    steps[job].find(({ uses }) => uses?.startsWith(`actions/${action}@`))?.with ?? {};
  const filled = (text: string, part: number): string =>
    text
      .replaceAll(/\$\{\{ matrix\.part \}\}/g, String(part))
      .replaceAll(/\$\{\{ strategy\.job-total \}\}/g, String(parts.length));

  beforeEach(async () => {
    space = await makeWorkspace({ 'queries/orders.sql': shop['main/orders.sql'] ?? '' });
    const git = (...args: readonly string[]) =>
      execFileSync(
        'git',
        ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args],
        {
          cwd: space.folder,
          stdio: 'ignore',
        },
      );
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'queries');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const text = (shop['main/orders.sql'] ?? '')
      .replace('toDate(at)', "toDate(at, 'UTC')")
      .replace('count() AS n', 'sum(1) AS n');
    await space.write('queries/orders.sql', text);
    git('commit', '-q', '-a', '-m', 'other texts');
  });

  it.each([
    ['fails as the verdict does', costlier, 1],
    ['passes where nothing is worse', alike, 0],
  ])('%s', async (_, script, code) => {
    const env = { GITHUB_RUN_ID: '4711', HOGBENCH_CONFIG: 'none' };
    const { name = '', path = '' } = inputsOf('part', 'upload-artifact');
    const { pattern = '', path: target = '' } = inputsOf('verdict', 'download-artifact');
    for (const part of parts) {
      const argv = filled(argvOf('part', 'ab'), part).split(' ');
      const ran = await space.run(argv, { env, services: fakeServices({ script }), asTyped: true });
      expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
      const artifact = filled(name, part);
      expect(artifact.startsWith(pattern.replace('*', ''))).toBe(true);
      // What is uploaded by the path of one file is that file alone.
      await mkdir(join(space.folder, target, artifact), { recursive: true });
      await copyFile(join(space.folder, path), join(space.folder, target, artifact, 'run.jsonl.gz'));
    }
    const argv = argvOf('verdict', 'merge');
    expect(argv).toContain(` ${target}/* `);
    const found = await readdir(join(space.folder, target));
    expect(found).toHaveLength(parts.length);
    const words = argv
      .split(' ')
      .flatMap((word) => (word === `${target}/*` ? found.map((one) => join(target, one)) : [word]));
    const merged = await space.run(words, { env: { ...env, GITHUB_ACTIONS: 'true' } });
    expect({ code: merged.code, err: merged.err }).toMatchObject({ code });
    expect(await space.read('merged/junit.xml')).toContain('orders_by_day');
    // A job that never came, whatever the others found.
    await rm(join(space.folder, target, found[1] ?? ''), { recursive: true });
    const lacking = words.filter((word) => word !== join(target, found[1] ?? ''));
    expect((await space.run([...lacking, '--force'], { env })).code).toBe(2);
  });

  it('measures every part though one of them fails, and judges only when all are there', () => {
    expect(jobs.part.strategy['fail-fast']).toBe(false);
    expect(jobs.verdict).toMatchObject({ needs: 'part' });
    expect(jobs.verdict.if).toBeUndefined();
    expect(parts).toEqual(parts.map((_, at) => at + 1));
    expect(inputsOf('part', 'upload-artifact')).toMatchObject({ 'if-no-files-found': 'error', overwrite: true });
  });
});

describe('Kubernetes', () => {
  const manifests = {
    parts: parse(blockWith('kubernetes', 'completionMode')),
    verdict: parse(blockWith('kubernetes', 'RUN-verdict')),
    claim: parse(blockWith('kubernetes', 'PersistentVolumeClaim\nmetadata')),
    load: parse(blockWith('kubernetes', 'RUN-load')),
  };
  const scriptOf = (job: typeof manifests.parts): string => job.spec.template.spec.containers[0].args[0];

  beforeEach(async () => {
    space = await makeWorkspace(shop);
  });

  it('has manifests that its API takes, without a key that it would drop', async () => {
    const types = [
      `import type { Job } from 'kubernetes-types/batch/v1';`,
      `import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';`,
    ];
    const check = (claim: unknown, ...jobs: readonly unknown[]) => {
      const typed = [
        ...types,
        ...jobs.map((job, at) => `export const job${at}: Job = ${JSON.stringify(job)};`),
        `export const claim: PersistentVolumeClaim = ${JSON.stringify(claim)};`,
      ];
      // Beside the packages that it imports.
      const file = resolve('node_modules/.cache', `hogbench-manifests-${process.pid}.ts`);
      mkdirSync(resolve('node_modules/.cache'), { recursive: true });
      writeFileSync(file, typed.join('\n'));
      const flags = [
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--module',
        'esnext',
        '--moduleResolution',
        'bundler',
        '--ignoreConfig',
      ];
      const checked = spawnSync(resolve('node_modules/.bin/tsc'), [...flags, file], { encoding: 'utf8' });
      rmSync(file);
      return checked.stdout;
    };
    const { parts, verdict, claim, load } = manifests;
    expect(check(claim, parts, verdict, load)).toBe('');
    expect(check(claim, { ...parts, spec: { ...parts.spec, parallelisms: 3 } })).toContain('parallelisms');
    expect(check({ ...claim, spec: { ...claim.spec, accessModes: 'ReadWriteMany' } }, parts)).toContain('string[]');
  });

  it('has as many pods as parts, on one image and one volume, and names the run in all of them', () => {
    const { parts, verdict, claim } = manifests;
    const of = Number(/--shard \/(\d+)/.exec(scriptOf(parts))?.[1]);
    expect([parts.spec.completions, parts.spec.completionMode]).toEqual([of, 'Indexed']);
    const [one, other] = [parts, verdict].map((job) => job.spec.template.spec);
    expect(one.containers[0].image).toBe(other.containers[0].image);
    for (const pod of [one, other]) {
      expect(pod.volumes[0].persistentVolumeClaim.claimName).toBe(claim.metadata.name);
      expect(pod.restartPolicy).toBe('Never');
    }
    expect(JSON.stringify([parts, verdict]).match(/RUN/g)?.length).toBeGreaterThan(5);
    expect(one.containers[0].env).toContainEqual({ name: 'HOGBENCH_SHARD_OF', value: 'RUN' });
  });

  /** Measures as it would, and hands the part to a script of the pod, which a shell runs. */
  async function pods(script: typeof costlier, count: number): Promise<void> {
    const command = /hogbench (ab .*)/.exec(scriptOf(manifests.parts))?.[1]?.split(' ') ?? [];
    const scratch = command[command.indexOf('--out') + 1] ?? '';
    expect(scratch.startsWith('/scratch/')).toBe(true);
    await space.write('bin/hogbench', '#!/bin/sh\nmkdir -p "$SCRATCH" && cp "$MEASURED" "$SCRATCH/run.jsonl.gz"\n');
    await chmod(join(space.folder, 'bin/hogbench'), 0o755);
    for (let index = 0; index < count; index++) {
      const own = command.with(command.indexOf('--out') + 1, `scratch-${index}`);
      const env = { JOB_COMPLETION_INDEX: String(index), HOGBENCH_SHARD_OF: '4711' };
      const measured = await space.run(own, { env, services: fakeServices({ script }) });
      expect({ code: measured.code, err: measured.err }).toMatchObject({ code: 0 });
      const here = join(space.folder, `pod-${index}`);
      const text = scriptOf(manifests.parts).replaceAll(scratch, here);
      shell(text, { ...env, SCRATCH: here, MEASURED: join(space.folder, `scratch-${index}/run.jsonl.gz`) });
    }
  }

  function shell(text: string, env: Readonly<Record<string, string>>): number {
    return shellOf(text, env).status;
  }

  function shellOf(
    text: string,
    env: Readonly<Record<string, string>>,
  ): { readonly status: number; readonly err: string } {
    const all = {
      ...{ PATH: `${join(space.folder, 'bin')}:${process.env.PATH}`, HOME: space.folder },
      ...{ RESULTS: join(space.folder, 'results/4711'), PROGRAM: resolve('dist/main.js') },
      ...env,
    };
    const { status, stderr } = spawnSync('sh', ['-ec', text], { cwd: space.folder, env: all, encoding: 'utf8' });
    return { status: status ?? -1, err: stderr };
  }

  it.each([
    ['fails as the verdict does', costlier, 1],
    ['passes where nothing is worse', alike, 0],
  ])('joins what its pods measured, and %s', async (_, script, code) => {
    await pods(script, manifests.parts.spec.completions);
    expect((await readdir(join(space.folder, 'results/4711'))).sort()).toEqual([
      'part-0.jsonl.gz',
      'part-1.jsonl.gz',
      'part-2.jsonl.gz',
    ]);
    await space.write('bin/hogbench', '#!/bin/sh\nexec node "$PROGRAM" "$@"\n');
    expect(shell(scriptOf(manifests.verdict), {})).toBe(code);
    expect(await space.read('results/4711/merged/junit.xml')).toContain('orders_by_day');
  });

  it('does not pass without a pod', async () => {
    await pods(alike, manifests.parts.spec.completions - 1);
    await space.write('bin/hogbench', '#!/bin/sh\nexec node "$PROGRAM" "$@"\n');
    expect(shell(scriptOf(manifests.verdict), {})).toBe(2);
  });

  it('leaves no part of a pod that could not measure', async () => {
    await space.write('bin/hogbench', '#!/bin/sh\nexit 5\n');
    await chmod(join(space.folder, 'bin/hogbench'), 0o755);
    expect(shell(scriptOf(manifests.parts), { JOB_COMPLETION_INDEX: '0' })).toBe(5);
    await expect(readdir(join(space.folder, 'results/4711'))).rejects.toThrow();
  });

  describe('a load', () => {
    const { load, verdict } = manifests;
    const start = '2026-01-31T12:03:00.000Z';

    it('has as many pods as shares, at once, which are not tried again behind the beginning', () => {
      const of = Number(/--shard \/(\d+)/.exec(scriptOf(load))?.[1]);
      const { completions, parallelism, completionMode, backoffLimit } = load.spec;
      expect([completions, parallelism, completionMode, backoffLimit]).toEqual([of, of, 'Indexed', 0]);
    });

    async function loading(count: number): Promise<void> {
      const command = /hogbench (load .*)/.exec(scriptOf(load))?.[1]?.replace('START', start).split(' ') ?? [];
      for (let index = 0; index < count; index++) {
        const own = command.with(command.indexOf('--out') + 1, `scratch-${index}`);
        const env = { JOB_COMPLETION_INDEX: String(index), HOGBENCH_SHARD_OF: '4712', HOGBENCH_PASSWORD: 'a' };
        const measured = await space.run([...own, '--slo', 'p95=1s'], { env, services: fakeServices() });
        expect({ code: measured.code, err: measured.err }).toMatchObject({ code: 0 });
        await mkdir(join(space.folder, 'results/4711'), { recursive: true });
        const part = join(space.folder, `results/4711/part-${index}.jsonl.gz`);
        await copyFile(join(space.folder, `scratch-${index}/run.jsonl.gz`), part);
      }
      await space.write('bin/hogbench', '#!/bin/sh\nexec node "$PROGRAM" "$@"\n');
      await chmod(join(space.folder, 'bin/hogbench'), 0o755);
    }

    /** As the page has it edited: the Job for verdicts, without what is of cases. */
    function joined(): { readonly status: number; readonly err: string } {
      const edit = /s\/ --junit[^"]*/.exec(blockWith('kubernetes', 'START/$start'))?.[0] ?? 'none';
      const script = spawnSync('sed', [edit], { input: scriptOf(verdict), encoding: 'utf8' }).stdout;
      return shellOf(script, {});
    }

    it('is joined and judged by the Job for verdicts', async () => {
      await loading(load.spec.completions);
      expect(joined()).toMatchObject({ status: 0 });
    });

    it('is not whole without a pod', async () => {
      await loading(load.spec.completions - 1);
      const { status, err } = joined();
      expect(status).toBe(2);
      expect(err).toContain('part 3 of 3 is missing');
    });

    it('begins at a moment that is chosen once, minutes ahead', () => {
      const script = blockWith('kubernetes', 'START/$start');
      const now = /^start=.*$/m.exec(script)?.[0];
      const made = spawnSync('sh', ['-ec', `${now}; printf %s "$start"`], { encoding: 'utf8' }).stdout;
      expect(made).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(made)).toBeGreaterThan(Date.now());
      expect(scriptOf(load)).toContain('--start-at START');
    });
  });

  it('runs its Jobs in their order', () => {
    const lines = blockWith('kubernetes', 'kubectl apply').split('\n');
    expect(lines.map((line) => /kubectl (\w+)/.exec(line)?.[1]).filter(Boolean)).toEqual([
      'apply',
      'wait',
      'apply',
      'wait',
    ]);
    expect(lines.join('\n')).toContain('job/hogbench-$run-parts');
    expect(manifests.parts.metadata.name).toBe('hogbench-RUN-parts');
    expect(manifests.verdict.metadata.name).toBe('hogbench-RUN-verdict');
  });
});
