import type { RunPlan } from '../../model/run.ts';
import { isHopeless } from '../executionFailures.ts';
import type { AdaptiveStopRule } from '../timing/adaptiveRule.ts';
import { type CaseSamples, pairSamples } from '../timing/pairing.ts';
import { type ArmFacts, armFacts } from './armValues.ts';
import { judgeWork, type WorkVerdict } from './counters.ts';

/**
 * Executes every case `minPairs` times in each arm, and up to `maxPairs` times where counters of work vary within an arm
 * or moved between the arms: one that jumps between two values agrees with itself twice by chance too often.
 */
export function countersRule(plan: RunPlan): AdaptiveStopRule {
  return {
    screening(samples) {
      const cases = pairSamples(samples);
      return plan.caseIds.filter((id) => isOpen(cases.get(id), plan));
    },
    roundsToLook(samples, open) {
      const cases = pairSamples(samples);
      const tried = open.map((id) => cases.get(id)?.screening.length ?? 0);
      return Math.max(1, plan.minPairs - Math.min(...tried));
    },
    suspects: () => [],
    confirmation: () => ({ open: [], roundsPerSession: 0, looksLeft: 0 }),
  };
}

function isOpen(samples: CaseSamples | undefined, plan: RunPlan): boolean {
  if (samples === undefined) return true;
  if (isHopeless(samples, plan)) return false;
  const tried = Math.min(...plan.arms.map((arm) => samples.samples[arm].length));
  if (tried < plan.minPairs || tried >= plan.maxPairs) return tried < plan.minPairs;
  const facts = armFacts(samples);
  const { kind, varying } = judgeWork(
    plan.arms.length === 1 ? { baseline: facts.baseline, candidate: facts.baseline } : facts,
    plan,
  );
  return kind !== 'same' || varying.length > 0;
}

/** What the verdict rests on: all executions, or all but the first of each arm where those alone agree. */
export interface CountedFacts {
  readonly facts: ArmFacts;
  readonly work: WorkVerdict;
  /** The first execution of each arm was left out. */
  readonly coldStart: boolean;
}

export function countedFacts(all: ArmFacts, plan: Pick<RunPlan, 'margin' | 'design'>): CountedFacts {
  const work = judgeWork(all, plan);
  const whole = { facts: all, work, coldStart: false };
  if (work.varying.length === 0) return whole;
  const facts = { baseline: all.baseline.slice(1), candidate: all.candidate.slice(1) };
  if (Math.min(facts.baseline.length, facts.candidate.length) < plan.design.counters.fewestAfterColdStart) return whole;
  const later = judgeWork(facts, plan);
  return later.varying.length > 0 ? whole : { facts, work: later, coldStart: true };
}
