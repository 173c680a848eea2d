import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { UserError } from '../../model/errors.ts';

/** What keeps a process to some cores, with the list it takes. Absent from macOS. */
export const pinningTool = 'taskset';

const mostMs = 5000;

/**
 * The cores that this process may use, by their numbers; undefined where the system has no tool that could keep a
 * process to some of them.
 */
export async function pinnableCores(): Promise<readonly number[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(pinningTool, ['-cp', String(process.pid)], { timeout: mostMs });
    const cores = parseCoreList(stdout.slice(stdout.lastIndexOf(':') + 1).trim());
    return cores.length === 0 ? undefined : cores;
  } catch {
    return undefined;
  }
}

/** How many cores this machine or container has for us. */
export function machineCores(): number {
  return availableParallelism();
}

/** `0-2,5` as 0, 1, 2, 5; empty for what is no such list. */
function parseCoreList(text: string): readonly number[] {
  if (!/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/.test(text)) return [];
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  });
}

/**
 * So many cores for each node: the next ones, and the first again where there are no more. Undefined where nothing can keep a process to them.
 * @throws UserError usage where one node asks for more than there are
 */
export async function coresOfNodes(
  nodes: number,
  coresEach: number,
  pinnable: () => Promise<readonly number[] | undefined> = pinnableCores,
): Promise<readonly (readonly number[])[] | undefined> {
  const cores = await pinnable();
  const there = cores?.length ?? machineCores();
  if (coresEach > there)
    throw new UserError(
      'usage',
      `a server cannot have ${coresEach} cores: this machine has ${there} for hogbench`,
      'Ask for fewer.',
    );
  return cores === undefined
    ? undefined
    : Array.from({ length: nodes }, (_, node) =>
        Array.from({ length: coresEach }, (__, at) => cores[(node * coresEach + at) % there] ?? 0),
      );
}
