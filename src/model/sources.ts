/** What a statement can read that is not in the server: a workload names those it needs, and its user allows them. */
export const sources = [
  'file',
  'url',
  'remote',
  's3',
  'azure',
  'hdfs',
  'mysql',
  'postgres',
  'sqlite',
  'mongo',
  'redis',
  'odbc',
  'jdbc',
] as const;

export type Source = (typeof sources)[number];
