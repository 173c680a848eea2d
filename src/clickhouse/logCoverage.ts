import type { AttributionCoverage } from '../model/traffic.ts';
import type { Control } from './control.ts';
import { executionRows, type LogTable, type RowNeeds, readSettings } from './logRows.ts';

interface CoverageRow {
  readonly owner: string;
  readonly executions: string;
  readonly tagged: string;
  readonly cost: number;
  readonly taggedCost: number;
}

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
  const rows = await control.rows<CoverageRow>(
    `SELECT tag_0 AS owner, toString(count()) AS executions, toString(countIf(has_tags)) AS tagged,
       sum(row.cost) AS cost, sumIf(row.cost, has_tags) AS taggedCost
     FROM (SELECT *, ${tagged} AS has_tags FROM ${executionRows(log, needs, tags, 'cost')}) AS row
     GROUP BY owner ORDER BY cost - taggedCost DESC, executions DESC, owner`,
    { settings: readSettings },
  );
  const owners = rows.map((row) => ({
    owner: row.owner,
    executions: Number(row.executions),
    taggedExecutions: Number(row.tagged),
    cost: Number(row.cost),
    taggedCost: Number(row.taggedCost),
  }));
  const sum = (pick: (one: (typeof owners)[number]) => number): number =>
    owners.reduce((total, one) => total + pick(one), 0);
  return {
    requiredTags,
    ownerTag,
    owners,
    executions: sum((one) => one.executions),
    taggedExecutions: sum((one) => one.taggedExecutions),
    cost: sum((one) => one.cost),
    taggedCost: sum((one) => one.taggedCost),
  };
}
