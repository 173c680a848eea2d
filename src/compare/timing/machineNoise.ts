import type { MachineNoise } from '../../model/comparison.ts';
import type { RunPlan } from '../../model/run.ts';
import { cpuEvent, familyValue } from './families.ts';
import type { CaseSamples } from './pairing.ts';
import { pairNoise } from './pairNoise.ts';
import { isClocked, runningTime, waitShare } from './runningTime.ts';
import { tickOf } from './ticks.ts';

/** How noisy this machine was while a run was measured, by each clock. Decides nothing. */
export function machineNoise(
  cases: ReadonlyMap<string, CaseSamples>,
  plan: Pick<RunPlan, 'minPairs' | 'design'>,
): MachineNoise {
  const all = [...cases.values()];
  const cpuTickUs = tickOf(cases, plan, cpuEvent);
  return {
    waitShare: waitShare(cases, plan),
    clock: all.some(isClocked) ? 'running_time' : 'server_time',
    serverTime: pairNoise(all, plan, (half) => familyValue(half, 'time')),
    runningTime: pairNoise(all, plan, (half, pair) => runningTime(half, pair.cpuTickUs)),
    cpuTime: pairNoise(all, plan, (half) => familyValue(half, 'cpu')),
    ...(cpuTickUs === undefined ? {} : { cpuTickUs }),
  };
}
