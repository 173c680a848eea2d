import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { assumedZone, type LogRequest, type LogSource } from '../app/trafficLog.ts';
import { connect } from '../clickhouse/http/client.ts';
import { bounded, type Client, type Control } from '../clickhouse/http/control.ts';
import { startLocalCluster } from '../clickhouse/local/startLocalCluster.ts';
import { exportTable, type TextKind } from '../clickhouse/traffic/exportedLog.ts';
import { logTrouble } from '../clickhouse/traffic/logTrouble.ts';
import { mostBytes, openRegular, readRegular } from '../files/regularFile.ts';
import { makeTempFolder } from '../files/tempFolder.ts';
import { UserError } from '../model/errors.ts';
import type { LogLayout } from '../model/logPreset.ts';
import { stringLiteral } from '../sql/literals.ts';
import { embeddedConnections } from './datasetBuild.ts';
import type { LogServer } from './logTarget.ts';

type FileSource = Extract<LogSource, { kind: 'file' }>;

const texts: Readonly<Record<string, TextKind>> = {
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  csv: 'csv',
  tsv: 'tsv',
};
/** Formats that hold the types of their columns, and times without doubt of their zone. */
const typed: Readonly<Record<string, string>> = {
  parquet: 'Parquet',
  native: 'Native',
  orc: 'ORC',
  arrow: 'Arrow',
  avro: 'Avro',
};

/**
 * Starts an embedded server of its own to read an exported log.
 * @throws UserError usage when there is nothing at the path, or nothing that can be read
 */
export async function openLogFile(request: LogRequest, source: FileSource, signal: AbortSignal): Promise<LogServer> {
  const found = await fileOf(source);
  const { path: folder, remove } = await makeTempFolder();
  request.say('starting an embedded ClickHouse to read the file');
  try {
    const cluster = await startLocalCluster({ nodes: 1, dataDir: folder, sources: ['file'], signal, ...found.start });
    const [connection] = embeddedConnections(cluster, undefined, 'cases');
    if (connection === undefined) throw new Error('a cluster has a node');
    const client = bounded(connect(connection), { signal });
    const close = async (): Promise<void> => {
      await client.close();
      await cluster.stop();
      await remove();
    };
    try {
      const control = inZone(client, request.timeZone ?? assumedZone);
      return {
        control,
        table: await tableOf(control, found, source, request),
        name: source.shown,
        isFile: true,
        isText: found.kind === 'text',
        mayChangeSettings: true,
        close,
      };
    } catch (error) {
      await close();
      throw logTrouble(error, source.shown);
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

/** `file(…)` is refused to who may only read at all. */
const ofFunctions = { readonly: 2 };

/** Times without a zone are of the zone of the session. An empty line at the end is none of the log's. */
function inZone(client: Client, timeZone: string): Control {
  const settings = {
    session_timezone: timeZone,
    input_format_csv_skip_trailing_empty_lines: 1,
    input_format_tsv_skip_trailing_empty_lines: 1,
  };
  return {
    rows: (sql, shape, options = {}) =>
      client.rows(sql, shape, { ...options, settings: { ...settings, ...options.settings, ...ofFunctions } }),
    command: (sql, options = {}) => client.command(sql, { ...options, settings: { ...settings, ...options.settings } }),
  };
}

type FoundFile =
  | { readonly kind: 'text'; readonly text: TextKind; readonly start: object }
  | { readonly kind: 'table'; readonly table: string; readonly start: { readonly workingDirectory?: string } };

async function tableOf(
  control: Control,
  found: FoundFile,
  { path, shown }: FileSource,
  layout: LogLayout,
): Promise<string> {
  return found.kind === 'table' ? found.table : exportTable(control, path, found.text, layout, shown);
}

async function fileOf({ path, shown }: FileSource): Promise<FoundFile> {
  const isGlob = /[*?{]/.test(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && !isGlob)
    throw new UserError(
      'usage',
      'there is no such log file',
      'Correct --log-file; a glob such as logs/*.parquet names several.',
      shown,
    );
  if (found !== undefined && !found.isFile() && !found.isDirectory())
    throw new UserError(
      'usage',
      'the log file is a pipe or a device, and only regular files are read',
      'Write the log to a file first.',
      shown,
    );
  if (found?.isDirectory()) return icebergTable(path, shown);
  const extension = /\.(\w+)(?:\.(?:gz|zst|br|xz|lz4|bz2))?$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const text = texts[extension];
  const format = typed[extension];
  if (text === undefined && format === undefined)
    throw new UserError(
      'usage',
      'the name of the log file does not say its format',
      `Name it .${[...Object.keys(typed), ...Object.keys(texts)].join(', .')}, with .gz or .zst behind it when it is compressed.`,
      shown,
    );
  if (found !== undefined) await checkBeginning(path, extension, shown);
  if (text !== undefined) return { kind: 'text', text, start: {} };
  return { kind: 'table', table: `file(${stringLiteral(path)}, '${format}')`, start: {} };
}

/** The engine reads Iceberg tables only below the folder it runs in. */
async function icebergTable(path: string, shown: string): Promise<FoundFile> {
  if (!(await hasTableMetadata(join(path, 'metadata'))))
    throw new UserError(
      'usage',
      'this folder is not an Iceberg table: it has no `metadata`',
      'Name the folder of the table, or the files in it by a glob such as logs/*.parquet.',
      shown,
    );
  const folder = await realpath(path);
  return {
    kind: 'table',
    table: `icebergLocal(${stringLiteral(basename(folder))})`,
    start: { workingDirectory: dirname(folder) },
  };
}

/** The engine's own words for a folder without it, or with other JSON in it, name neither. */
async function hasTableMetadata(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.metadata.json'))) {
    const isPacked = name.endsWith('.gz.metadata.json');
    if (isPacked || (await readRegular(join(folder, name), mostBytes.sql)).includes('"format-version"')) return true;
  }
  return false;
}

/** Catches at once what would be a long message of the engine: another format, text, or a pointer of Git LFS. */
async function checkBeginning(path: string, extension: string, shown: string): Promise<void> {
  const isPacked = !path.toLowerCase().endsWith(`.${extension}`);
  const start = await beginning(path, 4);
  const packing = start.startsWith('\x1f\x8b') ? '.gz' : start === '(\xb5/\xfd' ? '.zst' : undefined;
  if (packing !== undefined && !isPacked)
    throw new UserError('usage', 'the file is compressed', `Put ${packing} behind its name.`, shown);
  if (extension !== 'parquet' || isPacked || start === 'PAR1') return;
  const fix = /^\s*[{[]/.test(start)
    ? 'It looks like JSON: name it .jsonl.'
    : 'Export it again, for instance with FORMAT Parquet; a pointer of Git LFS has to be pulled first.';
  throw new UserError('usage', 'the file is not Parquet', fix, shown);
}

async function beginning(path: string, bytes: number): Promise<string> {
  const file = await openRegular(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
