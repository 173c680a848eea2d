import { deliver } from '../../app/delivery.ts';
import { compareSaved } from '../../app/savedReports.ts';
import { type ExitCode, exitUnwritten, verdictExit } from '../exitCode.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import { mismatchPolicy } from '../flags/mismatchPolicy.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { wantedReports } from '../flags/reportFiles.ts';
import type { Io } from '../io.ts';
import { printReport } from '../printReport.ts';

export async function compareCommand(base: string, candidate: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = measuringOptions(source, io, config);
  const choices = {
    policy: mismatchPolicy(source, config, io),
    margin: source.read('margin', 'share'),
    options: source.inEffect(),
  };
  const reports = await wantedReports(flags, io);
  const report = await compareSaved(base, candidate, choices, io);
  const unwritten = await deliver(report, reports);
  const unprinted = printReport(report, options, io);
  return exitUnwritten(verdictExit(report, options), [...unwritten, ...unprinted], io);
}
