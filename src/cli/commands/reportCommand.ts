import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printReport } from '../../app/compareArms.ts';
import { type Gate, gateOf, ofGates } from '../../app/foundGate.ts';
import { checkReportPath, writeReport } from '../../app/outputFolder.ts';
import { tellStillMeasured } from '../../app/stillMeasured.ts';
import { compareRun } from '../../compare/compareRun.ts';
import { overruledDesignNotice } from '../../compare/reasons/designText.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { currentDesign } from '../../model/design.ts';
import { UserError } from '../../model/errors.ts';
import { listed, type Run } from '../../model/run.ts';
import { renderComment, renderNoVerdict } from '../../report/comment/comment.ts';
import { readRun } from '../../store/readRun.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { colorOf } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { addConfigFlag, readConfig } from '../flags/readConfig.ts';
import { addReportFlags, writeReports } from '../flags/reportFiles.ts';
import { addTotalsFlag, totalsBy } from '../flags/totalsFlag.ts';
import type { Io } from '../io.ts';
import { printRunSummary } from '../printRunSummary.ts';
import { exitUnwritten, writeAll } from '../unwritten.ts';
import { verdictExit } from '../verdictExit.ts';

export function addReportCommandFlags(command: Command): Command {
  const reporting = addTotalsFlag(
    addReportFlags(
      command
        .description('Render a saved run again. Always computed from the raw samples.')
        .argument('<file>', 'a run file, such as hogbench-out/run.jsonl.gz')
        .option(
          '--comment <file>',
          "write a comment for a stranger's pull request: verdicts, figures and plain names alone",
        )
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
export async function report(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const color = colorOf(source, io);
  const gate = gateOf(source, config, io);
  const comment = source.flagText('comment');
  if (comment !== undefined) await checkReportPath(io.cwd, comment, flags.force === true);
  const write = async (text: string): Promise<void> =>
    comment === undefined ? undefined : writeReport(io.cwd, comment, text, flags.force === true);
  const { comparison, text } = await judgeFile(file, flags, source, gate, io).catch(async (error: unknown) => {
    await write(renderNoVerdict());
    throw error;
  });
  if (comparison === null) return exitCode.fine;
  const unwritten = [...(await writeAll([() => write(text)])), ...(await writeReports(comparison, flags, io))];
  printReport(comparison, { json: flags.json === true, color }, io);
  const code = gate === undefined ? exitCode.fine : verdictExit(comparison, gate.failOn, gate.strict);
  return exitUnwritten(code, unwritten, io);
}

interface Judged {
  readonly comparison: ComparisonReport | null;
  /** The comment. */
  readonly text: string;
}

/**
 * The verdicts of a run of two arms; null when it holds one, whose summary is then printed. In a function of its own
 * so that the samples, which take more memory than all else, are gone when a report is rendered.
 */
async function judgeFile(
  file: string,
  flags: Flags,
  source: OptionSource,
  gate: Gate | undefined,
  io: Io,
): Promise<Judged> {
  const { run, warnings } = await readRun(resolve(io.cwd, file));
  await tellStillMeasured(run, resolve(io.cwd, file), io);
  if (run.plan.arms.length >= 2) {
    const comparison = compareRun(gated(run, gate, file), { totalsBy: totalsBy(source) });
    const isDamaged = warnings.some((one) => one.level === 'caution');
    return { comparison, text: renderComment(comparison, isDamaged) };
  }
  const names = ['html', 'markdown', 'junit', 'csv', 'comment'];
  if (gate !== undefined || names.some((name) => typeof flags[name] === 'string'))
    throw new UserError(
      'usage',
      'a run of one arm has no verdicts to report',
      'Compare it with another: hogbench compare BASE CANDIDATE --html FILE.',
      file,
    );
  printRunSummary(run, flags.json === true, io);
  return { comparison: null, text: renderNoVerdict() };
}

/** A gate judges by its own margin and thresholds, and by what it was told to judge: the file may come from whom it is to stop. */
function gated(run: Run, gate: Gate | undefined, file: string): Run {
  if (gate === undefined) return run;
  if (run.plan.countersOnly === true && !gate.countersOnly)
    throw new UserError(
      'usage',
      'this run judged exact counters alone, and the gate was not told so',
      'Add --counters-only, or measure time.',
      file,
    );
  const kept = run.options?.filter(({ name }) => !ofGates.has(name)) ?? [];
  const { options: _, ...rest } = run;
  return {
    ...rest,
    plan: { ...run.plan, margin: gate.margin, design: currentDesign },
    notices: [...overruledDesignNotice(run.plan.design), ...run.notices],
    ...listed([...kept, ...gate.options]),
  };
}
