import type { Command } from 'commander';
import { deliver } from '../../app/delivery.ts';
import { readReport } from '../../app/savedReports.ts';
import { UserError } from '../../model/errors.ts';
import { renderNoVerdict } from '../../report/comment/comment.ts';
import { commentReporter } from '../../report/reporters.ts';
import { type ExitCode, exitCode, exitUnwritten, verdictExit } from '../exitCode.ts';
import { gateOf } from '../flags/gateFlags.ts';
import { colorOf } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { addConfigFlag, readConfig } from '../flags/readConfig.ts';
import { addPrintFlags, addReportFlags, reportFlags, wantedReports } from '../flags/reportFiles.ts';
import { addTotalsFlag, totalsBy } from '../flags/totalsFlag.ts';
import type { Io } from '../io.ts';
import { printReport, printRunSummary } from '../printReport.ts';

export function addReportCommandFlags(command: Command): Command {
  const reporting = addTotalsFlag(
    addReportFlags(
      addPrintFlags(command)
        .description('Render a saved run again. Always computed from the raw samples.')
        .argument('<file>', 'a run file, such as hogbench-out/run.jsonl.gz')
        .option('--gate', 'exit by the verdicts, as ab does; without it, exit 0')
        .option('--margin <share>', 'with --gate: a change smaller than this is no change (default: 5%)')
        .option('--fail-on <verdicts>', 'with --gate: verdicts that fail (default: regressed,failed,result-changed)')
        .option('--strict', 'with --gate: exit 3 when a case stays inconclusive or unconfirmed')
        .option('--counters-only', 'with --gate: the run may have judged exact counters and results alone'),
    ),
  );
  return addConfigFlag(reporting).addHelpText(
    'after',
    '\nExamples:\n  hogbench report hogbench-out/run.jsonl.gz --html report.html --junit junit.xml\n  hogbench report run.jsonl.gz --gate --comment comment.md --config ../base/hogbench.config.yaml',
  );
}

/** Shows a verdict, and exits 0; with `--gate` it exits by it. */
export async function reportCommand(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const color = colorOf(source, io);
  const gate = gateOf(source, config, io);
  const reports = await wantedReports(flags, io);
  const comment = reports.find(({ reporter }) => reporter === commentReporter);
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
