import { mkdtemp, open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { connect } from '../clickhouse/client.ts';
import { startLocalCluster } from '../clickhouse/local/startLocalCluster.ts';
import { UserError } from '../model/errors.ts';
import { stringLiteral } from '../sql/literals.ts';
import { embeddedConnections } from './embedded.ts';
import type { Io } from './io.ts';
import type { LogServer } from './openLog.ts';
import type { LogSource } from './trafficLog.ts';

type FileSource = Extract<LogSource, { kind: 'file' }>;

const formats: Readonly<Record<string, string>> = {
  parquet: 'Parquet',
  json: 'JSONEachRow',
  jsonl: 'JSONEachRow',
  ndjson: 'JSONEachRow',
  csv: 'CSVWithNames',
  tsv: 'TSVWithNames',
};

/**
 * Starts an embedded server of its own to read an exported log.
 * @throws UserError usage when there is nothing at the path, or nothing that can be read
 */
export async function openLogFile(source: FileSource, say: (step: string) => void, io: Io): Promise<LogServer> {
  const found = await tableOf(source);
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-log-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  say('starting an embedded ClickHouse to read the file');
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => abort.abort());
  try {
    const cluster = await startLocalCluster({ nodes: 1, dataDir: folder, signal: abort.signal, ...found.start });
    const [connection] = embeddedConnections(cluster, undefined);
    if (connection === undefined) throw new Error('a cluster has a node');
    const client = connect(connection);
    return {
      control: client,
      table: found.table,
      name: source.shown,
      isFile: true,
      mayChangeSettings: true,
      async close() {
        await client.close();
        await cluster.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    unlisten();
  }
}

interface FoundTable {
  readonly table: string;
  readonly start: { readonly workingDirectory?: string };
}

async function tableOf({ path, shown }: FileSource): Promise<FoundTable> {
  const isGlob = /[*?{]/.test(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && !isGlob)
    throw new UserError(
      'usage',
      'there is no such log file',
      'Correct --log-file; a glob such as logs/*.parquet names several.',
      shown,
    );
  if (found?.isDirectory()) return icebergTable(path, shown);
  const extension = /\.(\w+)(?:\.(?:gz|zst|br|xz|lz4|bz2))?$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const format = formats[extension];
  if (format === undefined)
    throw new UserError(
      'usage',
      'the format of the log file cannot be told from its name',
      `Name it .${Object.keys(formats).join(', .')}, with .gz or .zst behind it when it is compressed.`,
      shown,
    );
  if (found !== undefined && format === 'Parquet') await checkParquet(path, shown);
  const isDocument = found !== undefined && extension === 'json' && (await isJsonDocument(path));
  return { table: `file(${stringLiteral(path)}, ${isDocument ? 'JSON' : format})`, start: {} };
}

/** The engine reads Iceberg tables only below the folder it runs in. */
async function icebergTable(path: string, shown: string): Promise<FoundTable> {
  if (!(await hasTableMetadata(join(path, 'metadata'))))
    throw new UserError(
      'usage',
      'this folder is no Iceberg table: it has no `metadata` of one',
      'Name the folder of the table, or the files in it by a glob such as logs/*.parquet.',
      shown,
    );
  const folder = await realpath(path);
  return { table: `icebergLocal(${stringLiteral(basename(folder))})`, start: { workingDirectory: dirname(folder) } };
}

/** The engine's own words for a folder without it, or with other JSON in it, name neither. */
async function hasTableMetadata(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.metadata.json'))) {
    const isPacked = name.endsWith('.gz.metadata.json');
    if (isPacked || (await readFile(join(folder, name), 'utf8')).includes('"format-version"')) return true;
  }
  return false;
}

/** Catches at once what would be a long message of the engine: text, or a pointer of Git LFS. */
async function checkParquet(path: string, shown: string): Promise<void> {
  if ((await beginning(path, 4)) === 'PAR1') return;
  throw new UserError(
    'usage',
    'the file is not Parquet',
    'Export it again, for instance with FORMAT Parquet; a pointer of Git LFS has to be pulled first.',
    shown,
  );
}

/** `FORMAT JSON` writes one document, `FORMAT JSONEachRow` a line a row. */
async function isJsonDocument(path: string): Promise<boolean> {
  return /^\s*\{\s*"meta"\s*:/.test(await beginning(path, 200));
}

async function beginning(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
