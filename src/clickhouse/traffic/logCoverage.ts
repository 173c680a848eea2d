import { z } from 'zod';
import type { TagConflict } from '../../model/logFacts.ts';
import type { AttributionCoverage } from '../../model/traffic.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { amountField, countField, textField } from '../http/rowShape.ts';
import { executionFilter, executionRows, inWindow, type LogTable, type RowNeeds } from './logRows.ts';

const coverageRow = z.object({
  owner: textField,
  executions: countField,
  tagged: countField,
  cost: amountField,
  taggedCost: amountField,
  /** Executions that carry each of the tags asked for. */
  carriers: z.array(countField),
});

/**
 * How much of a log carries all the required tags: by executions, by cost, and by owner. `log` and `needs` come from
 * `openLog`; cost is weighed as in `log.cost`.
 */
export async function readCoverage(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  requiredTags: readonly string[],
  ownerTag: string,
): Promise<AttributionCoverage> {
  const tags = [...new Set([ownerTag, ...requiredTags])];
  const tagged = requiredTags.map((tag) => `tag_${tags.indexOf(tag)} != ''`).join(' AND ') || '1';
  const rows = await control.rows(
    `SELECT tag_0 AS owner, toString(count()) AS executions, toString(countIf(has_tags)) AS tagged,
       sum(row.cost) AS cost, sumIf(row.cost, has_tags) AS taggedCost,
       [${tags.map((_, at) => `toString(countIf(row.tag_${at} != ''))`).join(', ')}] AS carriers
     FROM (SELECT *, ${tagged} AS has_tags FROM ${executionRows(log, needs, tags, 'cost')}) AS row
     GROUP BY owner ORDER BY cost - taggedCost DESC, executions DESC, owner`,
    coverageRow,
    { settings: log.settings },
  );
  const owners = rows.map((row) => ({
    owner: row.owner,
    executions: row.executions,
    taggedExecutions: row.tagged,
    cost: row.cost,
    taggedCost: row.taggedCost,
  }));
  const sum = (pick: (one: (typeof owners)[number]) => number): number =>
    owners.reduce((total, one) => total + pick(one), 0);
  return {
    requiredTags,
    ownerTag,
    carriers: tags.map((tag, at) => ({
      tag,
      executions: rows.reduce((total, row) => total + (row.carriers[at] ?? 0), 0),
    })),
    owners,
    executions: sum((one) => one.executions),
    taggedExecutions: sum((one) => one.taggedExecutions),
    cost: sum((one) => one.cost),
    taggedCost: sum((one) => one.taggedCost),
  };
}

/** Rows that are looked through for keys of tags. */
const looked = 100_000;
const mostKeys = 200;

/** Tags that columns hold, then keys of the JSON in log_comment, the commonest first, of some rows of the log. */
export async function readTagKeys(control: Control, log: LogTable, needs: RowNeeds): Promise<readonly string[]> {
  const comment = log.columns.sql('log_comment');
  const rows = await control.rows(
    `SELECT arrayJoin(JSONExtractKeys(comment)) AS key FROM (
       SELECT ${comment} AS comment FROM ${log.table} AS query_log
       WHERE ${inWindow(log, needs.window)} AND ${executionFilter(log, needs.hasTextless)} AND startsWith(${comment}, '{') LIMIT ${looked}
     ) GROUP BY key ORDER BY count() DESC, key LIMIT ${mostKeys}`,
    z.object({ key: textField }),
    { settings: log.settings },
  );
  return [...new Set([...log.columns.tags.keys(), ...rows.map((row) => row.key)])];
}

/** Tags that stand in a column, and with another value under the same name in log_comment, in some rows of the log. */
export async function readTagConflicts(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
): Promise<readonly TagConflict[]> {
  const { columns } = log;
  const tags = [...columns.tags].flatMap(([tag, { sql, column }]) =>
    column === undefined ? [] : [{ tag, sql, column }],
  );
  if (tags.length === 0 || !columns.has('log_comment')) return [];
  const comment = columns.sql('log_comment');
  const differs = tags.map(({ tag, sql }) => {
    const keys = tag.split('.').map(stringLiteral).join(', ');
    const commented = `JSONExtract(${comment}, ${keys}, 'String')`;
    return `${commented} NOT IN ('', '0', 'false') AND ${sql} != '' AND ${commented} != ${sql}`;
  });
  const rows = await control.rows(
    `SELECT toString(count()) AS looked, [${tags.map((_, at) => `toString(countIf(differs_${at}))`).join(', ')}] AS differing FROM (
       SELECT ${differs.map((one, at) => `${one} AS differs_${at}`).join(', ')} FROM ${log.table} AS query_log
       WHERE ${inWindow(log, needs.window)} AND ${executionFilter(log, needs.hasTextless)} LIMIT ${looked}
     )`,
    z.object({ looked: countField, differing: z.array(countField) }),
    { settings: log.settings },
  );
  return tags.flatMap(({ tag, column }, at) => {
    const differing = rows[0]?.differing[at] ?? 0;
    return differing === 0 ? [] : [{ tag, column, differing, looked: rows[0]?.looked ?? 0 }];
  });
}
