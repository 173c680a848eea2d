import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import { type LoggedTimes, mostRecorded, type TimesRequest } from '../../model/recordedTiming.ts';
import type { CostMetric } from '../../model/traffic.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { amountField, countField, nameField } from '../http/rowShape.ts';
import { groupKey, pickedBy } from './logRanking.ts';
import { executionRows, type LogTable, type RowNeeds } from './logRows.ts';

/**
 * When each execution was sent that a case stands for, and which case. The share of a group by cost parts its executions among its cases;
 * where executions cost the same, a hash of their ids does.
 * @throws UserError usage where the log does not keep it
 */
export async function readTimes(
  control: Control,
  log: LogTable,
  needs: RowNeeds,
  request: TimesRequest,
): Promise<LoggedTimes> {
  if (!log.columns.has('query_start_time_microseconds'))
    throw new UserError(
      'usage',
      'the log does not keep when its queries were sent: it has no column query_start_time_microseconds',
      'Leave out --timing, or name the column: capture: {columns: {query_start_time_microseconds: …}}.',
    );
  const { settings } = log;
  const most = request.most ?? mostRecorded;
  const limits = await limitsOf(control, log, needs, request);
  const placed = placedRows(log, needs, request, limits);
  const rows = await control.rows(
    `SELECT toString(start_us) AS at, place FROM ${placed} ORDER BY start_us, tie LIMIT ${most + 1}`,
    z.object({ at: countField, place: countField }),
    { settings },
  );
  const next = rows[most];
  if (next === undefined) return { sent: rows, placed: rows.length };
  const [all] = await control.rows(
    `SELECT toString(count()) AS placed FROM ${placed}`,
    z.object({ placed: countField }),
    {
      settings,
    },
  );
  return { sent: rows.slice(0, most), nextAt: next.at, placed: all?.placed ?? rows.length };
}

type Limits = ReadonlyMap<string, readonly (number | null)[]>;

/** Costs of each group below which these shares of its sound executions are. */
async function limitsOf(control: Control, log: LogTable, needs: RowNeeds, request: TimesRequest): Promise<Limits> {
  const keys = request.groups.map(({ key }) => key);
  if (keys.length === 0) return new Map();
  const rows = await control.rows(
    `SELECT toString(${groupKey({ tags: request.tags, byShape: true })}) AS key,
       quantilesDeterministicIf(${request.shares.join(', ')})(${costOf(request.by)}, cityHash64(row.id), row.code = 0) AS limits
     FROM ${executionRows(log, needs, request.tags, request.by)} AS row
     GROUP BY key HAVING has(${stringArray(keys)}, key)`,
    z.object({ key: nameField, limits: z.array(z.union([amountField, z.null()])) }),
    { settings: log.settings },
  );
  return new Map(rows.map(({ key, limits }) => [key, limits]));
}

/** Ties would all fall to one case. */
function costOf(by: CostMetric): string {
  return `(row.${pickedBy(by)} + cityHash64(row.id) % 1000000 * 1e-9)`;
}

function placedRows(log: LogTable, needs: RowNeeds, request: TimesRequest, limits: Limits): string {
  const { groups, by } = request;
  const strata = groups.flatMap(({ key, strata: some }) => some.map((one) => ({ ...one, key })));
  const tags = [...new Set([...request.tags, ...strata.map(({ tag }) => tag)])];
  const keys = `CAST([${groups.map(({ key }) => key).join(', ')}], 'Array(UInt64)')`;
  const chosen = (places: readonly (number | undefined)[]): string =>
    `transform(number, ${keys}, CAST([${places.map((place) => place ?? -1).join(', ')}], 'Array(Int32)'), toInt32(-1))`;
  const limit = (at: number): string =>
    `transform(number, ${keys}, CAST([${groups.map(({ key }) => limits.get(key)?.[at] ?? 0).join(', ')}], 'Array(Float64)'), 0.)`;
  const stratum = (tag: string): string => {
    const own = strata.filter((one) => one.tag === tag);
    const named = stringArray(own.map(({ key, value }) => `${key} ${value}`));
    const places = `CAST([${own.map(({ place }) => place).join(', ')}], 'Array(Int32)')`;
    return `if(row.code = 0 AND NOT row.cut, transform(concat(toString(number), ' ', row.tag_${tags.indexOf(tag)}), ${named}, ${places}, toInt32(-1)), toInt32(-1))`;
  };
  const ofStrata = [...new Set(strata.map(({ tag }) => tag))].map(stratum);
  const byCost = `multiIf(row.code != 0, ${chosen(groups.map((one) => one.failed))},
      ${costOf(by)} <= ${limit(0)}, ${chosen(groups.map((one) => one.p50))},
      ${costOf(by)} <= ${limit(1)}, ${chosen(groups.map((one) => one.p95))},
      ${chosen(groups.map((one) => one.max))})`;
  const start = `toUnixTimestamp64Micro(toDateTime64(${log.columns.sql('query_start_time_microseconds')}, 6)) AS start_us`;
  return `(SELECT row.start_us AS start_us, cityHash64(row.id) AS tie, ${groupKey({ tags: request.tags, byShape: true })} AS number, ${firstOf(ofStrata, byCost)} AS place
    FROM ${executionRows(log, needs, tags, by, 1, [start])} AS row WHERE place >= 0)`;
}

/** The first place that is one, of several that may be -1. */
function firstOf(places: readonly string[], otherwise: string): string {
  return places.reduceRight((rest, place) => `if(${place} >= 0, ${place}, ${rest})`, otherwise);
}

function stringArray(texts: readonly string[]): string {
  return `CAST([${texts.map(stringLiteral).join(', ')}], 'Array(String)')`;
}
