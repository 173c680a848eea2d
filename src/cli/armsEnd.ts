import { type ArmsCompared, judgedBy } from '../app/abSeveral.ts';
import { type ArmsDelivery, armsDeliveries, deliverArms } from '../app/armsDelivery.ts';
import { outputNames } from '../app/outputFolder.ts';
import { checkReportPath, shownPath } from '../app/resultFiles.ts';
import { type ArmsReport, armsOutcome } from '../model/armsReport.ts';
import type { UserError } from '../model/errors.ts';
import { type GateRules, usualRules } from '../model/gateOutcome.ts';
import { armsReporters } from '../report/arms/armsReporters.ts';
import { armsVerdict } from '../report/arms/armsVerdict.ts';
import { reporters } from '../report/reporters.ts';
import type { Telling } from '../report/words/reportLink.ts';
import { plural } from '../text/quantity.ts';
import { type ExitCode, exitCode, outcomeExit } from './exitCode.ts';
import type { CommandGate } from './flags/gateSection.ts';
import type { MeasuringFlags } from './flags/measuringFlags.ts';
import type { Flags } from './flags/optionSource.ts';
import type { Io } from './io.ts';
import type { Shown } from './printReport.ts';
import { printLast, tellFailures } from './verdictEnd.ts';

/**
 * The reports that were asked for by a flag. Every path is checked before anything is measured or rendered.
 * @param labels of the candidates
 * @throws UserError usage for a path that exists, or that cannot be written
 */
export async function wantedArmsReports(
  flags: Flags,
  labels: readonly string[],
  io: Io,
): Promise<readonly ArmsDelivery[]> {
  const force = flags.force === true;
  const wanted = reporters.flatMap((reporter) => {
    const path = flags[reporter.name];
    return typeof path === 'string' ? armsDeliveries(reporter, path, labels, io.cwd, force) : [];
  });
  for (const { shown } of wanted) await checkReportPath(io.cwd, shown, force);
  return wanted;
}

/** Prints what several arms come to that were measured just now, and where it lies; gives the exit code. */
export function printArms(
  { report, run, runFile, output, unwritten }: ArmsCompared,
  flags: MeasuringFlags,
  io: Io,
): ExitCode {
  printSideBySide(report, flags, flags, io);
  const written = unwritten.length === 0 ? `report: ${output.shown(outputNames.html)}   ` : '';
  io.warn(`${written}samples: ${shownPath(io.cwd, runFile)}`);
  if (run.status.kind !== 'complete') io.warn(`go on with the same command and --resume ${shownPath(io.cwd, runFile)}`);
  return endArms(report, flags, { ...flags, failures: unwritten }, io);
}

interface SavedArms {
  readonly flags: Flags;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly telling: Telling;
  /** Absent: it is shown, and passes. */
  readonly gate: GateRules | undefined;
  readonly rules: CommandGate | undefined;
}

/** Shows a saved run of several arms. */
export async function endSavedArms(
  saved: ArmsReport,
  { flags, color, verbose, telling, gate, rules }: SavedArms,
  io: Io,
): Promise<ExitCode> {
  const judge = gate === undefined || rules === undefined ? undefined : rules;
  const report = await judgedBy(judge && ((one) => judge.judge(one, { ...usualRules, ...gate })), saved);
  const labels = report.comparisons.map(({ label }) => label);
  const failures = await deliverArms(report, await wantedArmsReports(flags, labels, io), telling);
  const shown = { json: flags.json === true, color, verbose };
  printSideBySide(report, shown, gate ?? usualRules, io);
  const passes = gate === undefined ? { passes: 'without --gate' } : {};
  return endArms(report, gate ?? usualRules, { ...shown, failures, ...passes }, io);
}

function printSideBySide(report: ArmsReport, { json, color, verbose }: Shown, rules: GateRules, io: Io): void {
  const format = armsReporters.find(({ name }) => name === (json ? 'json' : 'terminal'));
  const painted = color && !json;
  if (format !== undefined)
    io.stdout(format.render(report, { color: painted, width: io.columns, verbose, rules }), { color: painted });
}

interface ArmsEnding extends Omit<Shown, 'verbose'> {
  readonly failures: readonly UserError[];
  readonly passes?: string;
}

function endArms(report: ArmsReport, rules: GateRules, { failures, passes, ...shown }: ArmsEnding, io: Io): ExitCode {
  tellFailures(failures, io);
  const { mark, text } = armsVerdict(report, rules);
  const ofVerdict = passes === undefined ? outcomeExit(armsOutcome(report, rules)) : exitCode.fine;
  // A verdict that is favourable does not stay so without its reports.
  const isUnwritten = ofVerdict === exitCode.fine && failures.length > 0;
  const code = isUnwritten ? exitCode.target : ofVerdict;
  const why = isUnwritten ? `${plural(failures.length, 'report')} not written` : (passes ?? '');
  printLast(`${text} — exit ${code}${why === '' ? '' : ` (${why})`}`, shown, io, mark);
  return code;
}
