import { withLoadGate } from '../app/gateOfLoad.ts';
import type { ReadGate } from '../app/gateUse.ts';
import { loadReportOf } from '../app/loadReports.ts';
import type { LoadListener, MeasuredLoad } from '../app/measureLoad.ts';
import { outputNames } from '../app/outputFolder.ts';
import { checkReportPath, writeReport } from '../app/resultFiles.ts';
import type { Listener } from '../app/world.ts';
import { UserError } from '../model/errors.ts';
import { loadGateOutcome } from '../model/loadGateOutcome.ts';
import type { LoadShard } from '../model/loadPlan.ts';
import type { LoadReport } from '../model/loadReport.ts';
import type { GateOutcome } from '../model/verdictKind.ts';
import { loadLiveLine } from '../report/load/liveLine.ts';
import { decidingLoadRule } from '../report/load/loadGateWords.ts';
import { rulesBeside } from '../report/load/loadMarks.ts';
import { type LoadFormat, loadReporters } from '../report/load/loadReporters.ts';
import { loadVerdictLine } from '../report/load/loadVerdictLine.ts';
import { plural } from '../text/quantity.ts';
import { terminalLines } from '../text/safeText.ts';
import { type ExitCode, exitCode, outcomeExit } from './exitCode.ts';
import type { Flags } from './flags/optionSource.ts';
import type { Io } from './io.ts';
import { printLast, tellFailures } from './verdictEnd.ts';

/** A report that goes to a file. */
export interface LoadDelivery {
  readonly format: LoadFormat;
  readonly shown: string;
  readonly write: (text: string) => Promise<void>;
}

/**
 * The reports that were asked for by a flag. Every path is checked before anything is opened.
 * @throws UserError usage for a path that exists, or that cannot be written
 */
export async function wantedLoadReports(flags: Flags, io: Io): Promise<readonly LoadDelivery[]> {
  const force = flags.force === true;
  const wanted = loadReporters.flatMap((format): readonly LoadDelivery[] => {
    const path = flags[format.name];
    if (typeof path !== 'string') return [];
    return [{ format, shown: path, write: (text) => writeReport(io.cwd, path, text, force) }];
  });
  for (const { shown } of wanted) await checkReportPath(io.cwd, shown, force);
  return wanted;
}

/** Shows a load on the line of progress. */
export function loadListener(listener: Listener): LoadListener {
  return { show: (snapshot) => listener.say(loadLiveLine(snapshot)) };
}

/**
 * Writes and prints what a load came to, and gives the exit code.
 * @param gate the rules of the config; undefined where it has none
 */
export async function endLoad(
  { run, output }: MeasuredLoad,
  wanted: readonly LoadDelivery[],
  { json, color, verbose }: LoadShown,
  io: Io,
  gate: ReadGate | undefined,
): Promise<ExitCode> {
  const report = withLoadGate(loadReportOf(run), gate);
  const kept = loadReporters.flatMap((format): readonly LoadDelivery[] => {
    const { file } = format;
    return file === null ? [] : [{ format, shown: output.shown(file), write: (text) => output.write(file, text) }];
  });
  const failures = await writeLoadReports(report, [...kept, ...wanted]);
  printLoad(report, { json, color, verbose }, io);
  if (!json)
    io.stdout(
      terminalLines([
        `run file: ${output.shown(outputNames.run)}`,
        ...kept.filter(({ format }) => format.name === 'html').map(({ shown }) => `report:   ${shown}`),
      ]),
    );
  if (report.shard !== undefined) return endPartOfLoad(report, report.shard, failures, { json, color }, io);
  return endWithLoadVerdict(report, { json, color }, failures, io, { isGate: false });
}

/** Writes reports one by one, and gives what could not be made or written. */
export async function writeLoadReports(
  report: LoadReport,
  wanted: readonly LoadDelivery[],
): Promise<readonly UserError[]> {
  const failures: UserError[] = [];
  for (const { format, shown, write } of wanted)
    try {
      await write(format.render(report, { color: false, width: 120, verbose: true }));
    } catch (error) {
      failures.push(error instanceof UserError ? error : unmade(format, error, shown));
    }
  return failures;
}

