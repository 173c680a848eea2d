import type { Bracket } from './bracket.ts';
import { placeIn } from './placement.ts';
import type { SearchState } from './searchState.ts';
import type { TriedRate } from './triedRate.ts';

/** How long a rate is looked at: a glance says where to look closer, a probe tells more, a longer one what a probe left open. */
export type ProbeLength = 'glance' | 'probe' | 'longer';

export interface NextRate {
  readonly rate: number;
  readonly length: ProbeLength;
}

/**
 * The rate whose trial tells most. First upwards in strides until a rate is too much; then just below the throughput at which it was
 * saturated, and just above; then where the fit crosses, until the gap between under and over is no wider than the wanted precision.
 * The ends of it are looked at once more, for longer, where they are not proved. At last a rate is sought that is proved to be missed.
 * Undefined: no further probe tells more.
 *
 * @param ceiling a rate that our own machine cannot offer; infinite where none is known
 */
export function nextRate(state: SearchState, bracket: Bracket, ceiling: number): NextRate | undefined {
  const { rates, under, over } = bracket;
  const highest = rates.at(-1);
  if (highest === undefined) return { rate: state.from, length: 'glance' };
  if (over === undefined) return upwards(state, bracket, highest, ceiling);
  if (under === undefined) return closer(state, rates[0]);
  if (over / under > 1 + state.precision) {
    const rate = placeIn({ from: under, to: over }, bracket, state.precision);
    if (rate !== undefined) return { rate, length: 'probe' };
  }
  const end = (at: number): NextRate | undefined =>
    closer(
      state,
      rates.find(({ probe }) => probe.rate === at),
    );
  const repeated = rates.filter(({ durationMs }) => durationMs >= 2 * state.times.probeMs).length;
  const ends = repeated < mostRepeated ? (end(over) ?? end(under)) : undefined;
  return ends ?? towardsMissed(state, bracket, ceiling);
}

/** Further ones would cost more time than they tell: the run that holds a rate is the proof. */
const mostRepeated = 3;

function upwards(state: SearchState, { rates }: Bracket, highest: TriedRate, ceiling: number): NextRate | undefined {
  const { rate } = highest.probe;
  const fastest = Math.min(state.to, ceiling);
  if (rate >= state.to || fastest / rate <= 1 + state.precision) return closer(state, highest);
  const stride = Math.max(stretch * rate, rates.length === 1 ? oneInFlight(highest) : 0);
  const next = stride < ceiling ? stride : Math.sqrt(rate * ceiling);
  return { rate: Math.min(state.to, next), length: 'glance' };
}

const stretch = 2.5;

/** Requests a second that one user who never thinks has answered. */
function oneInFlight({ report }: TriedRate): number {
  const means = report.classes.flatMap(({ meanMs, background }) =>
    meanMs === undefined || background ? [] : [meanMs],
  );
  return means.length === 0 ? 0 : 1000 / Math.max(...means);
}

/** The same rate again, for longer, as long as nothing is proved of it. */
function closer(state: SearchState, tried: TriedRate | undefined): NextRate | undefined {
  if (tried === undefined || tried.probe.verdict !== 'undecided') return undefined;
  const { durationMs, probe } = tried;
  if (durationMs < state.times.probeMs) return { rate: probe.rate, length: 'probe' };
  return durationMs < 2 * state.times.probeMs ? { rate: probe.rate, length: 'longer' } : undefined;
}

/** Between the highest rate that was left open and the lowest that is missed, or where none is, above all that were tried. */
function towardsMissed(state: SearchState, { rates, missed, over }: Bracket, ceiling: number): NextRate | undefined {
  const step = 1 + 2 * state.precision;
  const below = rates.filter(({ probe }) => probe.rate < (missed ?? Number.POSITIVE_INFINITY)).at(-1)?.probe.rate;
  const open = Math.max(below ?? 0, over ?? 0);
  if (missed === undefined) {
    const above = Math.min(state.to, open * step);
    return above > open && above < ceiling ? { rate: above, length: 'probe' } : undefined;
  }
  return open < missed && missed / open > step ? { rate: Math.sqrt(open * missed), length: 'probe' } : undefined;
}
