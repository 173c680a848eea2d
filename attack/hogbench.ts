import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The program as it is shipped. */
const mainFile = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface HogbenchOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After so long it is killed, and has hung. */
  readonly deadlineMs: number;
  /** Presses Ctrl-C once after so long. */
  readonly interruptAfterMs?: number;
  /** Killed with SIGKILL, the process alone, after so long. */
  readonly killAfterMs?: number;
  /** Called every `watchMs` while it runs, with the processes below it. */
  readonly watch?: (pids: readonly number[]) => void;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  /** It did not end by itself before its deadline. */
  readonly hung: boolean;
  readonly killedAt: number | undefined;
  /** From the interrupt to the end; undefined when there was none, or it had ended before. */
  readonly interruptedMs: number | undefined;
  /** Highest resident memory that was seen, in megabytes; 0 where the system does not tell. */
  readonly peakMegabytes: number;
}

const watchMs = 100;

/** Runs the command line in a process of its own. Resolves whatever becomes of it. */
export function runHogbench(argv: readonly string[], options: HogbenchOptions): Promise<Ended> {
  if (!existsSync(mainFile)) throw new Error('build first: npm run build');
  const child = spawn(process.execPath, [mainFile, ...argv], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watched(child, options);
}

function watched(child: ChildProcess, options: HogbenchOptions): Promise<Ended> {
  const texts = { out: '', err: '' };
  for (const [stream, name] of [
    [child.stdout, 'out'],
    [child.stderr, 'err'],
  ] as const)
    stream?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  let hung = false;
  let peakMegabytes = 0;
  let killedAt: number | undefined;
  let interruptedAt: number | undefined;
  const pid = child.pid ?? 0;
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(pid));
    options.watch?.(below(pid));
  }, watchMs);
  const after = (ms: number | undefined, act: () => void): NodeJS.Timeout | undefined =>
    ms === undefined ? undefined : setTimeout(act, ms);
  const timers = [
    after(options.deadlineMs, () => {
      hung = true;
      child.kill('SIGKILL');
    }),
    after(options.interruptAfterMs, () => {
      interruptedAt = Date.now();
      child.kill('SIGINT');
    }),
    after(options.killAfterMs, () => {
      options.watch?.(below(pid));
      killedAt = Date.now();
      child.kill('SIGKILL');
    }),
  ];
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      for (const timer of timers) clearTimeout(timer);
      const interruptedMs = interruptedAt === undefined ? undefined : Date.now() - interruptedAt;
      // A server that outlives it holds its pipes, so only what has come by now is read.
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code, signal, ...texts, hung, killedAt, interruptedMs, peakMegabytes });
      }, 50);
    });
  });
}

function peakOf(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** All processes that descend from one. Empty where the system has no /proc. */
function below(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of names('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const add = (one: number): void => {
    for (const child of children.get(one) ?? []) {
      found.push(child);
      add(child);
    }
  };
  add(pid);
  return found;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields === undefined ? undefined : Number(fields[1]);
}

/** The fields of /proc/PID/stat behind the name: state, parent, …; undefined for a process that is gone. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** A process by its number and when it began, since numbers are used again. */
export function identityOf(pid: number): string | undefined {
  const fields = statOf(pid);
  return fields === undefined || fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
}
