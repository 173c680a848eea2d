import type { ArmName } from '../../model/arm.ts';
import type { Seen } from '../../model/debt.ts';
import type { Run } from '../../model/run.ts';
import type { StateReading, TableWork } from '../../model/serverState.ts';
import type { EpochMs } from '../../model/units.ts';

/** A table at one reading. */
export interface TableMoment {
  readonly session: number;
  readonly round: number;
  readonly at: EpochMs;
  readonly work: TableWork;
  /** Merges or mutations ran then, or merged parts away since the reading before. */
  readonly isBusy: boolean;
}

/** All readings of a server that runs these arms, in time order. */
export function readingsOf({ states = [] }: Pick<Run, 'states'>, arm: ArmName): readonly StateReading[] {
  return states.filter(({ arms }) => arms.includes(arm)).sort((a, b) => a.at - b.at);
}

/** What became of one table, in time order. */
export function momentsOf(readings: readonly StateReading[], table: string): readonly TableMoment[] {
  const moments: TableMoment[] = [];
  let before: TableMoment | undefined;
  for (const { session, round, at, state } of readings) {
    const work = state.tables.find((one) => one.table === table);
    if (work === undefined) continue;
    const { merges = 0, mutations = 0 } = work;
    const moment = { session, round, at, work, isBusy: merges + mutations > 0 || mergedAway(before, session, work) };
    moments.push(moment);
    before = moment;
  }
  return moments;
}

/** Another session can be one on another replica, which has parts of its own. */
function mergedAway(before: TableMoment | undefined, session: number, { parts }: TableWork): boolean {
  if (before === undefined || before.session !== session) return false;
  return parts !== undefined && before.work.parts !== undefined && parts < before.work.parts;
}

/** In how many of the moments something holds. */
export function seenIn<T>(moments: readonly T[], holds: (one: T) => boolean): Seen {
  return { readings: moments.filter(holds).length, of: moments.length };
}

export function shareOf({ readings, of }: Seen): number {
  return of === 0 ? 0 : readings / of;
}
