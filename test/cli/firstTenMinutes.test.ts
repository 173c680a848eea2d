import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { branch, effortOf, project, type Step, typingSpeed, uses, type Way } from '../../bench/newcomer/uses.ts';
import { main } from '../../src/cli/program.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;
let folder: string;

beforeEach(async () => {
  space = await makeWorkspace();
  folder = join(space.folder, 'shop');
  await write(project);
  shell(
    'git init -q -b main && git add . && git -c user.name=a -c user.email=a@example.org commit -q -m queries && git checkout -q -b feature',
  );
  await write(branch);
});
afterEach(() => space.remove());

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function shell(line: string): void {
  const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The candidate reads what the change makes it read: all of a day's neighbours, or all orders. */
const slower: NonNullable<FakeOptions['script']> = (_, arm) =>
  arm === 'candidate' ? { ms: 90, readRows: 400_000, marks: 49 } : {};

async function take(step: Step): Promise<number> {
  if (step.kind === 'file') {
    await write({ [step.path]: step.text });
    return 0;
  }
  const call = /^npx hogbench (.*)$/.exec(step.line)?.[1];
  if (call === undefined) {
    shell(step.line);
    return 0;
  }
  const argv = call.split(' ');
  return main(
    argv,
    testIo(folder, { HOGBENCH_HOME: join(space.folder, 'home') }, argv),
    fakeServices({ script: slower }),
  );
}

async function go({ steps }: Way): Promise<number> {
  let code = 0;
  for (const step of steps) code = Math.max(code, await take(step));
  return code;
}

describe.each(uses)('$question', ({ before, now }) => {
  it('takes no more commands, files and typing than in the first version', () => {
    const [first, today] = [effortOf(before.steps), effortOf(now.steps)];
    expect(today.commands).toBeLessThanOrEqual(first.commands);
    expect(today.files).toBe(0);
    expect(today.characters).toBeLessThanOrEqual(first.characters);
  });

  it('is answered, and by the way of the first version alike', async () => {
    expect(await go(now)).toBe(now.exitCode);
    const first = await readFile(join(folder, 'hogbench-out/report.md'), 'utf8');
    expect(first).toMatch(/^### ❌ \d costlier/);
    expect(await go(before)).toBe(before.exitCode);
  });
});

it('of one query, two texts, takes one command and ten seconds of typing', () => {
  const [one] = uses;
  const { commands, files, characters } = effortOf(one?.now.steps ?? []);
  expect({ commands, files }).toEqual({ commands: 1, files: 0 });
  expect(characters / typingSpeed).toBeLessThanOrEqual(10);
});
