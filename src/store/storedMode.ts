import type { RunArm } from '../model/arm.ts';
import { byMode, type Mode } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import type { RunHeader, StoredHeader, StoredPlan } from '../schema/run/record.ts';

type StoredMode = Pick<StoredPlan, 'duet' | 'countersOnly'>;

/** A run file tells its mode by two keys, as it always did. */
function storedMode(mode: Mode): StoredMode {
  return byMode<StoredMode>(mode, {
    paired: () => ({}),
    duet: () => ({ duet: true }),
    counters: ({ duet }) => ({ countersOnly: true, ...(duet ? { duet } : {}) }),
    sessions: () => ({}),
  });
}

function modeOf({ duet, countersOnly, arms }: StoredPlan): Mode {
  if (countersOnly === true) return { kind: 'counters', duet: duet === true };
  if (arms.length < 2) return { kind: 'sessions' };
  return { kind: duet === true ? 'duet' : 'paired' };
}

/** A header as the run file has it. */
export function storedHeader({ plan: { mode, ...plan }, ...header }: RunHeader): StoredHeader {
  return { ...header, plan: { ...plan, ...storedMode(mode) } };
}

/** A header as everybody else sees it. */
export function headerFrom({ plan, ...header }: StoredHeader): RunHeader {
  const { duet: _, countersOnly: __, ...rest } = plan;
  const known: RunPlan<RunArm> = { ...rest, mode: modeOf(plan) };
  return { ...header, plan: known };
}
