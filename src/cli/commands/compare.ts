import { resolve } from 'node:path';
import type { Command } from 'commander';
import { compareRuns } from '../../compare/compareRuns.ts';
import { readRun } from '../../store/readRun.ts';
import { printReport } from '../comparison.ts';
import { readConfig } from '../config.ts';
import type { ExitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import { type Flags, measuringOptions, OptionSource } from '../options.ts';
import { addReportFlags, writeReports } from '../reportFiles.ts';
import { terminalLines } from '../terminalLines.ts';
import { verdictExit } from '../verdictExit.ts';

export function addCompareFlags(command: Command): Command {
  return addReportFlags(
    command
      .description('Compare two saved runs of one arm each. Counters and results decide; time is shown, and says why.')
      .argument('<base>', 'run file of the baseline')
      .argument('<candidate>', 'run file of the candidate')
      .option('--fail-on <verdicts>', 'verdicts that fail, with commas (default: regressed,failed,result-changed)')
      .option('--strict', 'exit 3 when a case stays inconclusive or unconfirmed'),
  ).addHelpText('after', '\nExample:\n  hogbench compare main/run.jsonl.gz branch/run.jsonl.gz --html report.html');
}

export async function compare(base: string, candidate: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(io.cwd);
  const options = measuringOptions(new OptionSource(flags, io, config), io, config);
  const runs = [await readRun(resolve(io.cwd, base)), await readRun(resolve(io.cwd, candidate))] as const;
  for (const { warnings } of runs) for (const warning of warnings) io.stderr(terminalLines([warning.text]));
  const report = compareRuns(runs[0].run, runs[1].run);
  await writeReports(report, flags, io);
  printReport(report, options, io);
  return verdictExit(report, options.failOn, options.strict);
}
