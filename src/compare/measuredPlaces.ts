import type { Run, RunStatus } from '../model/run.ts';
import { compareEnvironments, countersSettle, type EnvironmentCheck } from './environment/environments.ts';
import { type CasesSentAlike, casesSentAlike } from './environment/sameArms.ts';
import { isPartText } from './reasons/shardText.ts';
import { type DebtOf, debtsOf } from './state/caseDebts.ts';

/**
 * What was measured in one place each, as runs of their own: what is asked of servers is asked of those that a case ran on. One for a run
 * that was measured in one part.
 */
export function measuredPlaces(run: Run): readonly Run[] {
  if (run.shards === undefined) return [run];
  const { parts } = run.shards;
  const homes = new Map(parts.flatMap(({ index, caseIds }) => caseIds.map((caseId) => [caseId, index] as const)));
  for (const { caseId, of } of run.plan.selfCheck?.pool ?? []) homes.set(caseId, homes.get(of) ?? 0);
  const samples = byHome(run.samples, homes);
  const cases = byHome(run.cases, homes);
  return parts.flatMap(({ index, arms }) =>
    arms.length === 0
      ? []
      : [
          {
            ...run,
            arms,
            samples: samples.get(index) ?? [],
            cases: cases.get(index) ?? [],
            states: (run.states ?? []).filter(({ part }) => part === index),
          },
        ],
  );
}

function byHome<T extends { readonly caseId: string }>(
  all: readonly T[],
  homes: ReadonlyMap<string, number>,
): ReadonlyMap<number, readonly T[]> {
  const found = new Map<number, T[]>();
  for (const one of all) {
    const home = homes.get(one.caseId) ?? 0;
    const known = found.get(home);
    if (known === undefined) found.set(home, [one]);
    else known.push(one);
  }
  return found;
}

/** As `compareEnvironments`, of every place: what differs in one of them differs. */
export function placesDiffer(places: readonly Run[]): EnvironmentCheck {
  return together(places.map(({ arms }) => compareEnvironments(arms)));
}

export function together(checks: readonly EnvironmentCheck[]): EnvironmentCheck {
  return {
    differences: distinct(checks.flatMap(({ differences }) => differences)),
    tablesDecide: checks.every(({ tablesDecide }) => tablesDecide),
    lessData: distinct(checks.flatMap(({ lessData }) => lessData)),
  };
}

/** As `countersSettle`, in every place. */
export function countersSettleThere(places: readonly Run[]): boolean {
  return places.every(({ arms }) => countersSettle(arms));
}

/** As `debtsOf`, each case by the servers that it ran on. */
export function debtsThere(places: readonly Run[], isTogether: boolean): DebtOf {
  const homes = new Map(
    places.flatMap((place) => {
      const debtOf = debtsOf(place, isTogether);
      return place.cases.map(({ caseId }) => [caseId, debtOf] as const);
    }),
  );
  return (caseId) => homes.get(caseId)?.(caseId);
}

/** As `casesSentAlike`, each case by the servers that it ran on. */
export function sentAlikeThere(places: readonly Run[]): CasesSentAlike {
  const all = places.map(casesSentAlike);
  const sum = (key: keyof CasesSentAlike): number => all.reduce((total, one) => total + one[key], 0);
  return { same: sum('same'), compared: sum('compared') };
}

/** Equal ones once, in the order they came. */
export function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one] as const)).values()];
}

/**
 * How a run ended, for whoever judges it. A part of one is not all there, however well it went: by itself it must not pass for the
 * whole.
 */
export function judgedStatus({ status, shard }: Pick<Run, 'status' | 'shard'>): RunStatus {
  if (shard === undefined || status.kind !== 'complete') return status;
  return { kind: 'incomplete', reason: isPartText(shard) };
}
