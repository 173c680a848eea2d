import { comparisonPlanOf } from '../src/compare/arms/comparisonsOf.ts';
import { confirmationLooks } from '../src/compare/timing/looks.ts';
import { pairSamples } from '../src/compare/timing/pairing.ts';
import { withClock } from '../src/compare/timing/runningTime.ts';
import { judgeTiming } from '../src/compare/timing/timing.ts';
import type { RunArm } from '../src/model/arm.ts';
import type { Run, RunPlan } from '../src/model/run.ts';
import type { Sample } from '../src/model/sample.ts';
import type { StopRule } from '../src/runner/decisions.ts';
import { mulberry32 } from './random.ts';

/** What became of cases whose candidate was made slower after the fact, and of the others. */
export interface SpikeScore {
  readonly factor: number;
  readonly spiked: number;
  readonly found: number;
  readonly wrongEquivalent: number;
  readonly falseFindings: number;
  readonly unchanged: number;
}

/** Measures every case through all pairs of both stages, so that any of them can be judged as a suspect later. */
export function everything(plan: RunPlan<RunArm>): StopRule {
  const looks = confirmationLooks(comparisonPlanOf(plan));
  return {
    screening: (samples) => open(samples, plan, 'screening', plan.maxPairs),
    confirmation(samples) {
      const going = open(samples, plan, 'confirmation', looks.at(-1)?.pairs ?? 0);
      return { open: going, roundsPerSession: looks[0]?.roundsPerSession ?? 0, looksLeft: going.length === 0 ? 0 : 1 };
    },
  };
}

function open(
  samples: readonly Sample<RunArm>[],
  plan: RunPlan<RunArm>,
  stage: Sample['stage'],
  pairs: number,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of samples)
    if (one.stage === stage && one.arm === 'candidate') counts.set(one.caseId, (counts.get(one.caseId) ?? 0) + 1);
  return plan.caseIds.filter((id) => (counts.get(id) ?? 0) < pairs);
}

/** Multiplies the candidate's times of a random 5% of the cases, and judges again; as many draws as asked for. */
export function spikeIn(run: Run, factor: number, draws: number, seed: number): SpikeScore {
  const random = mulberry32(seed);
  const score = { factor, spiked: 0, found: 0, wrongEquivalent: 0, falseFindings: 0, unchanged: 0 };
  const count = Math.max(1, Math.round(run.plan.caseIds.length * 0.05));
  for (let draw = 0; draw < draws; draw++) {
    const keyed = run.plan.caseIds.map((id) => ({ id, key: random() })).sort((a, b) => a.key - b.key);
    const spiked = new Set(keyed.slice(0, count).map((one) => one.id));
    const samples = run.samples.map((one) => (spiked.has(one.caseId) ? slowed(one, factor) : one));
    for (const [id, { time, cpu, memory }] of judgeTiming(withClock(pairSamples(samples), run.plan), run.plan)) {
      const called = [time, cpu, memory].some((one) => one.kind === 'regressed' || one.kind === 'improved');
      if (spiked.has(id)) {
        score.spiked++;
        if (time.kind === 'regressed' || cpu.kind === 'regressed') score.found++;
        if (time.kind === 'equivalent') score.wrongEquivalent++;
      } else {
        score.unchanged++;
        if (called) score.falseFindings++;
      }
    }
  }
  return score;
}

/** The same execution, slower by a factor, as far as its times go. */
export function slowed(sample: Sample, factor: number): Sample {
  const { evidence } = sample;
  if (sample.arm !== 'candidate' || evidence?.kind !== 'facts') return sample;
  const { names, values } = evidence.events;
  // A query that does more of the same waits more for a core, too.
  const isTime = names.map((name) => name.endsWith('Microseconds'));
  const events = { names, values: values.map((value, place) => (isTime[place] === true ? value * factor : value)) };
  return { ...sample, evidence: { ...evidence, durationUs: evidence.durationUs * factor, events } };
}
