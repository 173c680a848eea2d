import { summarizeRun } from '../compare/summarizeRun.ts';
import type { Run } from '../model/run.ts';
import { renderRunSummary, renderRunSummaryJson } from '../report/terminal/runSummaryText.ts';
import type { Io } from './io.ts';

/** Prints what a run of one arm measured. */
export function printRunSummary(run: Run, json: boolean, io: Io): void {
  const summary = summarizeRun(run);
  io.stdout(json ? renderRunSummaryJson(summary) : renderRunSummary(summary));
}
