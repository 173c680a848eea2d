import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import { startsTogether } from '../../model/mode.ts';
import type { Run, RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import type { Milliseconds } from '../../model/units.ts';
import { median } from '../statistics/averages.ts';
import { type Location, trimmedLocation } from '../statistics/location.ts';
import { fitPrior, moderate } from '../statistics/moderation.ts';
import { familyValue, logRatios } from '../timing/families.ts';
import { type CaseSamples, factsOf, isStalled, pairSamples } from '../timing/pairing.ts';
import { withClock } from '../timing/runningTime.ts';

/** What an earlier run tells of a case. */
export interface CaseNoise {
  /** Of the log ratio of one pair of an unchanged case: n·v of a `Location`, moderated where cases are many. */
  readonly variance: number;
  /** Median time of an execution in each arm, as the client saw it; of one arm alone, the same for both. */
  readonly armMs: Readonly<Record<ArmName, Milliseconds>>;
}

/** What an earlier run tells of its cases and of the machine. */
export interface MeasuredNoise {
  readonly cases: ReadonlyMap<string, CaseNoise>;
  /** Degrees of freedom that a case's own spread borrows from the others; 0 with too few cases. */
  readonly borrowedDf: number;
  /** Between the end of a round and the start of the next: reading the log, asking the stop rule. */
  readonly betweenRoundsMs: Milliseconds;
}

/** Fewer differences have hardly a spread. */
const fewestDifferences = 4;

/**
 * The noise of paired log ratios of time, by the clock that judged it. A run of two arms has pairs; in a run of one arm, two successive
 * executions of a session stand for a pair, so that drift cancels as it does in a pair.
 */
export function measuredNoise(run: Pick<Run, 'plan' | 'samples'>): MeasuredNoise {
  const { design } = run.plan;
  const samples = withClock(pairSamples(run.samples), run.plan);
  const located = new Map<string, Location>();
  for (const [caseId, own] of samples) {
    const differences = run.plan.arms.length > 1 ? pairedRatios(own, design) : successiveRatios(own.samples.baseline);
    const location =
      differences.length < fewestDifferences ? null : trimmedLocation(differences, design.estimate.trimmedShare);
    if (location !== null) located.set(caseId, location);
  }
  const prior = fitPrior([...located.values()], design.estimate);
  const cases = new Map<string, CaseNoise>();
  for (const [caseId, location] of located) {
    const own = samples.get(caseId);
    const baseline = own === undefined ? null : medianMs(own.samples.baseline);
    if (own === undefined || baseline === null) continue;
    const armMs = { baseline, candidate: medianMs(own.samples.candidate) ?? baseline };
    cases.set(caseId, { variance: location.n * moderate(location, prior).v, armMs });
  }
  return { cases, borrowedDf: prior?.df ?? 0, betweenRoundsMs: betweenRounds(run.samples) };
}

function pairedRatios({ screening, confirmation }: CaseSamples, design: Design): readonly number[] {
  return logRatios([...screening, ...confirmation], 'time', design);
}

function successiveRatios(samples: readonly Sample[]): readonly number[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    const [own, other] = [factsOf(sample), factsOf(before)];
    if (isStalled(sample) || isStalled(before)) return [];
    if (own === null || other === null || before?.session !== sample.session) return [];
    const [now, then] = [familyValue(own, 'time'), familyValue(other, 'time')];
    return now === null || then === null ? [] : [Math.log(now / then)];
  });
}

function medianMs(samples: readonly Sample[]): Milliseconds | null {
  const times = samples.flatMap(({ outcome }) => (outcome.kind === 'completed' ? [outcome.clientMs] : []));
  return times.length === 0 ? null : median(times);
}

interface Span {
  readonly session: number;
  readonly from: number;
  readonly to: number;
}

function betweenRounds(samples: readonly Sample[]): Milliseconds {
  const rounds = new Map<string, Span>();
  for (const { session, round, startedAt, outcome } of samples) {
    const ended = startedAt + (outcome.kind === 'skipped' ? 0 : outcome.clientMs);
    const known = rounds.get(`${session} ${round}`) ?? { session, from: startedAt, to: ended };
    const span = { session, from: Math.min(known.from, startedAt), to: Math.max(known.to, ended) };
    rounds.set(`${session} ${round}`, span);
  }
  const spans = [...rounds.values()].sort((a, b) => a.from - b.from);
  const gaps = spans.flatMap((span, index) => {
    const before = spans[index - 1];
    return before?.session === span.session ? [Math.max(0, span.from - before.to)] : [];
  });
  return gaps.length === 0 ? 0 : median(gaps);
}

/** How long a pair takes: as long as its slower half, where both start together. */
export function pairMs({ armMs }: CaseNoise, { mode }: Pick<RunPlan, 'mode'>): Milliseconds {
  return startsTogether(mode) ? Math.max(armMs.baseline, armMs.candidate) : armMs.baseline + armMs.candidate;
}
