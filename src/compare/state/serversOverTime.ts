import type { CaseComparison } from '../../model/comparison.ts';
import type { Owed } from '../../model/debt.ts';
import type { Run } from '../../model/run.ts';
import type { ServerState, StateReading, TableWork } from '../../model/serverState.ts';
import type { ServerOverTime, StateRange, StateReport, TableOverTime } from '../../model/stateReport.ts';
import { distinct, measuredPlaces } from '../measuredPlaces.ts';
import { driftOf, type ServerReadings, serversOf, tablesIn } from './serverDrift.ts';
import { momentsOf, seenIn, type TableMoment } from './tableTimeline.ts';

/** More points than these would lie on one another in a small chart. */
const mostPoints = 40;

/** Why cases are not judged by time. */
export function owedBy(cases: readonly Pick<CaseComparison, 'because'>[]): readonly Owed[] {
  return cases.flatMap(({ because }) => because.filter((one): one is Owed => one.kind === 'debt'));
}

/** What the servers of a run did meanwhile; undefined where nobody looked. Servers of parts of a run come one behind the other. */
export function serversOverTime(run: Run, cases: readonly Pick<CaseComparison, 'because'>[]): StateReport | undefined {
  if (run.states === undefined || run.states.length === 0) return undefined;
  const places = measuredPlaces(run);
  return {
    servers: places.flatMap((place) => serversOf(place).map(serverOverTime)),
    debts: distinct(owedBy(cases).flatMap(({ debts }) => debts)),
    drift: distinct(places.flatMap(driftOf)),
  };
}

function serverOverTime({ arms, readings }: ServerReadings): ServerOverTime {
  const missing = distinct(readings.flatMap(({ state }) => state.missing ?? []));
  const leftOut = Math.max(0, ...readings.map(({ state }) => state.tablesLeftOut ?? 0));
  const range = (key: 'merges' | 'mutations' | 'foreignQueries') =>
    named(
      key,
      readings.flatMap(({ state }: { readonly state: ServerState }) => state[key] ?? []),
    );
  return {
    arms,
    readings: readings.length,
    ...range('merges'),
    ...range('mutations'),
    ...range('foreignQueries'),
    tables: tablesIn(readings).map((table) => tableOverTime(table, readings)),
    ...(leftOut === 0 ? {} : { tablesLeftOut: leftOut }),
    ...(missing.length === 0 ? {} : { missing }),
  };
}

function tableOverTime(table: string, readings: readonly StateReading[]): TableOverTime {
  const moments = momentsOf(readings, table);
  const range = <K extends string>(key: K, read: (work: TableWork) => number | undefined) =>
    named(
      key,
      moments.flatMap(({ work }) => read(work) ?? []),
    );
  return {
    table,
    busy: seenIn(moments, ({ isBusy }) => isBusy),
    ...range('parts', (work) => work.parts),
    ...range('mostParts', (work) => work.mostParts),
    ...range('rows', (work) => work.rows),
    ...range('merges', (work) => work.merges),
    ...range('mutations', (work) => work.mutations),
    ...range('queue', (work) => work.replication?.queue),
    ...range('delaySeconds', (work) => work.replication?.delaySeconds),
    points: chosen(moments).map(({ at, work, isBusy }) => ({ at, parts: work.parts ?? null, busy: isBusy })),
  };
}

/** A key that is absent where there are no values. */
function named<K extends string>(key: K, values: readonly number[]): Partial<Record<K, StateRange>> {
  const [first] = values;
  if (first === undefined) return {};
  const range = { first, last: values.at(-1) ?? first, least: Math.min(...values), most: Math.max(...values) };
  return { [key]: range } as Partial<Record<K, StateRange>>;
}

function chosen(moments: readonly TableMoment[]): readonly TableMoment[] {
  if (moments.length <= mostPoints) return moments;
  const step = (moments.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, at) => moments[Math.round(at * step)]).filter(
    (one) => one !== undefined,
  );
}
