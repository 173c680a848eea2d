import type { Verdict } from '../../model/comparison.ts';
import type { Design } from '../../model/design.ts';
import type { Exact } from '../../model/metric.ts';
import type { Observation } from '../../model/observation.ts';
import type { Reason } from '../../model/reason.ts';
import { eventCount } from '../../model/serverFacts.ts';
import type { Decision } from '../judgedCase.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import type { ArmFacts } from './armValues.ts';
import { exactCounters, type WorkVerdict } from './counters.ts';
import { describeMetric } from './metricCatalog.ts';

export interface WorkJudgementInput {
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  readonly work: WorkVerdict;
  /** False when tables differ between the arms, so that counters speak of the data. */
  readonly workDecides: boolean;
  readonly margin: number;
  readonly design: Design;
}

/** The counter that stands for a case whose work did not move. */
export const leadingCounter = 'read_rows';

/** Of statements that write, by what they do. */
const leadingWrites = ['InsertedRows', 'MergedRows', 'MutatedRows'] as const;

function leadingOf({ facts }: WorkJudgementInput): string {
  const [first] = facts.candidate;
  if (first?.written === undefined) return leadingCounter;
  return leadingWrites.find((event) => (eventCount(first.events, event) ?? 0) > 0) ?? leadingCounter;
}

/** Counters as observations. */
export function observed(counters: readonly (Exact & { readonly metric: string })[]): readonly Observation[] {
  return counters.map(({ metric, baseline, candidate, ratio }) => {
    const { label, unit } = describeMetric(metric);
    return { metric, label, unit, from: baseline, to: candidate, ratio, interval: null };
  });
}

/** The verdict where exact counters alone were asked for. `equivalent` then speaks of work, and its last reason says so. */
export function judgeByWork(input: WorkJudgementInput): Decision {
  const { work, workDecides, facts, samples } = input;
  const leading = leadingOf(input);
  const moved = observed(work.moved);
  const [first] = moved;
  const executions = Math.min(facts.baseline.length, facts.candidate.length);
  const decided = (verdict: Verdict, reason: Reason, restsOn = leading): Decision => ({
    verdict,
    because: [reason, { kind: 'untimed', why: { kind: 'notAsked' } }],
    restsOn,
  });
  if (work.kind === 'unknown' && work.varying.length === 0) {
    const detail = samples.tally.baseline.missingDetail ?? samples.tally.candidate.missingDetail;
    return decided('inconclusive', { kind: 'fewCounters', detail });
  }
  if (!workDecides) return decided('inconclusive', { kind: 'otherTables', moved });
  if (work.kind === 'grew')
    return decided('regressed', { kind: 'work', direction: 'grew', moved, executions }, first?.metric);
  if (work.kind === 'mixed') return decided('inconclusive', { kind: 'mixedWork', moved }, first?.metric);
  if (work.varying.length > 0) {
    const labels = work.varying.map((one) => describeMetric(one).label);
    return decided('inconclusive', { kind: 'varyingWork', labels, moved, executions }, work.varying[0]);
  }
  if (work.kind === 'shrank')
    return decided('improved', { kind: 'work', direction: 'shrank', moved, executions }, first?.metric);
  return decided('equivalent', unmoved(input, executions));
}

function unmoved({ facts, work, margin, design }: WorkJudgementInput, executions: number): Reason {
  const all = exactCounters(facts, design);
  const near = all.filter((one) => one.baseline !== one.candidate);
  if (near.length > 0) return { kind: 'nearWork', moved: observed(near), margin, slight: work.slight };
  return { kind: 'equalWork', values: observed(all.filter((one) => one.baseline > 0)), executions };
}
