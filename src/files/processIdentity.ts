import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** A process, told apart from another one that has its number later, or in another container or machine. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** The system and its name space of process numbers: numbers mean something within it alone. Empty when not known. */
  readonly system: string;
  /** When the process began, as the system counts it; empty when not known. */
  readonly began: string;
}

const run = promisify(execFile);

export async function ownIdentity(): Promise<ProcessIdentity> {
  const { pid } = process;
  return { pid, host: hostname(), system: await ownSystem(), began: (await processStart(pid)) ?? '' };
}

/** Whether a process still runs; `unknown` where nothing here can tell, as for one in another container. */
export async function stateOf(one: ProcessIdentity): Promise<'running' | 'gone' | 'unknown'> {
  if (one.system === '' || one.system !== (await ownSystem())) return 'unknown';
  if (!hasProcess(one.pid)) return 'gone';
  const began = await processStart(one.pid);
  return began === undefined || one.began === '' || began === one.began ? 'running' : 'gone';
}

/** Whether any process has this number now. */
export function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It may be another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function ownSystem(): Promise<string> {
  try {
    if (process.platform === 'linux') {
      const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
      return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
    }
    return `${hostname()} ${(await run('sysctl', ['-n', 'kern.boottime'])).stdout.trim()}`;
  } catch {
    return '';
  }
}

/**
 * When a process began, as the system counts it; undefined when the system does not say. A process that ended, and that nobody has buried yet, has no
 * beginning any more.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    if (process.platform !== 'linux') return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything; the state comes first behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
