import type { Command } from 'commander';
import { deliver } from '../../app/delivery.ts';
import { compareSaved } from '../../app/savedReports.ts';
import { type ExitCode, exitUnwritten, verdictExit } from '../exitCode.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import { mismatchPolicy } from '../flags/mismatchPolicy.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { addConfigFlag, readConfig } from '../flags/readConfig.ts';
import { addPrintFlags, addReportFlags, wantedReports } from '../flags/reportFiles.ts';
import { parsePercent } from '../flags/values.ts';
import type { Io } from '../io.ts';
import { printReport } from '../printReport.ts';

export function addCompareFlags(command: Command): Command {
  const reporting = addReportFlags(
    addPrintFlags(command)
      .description(
        'Compare two saved runs of one arm each: results, exact counters, and times, session by session. ' +
          'Times decide when both runs have five sessions or more and were measured in places alike.',
      )
      .argument('<base>', 'run file of the baseline')
      .argument('<candidate>', 'run file of the candidate')
      .option(
        '--on-mismatch <policy>',
        'refuse or warn, for all or by kind: version=warn,settings=…,hardware=…,dataset=… (default: refuse)',
      )
      .option('--margin <share>', "a change smaller than this is no change (default: the baseline run's, 5%)")
      .option('--fail-on <verdicts>', 'verdicts that fail, with commas (default: regressed,failed,result-changed)')
      .option('--strict', 'exit 3 when a case stays inconclusive or unconfirmed'),
  );
  return addConfigFlag(reporting).addHelpText(
    'after',
    '\nExample:\n  hogbench compare main/run.jsonl.gz branch/run.jsonl.gz --html report.html',
  );
}

export async function compareCommand(base: string, candidate: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = measuringOptions(source, io, config);
  const choices = {
    policy: mismatchPolicy(source, config, io),
    margin: source.read<number | undefined>('margin', parsePercent, undefined),
    options: source.inEffect(),
  };
  const reports = await wantedReports(flags, io);
  const report = await compareSaved(base, candidate, choices, io);
  const unwritten = await deliver(report, reports);
  const unprinted = printReport(report, options, io);
  return exitUnwritten(verdictExit(report, options), [...unwritten, ...unprinted], io);
}
