import { resolve } from 'node:path';
import type { Command } from 'commander';
import { compareRun } from '../../compare/compareRun.ts';
import { UserError } from '../../model/errors.ts';
import { readRun } from '../../store/readRun.ts';
import { printReport } from '../comparison.ts';
import { readConfig } from '../config.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import { colorOf, type Flags, OptionSource } from '../options.ts';
import { addReportFlags, writeReports } from '../reportFiles.ts';
import { printRunSummary } from '../runSummary.ts';
import { terminalLines } from '../terminalLines.ts';
import { addTotalsFlag, totalsBy } from '../totals.ts';

export function addReportCommandFlags(command: Command): Command {
  return addTotalsFlag(
    addReportFlags(
      command
        .description('Render a saved run again. Always computed from the raw samples.')
        .argument('<file>', 'a run file, such as hogbench-out/run.jsonl.gz'),
    ),
  ).addHelpText(
    'after',
    '\nExample:\n  hogbench report hogbench-out/run.jsonl.gz --html report.html --junit junit.xml',
  );
}

/** Exits 0: it shows a verdict, it does not gate on it. */
export async function report(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const source = new OptionSource(flags, io, await readConfig(io.cwd));
  const color = colorOf(source, io);
  const { run, warnings } = await readRun(resolve(io.cwd, file));
  for (const warning of warnings) io.stderr(terminalLines([warning.text]));
  if (run.plan.arms.length < 2) {
    if (['html', 'markdown', 'junit', 'csv'].some((name) => typeof flags[name] === 'string'))
      throw new UserError(
        'usage',
        'a run of one arm has no verdicts to report',
        'Compare it with another: hogbench compare BASE CANDIDATE --html FILE.',
        file,
      );
    printRunSummary(run, flags.json === true, io);
    return exitCode.fine;
  }
  const comparison = compareRun(run, { totalsBy: totalsBy(source) });
  await writeReports(comparison, flags, io);
  printReport(comparison, { json: flags.json === true, color }, io);
  return exitCode.fine;
}
