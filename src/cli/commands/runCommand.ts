import type { Command } from 'commander';
import { checkSourcesAllowed } from '../../app/allowedSources.ts';
import { armCases } from '../../app/armCases.ts';
import { warmups } from '../../app/compareArms.ts';
import { type Results, withResults } from '../../app/earlierResults.ts';
import { measureArms } from '../../app/measureArms.ts';
import { shownPath } from '../../app/outputFolder.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { findWorkload, warningsTo } from '../../app/workloadPath.ts';
import { checkWritesAllowed } from '../../app/writes.ts';
import { countersRule } from '../../compare/counters/countersOnly.ts';
import { currentDesign } from '../../model/design.ts';
import { UserError } from '../../model/errors.ts';
import { listed, type Run, type RunPlan } from '../../model/run.ts';
import { fixedRounds, type StopRule } from '../../runner/decisions.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { addMeasuringFlags, type MeasuringOptions, measuringOptions, parseSettings } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { addConfigFlag, readConfig } from '../flags/readConfig.ts';
import { parseCount } from '../flags/values.ts';
import type { Io } from '../io.ts';
import { describePlan } from '../planText.ts';
import { printRunSummary } from '../printRunSummary.ts';

export function addRunFlags(command: Command): Command {
  const measuring = addMeasuringFlags(
    command
      .description('Measure one arm into a run file, to be compared later.')
      .argument('<workload>', 'folder of .sql files, one .sql file, or a shipped workload such as posthog')
      .option('--target <target>', 'embedded, a configured name, or a URL (default: embedded)')
      .option('--sessions <n>', 'fresh sessions; a later comparison judges time by 5 or more of them (default: 5)')
      .option('--rounds <n>', 'executions of a case in a session (default: 3)')
      .option('--set <name=value...>', 'settings'),
  );
  return addConfigFlag(measuring).addHelpText(
    'after',
    '\nExample:\n  hogbench run queries --target staging --sessions 5 --out baseline',
  );
}

export function run(workload: string, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return withResults('run', flags, io, (results) => measureRun(workload, flags, io, services, results));
}

async function measureRun(
  workload: string,
  flags: Flags,
  io: Io,
  services: Services,
  results: Results,
): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = measuringOptions(source, io, config);
  if (options.countersOnly) checkCountersOnly(flags);
  const target = chosenTarget(source, config, io, 'target');
  const settings = parseSettings(source.list('set'), '--set');
  const arm: ArmSpec = {
    arm: 'baseline',
    target,
    workload: await findWorkload(workload, io.cwd, warningsTo(io)),
    settings,
  };
  const cases = armCases(arm, options.filter);
  const plan = runPlan(
    cases.map((one) => one.caseId),
    source,
    options,
  );
  checkWritesAllowed([arm], cases);
  checkSourcesAllowed([arm], options.allowedSources);
  if (options.dryRun) {
    io.stdout(describePlan(plan, [arm], io.cwd));
    return exitCode.fine;
  }
  const { fewestSessions } = plan.design.saved;
  if (plan.countersOnly !== true && plan.screeningSessions < fewestSessions && !options.quiet)
    io.stderr(`with fewer than ${fewestSessions} sessions, a later comparison judges counters and results, not time\n`);
  const explain = ({ plan: { caseIds } }: Run) => caseIds.map((caseId) => ({ caseId, profiled: false }));
  const work = { arms: [arm], cases, plan, rule: ruleOf, explain, ...listed(source.inEffect()) };
  const measured = await measureArms(work, options, io, services, results);
  printRunSummary(measured.run, options.json, io);
  const file = shownPath(io.cwd, measured.runFile);
  io.stderr(`samples: ${file}\n`);
  if (measured.run.status.kind !== 'complete') io.stderr(`go on with the same command and --resume ${file}\n`);
  return runExit(measured.run);
}

function ruleOf(plan: RunPlan): StopRule {
  return plan.countersOnly === true ? countersRule(plan) : fixedRounds(plan.caseIds, plan.maxPairs);
}

/** @throws UserError usage when sessions or rounds were asked for beside counters, which need none */
function checkCountersOnly(flags: Flags): void {
  const extra = ['sessions', 'rounds'].find((name) => flags[name] !== undefined);
  if (extra === undefined) return;
  throw new UserError(
    'usage',
    `--counters-only executes each case as often as its counters need, so --${extra} has no meaning beside it`,
    `Leave one of the two out.`,
  );
}

function runPlan(caseIds: readonly string[], source: OptionSource, options: MeasuringOptions): RunPlan {
  const { countersOnly } = options;
  const sessions = countersOnly ? 1 : source.read('sessions', parseCount, 5);
  const rounds = source.read('rounds', parseCount, 3);
  return {
    seed: options.seed,
    arms: ['baseline'],
    caseIds,
    screeningSessions: sessions,
    confirmationSessions: 0,
    minPairs: countersOnly ? options.minPairs : sessions * rounds,
    maxPairs: countersOnly ? options.maxPairs : sessions * rounds,
    warmups: countersOnly ? 0 : warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    ...(countersOnly ? { countersOnly } : {}),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
  };
}

/** A query that never completed fails the command, as it would fail a comparison; so does a log that holds nothing of any. */
function runExit({ plan, samples, status }: Run): ExitCode {
  if (status.kind === 'interrupted') return exitCode.interrupted;
  if (status.kind === 'incomplete' || samples.length === 0) return exitCode.target;
  const completed = new Set(samples.flatMap((one) => (one.outcome.kind === 'completed' ? [one.caseId] : [])));
  if (!plan.caseIds.every((id) => completed.has(id))) return exitCode.regression;
  return samples.some((one) => one.evidence?.kind === 'facts') ? exitCode.fine : exitCode.target;
}
