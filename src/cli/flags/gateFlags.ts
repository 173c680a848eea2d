import { type Gate, ofGates } from '../../app/savedReports.ts';
import { UserError } from '../../model/errors.ts';
import type { GateRules } from '../../model/gateOutcome.ts';
import type { Config } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { measuringOptions } from './measuringFlags.ts';
import type { OptionSource } from './optionSource.ts';

/** @throws UserError usage for a flag that says nothing without `--gate` */
export function gateOf(source: OptionSource, config: Config, io: Io): (Gate & GateRules) | undefined {
  if (source.on('gate')) return gateRulesOf(source, config, io);
  const stray = [...ofGates].find((name) => source.hasFlag(name));
  if (stray === undefined) return undefined;
  throw new UserError('usage', `--${stray} goes with --gate`, 'Add it, or leave this out.');
}

/** The rules of a gate, by flags, variables and the config. */
export function gateRulesOf(source: OptionSource, config: Config, io: Io): Gate & GateRules {
  const options = measuringOptions(source, io, config);
  return { ...options, options: source.inEffect().filter(({ name }) => ofGates.has(name)) };
}
