import { nextStep, type SearchStep } from '../../src/load/capacity/nextStep.ts';
import type { SearchState } from '../../src/load/capacity/searchState.ts';
import type { ArmName } from '../../src/model/arm.ts';
import type { LoadClass } from '../../src/model/loadClass.ts';
import type { TrialPlan, TrialPurpose } from '../../src/model/loadPlan.ts';
import type {
  Capacity,
  ClassReport,
  Estimate,
  LoadFault,
  SteadyState,
  TrialReport,
} from '../../src/model/loadReport.ts';

/** A class that promises p95 below a second. */
export const online: LoadClass = {
  name: 'online',
  match: {},
  slo: { latency: [{ share: 0.95, mostMs: 1000 }] },
  settings: {},
};

/** What a trial came to, as far as a search asks. One class has all of the rate. */
export interface Told {
  readonly rate: number;
  readonly id?: number;
  readonly arm?: ArmName;
  readonly purpose?: TrialPurpose;
  readonly durationMs?: number;
  /** Share of requests over the limit of p95. */
  readonly over: Estimate;
  readonly steady?: SteadyState['kind'];
  readonly p95Ms?: number;
  readonly meanMs?: number;
  /** Requests that ended in a second, where fewer did than came in. */
  readonly ended?: number;
  readonly faults?: readonly LoadFault[];
  readonly one?: Partial<ClassReport>;
}

/** A report with verdicts as they follow from its intervals. */
export function trialReport(told: Told): TrialReport {
  const { rate, id = 0, arm = 'baseline', over, steady = 'steady', durationMs = 10_000, faults = [] } = told;
  const plan: TrialPlan = {
    id,
    arm,
    purpose: told.purpose ?? { kind: 'probe' },
    offered: [{ of: 'online', arrival: { kind: 'poisson', rate }, background: false }],
    seed: 1,
    warmupMs: 0,
    durationMs,
  };
  const verdict = over.high <= 0.05 ? 'kept' : over.low > 0.05 ? 'missed' : 'undecided';
  const ended = told.ended ?? rate;
  const one: ClassReport = {
    name: 'online',
    background: false,
    offered: rate,
    achieved: ended,
    good: rate * (1 - over.value),
    requests: Math.round((rate * durationMs) / 1000),
    failed: [],
    percentiles: told.p95Ms === undefined ? [] : [{ share: 0.95, ms: told.p95Ms }],
    ...(told.meanMs === undefined ? {} : { meanMs: told.meanMs }),
    latencyPromises: [{ share: 0.95, mostMs: 1000, over, verdict }],
    verdict,
    curve: [],
    seconds: Array.from({ length: durationMs / 1000 }, (_, second) => ({
      second,
      offered: rate,
      done: ended,
      failed: 0,
      backlog: 0,
    })),
    ...told.one,
  };
  const ofTrial = one.verdict ?? 'undecided';
  return {
    plan,
    end: { trial: id, startedAt: 0, sentForMs: durationMs, ended: { kind: 'complete' }, leftRunning: 0, silent: [] },
    faults,
    lag: { p99Ms: 0, maxMs: 0, heldP99Ms: 0 },
    steady: { kind: steady, slope: { value: 0, low: 0, high: 0 } },
    classes: [one],
    verdict: ofTrial === 'kept' && (steady !== 'steady' || faults.length > 0) ? 'undecided' : ofTrial,
  };
}

/** A trial as a search asks for it. */
export type AskedTrial = Exclude<SearchStep, { kind: 'done' }>;

/** Runs a search to its end, with trials as `run` tells them. */
export function search(
  state: SearchState,
  run: (asked: AskedTrial, id: number) => TrialReport,
): { readonly capacity: Capacity; readonly trials: readonly TrialReport[]; readonly asked: readonly AskedTrial[] } {
  const trials: TrialReport[] = [];
  const asked: AskedTrial[] = [];
  for (;;) {
    const step = nextStep(state, trials);
    if (step.kind === 'done') return { capacity: step.capacity, trials, asked };
    if (asked.length > 60) throw new Error('the search does not end');
    asked.push(step);
    trials.push(run(step, trials.length));
  }
}

/** What a trial is for that a search asks for. */
export function purposeOf({ kind }: AskedTrial): TrialPurpose {
  return { kind: kind === 'probe' ? 'probe' : 'sustained' };
}
