import { readOneArm } from '../../app/armTexts.ts';
import { planRun, run } from '../../app/measureRun.ts';
import { shownPath } from '../../app/resultFiles.ts';
import type { Results } from '../../app/results.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { summarizeRun } from '../../compare/summarizeRun.ts';
import { UserError } from '../../model/errors.ts';
import { modeFacts } from '../../model/mode.ts';
import type { Run } from '../../model/run.ts';
import { runText } from '../../report/terminal/runSummaryText.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce, describePlan } from '../expectationText.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { measuringOptions, parseSettings } from '../flags/measuringFlags.ts';
import { namedTexts, type Words } from '../flags/namedTexts.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { printRunSummary } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';
import { printLast } from '../verdictEnd.ts';

export function runCommand(words: Words, io: Io, services: Services): Promise<ExitCode> {
  return withResultsOf('run', words.flags, io, (results) => measureRun(words, io, services, results));
}

async function measureRun(words: Words, io: Io, services: Services, results: Results): Promise<ExitCode> {
  const { flags } = words;
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = measuringOptions(source, io, config);
  if (options.countersOnly) checkCountersOnly(flags);
  const [text] = await namedTexts(words, 1, io);
  if (text === undefined)
    throw new UserError(
      'usage',
      'there is nothing to measure',
      "Name a workload or a .sql file, or give -q 'SELECT …'.",
    );
  const target = chosenTarget(source, config, io, 'target');
  const settings = parseSettings(source.list('set'), '--set');
  const arm: ArmSpec = {
    arm: 'baseline',
    target,
    workload: await readOneArm(text, source.flagText('over'), io),
    settings,
  };
  const sessions = options.countersOnly ? 1 : (source.read('sessions', 'count') ?? modeFacts.sessions.sessions);
  const rounds = source.read('rounds', 'count') ?? modeFacts.sessions.maxPairs;
  const work = planRun({ arm, sessions, rounds, options: source.inEffect() }, options);
  if (options.dryRun) {
    io.stdout(describePlan(work, io.cwd));
    return exitCode.fine;
  }
  announce(work, options.quiet, io);
  const ports = { world: io, services, listener: progressLine(io, options.quiet), results };
  const measured = await run(work, options, ports);
  const summary = summarizeRun(measured.run);
  printRunSummary(summary, options, io);
  const file = shownPath(io.cwd, measured.runFile);
  io.warn(`samples: ${file}`);
  if (measured.run.status.kind !== 'complete') io.warn(`go on with the same command and --resume ${file}`);
  const code = runExit(measured.run);
  printLast(`${runText(summary)} — exit ${code}`, options, io, code === exitCode.fine ? '✅' : '❌');
  return code;
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

/** A query that never completed fails the command, as it would fail a comparison; so does a log that holds nothing of any. */
function runExit({ plan, samples, status }: Run): ExitCode {
  if (status.kind === 'interrupted') return exitCode.interrupted;
  if (status.kind === 'incomplete' || samples.length === 0) return exitCode.target;
  const completed = new Set(samples.flatMap((one) => (one.outcome.kind === 'completed' ? [one.caseId] : [])));
  if (!plan.caseIds.every((id) => completed.has(id))) return exitCode.regression;
  return samples.some((one) => one.evidence?.kind === 'facts') ? exitCode.fine : exitCode.target;
}
