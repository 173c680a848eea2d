import { nextStep } from '../src/load/capacity/nextStep.ts';
import { decideProbe, lookTimes, type ProbeLook } from '../src/load/capacity/probeLook.ts';
import { verdictAtRate } from '../src/load/capacity/rateVerdict.ts';
import { startSearch } from '../src/load/capacity/searchState.ts';
import { summarizeTrial } from '../src/load/summarizeTrial.ts';
import type { LoadClass } from '../src/model/loadClass.ts';
import type { TrialPlan } from '../src/model/loadPlan.ts';
import type { Capacity, TrialReport } from '../src/model/loadReport.ts';
import { type SimulatedRequest, simulatedTrial } from '../test/support/queueSimulation.ts';
import { type CapacityWorld, offeredTo, serveLoad } from './capacityWorlds.ts';
import { upperBound } from './score.ts';
import { markdownTable, percent } from './text.ts';

/** A search on a simulated server, and what it would have cost to wait for. */
export interface SimulatedSearch {
  readonly capacity: Capacity;
  readonly trials: readonly TrialReport[];
  /** Of all trials, with their warm-ups and until the last answer. */
  readonly seconds: number;
}

/** Searches the capacity of a world with trials that are simulated by events. */
export function searchWorld(world: CapacityWorld, seed: number): SimulatedSearch {
  const { classes } = world;
  const state = startSearch({ arm: 'baseline', classes });
  const trials: TrialReport[] = [];
  let seconds = 0;
  for (;;) {
    const step = nextStep(state, trials);
    if (step.kind === 'done') return { capacity: step.capacity, trials, seconds };
    const plan: TrialPlan = {
      id: trials.length,
      arm: 'baseline',
      purpose: { kind: step.kind === 'probe' ? 'probe' : 'sustained' },
      offered: offeredTo(world, step.rate),
      seed: seed * 1000 + trials.length,
      warmupMs: step.warmupMs,
      durationMs: step.durationMs,
    };
    const { report, tookMs } = runTrial(world, plan);
    trials.push(report);
    seconds += tookMs / 1000;
  }
}

/** A trial that ends as soon as it is decided. */
export function runTrial(
  world: CapacityWorld,
  plan: TrialPlan,
): { readonly report: TrialReport; readonly tookMs: number } {
  const { classes } = world;
  const planned = plan.warmupMs + plan.durationMs;
  const requests = serveLoad(world, rateOf(plan), planned / 1000, plan.seed);
  const decided = lookTimes(plan, classes).find(
    (atMs) => decideProbe(lookAt(requests, plan, classes, atMs)) === 'stop',
  );
  const sentForMs = decided ?? planned;
  const sent = decided === undefined ? requests : serveLoad(world, rateOf(plan), sentForMs / 1000, plan.seed);
  const trial = simulatedTrial(plan, sent);
  const tookMs = sent.reduce((last, { done }) => Math.max(last, done), sentForMs);
  const end = { ...trial.end, trial: plan.id, startedAt: 0, sentForMs, silent: [], leftRunning: 0 };
  const ended = { kind: decided === undefined ? 'complete' : 'decided' } as const;
  return { report: summarizeTrial({ ...trial, end: { ...end, ended } }, { classes }), tookMs };
}

function lookAt(
  requests: readonly SimulatedRequest[],
  plan: TrialPlan,
  classes: readonly LoadClass[],
  atMs: number,
): ProbeLook {
  const sent = requests.filter(({ at }) => at < atMs);
  const pending = sent.filter(({ done }) => done > atMs);
  const { tallies } = simulatedTrial(
    plan,
    sent.filter(({ done }) => done <= atMs),
  );
  const bySecond = pending.map(({ of, at }) => ({ of, second: Math.floor(at / 1000), count: 1 }));
  return { plan, classes, tallies, pending: bySecond, atMs };
}

function rateOf({ offered }: TrialPlan): number {
  return offered.reduce((sum, { arrival }) => sum + ('rate' in arrival ? arrival.rate : 0), 0);
}

interface Score {
  readonly world: CapacityWorld;
  readonly searches: readonly SimulatedSearch[];
}

/** Searches every world from several seeds. */
export function scoreWorlds(worlds: readonly CapacityWorld[], seeds: number): readonly Score[] {
  return worlds.map((world) => ({
    world,
    searches: Array.from({ length: seeds }, (_, seed) => searchWorld(world, seed + 1)),
  }));
}

/** The table of docs/calibration.md. */
export function capacityTable(scores: readonly Score[]): string {
  const head = [
    'server',
    'capacity',
    'interval right',
    'rate within 5%',
    'rate',
    'low',
    'high',
    'binding right',
    'probes',
    'seconds',
  ];
  return markdownTable(
    head,
    scores.map(({ world, searches }) => {
      const { capacity: truth } = world;
      const found = searches.map(({ capacity }) => capacity);
      const count = (right: (one: Capacity) => boolean): string => `${found.filter(right).length} of ${found.length}`;
      const range = (of: (one: Capacity) => number): string => {
        const parts = found.map((one) => of(one) / truth).sort((a, b) => a - b);
        return `${(parts[0] ?? 0).toFixed(2)} to ${(parts.at(-1) ?? 0).toFixed(2)}`;
      };
      const most = (values: readonly number[]): string => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return `${mean.toFixed(0)}, at most ${Math.max(...values).toFixed(0)}`;
      };
      return [
        world.name,
        truth.toFixed(1),
        count(({ low, high }) => low <= truth && truth <= high),
        count(({ rate }) => Math.abs(rate / truth - 1) <= 0.05),
        range(({ rate }) => rate),
        range(({ low }) => low),
        range(({ high }) => high),
        count(({ binding }) => binding === world.binding),
        most(found.map(({ probes }) => probes.length)),
        most(searches.map(({ seconds }) => seconds)),
      ];
    }),
  );
}

/** Of trials a little above the capacity, by their length, how many are called kept, which is wrong. */
export function wronglyKept(worlds: readonly CapacityWorld[], seeds: number): string {
  const rows = worlds.map((world) => {
    const rate = world.capacity * justAbove;
    return [
      world.name,
      ...lengths.map((seconds) => {
        const plans = Array.from({ length: seeds }, (_, seed) => planOf(world, rate, seconds, seed + 10_000));
        const kept = plans.filter((plan) => verdictAtRate(runTrial(world, plan).report) === 'kept').length;
        return `${percent(kept / seeds)} (at most ${percent(upperBound(kept, seeds))})`;
      }),
    ];
  });
  return markdownTable(['server', ...lengths.map((seconds) => `${seconds} s`)], rows);
}

const justAbove = 1.01;
const lengths = [10, 30, 60];

function planOf(world: CapacityWorld, rate: number, seconds: number, seed: number): TrialPlan {
  return {
    id: 0,
    arm: 'baseline',
    purpose: { kind: 'probe' },
    offered: offeredTo(world, rate),
    seed,
    warmupMs: 2_000,
    durationMs: seconds * 1000,
  };
}
