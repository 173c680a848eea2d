import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { World } from '../app/world.ts';
import type { ArmName } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { quoted } from '../text/quote.ts';
import { interrupted } from './git.ts';

/** The printing of a tree's queries by a command of the user. */
export interface Generation {
  /** A line for the shell, as the user wrote it. */
  readonly command: string;
  readonly arm: ArmName;
  /** Where it runs. */
  readonly cwd: string;
  /** The folder or file that it is to print. */
  readonly target: string;
  /** The tree of the user, for a command that takes installed packages from there. */
  readonly workingTree: string;
  /** The tree's name, for people. */
  readonly name: string;
}

const tailChars = 4000;
const tailLines = 20;
const killAfterMs = 3000;

/**
 * Runs the command in a tree, and makes sure that it wrote what is measured: one that writes to a fixed place would give both arms the same
 * queries, and a comparison of them would find that nothing differs.
 * @returns the files that it wrote, absolute
 * @throws UserError usage when it fails, or leaves the workload as it was; `interrupted`
 */
export async function generate(
  one: Generation,
  { env }: Pick<World, 'env'>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const before = await stampsOf(one.target);
  const { code, tail } = await shell(one, env, signal);
  if (signal.aborted) throw interrupted();
  if (code !== 0) throw failed(one, code, tail);
  const after = await stampsOf(one.target);
  if (after.size === 0)
    throw new UserError(
      'usage',
      `the command of --generate wrote no file of ${quoted(placeOf(one))} in ${one.name}`,
      adviceFor(one),
    );
  const written = [...after].flatMap(([path, stamp]) => (before.get(path) === stamp ? [] : [path]));
  if (written.length > 0) return new Set(written);
  throw new UserError(
    'usage',
    `the command of --generate wrote no file of ${quoted(placeOf(one))} in ${one.name}: those that are there are older`,
    adviceFor(one),
  );
}

interface Ended {
  readonly code: number | string;
  readonly tail: string;
}

function shell({ command, arm, cwd, workingTree }: Generation, env: World['env'], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A group of its own: what the shell has started ends with it.
    const child = spawn('/bin/sh', ['-c', command], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, HOGBENCH_ARM: arm, HOGBENCH_WORKING_TREE: workingTree },
    });
    let tail = '';
    const keep = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-tailChars);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const kill = (how: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, how);
      } catch {
        // It has ended by itself.
      }
    };
    let insist: NodeJS.Timeout | undefined;
    const stop = (): void => {
      kill('SIGTERM');
      insist = setTimeout(() => kill('SIGKILL'), killAfterMs);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', reject);
    child.once('exit', (code, how) => {
      clearTimeout(insist);
      signal.removeEventListener('abort', stop);
      // What it left in the background must not write into a tree that is being read.
      kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code: code ?? how ?? 'unknown', tail });
    });
  });
}

/** When each file at a path was last written, by its path: the clock of changes cannot be set back by a program. */
async function stampsOf(path: string): Promise<ReadonlyMap<string, string>> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined) return new Map();
  const files = found.isDirectory() ? await readdir(path, { recursive: true, withFileTypes: true }) : undefined;
  const paths = files?.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)) ?? [path];
  const stamps = new Map<string, string>();
  for (const file of paths) {
    const of = await stat(file, { bigint: true }).catch(() => undefined);
    if (of !== undefined) stamps.set(file, `${of.ino} ${of.ctimeNs} ${of.size}`);
  }
  return stamps;
}

function failed({ name }: Generation, code: number | string, tail: string): UserError {
  const said = tail.trim().split('\n').slice(-tailLines).join('\n').trim();
  const ended = typeof code === 'number' ? `exit ${code}` : code;
  return new UserError(
    'usage',
    `the command of --generate failed at ${name} (${ended})${said === '' ? ', and printed nothing' : `:\n${said}`}`,
    'It runs in a fresh tree of the base, which has no installed packages: install them in the command, or take those of $HOGBENCH_WORKING_TREE.',
  );
}

/** What is to be printed, from the folder that the command runs in. */
function placeOf({ cwd, target }: Generation): string {
  return relative(cwd, target) || '.';
}

function adviceFor(one: Generation): string {
  const { command, arm } = one;
  return `${quoted(command.slice(0, 100))} has to write ${quoted(placeOf(one))}, relative to the folder that it runs in${arm === 'baseline' ? ', and to no fixed place' : ''}.`;
}
