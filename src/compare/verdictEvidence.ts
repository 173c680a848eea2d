import type { Verdict } from '../model/comparison.ts';
import type { Design } from '../model/design.ts';
import type { Ended, VerdictEvidence } from '../model/evidence.ts';
import type { ArmFacts } from './counters/armValues.ts';
import { exactCounters, type WorkVerdict } from './counters/counters.ts';
import { describeMetric } from './counters/metricCatalog.ts';
import type { JudgedEvidence } from './judgedCase.ts';
import type { CaseSamples } from './timing/pairing.ts';
import type { CaseTiming, FamilyTiming } from './timing/timing.ts';

export interface EvidenceInput {
  readonly verdict: Verdict;
  /** The metric the verdict rests on. */
  readonly metric: string;
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  readonly timing: CaseTiming | null;
  readonly work: WorkVerdict;
  readonly ended: Ended;
  readonly design: Design;
}

/** What a verdict rests on, with the numbers a reader needs to weigh it. */
export function evidenceOf(input: EvidenceInput): JudgedEvidence {
  const { verdict, metric, samples, timing, ended } = input;
  const counted = { ...sizeOf(samples), ended, smallestVisible: timing?.time.smallestVisible ?? null };
  const { family } = describeMetric(metric);
  if (verdict === 'failed') return { ...counted, ...none, restsOn: 'failures' };
  if (family === 'work' && verdict === 'resultChanged') return { ...counted, ...none, restsOn: 'results' };
  if (family === 'work' && verdict === 'inconclusive') return { ...counted, ...none, restsOn: 'nothing' };
  if (family === 'work') return { ...counted, ...none, restsOn: 'counters', metric, counters: countersOf(input) };
  const tested = family === 'cpu' || family === 'memory' || family === 'instructions' ? family : 'time';
  const timed = measuredBy(timing?.[tested], metric);
  if (verdict === 'resultChanged') return { ...counted, ...none, ...timed, test: null, restsOn: 'results' };
  if (timed === null) return { ...counted, ...none, restsOn: 'nothing' };
  return { ...counted, ...none, ...timed, restsOn: tested };
}

/** What is known of a case that has nothing to be compared with. */
export function loneEvidence(samples: CaseSamples, ended: Ended): JudgedEvidence {
  return { ...sizeOf(samples), ...none, ended, smallestVisible: null, restsOn: 'nothing' };
}

const none = { metric: null, fresh: false, estimate: null, test: null, counters: [] } as const;

function sizeOf({
  samples,
  screening,
  confirmation,
}: CaseSamples): Pick<VerdictEvidence, 'executions' | 'pairs' | 'sessions'> {
  const both = [...samples.baseline, ...samples.candidate];
  return {
    executions: { baseline: samples.baseline.length, candidate: samples.candidate.length },
    pairs: [...screening, ...confirmation].filter((one) => one.pair !== null).length,
    sessions: new Set(both.map((one) => one.session)).size,
  };
}

function measuredBy(timing: FamilyTiming | undefined, metric: string): Partial<VerdictEvidence> | null {
  if (timing === undefined || timing.estimate === null) return null;
  const { ratio, low, high, level, pairs } = timing.estimate;
  const { sessions, fresh, test } = timing;
  return { metric, pairs, sessions, fresh, estimate: { ratio, low, high, level }, test };
}

/** The counters that moved; those that are exact, where that none moved is the answer. */
function countersOf({ work, facts, design }: EvidenceInput): VerdictEvidence['counters'] {
  const executions = { baseline: facts.baseline.length, candidate: facts.candidate.length };
  return (work.moved.length > 0 ? work.moved : exactCounters(facts, design)).map(
    ({ metric, baseline, candidate, ratio }) => {
      const { label, unit } = describeMetric(metric);
      return { metric, label, unit, baseline, candidate, ratio, executions };
    },
  );
}
