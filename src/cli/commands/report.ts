import { resolve } from 'node:path';
import type { Command } from 'commander';
import { compareRun } from '../../compare/compareRun.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import { readRun } from '../../store/readRun.ts';
import { printReport } from '../comparison.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import { colorOf, type Flags, OptionSource } from '../options.ts';
import { addConfigFlag, readConfig } from '../readConfig.ts';
import { addReportFlags, writeReports } from '../reportFiles.ts';
import { printRunSummary } from '../runSummary.ts';
import { addTotalsFlag, totalsBy } from '../totals.ts';
import { exitUnwritten } from '../unwritten.ts';

export function addReportCommandFlags(command: Command): Command {
  const reporting = addTotalsFlag(
    addReportFlags(
      command
        .description('Render a saved run again. Always computed from the raw samples.')
        .argument('<file>', 'a run file, such as hogbench-out/run.jsonl.gz'),
    ),
  );
  return addConfigFlag(reporting).addHelpText(
    'after',
    '\nExample:\n  hogbench report hogbench-out/run.jsonl.gz --html report.html --junit junit.xml',
  );
}

/** Exits 0 when all was written: it shows a verdict, it does not gate on it. */
export async function report(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const source = new OptionSource(flags, io, await readConfig(flags, io));
  const color = colorOf(source, io);
  const comparison = await judgeFile(file, flags, source, io);
  if (comparison === null) return exitCode.fine;
  const unwritten = await writeReports(comparison, flags, io);
  printReport(comparison, { json: flags.json === true, color }, io);
  return exitUnwritten(exitCode.fine, unwritten, io);
}

/**
 * The verdicts of a run of two arms; null when it holds one, whose summary is then printed. In a function of its own
 * so that the samples, which take more memory than all else, are gone when a report is rendered.
 */
async function judgeFile(file: string, flags: Flags, source: OptionSource, io: Io): Promise<ComparisonReport | null> {
  const { run } = await readRun(resolve(io.cwd, file));
  if (run.plan.arms.length >= 2) return compareRun(run, { totalsBy: totalsBy(source) });
  if (['html', 'markdown', 'junit', 'csv'].some((name) => typeof flags[name] === 'string'))
    throw new UserError(
      'usage',
      'a run of one arm has no verdicts to report',
      'Compare it with another: hogbench compare BASE CANDIDATE --html FILE.',
      file,
    );
  printRunSummary(run, flags.json === true, io);
  return null;
}
