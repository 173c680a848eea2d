import type { Compared } from '../app/ab.ts';
import { outputNames } from '../app/outputFolder.ts';
import { shownPath } from '../app/resultFiles.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import type { RunSummary } from '../model/runSummary.ts';
import { jsonPieces, stableJson } from '../report/data/json.ts';
import { renderRunSummary } from '../report/terminal/runSummaryText.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import type { ExitCode } from './exitCode.ts';
import { exitUnwritten, verdictExit } from './exitCode.ts';
import type { MeasuringFlags } from './flags/measuringFlags.ts';
import type { Io } from './io.ts';
/** Prints the verdicts: a table, or with `json` one JSON document. */
export function printReport(
  report: ComparisonReport,
  options: { readonly json: boolean; readonly color: boolean },
  io: Io,
): void {
  if (options.json) for (const piece of jsonPieces(report)) io.stdout(piece);
  else io.stdout(renderTerminal(report, { color: options.color, width: io.columns }), { color: options.color });
}

/** Prints what a run of one arm measured. */
export function printRunSummary(summary: RunSummary, json: boolean, io: Io): void {
  io.stdout(json ? stableJson(summary) : renderRunSummary(summary));
}

/** Prints the verdicts of a comparison that was measured just now, and where it lies; gives the exit code. */
export function printCompared(
  { report, run, runFile, output, unwritten }: Compared,
  flags: MeasuringFlags,
  io: Io,
): ExitCode {
  printReport(report, flags, io);
  const written = unwritten.length === 0 ? `report: ${output.shown(outputNames.html)}   ` : '';
  io.warn(`${written}samples: ${shownPath(io.cwd, runFile)}`);
  if (run.status.kind !== 'complete') io.warn(`go on with the same command and --resume ${shownPath(io.cwd, runFile)}`);
  return exitUnwritten(verdictExit(report, flags), unwritten, io);
}
