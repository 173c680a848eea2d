import { neverAnswered } from '../unjudged.ts';
import { type Bracket, bracketOf } from './bracket.ts';
import { staysWithRate } from './rateVerdict.ts';
import type { SearchState } from './searchState.ts';
import type { TriedRate } from './triedRate.ts';

/** A rate to hold in a run of its own. */
export interface HeldRate {
  readonly rate: number;
  /** Whether a probe has proved that it is kept; one that was not needs a longer run. */
  readonly proved: boolean;
}

/**
 * The rate to hold next: the best that was kept, where that is near to what the fit takes for the edge. Where random arrivals let no
 * short probe prove anything near the edge, one below it. After a rate could not be held, one lower by the width of the bracket, and
 * after a run that our own machine or something else spoilt the same once more, at most twice in all. Undefined: it is over, as after a
 * run in which the server crashed or stood still.
 */
export function nextHold(state: SearchState, tries: readonly TriedRate[]): HeldRate | undefined {
  const sustained = tries.filter((one) => one.sustained);
  const bracket = bracketOf(tries.filter((one) => !one.sustained));
  const last = sustained.at(-1);
  if (last === undefined) return firstHold(state, bracket);
  if (last.probe.verdict === 'kept' || sustained.length > mostStepsDown) return undefined;
  if (last.report.faults.some(staysWithRate)) return undefined;
  // a class of which nothing is answered beside others that keep their promises will not be answered at a lower rate
  if (last.probe.verdict === 'undecided' && neverAnswered(last.report).length > 0) return undefined;
  const { kept, missed } = bracket;
  // The server was not asked for as much as was planned, or not it alone, and may hold it.
  if (last.beyondClient || last.isSpoilt)
    return { rate: last.probe.rate, proved: kept !== undefined && last.probe.rate <= kept };
  const width = kept === undefined || missed === undefined ? widestStep : missed / kept;
  const rate = rounded(last.probe.rate / Math.min(widestStep, Math.max(1 + state.precision, width)));
  return rate < state.from ? undefined : { rate, proved: kept !== undefined && rate <= kept };
}

const mostStepsDown = 2;
const widestStep = 1.2;

function firstHold(state: SearchState, { kept, under, crossing }: Bracket): HeldRate | undefined {
  if (under === undefined) return kept === undefined ? undefined : { rate: kept, proved: true };
  if (kept !== undefined && kept * (1 + state.precision) >= under) return { rate: kept, proved: true };
  const below = rounded(Math.min(under, (crossing ?? under) / belowEdge));
  if (kept !== undefined && kept >= below) return { rate: kept, proved: true };
  return { rate: Math.max(state.from, below), proved: false };
}

/** So far below the edge a queue with random arrivals can be shown to keep its promise in a minute or two. */
const belowEdge = 1.15;

function rounded(rate: number): number {
  return Number(rate.toPrecision(6));
}
