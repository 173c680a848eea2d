import { studentQuantile } from '../compare/statistics/studentT.ts';
import type { Estimate, SteadyState } from '../model/loadReport.ts';
import { tail } from './dependence.ts';
import type { SecondOfClass } from './judgedSpan.ts';

/** A backlog that grows by less than this share of the rate cannot be told from one that does not. */
const leastGrowth = 0.01;
/** It is steady where it surely grows by less than this share of the rate, and not surely by more than the least. */
const mostGrowth = 0.05;

/**
 * Whether as many requests end as come in, of each class by itself and of all together; the worst counts. A class with few requests that
 * falls behind is nothing in the sum beside one with many.
 *
 * @param classes judged seconds of each class that is sent at a rate; of closed loops the backlog cannot grow
 */
export function steadyState(
  classes: ReadonlyMap<string, readonly SecondOfClass[]>,
  tailOfEach: number = tail,
): SteadyState {
  if (classes.size === 0) return { kind: 'steady', slope: { value: 0, low: 0, high: 0 }, closed: true };
  const sent = [...classes].filter(([, seconds]) => seconds.some(({ offered }) => offered > 0));
  const alone = sent.length > 1 ? sent : [];
  const looks = alone.length + 1;
  const all: readonly SteadyState[] = [
    stateOf([...classes.values()], looks, tailOfEach),
    ...alone.map(([of, seconds]) => ({ ...stateOf([seconds], looks, tailOfEach), of })),
  ];
  return severity.flatMap((kind) => all.filter((one) => one.kind === kind))[0] as SteadyState;
}

const severity = ['growing', 'undecided', 'steady'] as const satisfies readonly SteadyState['kind'][];

/**
 * Second by second the backlog changes by what is offered less what is done, and it grows by the mean of these changes.
 *
 * `growing` takes each change for independent of the others. A backlog that does not grow makes good what it gained, so this is the
 * noisiest that it can be. `steady` reckons with that (Newey and West 1987): changes that undo each other leave little noise, while those
 * of an overloaded server, which do not, leave all of it.
 *
 * @param looks how many backlogs are looked at, any of which may be found to grow; each has its part of the error
 */
function stateOf(classes: readonly (readonly SecondOfClass[])[], looks: number, tailOfEach: number): SteadyState {
  const count = classes[0]?.length ?? 0;
  const changes = Array.from({ length: count }, (_, i) =>
    classes.reduce((sum, seconds) => sum + (seconds[i]?.offered ?? 0) - (seconds[i]?.done ?? 0), 0),
  );
  const rate = classes.flat().reduce((sum, { offered }) => sum + offered, 0) / Math.max(1, count);
  if (count < fewestSeconds || rate === 0) return { kind: 'undecided', slope: { value: 0, low: -rate, high: rate } };
  const independent = meanChange(changes, 0, tailOfEach / looks);
  if (independent.low > leastGrowth * rate) return { kind: 'growing', slope: independent };
  const slope = meanChange(changes, Math.round(Math.sqrt(count)), tailOfEach);
  const isSteady = slope.high < mostGrowth * rate && slope.low <= leastGrowth * rate;
  return { kind: isSteady ? 'steady' : 'undecided', slope };
}

const fewestSeconds = 5;

/** @param lags seconds over which a change may be undone; their weights fall evenly (Bartlett) */
function meanChange(changes: readonly number[], lags: number, tailOfEach: number): Estimate {
  const n = changes.length;
  const mean = changes.reduce((sum, one) => sum + one, 0) / n;
  const off = changes.map((one) => one - mean);
  let squares = off.reduce((sum, one) => sum + one ** 2, 0);
  for (let lag = 1; lag <= lags; lag++) {
    const products = off.reduce((sum, one, i) => sum + one * (off[i + lag] ?? 0), 0);
    squares += 2 * (1 - lag / (lags + 1)) * products;
  }
  const reach = studentQuantile(tailOfEach, n - 1) * Math.sqrt(Math.max(0, squares) / (n - 1) / n);
  return { value: mean, low: mean - reach, high: mean + reach };
}
