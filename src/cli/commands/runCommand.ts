import { readOneArm } from '../../app/armTexts.ts';
import { planRun, run } from '../../app/measureRun.ts';
import type { Results } from '../../app/results.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { summarizeRun } from '../../compare/summarizeRun.ts';
import { UserError } from '../../model/errors.ts';
import { modeFacts } from '../../model/mode.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce, describePlan } from '../expectationText.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { measuringOptions, parseSettings } from '../flags/measuringFlags.ts';
import { namedTexts, type Words } from '../flags/namedTexts.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import { sharded } from '../flags/shardFlags.ts';
import type { Io } from '../io.ts';
import { endPart } from '../partEnd.ts';
import { endOneArm, printRunSummary } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';

export function runCommand(words: Words, io: Io, services: Services): Promise<ExitCode> {
  return withResultsOf('run', words.flags, io, (results) => measureRun(words, io, services, results));
}

async function measureRun(words: Words, io: Io, services: Services, results: Results): Promise<ExitCode> {
  const { flags } = words;
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = { ...measuringOptions(source, io, config), ...(await sharded(source, io)) };
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
  if (work.part !== undefined) {
    if (options.json) printRunSummary(summary, options, io);
    return endPart(measured, work.part.shard, [], options, io);
  }
  return endOneArm(summary, measured, options, io);
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
