import { z } from 'zod';
import type { Control } from '../../clickhouse/http/control.ts';
import { longAnswer } from '../../clickhouse/http/deadlines.ts';
import { countField, nameField } from '../../clickhouse/http/rowShape.ts';
import { identifier, stringList, stringLiteral } from '../../sql/literals.ts';
import type { CaseSeries, RunTotal, Series, SeriesQuery } from '../../store/archive.ts';
import { globPattern } from '../../text/glob.ts';
import { type IdentityRow, identityColumns, identityRow, seconds, whereOf } from './identityRows.ts';

const unit = z.enum(['us', 'bytes', 'rows', 'count']);
const caseRow = z.object({
  ...{ case_id: z.string(), case_name: z.string(), case_unit: unit },
  ...{ pushes: z.array(z.string()), amounts: z.array(z.number()), counts: z.array(countField) },
});
const totalRow = z.object({ push_id: nameField, total: z.number(), cases: countField, hash: nameField });
const options = { timeoutMs: 120_000, maxBytes: longAnswer } as const;

/** One metric, run by run. The server picks, sums and groups; only what is asked for comes here. */
export async function tablesSeries(control: Control, database: string, query: SeriesQuery): Promise<Series> {
  const { runs, olderRuns } = await runsAsked(control, database, query);
  const [oldest] = runs;
  if (oldest === undefined) return { runs: [], series: [], totals: [], olderRuns };
  const places = new Map(runs.map((one, place) => [one.push, place]));
  const from = `${identifier(database)}.figures
    WHERE metric = ${stringLiteral(query.metric)} AND started_at >= toDateTime64('${seconds(oldest.identity.startedAt)}', 3, 'UTC')
      AND push IN (SELECT push FROM (${onceEach(database, query)} LIMIT ${query.last}))`;
  const totalsAsked = control.rows(
    `SELECT toString(push) AS push_id, sum(value) AS total, count() AS cases, lower(hex(groupBitXor(case_hash))) AS hash
     FROM ${from} GROUP BY push`,
    totalRow,
    { ...options, what: 'totals of stored runs' },
  );
  const seriesAsked =
    query.cases?.length === 0
      ? []
      : control.rows(
          `SELECT case_id, any(name) AS case_name, any(unit) AS case_unit, groupArray(toString(push)) AS pushes,
             groupArray(value) AS amounts, groupArray(executions) AS counts
           FROM ${from} ${whichCases(query)} GROUP BY case_id ORDER BY case_id`,
          caseRow,
          { ...options, what: 'series of stored runs' },
        );
  const [totals, series] = await Promise.all([totalsAsked, seriesAsked]);
  return {
    runs: runs.map((one) => one.identity),
    olderRuns,
    totals: totals.flatMap((one) => totalOf(one, places)).sort((a, b) => a.run - b.run),
    series: series.map((one) => seriesOf(one, places)).filter((one) => one.points.length > 0),
  };
}

/** A run that was pushed since the runs were listed is none of them. */
function totalOf(
  { push_id, total, cases, hash }: z.infer<typeof totalRow>,
  places: ReadonlyMap<string, number>,
): readonly RunTotal[] {
  const run = places.get(push_id);
  return run === undefined ? [] : [{ run, total, cases, casesHash: hash }];
}

function seriesOf(row: z.infer<typeof caseRow>, places: ReadonlyMap<string, number>): CaseSeries {
  const points = row.pushes.flatMap((push, at) => {
    const run = places.get(push);
    const value = row.amounts[at];
    return run === undefined || value === undefined ? [] : [{ run, value, executions: row.counts[at] ?? 0 }];
  });
  points.sort((a, b) => a.run - b.run);
  return { caseId: row.case_id, name: row.case_name, unit: row.case_unit, points };
}

/** Oldest first, each run once. */
async function runsAsked(
  control: Control,
  database: string,
  query: SeriesQuery,
): Promise<{ readonly runs: readonly IdentityRow[]; readonly olderRuns: number }> {
  const newest = await control.rows(
    `SELECT ${identityColumns} FROM (${onceEach(database, query)} LIMIT ${query.last})`,
    identityRow,
    { ...options, what: 'the runs of a store' },
  );
  const [counted] = await control.rows(
    `SELECT uniqExact(run_id, sha256) AS count FROM ${wholeRuns(database, query)}`,
    z.object({ count: countField }),
    { ...options, what: 'how many runs a store has' },
  );
  const runs = [...newest].sort((a, b) => a.identity.startedAt - b.identity.startedAt);
  return { runs, olderRuns: Math.max(0, (counted?.count ?? 0) - runs.length) };
}

/** Newest first. The named push of a run tells more than another. */
function onceEach(database: string, query: SeriesQuery): string {
  return `SELECT * FROM (SELECT * FROM ${wholeRuns(database, query)} ORDER BY name IS NULL, key, pushed_at, push LIMIT 1 BY run_id, sha256) ORDER BY started_at DESC, key`;
}

/** Parts are no runs of their own. */
function wholeRuns(database: string, query: SeriesQuery): string {
  return `(SELECT * FROM ${identifier(database)}.runs ${whereOf(query)}) WHERE part IS NULL`;
}

function whichCases({ cases }: SeriesQuery): string {
  if (cases === undefined) return '';
  const patterns = cases.map((one) => stringLiteral(`(?s:${globPattern(one).source})`));
  const globs = patterns.flatMap((one) => [`match(name, ${one})`, `match(case_id, ${one})`]);
  return `AND (case_id IN ${stringList(cases)} OR ${globs.join(' OR ')})`;
}
