import { summarizeTrial } from '../../../src/load/summarizeTrial.ts';
import type { LoadClass, Slo } from '../../../src/model/loadClass.ts';
import type { OfferedLoad, TrialPlan } from '../../../src/model/loadPlan.ts';
import type { ClassReport, TrialReport } from '../../../src/model/loadReport.ts';
import type { Trial } from '../../../src/model/loadRun.ts';
import { poissonTimes } from '../../support/queueFormulas.ts';
import { type SimulatedQueue, simulatedTrial, simulateQueue } from '../../support/queueSimulation.ts';

/** A class named `a` with these promises. */
export function promising(latency: Slo['latency'], errors?: number): readonly LoadClass[] {
  return [{ name: 'a', match: {}, settings: {}, slo: { latency, ...(errors === undefined ? {} : { errors }) } }];
}

export function planOf(offered: readonly OfferedLoad[], seconds: number, warmup = 2): TrialPlan {
  const purpose = { kind: 'load' } as const;
  return { id: 0, arm: 'baseline', purpose, offered, seed: 1, warmupMs: warmup * 1000, durationMs: seconds * 1000 };
}

/** A trial of class `a` on a simulated server: at random moments, or evenly. */
export function queueTrial(
  kind: 'poisson' | 'constant',
  rate: number,
  seconds: number,
  queue: Omit<SimulatedQueue, 'arrivals'>,
  seed = 1,
  warmup = 2,
): Trial {
  const total = seconds + warmup;
  const times =
    kind === 'poisson'
      ? poissonTimes(rate, total, seed)
      : Array.from({ length: Math.floor(rate * total) }, (_, i) => (i * 1000) / rate);
  const requests = simulateQueue({ ...queue, arrivals: times.map((at) => ({ of: 'a', at })) });
  return simulatedTrial(planOf([{ of: 'a', background: false, arrival: { kind, rate } }], seconds, warmup), requests);
}

/** What class `a` and its trial come to. */
export function summarized(
  trial: Trial,
  classes: readonly LoadClass[],
): { readonly report: TrialReport; readonly a: ClassReport } {
  const report = summarizeTrial(trial, { classes });
  const [a] = report.classes;
  if (a === undefined) throw new Error('class a was not offered');
  return { report, a };
}
