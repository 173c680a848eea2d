import { resolve } from 'node:path';
import { capacityOf } from '../load/capacity/capacityOf.ts';
import { capacityRatio } from '../load/capacity/capacityRatio.ts';
import { type FoundCapacity, summarizeLoad } from '../load/summarizeLoad.ts';
import type { LoadReport, TrialReport } from '../model/loadReport.ts';
import type { LoadRun } from '../model/loadRun.ts';
import { capacityCost, costRatio } from '../money/capacityCost.ts';
import { readLoadRun } from '../store/load/readLoadRun.ts';
import { tellStillMeasured } from './savedReports.ts';
import type { World } from './world.ts';

/** Everything that a load comes to. */
export function loadReportOf(run: LoadRun): LoadReport {
  return summarizeLoad(run, found);
}

/** A load, and what it comes to. */
export interface SavedLoad {
  readonly run: LoadRun;
  readonly report: LoadReport;
}

/**
 * Judges a saved load again, from what was measured.
 * @throws UserError usage for a file that is no load
 */
export async function readLoad(file: string, world: World): Promise<SavedLoad> {
  const path = resolve(world.cwd, file);
  const { run } = await readLoadRun(path);
  await tellStillMeasured(run, path, world);
  return { run, report: loadReportOf(run) };
}

function found({ arms }: LoadRun, trials: readonly TrialReport[]): FoundCapacity {
  const capacity = arms.map(({ arm, price }) => {
    const one = capacityOf(arm, trials);
    const cost = capacityCost(one, price);
    return cost === undefined ? one : { ...one, cost };
  });
  const [baseline, candidate] = capacity;
  const ratio = baseline === undefined || candidate === undefined ? undefined : capacityRatio(baseline, candidate);
  const ofCosts = costRatio(baseline?.cost, candidate?.cost);
  return {
    capacity,
    ...(ratio === undefined ? {} : { ratio }),
    ...(ofCosts === undefined ? {} : { costRatio: ofCosts }),
  };
}
