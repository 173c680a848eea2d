import type { Capacity, Estimate, LoadReport, TrialReport } from '../model/loadReport.ts';
import type { LoadRun } from '../model/loadRun.ts';
import { disagreement } from './agreement.ts';
import { cachedRemarks } from './cachedAnswers.ts';
import { loadVerdict } from './loadVerdict.ts';
import { matrixCells } from './matrixCells.ts';
import { summarizeTrial } from './summarizeTrial.ts';
import { withoutKept } from './withoutKept.ts';

/** What a search for capacity comes to. */
export interface FoundCapacity {
  readonly capacity: readonly Capacity[];
  /** Candidate to baseline. */
  readonly ratio?: Estimate;
  /** Of what a million queries cost. */
  readonly costRatio?: Estimate;
}

/** Makes a capacity of finished trials. */
export type CapacityOf = (run: LoadRun, trials: readonly TrialReport[]) => FoundCapacity;

/**
 * Everything that a file of load tells: a function of what was measured alone.
 *
 * @param capacityOf asked where the run searched for capacity; absent: such a run is incomplete
 */
export function summarizeLoad(run: LoadRun, capacityOf?: CapacityOf): LoadReport {
  const trials = run.trials.map((trial) => summarizeTrial(trial, run));
  const found = run.command === 'capacity' ? capacityOf?.(run, trials) : undefined;
  const { command, classes, driving, sampleSize, scheduling, options, shard, notices, status } = run;
  const lost = run.lost ?? disagreement(run);
  const report: Omit<LoadReport, 'verdict'> = {
    runId: run.id,
    startedAt: run.startedAt,
    command,
    seed: run.seed,
    arms: run.arms,
    classes,
    cases: new Set(run.cases.map(({ caseId }) => caseId)).size,
    driving,
    sampleSize,
    ...(scheduling === undefined ? {} : { scheduling }),
    ...(options === undefined ? {} : { options }),
    ...(shard === undefined ? {} : { shard }),
    trials,
    ...(found === undefined ? {} : { capacity: found.capacity }),
    ...(found?.ratio === undefined ? {} : { capacityRatio: found.ratio }),
    ...(found?.costRatio === undefined ? {} : { costRatio: found.costRatio }),
    ...(command === 'matrix' ? { matrix: matrixCells(trials, classes) } : {}),
    notices: [...notices, ...cachedRemarks(run.trials)],
    status,
    ...(lost === undefined ? {} : { lost }),
  };
  return { ...withoutKept(report), verdict: loadVerdict(report) };
}
