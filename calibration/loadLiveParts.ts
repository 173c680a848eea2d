import { constantServiceMeanWait, poissonTimes } from '../test/support/queueFormulas.ts';
import { simulateQueue } from '../test/support/queueSimulation.ts';
import { closedLoop, type LiveLoads, onlyTrial, type Sleeping } from './liveLoads.ts';

/** A search, held against what its server can do. Requests a second. */
export interface CapacityLine {
  readonly part: 'capacity';
  readonly index: number;
  readonly slots: number;
  readonly arrival: 'poisson' | 'constant';
  /** Slots by the time that a query ran for, one user alone. */
  readonly bySlots: number;
  /** What closed loops of more users than slots had answered, before the search and after it. */
  readonly saturated: readonly [number, number];
  /** The highest rate at which p95 stays below its limit: their mean, or of random arrivals what a simulation of such a server says. */
  readonly truth: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number | null;
  readonly probes: number;
  readonly minutes: number;
  readonly verdict: string;
  readonly reasons: readonly string[];
}

/** Random arrivals before one slot. Milliseconds. */
export interface WaitLine {
  readonly part: 'wait';
  readonly load: number;
  readonly serviceMs: number;
  readonly requests: number;
  readonly waitMs: number;
  /** By Pollaczek and Khinchine. */
  readonly formulaMs: number;
  /** Of the very arrivals that were sent, on a simulated server. */
  readonly sameArrivalsMs: number;
}

/** A server held against itself. */
export interface RatioLine {
  readonly part: 'ratio';
  readonly index: number;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly minutes: number;
  readonly verdict: string;
}

/** One load at a part of the capacity. */
export interface NearLine {
  readonly part: 'near';
  readonly index: number;
  readonly arrival: 'poisson' | 'constant';
  /** Of the rate at which p95 is at its limit. */
  readonly ofTruth: number;
  readonly verdict: string;
}

export type LoadLine = CapacityLine | WaitLine | RatioLine | NearLine;

/** Opens a workload, uses it, and removes it. */
export type WithLoads = <T>(name: string, what: Sleeping, work: (loads: LiveLoads) => Promise<T>) => Promise<T>;

const service = 0.1;
const limitMs = 1000;
const slotsInTurn = [2, 4, 8] as const;
/** Of one user, who has some seventy answers. */
const alone = 8;

/** The highest rate at which 95% of random arrivals are answered within the limit, by a simulation of an hour. */
export function randomCapacity(slots: number, serviceMs: number): number {
  let [low, high] = [0.5, 1];
  while (high - low > 0.002) {
    const load = (low + high) / 2;
    const rate = (load * slots * 1000) / serviceMs;
    const arrivals = poissonTimes(rate, 3_600, 77).map((at) => ({ of: 'a', at }));
    const served = simulateQueue({ arrivals, servers: slots, serviceMs: () => serviceMs });
    const over = served.filter(({ at, done }) => done - at > limitMs).length;
    if (over <= 0.05 * served.length) low = load;
    else high = load;
  }
  return (low * slots * 1000) / serviceMs;
}

function truthOf(slots: number, arrival: 'poisson' | 'constant', saturated: number): number {
  return arrival === 'constant' ? saturated : randomCapacity(slots, (1000 * slots) / saturated);
}

/** Answers a second with every slot taken at every moment. */
async function saturate(loads: LiveLoads, slots: number): Promise<number> {
  return 1 / (await closedLoop(loads, 4 * slots, alone)).perRequest;
}

export async function capacityRun(index: number, withLoads: WithLoads): Promise<CapacityLine> {
  const slots = slotsInTurn[index % slotsInTurn.length] as number;
  const arrival = index % 2 === 0 ? 'constant' : 'poisson';
  return withLoads(`capacity-${index}`, { slots, seconds: service }, async (loads) => {
    const { running } = await closedLoop(loads, 1, alone);
    const before = await saturate(loads, slots);
    const began = performance.now();
    const report = await loads.run('capacity', '--arrival', arrival, '--seed', String(5000 + index));
    const minutes = (performance.now() - began) / 60_000;
    const [found] = report.capacities ?? [];
    if (found === undefined) throw new Error('a search tells of one arm');
    const { rate, low, high, probes } = found;
    const after = await saturate(loads, slots);
    return {
      ...{ part: 'capacity', index, slots, arrival, bySlots: slots / running, saturated: [before, after] },
      truth: truthOf(slots, arrival, (before + after) / 2),
      ...{ rate, low, high, probes: probes.length, minutes, verdict: report.verdict.kind },
      reasons: report.verdict.reasons,
    };
  });
}

