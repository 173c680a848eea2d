import { run } from '../../app/measureRun.ts';
import type { Results } from '../../app/results.ts';
import { saveBaseline } from '../../app/saveBaseline.ts';
import type { Services } from '../../app/services.ts';
import { summarizeRun } from '../../compare/summarizeRun.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce, describePlan } from '../expectationText.ts';
import { baselineToSave } from '../flags/baselineFlags.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import type { Words } from '../flags/namedTexts.ts';
import { oneArmWork } from '../flags/oneArmWork.ts';
import { OptionSource } from '../flags/optionSource.ts';
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
  const toSave = baselineToSave(source, config, io);
  const work = await oneArmWork({ ...words, source, config }, options, io, services);
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
  const unsaved = toSave === undefined ? [] : await saveBaseline(toSave, measured.runFile, io, services);
  return endOneArm(summary, measured, options, io, unsaved);
}
