import { resolve } from 'node:path';
import { deliver } from '../../app/delivery.ts';
import { refuseProblems } from '../../app/gateUse.ts';
import { readReport } from '../../app/savedReports.ts';
import type { Services } from '../../app/services.ts';
import { isPartial } from '../../gate/judgeGate.ts';
import { asReviewed } from '../../gate/matching.ts';
import { unmatched } from '../../gate/unmatched.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import { usualRules } from '../../model/gateOutcome.ts';
import { renderNoVerdict } from '../../report/comment/comment.ts';
import { runText } from '../../report/terminal/runSummaryText.ts';
import { runFileKind } from '../../store/runFileKind.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { gateOf } from '../flags/gateFlags.ts';
import { type CommandGate, commandGate } from '../flags/gateSection.ts';
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
export function reportCommand(file: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () => showSaved(file, flags, io, services, false));
}

/** Judges a saved run by the rules of the config, and lists what fails. */
export function gateSaved(file: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const gated = { ...flags, gate: true };
  return endingWithVerdict(gated, io, () => showSaved(file, gated, io, services, true));
}

async function showSaved(file: string, flags: Flags, io: Io, services: Services, always: boolean): Promise<ExitCode> {
  if (await isLoad(file, io)) {
    const { reportLoad } = await import('./reportLoad.ts');
    return reportLoad(file, flags, io);
  }
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const color = colorOf(source, io);
  const flagged = gateOf(source, config, io);
  const rules = flagged === undefined ? undefined : await commandGate(config, always, io, services);
  const gate = flagged && {
    ...(rules === undefined ? flagged : rules.flags(flagged)),
    countersOnly: flagged.countersOnly || rules?.countersOnly === true,
    options: [...flagged.options, ...(rules?.options ?? [])],
  };
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
  if (saved.kind === 'arms') {
    const { endSavedArms } = await import('../armsEnd.ts');
    return endSavedArms(saved.report, { flags, color, verbose: source.on('verbose'), telling, gate, rules }, io);
  }
  if (saved.kind === 'oneArm') {
    printRunSummary(saved.summary, { json: flags.json === true, verbose: source.on('verbose') }, io);
    const end = `${runText(saved.summary)} — exit ${exitCode.fine} (a run of one arm has no verdict)`;
    printLast(end, { json: flags.json === true, color }, io, '✅');
    return exitCode.fine;
  }
  const report = gate === undefined || rules === undefined ? saved.report : await rules.judge(saved.report, gate);
  if (rules !== undefined) checkMatches(rules, report);
  const unwritten = await deliver(report, reports, telling);
  const shown = { json: flags.json === true, color, verbose: source.on('verbose') };
  const failures = [...unwritten, ...printReport(report, shown, io), ...(await tellJob(report, job, io))];
  const passes = gate === undefined ? { passes: 'without --gate' } : {};
  return endWithVerdict(report, { ...shown, ...passes, rules: gate ?? usualRules, failures }, io);
}

/** Whoever reads the file says what is wrong with it. */
async function isLoad(file: string, { cwd }: Io): Promise<boolean> {
  return (await runFileKind(resolve(cwd, file)).catch(() => undefined)) === 'load';
}

/** @throws UserError usage for a rule that matches no case, where the run has all cases that there are */
function checkMatches({ gate }: CommandGate, report: ComparisonReport): void {
  if (!isPartial(report))
    refuseProblems(
      unmatched(
        gate.rules,
        [],
        report.cases.flatMap((one) => [one, asReviewed(one)]),
      ),
    );
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
