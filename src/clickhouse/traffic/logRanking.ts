import type { CostMetric, TrafficRanking } from '../../model/traffic.ts';
import type { Control } from '../http/control.ts';
import { type RankRequest, readRanking } from './logGroup.ts';
import { ownerOf, partsSql } from './logParts.ts';
import { executionRows, type LogTable, type RowNeeds } from './logRows.ts';

/** Ranks the groups of a log. The server adds up; one row a group comes here. Numbers that rest on a field in `lacking` are null. */
export function rankGroups(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  request: RankRequest,
  lacking: readonly string[] = [],
): Promise<TrafficRanking> {
  return readRanking(control, rankSql(log, needs, request), log.settings, request, lacking);
}

/** Names the group of a row of the subquery `row`, the same in every query over the log. */
export function groupKey({ tags, byShape }: Pick<RankRequest, 'tags' | 'byShape'>): string {
  const parts = [byShape ? 'row.shape' : '0', ...tags.map((_, at) => `row.tag_${at}`)];
  return `cityHash64(${parts.join(', ')})`;
}

function rankSql(log: LogTable, needs: RowNeeds, request: RankRequest): string {
  const values = `[${request.tags.map((_, at) => `any(row.tag_${at})`).join(', ')}]`;
  const picks = executionPicks(request.withPicks, `row.${pickedBy(request.by)}`);
  // The window functions keep every row they see, so a level of its own drops what the picks are made of before.
  return `SELECT *, toString(number) AS key,
      toString(count() OVER ()) AS allGroups, toString(sum(toUInt64(executions)) OVER ()) AS allExecutions,
      toString(sum(toUInt64(failures)) OVER ()) AS allFailures, sum(metric) OVER () AS allMetric, sum(cost) OVER () AS allCost
    FROM (
      SELECT * EXCEPT (failed_codes${picks.materials}), ${picks.chosen} AS picked,
        arrayMap(code -> (code, toString(countEqual(failed_codes, code))), arraySort(arrayDistinct(failed_codes))) AS codes
      FROM (
        SELECT ${groupKey(request)} AS number, ${request.byShape ? 'toString(any(row.shape))' : "''"} AS shape,
          ${request.tags.length === 0 ? 'emptyArrayString()' : values} AS values,
          toString(count()) AS executions, toString(countIf(row.code != 0)) AS failures, toString(countIf(row.cut)) AS cut,
          groupArrayIf(row.code, row.code != 0) AS failed_codes,
          sum(row.metric) AS metric, sum(row.metric * row.metric) AS squares, sum(row.cost) AS cost, sum(row.cpu_us) AS cpu, sum(row.read_bytes) AS bytes, max(row.memory) AS peak,
          quantilesDeterministic(0.5, 0.95, 0.99)(row.duration_us, cityHash64(row.id)) AS quantiles,
          quantilesDeterministicIf(0.5, 0.95)(row.${pickedBy(request.by)}, cityHash64(row.id), row.code = 0 AND NOT row.cut) AS costs,
          min(row.id) AS example${picks.gathered},
          ${partsSql(request)}
        FROM ${executionRows(log, needs, [...request.tags, ...ownerOf(request)], request.by)} AS row
        ${onlyKeys(request)}GROUP BY number
      )
    )
    ORDER BY metric DESC, cost DESC, number LIMIT ${request.most}`;
}

/** Keys are numbers in the server's hand. */
function onlyKeys({ only }: RankRequest): string {
  if (only === undefined) return '';
  const keys = only.filter((key) => /^\d{1,20}$/.test(key));
  return `WHERE number IN (${keys.length === 0 ? 'NULL' : keys.join(', ')}) `;
}

/** A count says nothing about one execution: then its cost decides which ones are typical. */
export function pickedBy(by: CostMetric): string {
  return by === 'count' || by === 'failures' ? 'cost' : 'metric';
}

/** Parts of a ranking statement that choose executions for each group. */
export interface PickSql {
  /** Further aggregates, each with a comma before it. */
  readonly gathered: string;
  /** Their names, each with a comma before it, to be left out of the result. */
  readonly materials: string;
  /** A map of ids with the keys of `GroupPicks`, empty where there is none. `costs` holds the median and the 95th percentile. */
  readonly chosen: string;
}

/** Executions kept of each group, from which the typical and the high one are taken. */
const sampleSize = 64;

/**
 * Chooses the executions nearest a group's median and 95th percentile of `value`, the dearest, and the dearest failed one.
 * The first two come from a sample by a hash of the id, so that one read of the log is enough and the choice is the same
 * every time; a group of up to 64 executions is its own sample. Needs columns `id`, `code` and `cut` of the subquery `row`.
 */
export function executionPicks(wanted: boolean, value: string): PickSql {
  if (!wanted) return { gathered: '', materials: '', chosen: "CAST(map(), 'Map(String, String)')" };
  const sound = 'row.code = 0 AND NOT row.cut';
  // A tuple to break ties would be compared as slowly as text; ties are near zero, where a small part of a hash decides.
  const tied = `${value} + cityHash64(row.id) % 1000000 * 1e-9`;
  const near = (percentile: number): string =>
    `arraySort(one -> (abs(one.2 - costs[${percentile}]), one.1), sample)[1].3`;
  return {
    gathered: `,
          groupArraySortedIf(${sampleSize})((cityHash64(row.id), ${value}, row.id), ${sound}) AS sample,
          argMaxIf(row.id, ${tied}, ${sound}) AS dearest, argMaxIf(row.id, ${tied}, row.code != 0 AND NOT row.cut) AS dearest_failed`,
    materials: ', sample, dearest, dearest_failed',
    chosen: `map('typical', ${near(1)}, 'high', ${near(2)}, 'highest', dearest, 'failed', dearest_failed)`,
  };
}
