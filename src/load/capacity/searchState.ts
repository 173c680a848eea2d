import type { ArmName } from '../../model/arm.ts';
import { UserError } from '../../model/errors.ts';
import type { LoadClass } from '../../model/loadClass.ts';
import { type SearchTimes, usualTimes } from './durations.ts';

/** What a search for capacity is told before its first trial; everything else it reads from the trials that are done. */
export interface SearchState {
  readonly arm: ArmName;
  /** The lowest rate that is tried, the first one, and the highest. Requests a second. */
  readonly from: number;
  readonly to: number;
  readonly maxProbes: number;
  /** It ends where the lowest rate that is missed exceeds the highest that is kept by no more than this part. */
  readonly precision: number;
  readonly times: SearchTimes;
}

export interface SearchOptions {
  readonly arm: ArmName;
  /** Those whose promises are judged. */
  readonly classes: readonly LoadClass[];
  readonly from?: number;
  readonly to?: number;
  readonly maxProbes?: number;
  readonly precision?: number;
  readonly times?: Partial<SearchTimes>;
}

/**
 * Begins a search for the highest rate at which every class keeps its promises.
 *
 * @throws UserError where nothing is promised, or the range or the precision is none
 */
export function startSearch(options: SearchOptions): SearchState {
  const { arm, classes, from = 1, to = 1000, maxProbes = 25, precision = 0.05 } = options;
  if (!classes.some(({ slo }) => slo !== undefined && (slo.latency.length > 0 || slo.errors !== undefined)))
    throw new UserError(
      'usage',
      'no class promises anything, so that there is no capacity to search for',
      'Give a class of workload.yaml an `slo`, such as `{p95: 3s}`.',
    );
  if (!(from > 0) || !(to >= from) || !Number.isFinite(to))
    throw new UserError(
      'usage',
      `rates from ${from} to ${to} a second are no range to search`,
      'Give a lowest rate above 0, and a highest one that is not below it.',
    );
  if (!(precision > 0 && precision < 1) || !(maxProbes >= 1))
    throw new UserError(
      'usage',
      `a precision of ${precision} within ${maxProbes} probes cannot be searched for`,
      'Give a part between 0 and 1, such as 0.05, and at least one probe.',
    );
  return { arm, from, to, maxProbes, precision, times: usualTimes(classes, options.times) };
}
