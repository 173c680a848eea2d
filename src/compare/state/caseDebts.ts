import type { ArmName } from '../../model/arm.ts';
import type { Debt, Owed } from '../../model/debt.ts';
import type { StateLimits } from '../../model/design.ts';
import type { Run } from '../../model/run.ts';
import { median } from '../statistics/averages.ts';
import { runsOnOneServer } from './oneServer.ts';
import { sameTable } from './sameTable.ts';
import { momentsOf, readingsOf, seenIn, shareOf, type TableMoment } from './tableTimeline.ts';

/** What the servers owed to the tables of a case; undefined where they owed nothing beyond the limits. */
export type DebtOf = (caseId: string) => Omit<Owed, 'measured'> | undefined;

/** A table as one arm has it. */
interface ArmTable {
  readonly arm: ArmName;
  readonly table: string;
  readonly moments: readonly TableMoment[];
}

const arms = ['baseline', 'candidate'] as const;

/**
 * Finds the work that servers still had to do on tables while these were measured. A table that both arms read on one server is no
 * arm's debt: whatever happens to it happens to both halves of a pair.
 *
 * @param isTogether false of two saved runs, which were on one server at different times
 */
export function debtsOf(run: Run, isTogether: boolean): DebtOf {
  const limits = run.plan.design.state;
  const readings = { baseline: readingsOf(run, 'baseline'), candidate: readingsOf(run, 'candidate') };
  const isOneServer = isTogether && runsOnOneServer(run);
  const own = new Set(run.arms.flatMap(({ arm, environment }) => (environment.restarts === true ? [arm] : [])));
  const timelines = new Map<string, ArmTable>();
  const tableOf = (arm: ArmName, table: string): ArmTable => {
    const key = `${arm} ${table}`;
    const found = timelines.get(key) ?? { arm, table, moments: momentsOf(readings[arm], table) };
    timelines.set(key, found);
    return found;
  };
  const all = (arm: ArmName): readonly string[] => [
    ...new Set(readings[arm].flatMap(({ state }) => state.tables.map(({ table }) => table))),
  ];
  const read = new Map((run.tablesRead ?? []).map((one) => [`${one.arm} ${one.caseId}`, one.tables] as const));
  return (caseId) => {
    const tables = (arm: ArmName): readonly ArmTable[] =>
      (read.get(`${arm} ${caseId}`) ?? all(arm))
        .map((table) => tableOf(arm, table))
        .filter(({ moments }) => moments.length > 0);
    const both = { baseline: tables('baseline'), candidate: tables('candidate') };
    const debts = arms.flatMap((arm) =>
      both[arm].flatMap((one) => {
        const others = both[arm === 'baseline' ? 'candidate' : 'baseline'];
        if (isOneServer && others.some(({ table }) => table === one.table)) return [];
        return debtsOfTable(one, counterpartOf(one, others), limits, own.has(arm));
      }),
    );
    return debts.length === 0
      ? undefined
      : { kind: 'debt', debts, countersStand: areAlike(both.baseline, both.candidate) };
  };
}

function counterpartOf({ table }: ArmTable, others: readonly ArmTable[]): ArmTable | undefined {
  const same = sameTable(
    table,
    others.map((one) => one.table),
  );
  return others.find((one) => one.table === same);
}

function debtsOfTable(
  { arm, table, moments }: ArmTable,
  other: ArmTable | undefined,
  limits: StateLimits,
  isOurs: boolean,
): readonly Debt[] {
  const about = { arm, table };
  const busy = seenIn(moments, ({ isBusy }) => isBusy);
  const otherBusy = other === undefined ? null : seenIn(other.moments, ({ isBusy }) => isBusy);
  const more = shareOf(busy) - (otherBusy === null ? 0 : shareOf(otherBusy));
  const isBusy = shareOf(busy) > limits.busyShare || more > limits.busyMore;
  const full = seenIn(moments, (one) => hasTooMany(one, other, limits.parts, isOurs));
  const late = seenIn(moments, ({ work }) => (work.replication?.delaySeconds ?? 0) > limits.delaySeconds);
  const most = Math.max(...moments.map(({ work }) => work.mostParts ?? 0));
  const seconds = Math.max(...moments.map(({ work }) => work.replication?.delaySeconds ?? 0));
  return [
    ...(isBusy ? [{ ...about, kind: 'busy', seen: busy, other: otherBusy } as const] : []),
    ...(shareOf(full) > limits.behindShare
      ? [{ ...about, kind: 'parts', seen: full, most, other: typicalParts(other) } as const]
      : []),
    ...(shareOf(late) > limits.behindShare ? [{ ...about, kind: 'delay', seen: late, seconds } as const] : []),
  ];
}

/** Merges are stopped on a server of ours: what a script left in many parts stays so, and is the arm's own. */
function hasTooMany(
  { session, round, work }: TableMoment,
  other: ArmTable | undefined,
  { factor, fewest, most }: StateLimits['parts'],
  isOurs: boolean,
): boolean {
  const { mostParts, rows = 0 } = work;
  if (mostParts === undefined) return false;
  const beside = other?.moments.find((one) => one.session === session && one.round === round)?.work;
  const otherParts = beside?.mostParts ?? typicalParts(other);
  if (otherParts === null) return !isOurs && mostParts > most;
  const otherRows = beside?.rows ?? other?.moments[0]?.work.rows ?? rows;
  const share = otherRows > 0 ? Math.max(1, rows / otherRows) : 1;
  const isMore = mostParts - otherParts >= fewest;
  return isMore && (mostParts >= factor * share * otherParts || mostParts > most);
}

function typicalParts(other: ArmTable | undefined): number | null {
  const known = (other?.moments ?? []).flatMap(({ work }) => work.mostParts ?? []);
  return known.length === 0 ? null : median(known);
}

/** Whether all tables have one number of parts, which stands still and is the same in both arms: then debt moves no counter of what is read. */
function areAlike(baseline: readonly ArmTable[], candidate: readonly ArmTable[]): boolean {
  const partsOf = (tables: readonly ArmTable[]): readonly (readonly [string, readonly (number | undefined)[]])[] =>
    tables.map(({ table, moments }) => [table, [...new Set(moments.map(({ work }) => work.parts))]]);
  const [before, after] = [partsOf(baseline), new Map(partsOf(candidate))];
  return (
    before.length === after.size &&
    before.every(([table, parts]) => {
      const others = after.get(table);
      return parts.length === 1 && others?.length === 1 && parts[0] !== undefined && parts[0] === others[0];
    })
  );
}
