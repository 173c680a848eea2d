import type { ArmName } from '../../model/arm.ts';
import type { Run } from '../../model/run.ts';

type KeptStates = Pick<Run, 'states' | 'tablesRead'>;

/**
 * What a run knows of the servers of one of its arms, for a run in which that arm is called `as`.
 *
 * @param sessions added to the number of each session, where sessions of another run come before them
 */
export function statesOfArm(
  { states, tablesRead }: KeptStates,
  arm: ArmName,
  as: ArmName = arm,
  sessions: number = 0,
): KeptStates {
  return listed(
    (states ?? []).flatMap((one) =>
      one.arms.includes(arm) ? [{ ...one, arms: [as], session: one.session + sessions }] : [],
    ),
    (tablesRead ?? []).flatMap((one) => (one.arm === arm ? [{ ...one, arm: as }] : [])),
  );
}

/** Of several runs, one behind the other. */
export function statesTogether(...all: readonly KeptStates[]): KeptStates {
  return listed(
    all.flatMap(({ states }) => states ?? []),
    all.flatMap(({ tablesRead }) => tablesRead ?? []),
  );
}

/** Keys that are absent where there is nothing. */
function listed(states: NonNullable<Run['states']>, tablesRead: NonNullable<Run['tablesRead']>): KeptStates {
  return { ...(states.length === 0 ? {} : { states }), ...(tablesRead.length === 0 ? {} : { tablesRead }) };
}