export interface LoadShown {
  readonly json: boolean;
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Prints a load: tables, or with `json` one JSON document. */
export function printLoad(report: LoadReport, { json, color, verbose }: LoadShown, io: Io): void {
  const name = json ? 'json' : 'terminal';
  const format = loadReporters.find((one) => one.name === name);
  if (format !== undefined) io.stdout(format.render(report, { color, width: io.columns, verbose }), { color });
}

/** How a load ends. */
interface LoadEnding {
  /** A load of which nothing is promised, and no rule held, is no pass. */
  readonly isGate: boolean;
  /** Why it exits 0 whatever the verdict; absent: it exits by the verdict and by rules. */
  readonly passes?: string;
}

/** Tells what could not be written and then, as the last line, the verdict with the exit code, which it gives. */
export function endWithLoadVerdict(
  report: LoadReport,
  shown: Omit<LoadShown, 'verbose'>,
  failures: readonly UserError[],
  io: Io,
  { isGate, passes }: LoadEnding,
): ExitCode {
  tellFailures(failures, io);
  const outcome = loadGateOutcome(report, isGate);
  const ofVerdict = passes === undefined ? outcomeExit(outcome) : exitCode.fine;
  const isUnwritten = ofVerdict === exitCode.fine && failures.length > 0;
  const code = isUnwritten ? exitCode.target : ofVerdict;
  const why = isUnwritten ? `${plural(failures.length, 'report')} not written` : (passes ?? reasonOf(report, outcome));
  const mark = isUnwritten ? '⚠️' : markOf(report, outcome);
  printLast(`${loadVerdictLine(report)} — exit ${code}${why === '' ? '' : ` (${why})`}`, shown, io, mark);
  return code;
}

/** What the sentence does not say of an exit code: that promises are not all, or why nothing promised is no pass. */
function reasonOf(report: LoadReport, outcome: GateOutcome): string {
  const isTold = rulesBeside(report) !== undefined;
  if (outcome === 'passed' || (report.gate?.outcome === 'failed' && !isTold)) return decidingLoadRule(report);
  const isNothing = outcome === 'undecided' && report.verdict.kind === 'told' && !isTold;
  return isNothing ? 'no rule asks anything of it either' : '';
}

/** Of all that is known, whatever the exit code is. What a rule only warns of, or switches off, is no clean pass. */
function markOf({ gate }: LoadReport, outcome: GateOutcome): Parameters<typeof printLast>[3] {
  if (outcome === 'regression') return '❌';
  const isClean = gate === undefined || gate.findings.every((one) => one.outcome === 'passed');
  return outcome === 'passed' && isClean ? '✅' : '⚠️';
}

function unmade({ name }: LoadFormat, error: unknown, shown: string): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(
    'target',
    `the ${name} report could not be made (${why})`,
    'This is an error of hogbench: please report it. The run file holds everything that was measured.',
    shown,
  );
}

/** A part of a load is over: 0 when it was offered, whatever came of it. That is judged with the other parts. */
function endPartOfLoad(
  { trials, status }: LoadReport,
  { index, of }: LoadShard,
  failures: readonly UserError[],
  shown: Omit<LoadShown, 'verbose'>,
  io: Io,
): ExitCode {
  tellFailures(failures, io);
  const requests = trials.flatMap(({ classes }) => classes).reduce((sum, one) => sum + one.requests, 0);
  const what = `part ${index} of ${of}: ${plural(requests, 'request')}`;
  const end = (code: ExitCode, why: string): ExitCode => {
    printLast(`${what} — exit ${code} (${why})`, shown, io, code === exitCode.fine ? '✅' : '❌');
    return code;
  };
  if (status.kind === 'interrupted') return end(exitCode.interrupted, 'interrupted');
  if (status.kind === 'incomplete') return end(exitCode.target, status.reason);
  if (requests === 0) return end(exitCode.target, 'nothing was sent in the judged time');
  if (failures.length > 0) return end(exitCode.target, `${plural(failures.length, 'report')} not written`);
  return end(exitCode.fine, 'no verdict: hogbench merge judges all parts');
}
