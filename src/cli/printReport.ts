import type { Compared } from '../app/ab.ts';
import { rendered } from '../app/delivery.ts';
import type { Measured } from '../app/measureArms.ts';
import { outputNames } from '../app/outputFolder.ts';
import { shownPath } from '../app/resultFiles.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { RunSummary } from '../model/runSummary.ts';
import { stableJson } from '../report/data/json.ts';
import { reporterOf } from '../report/reporters.ts';
import { renderRunSummary, runText } from '../report/terminal/runSummaryText.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { MeasuringFlags } from './flags/measuringFlags.ts';
import type { Io } from './io.ts';
import { type JobOutput, tellJob } from './jobOutput.ts';
import { type Ending, endWithVerdict, type LastLine, printLast, tellFailures } from './verdictEnd.ts';

/** How a report is printed. */
export interface Shown extends LastLine {
  /** All that is known, instead of what has to be read. */
  readonly verbose: boolean;
}

/** Prints the verdicts: a table, or with `json` one JSON document. Hands back why they could not be printed. */
export function printReport(report: ComparisonReport, options: Shown, io: Io): readonly UserError[] {
  const reporter = reporterOf(options.json ? 'json' : 'terminal');
  const color = options.color && !options.json;
  try {
    for (const piece of rendered(reporter, report, { color, width: io.columns, verbose: options.verbose }, 'stdout'))
      io.stdout(piece, { color });
    return [];
  } catch (error) {
    if (error instanceof UserError) return [error];
    throw error;
  }
}

/** Prints what a run of one arm measured. */
export function printRunSummary(summary: RunSummary, { json, verbose }: Pick<Shown, 'json' | 'verbose'>, io: Io): void {
  io.stdout(json ? stableJson(summary) : renderRunSummary(summary, io.columns, verbose));
}

/** Prints the verdicts of a comparison that was measured just now, where it lies, and what its job is shown; gives the exit code. */
export async function printCompared(
  { report, run, runFile, output, unwritten }: Compared,
  flags: MeasuringFlags & Pick<Ending, 'lenient'>,
  io: Io,
  job: JobOutput,
  unsaved: readonly UserError[] = [],
): Promise<ExitCode> {
  const unprinted = [...printReport(report, flags, io), ...(await tellJob(report, job, io))];
  const written = unwritten.length === 0 ? `report: ${output.shown(outputNames.html)}   ` : '';
  io.warn(`${written}samples: ${shownPath(io.cwd, runFile)}`);
  if (run.status.kind !== 'complete' && run.shards === undefined)
    io.warn(`go on with the same command and --resume ${shownPath(io.cwd, runFile)}`);
  return endWithVerdict(report, { ...flags, rules: flags, failures: [...unwritten, ...unprinted], unsaved }, io);
}

/**
 * Ends with a run of one arm, which has no verdict: what was measured, where it lies, and the exit code.
 * @param unsaved why it is no baseline, where it was to be one
 */
export function endOneArm(
  summary: RunSummary,
  { run, runFile }: Measured,
  options: Shown,
  io: Io,
  unsaved: readonly UserError[] = [],
): ExitCode {
  printRunSummary(summary, options, io);
  const file = shownPath(io.cwd, runFile);
  io.warn(`samples: ${file}`);
  if (run.status.kind !== 'complete' && run.shards === undefined)
    io.warn(`go on with the same command and --resume ${file}`);
  tellFailures(unsaved, io);
  const measured = runExit(run);
  const code = measured === exitCode.fine && unsaved.length > 0 ? exitCode.target : measured;
  const why = unsaved.length === 0 ? '' : ' (baseline not saved)';
  printLast(`${runText(summary)} — exit ${code}${why}`, options, io, code === exitCode.fine ? '✅' : '❌');
  return code;
}

/** A query that never completed fails the command, as it would fail a comparison; so does a log that holds nothing of any. */
function runExit({ plan, samples, status }: Run): ExitCode {
  if (status.kind === 'interrupted') return exitCode.interrupted;
  if (status.kind === 'incomplete' || samples.length === 0) return exitCode.target;
  const completed = new Set(samples.flatMap((one) => (one.outcome.kind === 'completed' ? [one.caseId] : [])));
  if (!plan.caseIds.every((id) => completed.has(id))) return exitCode.regression;
  return samples.some((one) => one.evidence?.kind === 'facts') ? exitCode.fine : exitCode.target;
}
