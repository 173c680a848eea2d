import { deliver } from '../../app/delivery.ts';
import { readReport } from '../../app/savedReports.ts';
import { UserError } from '../../model/errors.ts';
import { renderNoVerdict } from '../../report/comment/comment.ts';
import { type ExitCode, exitCode, exitUnwritten, verdictExit } from '../exitCode.ts';
import { gateOf } from '../flags/gateFlags.ts';
import { colorOf } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { reportFlags, wantedReports } from '../flags/reportFiles.ts';
import { totalsBy } from '../flags/totalsFlag.ts';
import type { Io } from '../io.ts';
import { printReport, printRunSummary } from '../printReport.ts';

/** Shows a verdict, and exits 0; with `--gate` it exits by it. */
export async function reportCommand(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const color = colorOf(source, io);
  const gate = gateOf(source, config, io);
  const reports = await wantedReports(flags, io);
  const comment = reports.find(({ reporter }) => reporter.name === 'comment');
  const saved = await readReport(file, { gate, totalsBy: totalsBy(source) }, io)
    .then((read) => {
      if (read.kind === 'oneArm') checkNoVerdict(file, flags, gate !== undefined);
      return read;
    })
    .catch(async (error: unknown) => {
      await comment?.write(renderNoVerdict());
      throw error;
    });
  if (saved.kind === 'oneArm') {
    printRunSummary(saved.summary, flags.json === true, io);
    return exitCode.fine;
  }
  const { report } = saved;
  const unwritten = await deliver(report, reports);
  const unprinted = printReport(report, { json: flags.json === true, color }, io);
  const code = gate === undefined ? exitCode.fine : verdictExit(report, gate);
  return exitUnwritten(code, [...unwritten, ...unprinted], io);
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
