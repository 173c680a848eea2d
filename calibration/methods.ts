import { benjaminiHochberg } from '../src/compare/statistics/falseDiscovery.ts';
import { pAbove, towards, trimmedLocation } from '../src/compare/statistics/location.ts';
import { logRatios } from '../src/compare/timing/families.ts';
import type { CaseTiming } from '../src/compare/timing/timing.ts';
import { currentDesign } from '../src/model/design.ts';
import { changesBeyond, mannWhitney, medianOf, relabelingThreshold, studentTwoSample } from './classicTests.ts';
import { mulberry32 } from './random.ts';
import type { SimulatedRun } from './simulate.ts';

/** What a method says of a case; `silent` is everything but a finding and a proof of no change. */
export type Call = 'slower' | 'faster' | 'equivalent' | 'silent';

export interface Answers {
  readonly calls: ReadonlyMap<string, Call>;
  /** Pairs spent, over all cases. */
  readonly pairs: number;
}

export interface Method {
  readonly name: string;
  readonly judge: (run: SimulatedRun) => Answers;
}

/** The method of this project: both stages, all families. */
export const ours: Method = {
  name: 'hogbench',
  judge: ({ timings, pairs }) => ({ calls: mapValues(timings, callOf), pairs }),
};

function callOf({ time, cpu, memory }: CaseTiming): Call {
  const kinds = [time.kind, cpu.kind, memory.kind];
  if (kinds.includes('regressed')) return 'slower';
  if (kinds.includes('improved')) return 'faster';
  return time.kind === 'equivalent' ? 'equivalent' : 'silent';
}

/** Server times of both arms, in microseconds, of the first `count` pairs. */
function times(
  run: SimulatedRun,
  id: string,
  count: number,
): { readonly baseline: number[]; readonly candidate: number[] } {
  const pairs = (run.pool.get(id) ?? []).slice(0, count).flatMap((one) => one.pair ?? []);
  return {
    baseline: pairs.map((one) => one.baseline.durationUs),
    candidate: pairs.map((one) => one.candidate.durationUs),
  };
}

const fixedPairs = 20;
const margin = 0.05;

function fixed(name: string, judge: (baseline: readonly number[], candidate: readonly number[]) => Call): Method {
  return {
    name,
    judge: (run) => ({
      calls: mapValues(run.pool, (_, id) => {
        const { baseline, candidate } = times(run, id, fixedPairs);
        return judge(baseline, candidate);
      }),
      pairs: fixedPairs * run.pool.size,
    }),
  };
}

/** Mann–Whitney for each case at 0.05, and medians apart by 5%: what many home-made gates do. */
const perCaseRanks = fixed('Mann–Whitney at .05, threshold 5%', (baseline, candidate) => {
  const change = changesBeyond(medianOf(baseline), medianOf(candidate), margin);
  return change !== 'silent' && mannWhitney(baseline, candidate) <= 0.05 ? change : 'silent';
});

/** Student's t over all executions, as `clickhouse-benchmark --confidence 5` (99.5%) prints for two servers. */
const studentsT = fixed("Student's t at 99.5%", (baseline, candidate) => {
  const { p, difference } = studentTwoSample(baseline, candidate);
  if (p > 0.005) return 'silent';
  return difference > 0 ? 'slower' : 'faster';
});

/** Twenty pairs of every case in one session, a paired test over the margin, Benjamini–Hochberg over all cases. */
const twentyPairs: Method = {
  name: 'fixed 20 pairs, one session',
  judge(run) {
    const ids = [...run.pool.keys()];
    const seen = ids.map((id) => {
      const pairs = (run.pool.get(id) ?? []).slice(0, fixedPairs);
      const location = trimmedLocation(logRatios(pairs, 'time', currentDesign), currentDesign.estimate.trimmedShare);
      if (location === null) return { direction: 1, p: 1 } as const;
      const direction = location.theta >= 0 ? 1 : -1;
      return { direction, p: Math.min(1, 2 * pAbove(towards(location, direction), Math.log1p(margin) / 2)) } as const;
    });
    const rejected = benjaminiHochberg(
      seen.map((one) => one.p),
      0.05,
    );
    const call = (i: number): Call =>
      rejected[i] !== true ? 'silent' : seen[i]?.direction === 1 ? 'slower' : 'faster';
    return { calls: new Map(ids.map((id, i) => [id, call(i)])), pairs: fixedPairs * ids.length };
  },
};

const serverRuns = 7;
const shortQueryUs = 20_000;
const relabelings = 10_000;

/**
 * The rule of ClickHouse's own performance CI: seven runs an arm (more for queries under 20 ms, here as many as there are), a change
 * of over 15% that exceeds the 99th percentile of 10,000 random relabelings, and that repeats after both servers were restarted.
 */
const serverCi: Method = {
  name: "ClickHouse CI's rule",
  judge(run) {
    const random = mulberry32(run.plan.seed + 77);
    const flag = (baseline: readonly number[], candidate: readonly number[]): Call => {
      const change = changesBeyond(medianOf(baseline), medianOf(candidate), 0.15);
      if (change === 'silent') return change;
      const gap = Math.abs(medianOf(candidate) - medianOf(baseline));
      return gap > relabelingThreshold(baseline, candidate, relabelings, random) ? change : 'silent';
    };
    const runsOf = (id: string): number =>
      medianOf(times(run, id, serverRuns).baseline) < shortQueryUs ? fixedPairs : serverRuns;
    const first = mapValues(run.pool, (_, id) => {
      const { baseline, candidate } = times(run, id, runsOf(id));
      return flag(baseline, candidate);
    });
    const flagged = [...first].flatMap(([id, call]) => (call === 'silent' ? [] : id));
    const again = run.rerun(flagged, serverRuns);
    const calls = mapValues(first, (call, id) => {
      if (call === 'silent') return call;
      const pairs = (again.get(id) ?? []).flatMap((one) => one.pair ?? []);
      const repeated = flag(
        pairs.map((one) => one.baseline.durationUs),
        pairs.map((one) => one.candidate.durationUs),
      );
      return repeated === call ? call : 'silent';
    });
    const spent = [...run.pool.keys()].reduce((sum, id) => sum + runsOf(id), 0);
    return { calls, pairs: spent + serverRuns * flagged.length };
  },
};

export const rivals: readonly Method[] = [perCaseRanks, serverCi, studentsT, twentyPairs];

function mapValues<A, B>(from: ReadonlyMap<string, A>, make: (value: A, key: string) => B): ReadonlyMap<string, B> {
  return new Map([...from].map(([key, value]) => [key, make(value, key)]));
}
