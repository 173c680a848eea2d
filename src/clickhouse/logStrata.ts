import type { Stratum, TagValueTotal } from '../model/traffic.ts';
import type { Control } from './control.ts';
import { stringList } from './literals.ts';
import { groupKey, type RankRequest } from './logRanking.ts';
import { executionRows, type LogTable, type RowNeeds, readSettings } from './logRows.ts';

/** All values of a tag with what they cost in total, the costliest first. */
export async function readTagValues(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  by: RankRequest['by'],
  tag: string,
): Promise<readonly TagValueTotal[]> {
  const rows = await control.rows<{ value: string; metric: number; executions: string }>(
    `SELECT row.tag_0 AS value, sum(row.metric) AS metric, toString(count()) AS executions
     FROM ${executionRows(log, needs, [tag], by)} AS row
     WHERE row.tag_0 != '' AND row.code = 0 AND NOT row.cut
     GROUP BY value ORDER BY metric DESC, value`,
    { settings: readSettings },
  );
  return rows.map((row) => ({ value: row.value, metric: Number(row.metric), executions: Number(row.executions) }));
}

interface StratumRow {
  readonly value: string;
  readonly key: string;
  readonly shape: string;
  readonly values: readonly string[];
  readonly executions: string;
  readonly id: string;
}

/** For each of these values of a tag its costliest group, and an execution of middling cost in it. */
export async function readStrata(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  request: RankRequest,
  tag: string,
  chosen: readonly string[],
): Promise<readonly Stratum[]> {
  if (chosen.length === 0) return [];
  const tags = request.tags.includes(tag) ? request.tags : [...request.tags, tag];
  const value = `row.tag_${tags.indexOf(tag)}`;
  const values = request.tags.map((_, at) => `any(row.tag_${at})`).join(', ');
  const rows = await control.rows<StratumRow>(
    `SELECT value, toString(number) AS key, shape, values, executions,
       arraySort(one -> one.2, sample)[intDiv(length(sample) + 1, 2)].3 AS id
     FROM (
       SELECT ${value} AS value, ${groupKey(request)} AS number, toString(any(row.shape)) AS shape,
         ${values === '' ? 'emptyArrayString()' : `[${values}]`} AS values, sum(row.metric) AS metric,
         toString(count()) AS executions, groupArraySorted(15)((cityHash64(row.id), row.cost, row.id)) AS sample
       FROM ${executionRows(log, needs, tags, request.by)} AS row
       WHERE ${value} IN ${stringList(chosen)} AND row.code = 0 AND NOT row.cut
       GROUP BY value, number
     )
     ORDER BY metric DESC, number LIMIT 1 BY value`,
    { settings: readSettings },
  );
  return rows.map((row) => ({
    tag,
    value: row.value,
    key: row.key,
    tags: tagsOf(request.tags, row.values),
    executions: Number(row.executions),
    queryId: row.id,
  }));
}

function tagsOf(names: readonly string[], values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])));
}
