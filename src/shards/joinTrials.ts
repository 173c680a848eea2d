import type { TrialPlan } from '../model/loadPlan.ts';
import type { CaseCount, LoadTally, Trial, TrialEnd } from '../model/loadRun.ts';
import { addTallies } from '../model/tallySum.ts';
import type { Milliseconds } from '../model/units.ts';
import { jointSample } from './jointSample.ts';

/**
 * One trial, as several machines offered it together. Histograms add up exactly. It has no end where one of them has none.
 * @param parts of one plan, by the numbers of their parts; undefined where a machine did not come to it
 * @param sampleSize requests of a class that are kept, beside the slowest and the failed ones
 */
export function joinTrials(plan: TrialPlan, parts: readonly (Trial | undefined)[], sampleSize: number): Trial {
  const there = parts.flatMap((part) => part ?? []);
  const ends = there.flatMap(({ end }) => end ?? []);
  const end = ends.length === parts.length ? joinedEnd(ends) : undefined;
  return {
    plan,
    tallies: joinedTallies(there, plan),
    requests: jointSample(there, sampleSize),
    ...(end === undefined ? {} : { end }),
  };
}

function joinedTallies(trials: readonly Trial[], { offered }: TrialPlan): readonly LoadTally[] {
  const sums = new Map<string, LoadTally>();
  for (const { tallies } of trials)
    for (const tally of tallies) {
      const key = `${tally.second} ${tally.of}`;
      const known = sums.get(key);
      sums.set(key, known === undefined ? tally : addTallies(known, tally));
    }
  const places = new Map(offered.map(({ of }, at) => [of, at]));
  const place = (of: string): number => places.get(of) ?? 0;
  return [...sums.values()].sort((a, b) => a.second - b.second || place(a.of) - place(b.of));
}

/** From the best to the worst. */
const endings: readonly TrialEnd['ended']['kind'][] = ['complete', 'decided', 'interrupted', 'lost'];

function joinedEnd(ends: readonly TrialEnd[]): TrialEnd | undefined {
  const [worst] = [...ends].sort((a, b) => endings.indexOf(b.ended.kind) - endings.indexOf(a.ended.kind));
  if (worst === undefined) return undefined;
  const left = ends.map(({ leftRunning }) => leftRunning);
  const known = left.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  // Nothing left, as far as some know, is not nothing left.
  const isKnown = known > 0 || left.every((one) => one !== undefined);
  const steppedMs = Math.max(0, ...ends.map((end) => end.steppedMs ?? 0));
  const paused = ends.flatMap((end) => end.paused ?? []).sort((a, b) => a.from - b.from);
  return {
    trial: worst.trial,
    startedAt: Math.min(...ends.map(({ startedAt }) => startedAt)),
    sentForMs: Math.min(...ends.map(({ sentForMs }) => sentForMs)),
    ended: worst.ended,
    ...(isKnown ? { leftRunning: known } : {}),
    silent: ends.map(({ silent }) => silent).reduce(common),
    ...(paused.length === 0 ? {} : { paused }),
    ...(steppedMs === 0 ? {} : { steppedMs }),
    ...(ends.some(({ restarted }) => restarted) ? { restarted: true } : {}),
    ...(ends.every(({ cases }) => cases !== undefined) ? { cases: joinedCases(ends) } : {}),
  };
}

function joinedCases(ends: readonly TrialEnd[]): readonly CaseCount[] {
  const sums = new Map<string, CaseCount>();
  for (const one of ends.flatMap(({ cases }) => cases ?? [])) {
    const known = sums.get(one.caseId) ?? { ended: 0, failed: 0 };
    sums.set(one.caseId, { ...one, ...known, ended: known.ended + one.ended, failed: known.failed + one.failed });
  }
  return [...sums.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
}

/** Where no machine got an answer. */
function common(some: TrialEnd['silent'], others: TrialEnd['silent']): TrialEnd['silent'] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
      return from < to ? [{ from, to }] : [];
    }),
  );
}

/** By how much the machines began apart at worst, over all trials, as their clocks say. */
export function apartMs(trials: readonly (readonly (Trial | undefined)[])[]): Milliseconds {
  const spreads = trials.map((parts) => {
    const starts = parts.flatMap((part) => part?.end?.startedAt ?? []);
    return starts.length === 0 ? 0 : Math.max(...starts) - Math.min(...starts);
  });
  return Math.max(0, ...spreads);
}
