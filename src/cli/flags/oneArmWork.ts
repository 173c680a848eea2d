import { readOneArm } from '../../app/armTexts.ts';
import { planRun } from '../../app/measureRun.ts';
import type { PlannedWork } from '../../app/runPlans.ts';
import { revisionOf } from '../../app/saveBaseline.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import { modeFacts } from '../../model/mode.ts';
import type { Config } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { chosenTarget } from './chosenTarget.ts';
import { type MeasuringFlags, parseSettings } from './measuringFlags.ts';
import { namedTexts, type Words } from './namedTexts.ts';
import type { Flags, OptionSource } from './optionSource.ts';
import { pricedAs, unitPricesOf } from './priceFlags.ts';

/**
 * The one arm that a command names, planned; with the commit that it lies in.
 * @throws UserError usage for what cannot be measured
 */
export async function oneArmWork(
  words: Words & { readonly source: OptionSource; readonly config: Config },
  options: MeasuringFlags,
  io: Io,
  services: Services,
): Promise<PlannedWork> {
  const { source, flags, config } = words;
  if (options.countersOnly) checkCountersOnly(flags);
  const arm = await oneArm(words, options.out, io, services);
  const sessions = options.countersOnly ? 1 : (source.read('sessions', 'count') ?? modeFacts.sessions.sessions);
  const rounds = source.read('rounds', 'count') ?? modeFacts.sessions.maxPairs;
  const prices = unitPricesOf(config, source);
  return planRun({ arm, sessions, rounds, options: source.inEffect(), prices }, options);
}

/**
 * The one arm that a command names, with the commit that it lies in.
 * @param out where results go: nothing in there is part of the arm
 * @throws UserError usage for what cannot be read
 */
export async function oneArm(
  words: Words & { readonly source: OptionSource; readonly config: Config },
  out: string,
  io: Io,
  services: Services,
): Promise<ArmSpec> {
  const { source, config } = words;
  const [text] = await namedTexts(words, 1, io);
  if (text === undefined)
    throw new UserError(
      'usage',
      'there is nothing to measure',
      "Name a workload or a .sql file, or give -q 'SELECT …'.",
    );
  const target = chosenTarget(source, config, io, 'target');
  const settings = parseSettings(source.list('set'), '--set');
  const workload = await readOneArm(text, source.flagText('over'), io);
  const revision = await revisionOf(text, [out], io, services);
  return {
    ...{ arm: 'baseline', target, workload, settings },
    ...pricedAs({ source, config, target }, 'price'),
    ...(revision === undefined ? {} : { revision }),
  };
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
