import type { Source } from '../../model/workload.ts';
import type { LocalUser } from './serverUsers.ts';
import { sourceEngines, readRights as sourceReadRights } from './sourceRights.ts';

/** Whoever sends the statements of a workload's cases. */
export const caseUserName = 'hogbench_cases';
/** Whoever runs a workload's scripts. */
export const setupUserName = 'hogbench_setup';

/** Tables of `system` that tell of the workload's own tables, of the engine, or of nothing. */
const openSystemTables: readonly string[] = [
  ...['one', 'numbers', 'numbers_mt', 'zeros', 'zeros_mt'],
  ...['databases', 'tables', 'columns', 'parts', 'parts_columns', 'projections', 'projection_parts', 'mutations'],
  ...['data_skipping_indices', 'dictionaries', 'merges', 'clusters', 'macros'],
  ...['functions', 'table_functions', 'table_engines', 'formats', 'data_type_families', 'collations', 'time_zones'],
  ...['settings', 'merge_tree_settings', 'build_options', 'keywords', 'aggregate_function_combinators'],
  ...['events', 'metrics', 'asynchronous_metrics'],
];

const ownRights: readonly string[] = [
  'SELECT, SHOW DATABASES, SHOW TABLES, SHOW COLUMNS, SHOW DICTIONARIES, dictGet ON *.*',
  // Some table functions ask for it.
  'CREATE TEMPORARY TABLE ON *.*',
];

/** Engines that keep rows in the server's own folder, or nowhere. */
const plainEngines: readonly string[] = [
  ...['', 'Replacing', 'Summing', 'Aggregating', 'Collapsing', 'VersionedCollapsing', 'Graphite', 'Coalescing'].map(
    (kind) => `${kind}MergeTree`,
  ),
  ...['Memory', 'Log', 'TinyLog', 'StripeLog', 'Null', 'Set', 'Join', 'Buffer', 'Merge', 'GenerateRandom'],
  ...['View', 'MaterializedView', 'WindowView', 'Distributed', 'Alias', 'TimeSeries'],
];

const databaseEngines: readonly string[] = ['Atomic', 'Memory'];

/** Of the databases that are made for a single execution, and dropped after it. */
const scratchRights =
  'CREATE DATABASE, DROP DATABASE, CREATE TABLE, DROP TABLE, INSERT, ALTER, OPTIMIZE, TRUNCATE ON hogbench_scratch_*.*';

const setupRights: readonly string[] = [
  'INSERT, ALTER, TRUNCATE, OPTIMIZE, CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP DATABASE, DROP TABLE, DROP VIEW ON *.*',
  // Without DROP FUNCTION nobody can take `hiddenFunctions` away.
  'CREATE FUNCTION ON *.*',
  'SYSTEM MERGES, SYSTEM TTL MERGES, SYSTEM FLUSH DISTRIBUTED ON *.*',
];

/**
 * Settings that make the engine open files, reach other machines, or read a statement in another language. No grant
 * covers them.
 */
const fixedSettings: readonly string[] = [
  ...['format_schema', 'format_schema_source', 'output_format_schema', 'input_format_record_errors_file_path'],
  ...['format_template_row', 'format_template_resultset', 'format_avro_schema_registry_url'],
  ...['dynamic_disk_allow_from_env', 'dynamic_disk_allow_include', 'dynamic_disk_allow_from_zk'],
  ...['allow_experimental_eval_table_function', 'allow_experimental_ai_functions', 'dialect'],
  ...['merge_tree_disk', 'merge_tree_storage_policy', 'merge_tree_table_disk'],
];

const systemRights: readonly string[] = [
  'SELECT ON information_schema.*',
  'SELECT ON INFORMATION_SCHEMA.*',
  ...openSystemTables.map((table) => `SELECT ON system.${table}`),
];

function engineRights(engines: readonly string[]): readonly string[] {
  return engines.map((engine) => `TABLE ENGINE ON ${engine}`);
}

/** May read what the workload's scripts made, and write to scratch databases. */
export function caseUser(password: string, sources: readonly Source[]): LocalUser {
  return {
    name: caseUserName,
    password,
    grants: [...ownRights, ...systemRights, scratchRights, ...engineRights(plainEngines), ...sourceReadRights(sources)],
    fixed: fixedSettings,
  };
}

/** May define workloads and resources of the server's scheduler, and see which there are. */
export function schedulingUser(password: string): LocalUser {
  return {
    name: 'hogbench_scheduling',
    password,
    grants: [
      'CREATE WORKLOAD, DROP WORKLOAD, CREATE RESOURCE, DROP RESOURCE ON *.*',
      'SELECT ON system.workloads',
      'SELECT ON system.resources',
    ],
    fixed: fixedSettings,
  };
}

/** May make tables of plain engines, and fill them. */
export function setupUser(password: string, sources: readonly Source[]): LocalUser {
  return {
    name: setupUserName,
    password,
    grants: [
      ...ownRights,
      ...setupRights,
      ...systemRights,
      ...engineRights([...plainEngines, ...databaseEngines, ...sourceEngines(sources)]),
      ...sourceReadRights(sources),
    ],
    fixed: fixedSettings,
  };
}
