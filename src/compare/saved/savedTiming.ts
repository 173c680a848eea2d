import type { CommonShift } from '../../model/comparison.ts';
import type { Design, Family } from '../../model/design.ts';
import type { Test } from '../../model/evidence.ts';
import type { Estimate } from '../../model/metric.ts';
import type { WhyNotCompared } from '../../model/reason.ts';
import type { RunPlan } from '../../model/run.ts';
import { armFacts } from '../counters/armValues.ts';
import { median } from '../statistics/averages.ts';
import { adjusted, benjaminiHochberg } from '../statistics/falseDiscovery.ts';
import { interval, type Location, pAbove, towards } from '../statistics/location.ts';
import { levelOf, logMargin, testedMargin } from '../timing/families.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { isInside } from '../timing/screening.ts';
import { pEquivalent } from '../timing/tested.ts';
import { type CaseTiming, type FamilyTiming, smallestVisible } from '../timing/timing.ts';
import { centred, sessionShifts, shiftBetween } from './commonShift.ts';
import { type CaseSessions, comparableSessions } from './sessions.ts';
import { sessionLocations } from './sessionTest.ts';

/** What the sessions of two saved runs say of their cases, and what was taken out of all of them. */
export interface SavedTiming {
  readonly timings: ReadonlyMap<string, CaseTiming>;
  readonly shifts: Readonly<Record<'time' | 'cpu', CommonShift | null>>;
}

interface JudgedFamily {
  readonly timings: ReadonlyMap<string, FamilyTiming>;
  readonly shift: CommonShift | null;
  /** Why a case is not among the timings. */
  readonly why: WhyNotCompared;
}

type Judged = Pick<RunPlan, 'margin' | 'design'>;

/** Judges server time, CPU time and peak memory of two saved runs, put together by `mergeRuns`: the session is the replicate. */
export function judgeSavedTiming(cases: ReadonlyMap<string, CaseSamples>, plan: Judged): SavedTiming {
  const time = judgeFamily(cases, 'time', plan);
  const cpu = judgeFamily(cases, 'cpu', plan);
  const memory = judgeFamily(cases, 'memory', plan);
  const timings = [...cases.keys()].map((caseId): [string, CaseTiming] => {
    const of = ({ timings, why }: JudgedFamily): FamilyTiming => timings.get(caseId) ?? { ...unjudged, why };
    const judged = { time: of(time), instructions: unjudged, cpu: of(cpu), memory: of(memory) };
    return [caseId, { screened: null, clock: 'server_time', ...judged }];
  });
  return { timings: new Map(timings), shifts: { time: time.shift, cpu: cpu.shift } };
}

/** A machine that is slower on another day does not need more memory: only times are centred. */
function judgeFamily(all: ReadonlyMap<string, CaseSamples>, family: Family, plan: Judged): JudgedFamily {
  const { design } = plan;
  const { fewestSessions, fewestCases } = design.saved;
  const cases = comparableSessions(all, family, design);
  const margin = logMargin(family, plan);
  if (family !== 'memory' && cases.length < fewestCases)
    return { timings: new Map(), shift: null, why: { kind: 'fewCases', needed: fewestCases } };
  const shifts = family === 'memory' ? null : sessionShifts(cases);
  const between = shifts === null ? null : shiftBetween(shifts);
  const shift = between === null ? null : commonShift(between, cases, family, plan);
  const locations = sessionLocations(shifts === null ? cases : cases.map((one) => centred(one, shifts)), design);
  const pValues = locations.map((one, i) => {
    const isBig = family !== 'memory' || isWorthReading(all.get(cases[i]?.caseId ?? ''), design);
    return isBig ? pChanged(one, between?.theta ?? 0, family, plan) : 1;
  });
  const rejected = benjaminiHochberg(pValues, levelOf(family, design));
  const shown = adjusted(pValues);
  const entries = cases.map((one, i): [string, FamilyTiming] => {
    const location = locations[i];
    if (location === undefined) return [one.caseId, unjudged];
    const canBeEquivalent = family === 'time' && shift?.beyondMargin !== true;
    const changed = location.theta > 0 ? 'regressed' : 'improved';
    const isChanged = rejected[i] === true;
    const silent = canBeEquivalent && isInside(location, margin, design) ? 'equivalent' : 'inconclusive';
    return [
      one.caseId,
      {
        ...unjudged,
        kind: isChanged ? changed : silent,
        test: isChanged
          ? { kind: directionOf(family, location), p: shown[i] ?? 1, among: cases.length }
          : { kind: 'equivalent', p: pEquivalent(location, margin), among: 1 },
        estimate: estimateOf(one, location, shown[i] ?? null, design),
        sessions: one.baseline.size + one.candidate.size,
        smallestVisible: smallestVisible(location, family, cases.length, plan),
      },
    ];
  });
  return { timings: new Map(entries), shift, why: { kind: 'fewSessions', needed: fewestSessions } };
}

/**
 * P(T > (|θ| − δ/2)/se). 1 unless |θ| > δ, and unless the case moved that way by itself too: where most of a workload
 * changed, the shift of all is theirs, and the others only look as if they had moved against it.
 */
function pChanged(location: Location, shift: number, family: Family, plan: Judged): number {
  const [margin, tested] = [logMargin(family, plan), testedMargin(family, plan)];
  const direction = location.theta >= 0 ? 1 : -1;
  const seen = towards(location, direction);
  const uncentred = direction * (location.theta + shift);
  return seen.theta > margin && uncentred > tested ? pAbove(seen, tested) : 1;
}

function directionOf(family: Family, { theta }: Location): Test['kind'] {
  if (family === 'memory') return theta > 0 ? 'larger' : 'smaller';
  return theta > 0 ? 'slower' : 'faster';
}

function isWorthReading(samples: CaseSamples | undefined, { memory }: Design): boolean {
  if (samples === undefined) return false;
  const { baseline, candidate } = armFacts(samples);
  if (baseline.length === 0 || candidate.length === 0) return false;
  const [before, after] = [baseline, candidate].map((facts) => median(facts.map((one) => one.memoryBytes)));
  return Math.abs((after ?? 0) - (before ?? 0)) > memory.bytes;
}

const unjudged: FamilyTiming = {
  kind: 'none',
  estimate: null,
  attempts: [],
  sessions: 0,
  fresh: false,
  smallestVisible: null,
  test: null,
  confirmation: null,
};

function estimateOf(
  one: CaseSessions,
  location: Location,
  pValue: number | null,
  { estimate: { intervalTail } }: Design,
): Estimate {
  const { low, high } = interval(location, intervalTail);
  return {
    kind: 'estimate',
    pairs: 0,
    sessions: { baseline: one.baseline.size, candidate: one.candidate.size },
    ratio: Math.exp(location.theta),
    low: Math.exp(low),
    high: Math.exp(high),
    level: 1 - 2 * intervalTail,
    pValue,
  };
}

/** The shift is judged as a case is, without a correction: it is one test. */
function commonShift(location: Location, cases: readonly CaseSessions[], family: Family, plan: Judged): CommonShift {
  const { intervalTail } = plan.design.estimate;
  const seen = towards(location, location.theta >= 0 ? 1 : -1);
  const { low, high } = interval(location, intervalTail);
  return {
    ratio: Math.exp(location.theta),
    low: Math.exp(low),
    high: Math.exp(high),
    level: 1 - 2 * intervalTail,
    pValue: Math.min(1, 2 * pAbove(seen, 0)),
    cases: cases.length,
    beyondMargin: seen.theta > logMargin(family, plan) && pAbove(seen, testedMargin(family, plan)) <= intervalTail,
  };
}
