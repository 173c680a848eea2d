import { mostWatchedTables, type StateSource } from '../../model/serverState.ts';
import { scratchPrefix } from '../../model/writing.ts';
import { stringList, stringLiteral } from '../../sql/literals.ts';
import { everyReplica } from './serverLogs.ts';

/** Of what server, tables and run the state is asked. */
export interface StateScope {
  readonly tables: readonly string[];
  readonly cluster: string | undefined;
  /** What the query ids of the run begin with. */
  readonly ours: string;
}

/** In the order in which they are asked. */
export const stateSources: readonly StateSource[] = ['tables', 'parts', 'merges', 'mutations', 'replicas', 'processes'];

/** The server's own tables, and those that a run makes for statements that write, are nobody's debt. */
const ofUsers = `database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') AND NOT startsWith(database, ${stringLiteral(scratchPrefix)})`;

/**
 * One statement for all of these sources: a row for each of them and each table that it tells of, with up to four figures. An empty name
 * stands for all other tables together.
 */
export function stateSql(sources: readonly StateSource[], scope: StateScope): string {
  return sources.map((source) => `(${select(source, scope)})`).join('\nUNION ALL\n');
}

function select(source: StateSource, { tables, cluster, ours }: StateScope): string {
  const from = everyReplica(`system.${source}`, cluster);
  // No table has an empty name, and a list has to have one.
  const names = stringList(tables.length === 0 ? [''] : tables.slice(0, mostWatchedTables));
  const isWatched = `concat(database, '.', table) IN ${names}`;
  const row = (name: string, ...figures: readonly string[]): string =>
    `'${source}' AS source, ${name} AS name, ${[0, 1, 2, 3].map((at) => `toUInt64(${figures[at] ?? '0'}) AS f${at}`).join(', ')}`;
  switch (source) {
    case 'tables':
      return `SELECT ${row('named', 'max(hasParts)')} FROM (
        SELECT concat(database, '.', name) AS named, engine LIKE '%MergeTree' AS hasParts FROM ${from}
        WHERE concat(database, '.', name) IN ${names}) GROUP BY named`;
    case 'parts':
      return `SELECT ${row('named', 'sum(n)', 'max(n)', 'sum(r)', 'sum(b)')} FROM (
        SELECT hostName() AS host, concat(database, '.', table) AS named, partition_id, count() AS n, sum(rows) AS r, sum(bytes_on_disk) AS b
        FROM ${from} WHERE active AND ${isWatched} GROUP BY host, named, partition_id) GROUP BY named`;
    case 'merges':
      return `SELECT ${row('named', 'count()')} FROM (
        SELECT if(${isWatched}, concat(database, '.', table), '') AS named FROM ${from} WHERE ${ofUsers}) GROUP BY named`;
    case 'mutations':
      return `SELECT ${row('named', 'count()')} FROM (
        SELECT if(${isWatched}, concat(database, '.', table), '') AS named FROM ${from} WHERE NOT is_done AND ${ofUsers}) GROUP BY named`;
    case 'replicas':
      return `SELECT ${row('named', 'sum(queue)', 'max(delay)')} FROM (
        SELECT concat(database, '.', table) AS named, queue_size AS queue, absolute_delay AS delay FROM ${from} WHERE ${isWatched}) GROUP BY named`;
    case 'processes':
      // A server's own queries have no user: the embedded one lives in such a one.
      return `SELECT ${row("''", 'count()')} FROM ${from} WHERE initial_user != '' AND NOT startsWith(initial_query_id, ${stringLiteral(ours)})`;
  }
}

/** The tables that executions read, those of shards with them. Only rows of executions that ended have all of them. */
export function tablesReadSql(queryIds: readonly string[], cluster: string | undefined): string {
  return `
    SELECT initial_query_id AS id, groupUniqArrayArray(tables) AS names
    FROM ${everyReplica('system.query_log', cluster)} AS query_log
    WHERE event_date >= today() - 1 AND type = 'QueryFinish' AND initial_query_id IN ${stringList(queryIds)}
    GROUP BY initial_query_id`;
}
