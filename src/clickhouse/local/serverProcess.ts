/**
 * The program of an embedded server's own process. It is started by `spawnServer`, never imported:
 * the engine must be called from the main thread of a process that does nothing else, because its
 * stack guard refuses any other stack.
 */
import { mkdirSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DataType, load, open } from 'ffi-rs';
import { lockDirectory } from './directoryLock.ts';
import { LIFELINE, type ServerReport, type ServerSpec } from './serverSpec.ts';
import { functionFile, hiddenNames } from './sourceRights.ts';

// A thread beside the engine that ends the process when the lifeline closes. The engine's own way out waits
// seconds for connections and for running queries; acknowledged inserts are in files by then, so nothing is
// lost by not waiting. Plain text, because a thread that loads modules would need the thread the engine blocks.
const DIE_WITH_LIFELINE = `
  try {
    while (require('node:fs').readSync(${LIFELINE}, Buffer.alloc(1)) > 0);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }`;

/** Runs the server. It comes back only when something went wrong: the lifeline ends the process. */
function run(): ServerReport {
  try {
    const spec = readSpec();
    const lock = lockDirectory(join(spec.directory, 'lock'), process.ppid);
    if (lock.kind === 'busy') return { kind: 'locked', holder: lock.holder };
    new Worker(DIE_WITH_LIFELINE, { eval: true, execArgv: [] });
    return { kind: 'failed', message: serve(spec, prepare(spec)) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function readSpec(): ServerSpec {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  for (;;) {
    const size = readSync(0, chunk);
    if (size === 0) throw new Error('no server description on stdin');
    chunks.push(Buffer.from(chunk.subarray(0, size)));
    if (chunk[size - 1] === 10) return JSON.parse(Buffer.concat(chunks).toString('utf8')) as ServerSpec;
  }
}

/** Writes the configuration, only now that the lock is ours: a running server reads its files again. */
function prepare(spec: ServerSpec): { readonly dataPath: string; readonly configPath: string } {
  const dataPath = join(spec.directory, 'data');
  const configPath = join(spec.directory, 'config.xml');
  mkdirSync(dataPath, { recursive: true, mode: 0o700 });
  // The engine builds its system database anew, and old log tables under it would make every flush fail.
  rmSync(join(dataPath, 'data', 'system'), { recursive: true, force: true });
  // The engine does not load these definitions again, and yet refuses to create or drop what has a file there.
  rmSync(join(dataPath, 'workload'), { recursive: true, force: true });
  for (const [path, text] of [
    [configPath, spec.configText],
    [join(spec.directory, 'users.xml'), spec.usersText],
  ] as const) {
    rmSync(path, { force: true });
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  }
  writeHiddenFunctions(join(dataPath, 'user_defined'), spec.hiddenFunctions);
  return { dataPath, configPath };
}

function writeHiddenFunctions(folder: string, wanted: ServerSpec['hiddenFunctions']): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of hiddenNames) rmSync(join(folder, functionFile(name)), { force: true });
  for (const [name, text] of Object.entries(wanted))
    writeFileSync(join(folder, functionFile(name)), text, { mode: 0o600 });
}

/** Hands this thread to the engine. Its error text; empty when the engine wrote it on stderr already. */
function serve(spec: ServerSpec, paths: { readonly dataPath: string; readonly configPath: string }): string {
  const argv = [
    'clickhouse',
    `--path=${paths.dataPath}`,
    `--config-file=${paths.configPath}`,
    '--log-level=warning',
    '--listen_host=127.0.0.1',
    `--http_port=${spec.httpPort}`,
    `--tcp_port=${spec.tcpPort}`,
    '--query',
    spec.ownStatements.join('; '),
  ];
  open({ library: 'chdb', path: spec.libraryPath });
  const result = load({
    library: 'chdb',
    funcName: 'chdb_query_cmdline',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [argv.length, argv],
  });
  return load({
    library: 'chdb',
    funcName: 'chdb_result_error',
    retType: DataType.String,
    paramsType: [DataType.External],
    paramsValue: [result],
  });
}

/** Ends the process at once: the engine's own clean-up may crash after a failed start. */
function leave(report: ServerReport): void {
  try {
    writeSync(1, `${JSON.stringify(report)}\n`);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

leave(run());
