import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pinningTool } from './affinity.ts';
import { LIFELINE, parseReport, type ServerReport, type ServerSpec } from './serverSpec.ts';

/** How a server process ended. */
export interface ServerExit {
  readonly report: ServerReport | undefined;
  /** The end of what it wrote on stderr. */
  readonly tail: string;
  /** What ended it: an exit code or a signal; absent when it was never started. */
  readonly end?: { readonly code: number | null; readonly signal: NodeJS.Signals | null };
}

/** A server process we started. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason; never rejects. */
  readonly exited: Promise<ServerExit>;
  readonly tail: () => string;
  /** Lets it finish by itself, then insists. Resolves when the process is gone; harmless to repeat. */
  readonly stop: () => Promise<void>;
}

const TAIL_CHARS = 4000;
/** The process ends itself at once when its lifeline closes; one that was stopped by a signal cannot. */
const KILL_AFTER_MS = 300;

/**
 * Starts a server process. It lives at most as long as this process: it holds pipes from here, and ends
 * when they close. It has a process group of its own, so that Ctrl-C in a terminal
 * reaches only us and the order of stopping is ours.
 */
export function spawnServer(spec: ServerSpec): ServerProcess {
  const program = [process.execPath, ...programArguments()];
  // The tool becomes the program, so that the process is the server's.
  const [command = '', ...args] =
    spec.cores === undefined ? program : [pinningTool, '-c', spec.cores.join(), ...program];
  const child = spawn(command, args, {
    cwd: spec.workingDirectory ?? spec.directory,
    detached: true,
    env: plainEnvironment(),
    // The fourth is the lifeline.
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // A server that is already gone breaks the pipe; `exited` tells of it.
  child.stdin.on('error', () => undefined);
  child.stdio[LIFELINE]?.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(spec)}\n`);
  const stdout = keepTail(child.stdout);
  const stderr = keepTail(child.stderr);
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('error', (error) => resolve({ report: { kind: 'failed', message: error.message }, tail: '' }));
    // Not 'exit': what the process wrote last may still be on its way then.
    child.once('close', (code, signal) =>
      resolve({ report: parseReport(stdout()), tail: stderr(), end: { code, signal } }),
    );
  });
  return { pid: child.pid ?? 0, exited, tail: stderr, stop: () => stopChild(child, exited) };
}

async function stopChild(child: ChildProcess, exited: Promise<ServerExit>): Promise<void> {
  child.stdin?.end();
  child.stdio[LIFELINE]?.destroy();
  const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await exited;
  clearTimeout(kill);
}

function keepTail(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-TAIL_CHARS);
  });
  return () => text;
}

/** Sources need a loader of TypeScript, which takes longer than the program: what is built of them is run, unless one is younger. */
function programArguments(): readonly string[] {
  const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  if (!import.meta.url.endsWith('.ts')) return [beside('./serverProcess.js')];
  const built = beside('../../../dist/clickhouse/local/serverProcess.js');
  if (changedAt(built) > Math.max(...[beside('.'), beside('../../model')].flatMap(changesIn))) return [built];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, beside('./serverProcess.ts')];
}

function changesIn(folder: string): readonly number[] {
  return readdirSync(folder).map((name) => changedAt(join(folder, name)));
}

/** 0 where there is no such file. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The engine reads credentials and paths from CLICKHOUSE_* and others: it gets only what a program needs to run. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
