import { deliver } from '../../app/delivery.ts';
import { readReport } from '../../app/savedReports.ts';
import { UserError } from '../../model/errors.ts';
import { usualRules } from '../../model/gateOutcome.ts';
import { renderNoVerdict } from '../../report/comment/comment.ts';
import { runText } from '../../report/terminal/runSummaryText.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { gateOf } from '../flags/gateFlags.ts';
import { colorOf } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { reportFlags, tellingOf, wantedReports } from '../flags/reportFiles.ts';
import { totalsBy } from '../flags/totalsFlag.ts';
import type { Io } from '../io.ts';
import { jobOutputOf, tellJob } from '../jobOutput.ts';
import { printReport, printRunSummary } from '../printReport.ts';
import { endingWithVerdict, endWithVerdict, printLast } from '../verdictEnd.ts';

/** Shows a verdict, and exits 0; with `--gate` it exits by it. */
export function reportCommand(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () => showSaved(file, flags, io));
}

async function showSaved(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const color = colorOf(source, io);
  const gate = gateOf(source, config, io);
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io, gate);
  const job = jobOutputOf(source, io, telling, { isMeasured: false, json: flags.json === true });
  const comment = reports.find(({ reporter }) => reporter.name === 'comment');
  const saved = await readReport(file, { gate, totalsBy: totalsBy(source) }, io)
    .then((read) => {
      if (read.kind === 'oneArm') checkNoVerdict(file, flags, gate !== undefined);
      return read;
    })
    .catch(async (error: unknown) => {
      await comment?.write(renderNoVerdict(telling));
      throw error;
    });
  if (saved.kind === 'oneArm') {
    printRunSummary(saved.summary, { json: flags.json === true, verbose: source.on('verbose') }, io);
    const end = `${runText(saved.summary)} — exit ${exitCode.fine} (a run of one arm has no verdict)`;
    printLast(end, { json: flags.json === true, color }, io, '✅');
    return exitCode.fine;
  }
  const { report } = saved;
  const unwritten = await deliver(report, reports, telling);
  const shown = { json: flags.json === true, color, verbose: source.on('verbose') };
  const failures = [...unwritten, ...printReport(report, shown, io), ...(await tellJob(report, job, io))];
  const passes = gate === undefined ? { passes: 'without --gate' } : {};
  return endWithVerdict(report, { ...shown, ...passes, rules: gate ?? usualRules, failures }, io);
}

/** @throws UserError usage when verdicts are asked of a run that has none */
function checkNoVerdict(file: string, flags: Flags, isGate: boolean): void {
  if (isGate || reportFlags(flags).some((name) => name !== 'json'))
    throw new UserError(
      'usage',
      'a run of one arm has no verdicts to report',
      'Compare it with another: hogbench compare BASE CANDIDATE --html FILE.',
      file,
    );
}
