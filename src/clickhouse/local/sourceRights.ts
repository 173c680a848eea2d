import type { Source } from '../../model/workload.ts';

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
