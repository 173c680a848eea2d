import type { Stratum, TagValueTotal } from '../model/traffic.ts';
import type { Control } from './control.ts';
import { stringList, stringLiteral } from './literals.ts';
import { groupKey, type RankRequest } from './logRanking.ts';
import { executionRows, type LogTable, type RowNeeds, readSettings } from './logRows.ts';

const sound = 'row.code = 0 AND NOT row.cut';

/** All values of some tags with what they cost in total, the costliest of each tag first. The log is read once. */
export async function readTagValues(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  by: RankRequest['by'],
  tags: readonly string[],
): Promise<readonly TagValueTotal[]> {
  const rows = await control.rows<{ tag: string; value: string; metric: number; executions: string }>(
    `SELECT pair.1 AS tag, pair.2 AS value, sum(row.metric) AS metric, toString(count()) AS executions
     FROM ${executionRows(log, needs, tags, by)} AS row ARRAY JOIN ${pairs(tags, tags)} AS pair
     WHERE ${sound} AND value != ''
     GROUP BY tag, value ORDER BY metric DESC, tag, value`,
    { settings: readSettings },
  );
  return rows.map((row) => ({
    tag: row.tag,
    value: row.value,
    metric: Number(row.metric),
    executions: Number(row.executions),
  }));
}

interface StratumRow {
  readonly tag: string;
  readonly value: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly executions: string;
  readonly id: string;
}

/** For each of these values of tags its costliest group, and an execution of middling cost in it. The log is read once. */
export async function readStrata(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  request: RankRequest,
  chosen: readonly Pick<TagValueTotal, 'tag' | 'value'>[],
): Promise<readonly Stratum[]> {
  if (chosen.length === 0) return [];
  const strata = [...new Set(chosen.map((one) => one.tag))];
  const tags = [...new Set([...request.tags, ...strata])];
  const values = request.tags.map((_, at) => `any(row.tag_${at})`).join(', ');
  const isChosen = strata.map((tag) => {
    const own = chosen.filter((one) => one.tag === tag).map((one) => one.value);
    return `(pair.1 = ${stringLiteral(tag)} AND pair.2 IN ${stringList(own)})`;
  });
  const rows = await control.rows<StratumRow>(
    `SELECT tag, value, toString(number) AS key, values, executions,
       arraySort(one -> one.2, sample)[intDiv(length(sample) + 1, 2)].3 AS id
     FROM (
       SELECT pair.1 AS tag, pair.2 AS value, ${groupKey(request)} AS number,
         ${values === '' ? 'emptyArrayString()' : `[${values}]`} AS values, sum(row.metric) AS metric,
         toString(count()) AS executions, groupArraySorted(15)((cityHash64(row.id), row.cost, row.id)) AS sample
       FROM ${executionRows(log, needs, tags, request.by)} AS row ARRAY JOIN ${pairs(strata, tags)} AS pair
       WHERE ${sound} AND (${isChosen.join(' OR ')})
       GROUP BY tag, value, number
     )
     ORDER BY metric DESC, number LIMIT 1 BY tag, value`,
    { settings: readSettings },
  );
  return rows.map((row) => ({
    tag: row.tag,
    value: row.value,
    key: row.key,
    tags: tagsOf(request.tags, row.values),
    executions: Number(row.executions),
    queryId: row.id,
  }));
}

/** An array of (tag, its value) for the tags wanted; `all` says which columns they are. */
function pairs(wanted: readonly string[], all: readonly string[]): string {
  return `[${wanted.map((tag) => `(${stringLiteral(tag)}, row.tag_${all.indexOf(tag)})`).join(', ')}]`;
}

function tagsOf(names: readonly string[], values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])));
}
