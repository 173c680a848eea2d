import { type CapacityRange, capacity } from '../../app/capacity.ts';
import { checkGateClasses } from '../../app/gateOfLoad.ts';
import { planLoad } from '../../app/loadWork.ts';
import type { Results } from '../../app/results.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { Config } from '../../schema/config/config.ts';
import type { ExitCode } from '../exitCode.ts';
import { chosenArms } from '../flags/chosenArms.ts';
import { configGate } from '../flags/gateSection.ts';
import { loadOptions, readNumber, readWarmUp } from '../flags/loadFlags.ts';
import type { Words } from '../flags/namedTexts.ts';
import { oneArm } from '../flags/oneArmWork.ts';
import { OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { describeSearch } from '../loadDescription.ts';
import { endLoad, loadListener, wantedLoadReports } from '../loadEnd.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

/** Searches the highest rate at which every class keeps its promises, of one target or of two. */
export function capacityCommand(words: Words, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(words.flags, io, () =>
    withResultsOf('capacity', words.flags, io, (results) => searchCapacity(words, io, services, results)),
  );
}

async function searchCapacity(words: Words, io: Io, services: Services, results: Results): Promise<ExitCode> {
  const { flags } = words;
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await configGate(config, io);
  // how much is offered is what is searched; classes keep their shares of it
  const how = { ...loadOptions(source, io, true), usualRate: 1 };
  const arms = await armsOf(words, source, config, how.out, io, services);
  const work = planLoad(arms, how, source.inEffect());
  if (gate !== undefined) checkGateClasses(gate, work.classes);
  if (how.dryRun) return describeSearch(work, how, rangeOf(source), io);
  const reports = await wantedLoadReports(flags, io);
  const listener = progressLine(io, how.quiet);
  const ports = { world: io, services, listener, results };
  const measured = await capacity(work, rangeOf(source), how, ports, loadListener(listener));
  return endLoad(measured, reports, how, io, gate);
}

const ofTwo = [
  'baseline-target',
  'candidate-target',
  'baseline-workload',
  'candidate-workload',
  'baseline-set',
  'candidate-set',
  'baseline-price',
  'candidate-price',
] as const;

/** Two arms where something tells them apart, else one. */
async function armsOf(
  words: Words,
  source: OptionSource,
  config: Config,
  out: string,
  io: Io,
  services: Services,
): Promise<readonly ArmSpec[]> {
  const named = words.args.filter((one) => one !== undefined).length;
  const isTwo = named > 1 || ofTwo.some((name) => source.list(name).length > 0 || source.text(name) !== undefined);
  if (!isTwo) return [await oneArm({ ...words, source, config }, out, io, services)];
  const set = source.list('set');
  if (set.length > 0)
    throw new UserError(
      'usage',
      '--set is for one arm, and there are two',
      'Write --baseline-set and --candidate-set.',
    );
  if (source.hasFlag('price'))
    throw new UserError(
      'usage',
      '--price is for one arm, and there are two',
      'Write --baseline-price and --candidate-price.',
    );
  return chosenArms({ ...words, source, config }, io, { services, listener: progressLine(io, true), out });
}

function rangeOf(source: OptionSource): CapacityRange {
  const what = 'requests a second, such as 50';
  return {
    from: readNumber(source.text('min-rate'), '--min-rate', what),
    to: readNumber(source.text('max-rate'), '--max-rate', what),
    maxProbes: source.read('max-probes', 'count'),
    precision: source.read('precision', 'share'),
    probeMs: source.read('probe', 'duration'),
    sustainMs: source.read('sustain', 'duration'),
    warmupMs: readWarmUp(source.text('warm-up')),
  };
}
