import type { RunPlan } from '../../model/run.ts';
import { eventCount } from '../../model/serverFacts.ts';
import type { Microseconds } from '../../model/units.ts';
import { cpuEvent } from './families.ts';
import type { Attempt, CaseSamples } from './pairing.ts';

type Cases = ReadonlyMap<string, CaseSamples>;

/** Of kernels that look at a clock 100, 250 or 1000 times a second, and count what then runs for the whole tick. */
const ticksUs: readonly Microseconds[] = [10_000, 4_000, 1_000];

/** So many times that all come out even are no chance; one value alone may be that of every execution. A server logs no zeros. */
const [fewestTimes, fewestValues] = [5, 2] as const;

/**
 * The tick by which the kernel counts what this event counts, as the pairs before the first look tell; undefined where it counts
 * microseconds, or too little was counted.
 */
export function tickOf(cases: Cases, { minPairs }: Pick<RunPlan, 'minPairs'>, event: string): Microseconds | undefined {
  const times = [...cases.values()].flatMap(({ screening }) =>
    screening
      .slice(0, minPairs)
      .flatMap(({ pair }) => (pair === null ? [] : [pair.baseline, pair.candidate]))
      .map(({ events }) => eventCount(events, event) ?? 0),
  );
  if (times.filter((time) => time > 0).length < fewestTimes || new Set(times).size < fewestValues) return undefined;
  return ticksUs.find((tick) => times.every((time) => time % tick === 0));
}

/** The cases, whose pairs know the tick of their CPU time where it has one. `all` tells it, where `cases` are others. */
export function withTicks(cases: Cases, plan: RunPlan, all: Cases = cases): Cases {
  const cpuTickUs = tickOf(all, plan, cpuEvent);
  if (cpuTickUs === undefined) return cases;
  const ticked = (one: Attempt): Attempt => (one.pair === null ? one : { ...one, pair: { ...one.pair, cpuTickUs } });
  return new Map(
    [...cases].map(([id, one]) => [
      id,
      { ...one, screening: one.screening.map(ticked), confirmation: one.confirmation.map(ticked) },
    ]),
  );
}
