import { checkGateClasses } from '../../app/gateOfLoad.ts';
import { load } from '../../app/load.ts';
import { loadMatrix } from '../../app/loadMatrix.ts';
import { planLoad } from '../../app/loadWork.ts';
import { recordedTimes } from '../../app/recordedTimes.ts';
import type { Results } from '../../app/results.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { ExitCode } from '../exitCode.ts';
import { configGate } from '../flags/gateSection.ts';
import { type LoadFlags, loadOptions } from '../flags/loadFlags.ts';
import type { Words } from '../flags/namedTexts.ts';
import { oneArm } from '../flags/oneArmWork.ts';
import { OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { describeLoad } from '../loadDescription.ts';
import { endLoad, loadListener, wantedLoadReports } from '../loadEnd.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

/** Offers a load to one target, and judges what its classes are promised. */
export function loadCommand(words: Words, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(words.flags, io, () =>
    withResultsOf('load', words.flags, io, (results) => offerLoad(words, io, services, results)),
  );
}

async function offerLoad(words: Words, io: Io, services: Services, results: Results): Promise<ExitCode> {
  const { flags } = words;
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await configGate(config, io);
  const isMatrix = source.on('matrix');
  const how = loadOptions(source, io, isMatrix);
  if (isMatrix) checkMatrix(how);
  const arm = await oneArm({ ...words, source, config }, how.out, io, services);
  const work = planLoad([arm], how, source.inEffect());
  if (gate !== undefined) checkGateClasses(gate, work.classes);
  const recorded = isMatrix ? undefined : await recordedTimes(work, io);
  if (how.dryRun) return describeLoad(work, how, recorded, isMatrix, io);
  const reports = await wantedLoadReports(flags, io);
  const listener = progressLine(io, how.quiet);
  const ports = { world: io, services, listener, results };
  const shown = loadListener(listener);
  const measured = isMatrix ? await loadMatrix(work, how, ports, shown) : await load(work, how, recorded, ports, shown);
  return endLoad(measured, reports, how, io, gate);
}

/** @throws UserError usage for flags that a matrix gives a meaning of its own */
function checkMatrix({ background, shard }: LoadFlags): void {
  if (background.length > 0)
    throw new UserError('usage', '--matrix sets each class beside each other one by itself', 'Leave --background out.');
  if (shard !== undefined) throw new UserError('usage', '--matrix is measured by one machine', 'Leave --shard out.');
}