/** So that the mean of so correlated waits is known to some percent. */
const waitSeconds = { 0.5: 60, 0.7: 120, 0.9: 600 } as const;
export const loads = [0.5, 0.7, 0.9] as const;

export async function waitRun(load: (typeof loads)[number], withLoads: WithLoads): Promise<WaitLine> {
  return withLoads(`wait-${load}`, { slots: 1, seconds: 0.02 }, async (live) => {
    const { latency, running } = await closedLoop(live, 1, alone);
    // Where one waits, the next begins when the server has handed over the slot.
    const taken = await closedLoop(live, 3, alone);
    const [rate, seconds, warmUp] = [load / taken.perRequest, waitSeconds[load], 5];
    const seed = Math.round(load * 10);
    const trial = onlyTrial(
      await live.run(
        'load',
        ...['--arrival', 'poisson', '--rate', rate.toFixed(4), '--seed', String(seed)],
        ...['--warm-up', `${warmUp}s`, '--duration', `${seconds}s`],
      ),
    );
    const [one] = trial.classes;
    if (one?.meanMs === undefined || one.time === undefined) throw new Error('a load got no answer');
    // What the machine does meanwhile counts: at a load of 0.9, 1% more of service is 10% more of waiting.
    const service = one.time.running / 1000 + taken.perRequest - taken.running;
    const arrivals = poissonTimes(Number(rate.toFixed(4)), warmUp + seconds, trial.plan.seed);
    const served = simulateQueue({
      arrivals: arrivals.map((at) => ({ of: 'a', at })),
      servers: 1,
      serviceMs: () => service * 1000,
    }).filter(({ at }) => at >= warmUp * 1000);
    const same = served.reduce((sum, { at, began }) => sum + began - at, 0) / served.length;
    return {
      ...{ part: 'wait', load, serviceMs: service * 1000, requests: one.requests },
      waitMs: one.meanMs - (latency - running) * 1000 - one.time.running,
      formulaMs: constantServiceMeanWait(rate, service) * 1000,
      sameArrivalsMs: same,
    };
  });
}

export async function ratioRun(index: number, withLoads: WithLoads): Promise<RatioLine> {
  return withLoads(`ratio-${index}`, { slots: 4, seconds: service }, async (loads) => {
    const began = performance.now();
    const arrival = index % 2 === 0 ? 'constant' : 'poisson';
    const flags = ['--baseline-set', 'max_threads=1', '--candidate-set', 'max_threads=2'];
    const report = await loads.run('capacity', '--arrival', arrival, '--seed', String(6000 + index), ...flags);
    const minutes = (performance.now() - began) / 60_000;
    return { part: 'ratio', index, ...report.capacityRatio, minutes, verdict: report.verdict.kind };
  });
}

export const partsOfTruth = [0.8, 0.9, 0.95, 1.05, 1.1, 1.2] as const;

export async function nearRun(index: number, withLoads: WithLoads): Promise<readonly NearLine[]> {
  const slots = 4;
  const arrival = index % 2 === 0 ? 'constant' : 'poisson';
  return withLoads(`near-${index}`, { slots, seconds: service }, async (live) => {
    const truth = truthOf(slots, arrival, await saturate(live, slots));
    const lines: NearLine[] = [];
    for (const ofTruth of partsOfTruth) {
      const report = await live.run(
        'load',
        ...['--arrival', arrival, '--rate', (ofTruth * truth).toFixed(3), '--seed', String(7000 + index)],
        ...['--warm-up', '5s', '--duration', '60s', '--sample', '20'],
      );
      lines.push({ part: 'near', index, arrival, ofTruth, verdict: report.verdict.kind });
    }
    return lines;
  });
}
