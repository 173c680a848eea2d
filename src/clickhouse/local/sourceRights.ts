import { type Source, sources } from '../../model/workload.ts';

/** Table engines that read a source, by the grant of the source. */
const engines: Readonly<Record<Source, readonly string[]>> = {
  file: ['File', 'IcebergLocal', 'DeltaLakeLocal', 'PaimonLocal'],
  url: ['URL'],
  remote: ['Remote', 'RemoteSecure'],
  s3: ['S3', 'GCS', 'COSN', 'OSS', 'Iceberg', 'IcebergS3', 'DeltaLake', 'DeltaLakeS3', 'Hudi', 'Paimon', 'PaimonS3'],
  azure: ['AzureBlobStorage', 'IcebergAzure', 'DeltaLakeAzure', 'PaimonAzure'],
  hdfs: ['HDFS', 'IcebergHDFS', 'PaimonHDFS'],
  mysql: ['MySQL'],
  postgres: ['PostgreSQL'],
  sqlite: ['SQLite'],
  mongo: ['MongoDB'],
  redis: ['Redis'],
  odbc: ['ODBC'],
  jdbc: ['JDBC'],
};

/** Grants to read these sources with table functions. */
export function readRights(sources: readonly Source[]): readonly string[] {
  return sources.map((source) => `READ ON ${source.toUpperCase()}`);
}

/** Engines for tables that read these sources. */
export function sourceEngines(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => engines[source]);
}

/** The names that `hiddenFunctions` can give. */
export const hiddenNames: readonly string[] = ['file'];

/** What the server says instead of reading a file. */
const fileRefusal = 'file() reads files of this machine, which the embedded server does not allow a workload';

/**
 * SQL functions that stand before those of the engine with the same name. The function `file` reads any file of the
 * machine and asks for no right, unlike the table function; only one that is in the server's folder when it starts can
 * take its name.
 */
export function hiddenFunctions(sources: readonly Source[]): Readonly<Record<string, string>> {
  return sources.includes('file')
    ? {}
    : { file: `CREATE FUNCTION file AS (path) -> toString(throwIf(isNotNull(path) OR 1, '${fileRefusal}'))` };
}

/** The file below `user_defined` that holds a function. */
export function functionFile(name: string): string {
  return `function_${name}.sql`;
}

const refusedSource = /hogbench_(?:cases|setup): Not enough privileges.* grant READ ON (\w+)/;

/**
 * What the server said, with how a workload may read what the embedded server refused to its statement. Around the
 * refusal of a hidden function the engine tells of calls that the statement does not have; these are left out.
 */
export function plainRefusal(message: string): string {
  if (message.includes(fileRefusal)) return `${fileRefusal}${howToAllow('file')}`;
  const name = refusedSource.exec(message)?.[1]?.toLowerCase();
  const source = sources.find((one) => one === name);
  return source === undefined ? message : `${message}${howToAllow(source)}`;
}

function howToAllow(source: Source): string {
  return ` (write sources: [${source}] in workload.yaml, and allow it with --allow-sources ${source})`;
}
