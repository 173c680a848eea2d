import { type ExitCode, exitCode } from '../cli/exitCode.ts';
import type { MeasuringOptions } from '../cli/flags/measuringFlags.ts';
import type { Io } from '../cli/io.ts';
import { exitUnwritten, writeAll } from '../cli/unwritten.ts';
import { verdictExit } from '../cli/verdictExit.ts';
import { compareRun } from '../compare/compareRun.ts';
import { casesToExplain } from '../compare/plans/casesToExplain.ts';
import { createStopRule } from '../compare/timing/adaptiveRule.ts';
import type { ArmCase } from '../model/arm.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { currentDesign } from '../model/design.ts';
import type { OptionInEffect, RunPlan } from '../model/run.ts';
import { jsonPieces } from '../report/data/json.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { renderHtml } from '../report/page/html.ts';
import { renderTerminal } from '../report/terminal/terminal.ts';
import { drawSelfChecks } from '../runner/selfCheckCases.ts';
import { shareServer } from '../servers/openArm.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { changedCases, commonCases } from './armCases.ts';
import { dryRun, type NoiseChoice } from './dryRun.ts';
import { checkDuet } from './duet.ts';
import type { Results } from './earlierResults.ts';
import { measureArms } from './measureArms.ts';
import { outputNames, shownPath } from './outputFolder.ts';
import { rowChoice } from './rowChoice.ts';
import type { ArmSpec, Services } from './services.ts';

export interface ComparisonWork {
  readonly arms: readonly ArmSpec[];
  readonly cases: readonly ArmCase[];
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean;
  /** Where a dry run takes the noise of the cases from; absent: from an earlier run in the output folder. */
  readonly noise?: NoiseChoice;
}

const noChoice: NoiseChoice = { file: undefined, pilot: false };

/** Sessions that confirm a suspect, so that one lucky process or connection decides nothing. */
const confirmationSessions = 4;

/**
 * A fresh process compiles an expression when it runs for the fourth time (`min_count_to_compile_expression` is 3),
 * which takes some 40 ms.
 */
export const warmups = 4;

export function comparisonPlan(work: ComparisonWork, options: MeasuringOptions): RunPlan {
  const { countersOnly, seed } = options;
  const caseIds = commonCases(work.cases);
  const selfCheck = options.selfCheck ? drawSelfChecks(caseIds, seed) : { count: 0, pool: [] };
  return {
    seed,
    arms: work.arms.map((spec) => spec.arm),
    caseIds,
    screeningSessions: 1,
    confirmationSessions: countersOnly ? 0 : confirmationSessions,
    minPairs: options.minPairs,
    maxPairs: options.maxPairs,
    warmups: countersOnly ? 0 : warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    ...(countersOnly ? { countersOnly } : { selfCheck }),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
    ...(work.duet === true ? { duet: true } : {}),
  };
}

/** Measures two arms, judges them, prints the verdicts and leaves the reports in the output folder. */
export async function compareArms(
  work: ComparisonWork,
  options: MeasuringOptions,
  io: Io,
  services: Services,
  results: Results,
): Promise<ExitCode> {
  const plan = comparisonPlan(work, options);
  if (plan.duet === true) checkDuet(work.arms);
  if (options.dryRun) {
    await dryRun({ ...work, plan, noise: work.noise ?? noChoice }, options, io, services);
    return exitCode.fine;
  }
  if (changedCases(work.cases).length === 0 && shareServer(work.arms) && !options.quiet)
    io.stderr('both arms send the same to the same server: whatever differs is noise\n');
  const rows = rowChoice(options.showRows, work.arms, options.quiet, io);
  const { run, runFile, output } = await measureArms(
    { ...work, plan, rule: createStopRule, explain: (measured) => casesToExplain(compareRun(measured)), rows },
    options,
    io,
    services,
    results,
  );
  const report = compareRun(run, { totalsBy: options.totalsBy });
  const unwritten = await writeAll([
    async () => output.write(outputNames.json, jsonPieces(report)),
    async () => output.write(outputNames.markdown, renderMarkdown(report)),
    async () => output.write(outputNames.html, renderHtml(report)),
  ]);
  printReport(report, options, io);
  const written = unwritten.length === 0 ? `report: ${output.shown(outputNames.html)}   ` : '';
  io.stderr(terminalLines([`${written}samples: ${shownPath(io.cwd, runFile)}`]));
  if (run.status.kind !== 'complete')
    io.stderr(`go on with the same command and --resume ${shownPath(io.cwd, runFile)}\n`);
  return exitUnwritten(verdictExit(report, options.failOn, options.strict), unwritten, io);
}

/** Prints the verdicts: a table, or with `json` one JSON document. */
export function printReport(
  report: ComparisonReport,
  options: { readonly json: boolean; readonly color: boolean },
  io: Io,
): void {
  if (options.json) for (const piece of jsonPieces(report)) io.stdout(piece);
  else io.stdout(renderTerminal(report, { color: options.color, width: io.columns }), { color: options.color });
}
