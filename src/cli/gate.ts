import type { Verdict } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';
import { measuringOptions, type OptionSource } from './options.ts';

/** By what a saved run is judged where its verdict decides. */
export interface Gate {
  readonly margin: number;
  readonly failOn: ReadonlySet<Verdict>;
  readonly strict: boolean;
  readonly countersOnly: boolean;
}

const onlyOfGates = ['margin', 'fail-on', 'strict', 'counters-only'];

/** @throws UserError usage for a flag that says nothing without `--gate` */
export function gateOf(source: OptionSource, config: Config, io: Io): Gate | undefined {
  if (source.on('gate')) return measuringOptions(source, io, config);
  const stray = onlyOfGates.find((name) => source.hasFlag(name));
  if (stray === undefined) return undefined;
  throw new UserError('usage', `--${stray} goes with --gate`, 'Add it, or leave this out.');
}
