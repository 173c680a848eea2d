import type { TrialPlan } from '../model/loadPlan.ts';
import { seedFrom } from '../model/random.ts';
import type { Milliseconds } from '../model/units.ts';
import { hasScheduling, type LoadOptions, type LoadWork } from './loadWork.ts';
import { type LoadListener, type MeasuredLoad, measureLoad } from './measureLoad.ts';
import { type LoadTimes, needsTimes } from './recordedTimes.ts';
import type { MeasuringPorts } from './services.ts';

const usualDurationMs: Milliseconds = 30_000;

/** The one trial of a load. */
export function loadTrial(work: LoadWork, how: LoadOptions, recorded: LoadTimes): TrialPlan {
  return {
    id: 0,
    arm: 'baseline',
    purpose: { kind: 'load' },
    offered: work.offered,
    seed: seedFrom(how.seed, 0),
    warmupMs: how.warmupMs,
    durationMs: durationOf(how, recordedFor(work, how, recorded)),
  };
}

/** No longer than recorded times last: in idle seconds behind them a backlog would drain, and be called steady. */
function durationOf({ durationMs }: LoadOptions, recordedMs: Milliseconds | undefined): Milliseconds {
  if (recordedMs === undefined) return durationMs ?? usualDurationMs;
  return Math.min(durationMs ?? recordedMs, recordedMs);
}

/** What is left of recorded times behind the warm-up, at their speed. */
function recordedFor(
  { offered }: LoadWork,
  { speed = 1, warmupMs }: LoadOptions,
  recorded: LoadTimes,
): Milliseconds | undefined {
  if (recorded === undefined || !needsTimes(offered)) return undefined;
  return Math.max(1000, recorded.durationMs / speed - warmupMs);
}

/** Offers a load to one arm, and waits until it is over. */
export function load(
  work: LoadWork,
  how: LoadOptions,
  recorded: LoadTimes,
  ports: MeasuringPorts,
  listener: LoadListener,
): Promise<MeasuredLoad> {
  const plan = loadTrial(work, how, recorded);
  // as long as the slowest statement may take: what came of a request is not to be cut off
  const drainMs = Math.max(how.driving.timeoutMs, ...work.cases.map(({ timeoutMs = 0 }) => timeoutMs));
  const only = { plan, place: { at: 1, most: 1 }, drainMs, scheduling: hasScheduling(work) };
  return measureLoad(
    work,
    { command: 'load', next: (ran) => (ran === 0 ? only : undefined), remembers: false },
    how,
    recorded,
    ports,
    listener,
  );
}
