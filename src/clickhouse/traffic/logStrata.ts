import { z } from 'zod';
import type { Stratum } from '../../model/traffic.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { countField, nameField, textField } from '../http/rowShape.ts';
import type { RankRequest } from './logGroup.ts';
import { groupKey } from './logRanking.ts';
import { executionRows, type LogTable, type RowNeeds } from './logRows.ts';

const sound = 'row.code = 0 AND NOT row.cut';
/** Executions drawn of each value in each group; the one of middling cost is taken. More of them are a lot of memory. */
const draws = 3;

/** Which values of which tags are to be represented. */
export interface StrataRequest {
  readonly tags: readonly string[];
  /** Values of each tag, at even steps from the costliest to the smallest. */
  readonly mostValues: number;
  /** Executions that each one looked at stands for; 1 looks at all. */
  readonly oneIn: number;
}

/** Executions that are enough to find values and what they cost. Parsing the tags of more takes longer than ranking them. */
const enough = 1_000_000;

/** Which of so many executions to look at. */
export function strataSample(executions: number): number {
  return Math.max(1, Math.ceil(executions / enough));
}

const stratumRow = z.object({
  tag: textField,
  value: textField,
  key: nameField,
  values: z.array(textField),
  executions: countField,
  id: textField,
});

/**
 * Represents values of tags: for each one chosen its costliest group, and an execution of middling cost in it. The log is
 * read once: into a row for each value in each group, from which values, groups and executions are chosen.
 */
export async function readStrata(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  request: RankRequest,
  wanted: StrataRequest,
): Promise<readonly Stratum[]> {
  if (wanted.tags.length === 0) return [];
  const rows = await control.rows(strataSql(log, needs, request, wanted), stratumRow, { settings: log.settings });
  return rows.map((row) => ({
    tag: row.tag,
    value: row.value,
    key: row.key,
    tags: tagsOf(request.tags, row.values),
    executions: row.executions * wanted.oneIn,
    queryId: row.id,
  }));
}

function strataSql(
  log: LogTable,
  needs: RowNeeds,
  request: RankRequest,
  { tags, mostValues, oneIn }: StrataRequest,
): string {
  const all = [...new Set([...request.tags, ...tags])];
  const values = request.tags.map((_, at) => `any(row.tag_${at})`).join(', ');
  const pairs = tags.map((tag) => `(${stringLiteral(tag)}, row.tag_${all.indexOf(tag)})`).join(', ');
  const drawn = Array.from({ length: draws }, (_, draw) => {
    const hash = `cityHash64(row.id, ${draw})`;
    return `(argMin(row.cost, ${hash}), argMin(row.id, ${hash}))`;
  });
  // The places in the ranking that are taken, counted from 0: the first, the last, and even steps between.
  const steps = `arrayMap(step -> toUInt64(round(step * (count - 1) / ${Math.max(1, mostValues - 1)})), range(${mostValues}))`;
  return `SELECT tag, value, toString(best.1) AS key, best.2 AS values, toString(best.3) AS executions,
      arraySort(best.4)[${Math.ceil(draws / 2)}].2 AS id
    FROM (
      SELECT *, row_number() OVER (PARTITION BY tag ORDER BY total DESC, value) - 1 AS place, count() OVER (PARTITION BY tag) AS count
      FROM (
        SELECT tag, value, sum(metric) AS total, argMax((number, values, executions, drawn), (metric, number)) AS best
        FROM (
          SELECT pair.1 AS tag, pair.2 AS value, ${groupKey(request)} AS number, ${values === '' ? 'emptyArrayString()' : `[${values}]`} AS values,
            sum(row.metric) AS metric, count() AS executions, [${drawn.join(', ')}] AS drawn
          FROM ${executionRows(log, needs, all, request.by, oneIn)} AS row ARRAY JOIN [${pairs}] AS pair
          WHERE ${sound} AND value != ''
          GROUP BY tag, value, number
        )
        GROUP BY tag, value
      )
    )
    WHERE count <= ${mostValues} OR has(${steps}, place)
    ORDER BY tag, place`;
}

function tagsOf(names: readonly string[], values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])));
}
