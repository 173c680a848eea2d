import { measuringOptions } from '../cli/flags/measuringFlags.ts';
import type { OptionSource } from '../cli/flags/optionSource.ts';
import type { Io } from '../cli/io.ts';
import type { Verdict } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { OptionInEffect } from '../model/run.ts';
import type { Config } from '../schema/config/config.ts';

/** By what a saved run is judged where its verdict decides. */
export interface Gate {
  readonly margin: number;
  readonly failOn: ReadonlySet<Verdict>;
  readonly strict: boolean;
  readonly countersOnly: boolean;
  /** What of it is not as usual, and who set it. */
  readonly options: readonly OptionInEffect[];
}

/** Options that a gate has by itself, whatever the run was measured with. */
export const ofGates: ReadonlySet<string> = new Set(['margin', 'fail-on', 'strict', 'counters-only']);

/** @throws UserError usage for a flag that says nothing without `--gate` */
export function gateOf(source: OptionSource, config: Config, io: Io): Gate | undefined {
  if (source.on('gate')) {
    const options = measuringOptions(source, io, config);
    return { ...options, options: source.inEffect().filter(({ name }) => ofGates.has(name)) };
  }
  const stray = [...ofGates].find((name) => source.hasFlag(name));
  if (stray === undefined) return undefined;
  throw new UserError('usage', `--${stray} goes with --gate`, 'Add it, or leave this out.');
}
