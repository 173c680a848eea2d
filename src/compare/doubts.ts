import type { ArmCase, ArmName, PerArm } from '../model/arm.ts';
import type { Design } from '../model/design.ts';
import { judgesTime, type Mode } from '../model/mode.ts';
import type { Doubt, LessData } from '../model/reason.ts';
import { countsEvents, eventCount } from '../model/serverFacts.ts';
import type { ArmFacts } from './counters/armValues.ts';
import { badEnds, failuresOf } from './executionFailures.ts';
import type { Decision } from './judgedCase.ts';
import type { CaseResult } from './results/caseResults.ts';
import { cpuEvent } from './timing/families.ts';
import { fewerThreads } from './timing/fewerThreads.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { stallDoubt } from './timing/setAside.ts';

interface Checked {
  readonly sent: PerArm<ArmCase>;
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  readonly result: CaseResult;
  /** As `Run.lost`. */
  readonly lost?: string | undefined;
  readonly lessData: readonly LessData[];
  readonly margin: number;
  readonly mode: Mode;
  readonly design: Design;
}

/**
 * What was not checked of a case. One is enough to keep it from being called equivalent or improved: docs/favourable.md has
 * the list. A verdict that warns stands without these checks.
 */
export function doubts({
  sent,
  samples,
  facts,
  result,
  lost,
  lessData,
  margin,
  mode,
  design,
}: Checked): readonly Doubt[] {
  return [
    ...(lost === undefined ? [] : [{ kind: 'lost', text: lost } as const]),
    // A log that does not tell which tables a case reads is no leave to believe it: any of them may be its own.
    ...(lessData.length === 0 ? [] : [{ kind: 'lessData', tables: lessData } as const]),
    ...(result.kind === 'unjudged' ? [{ kind: 'resultsUnread', why: result.why } as const] : []),
    ...(['baseline', 'candidate'] as const).flatMap((arm) => armDoubts(arm, sent, samples)),
    // No stall changes a counter.
    ...(judgesTime(mode) ? [...stallDoubt(samples, design.setAside), ...fewerThreads(samples, margin, design)] : []),
    ...([...facts.baseline, ...facts.candidate].every((one) => countsEvents(one.events))
      ? []
      : [{ kind: 'uncounted' } as const]),
    ...(judgesTime(mode) ? [] : costlier(facts, design)),
  ];
}

/** What fails now and then, or is not in the log, can be just what would have told the arms apart. */
function armDoubts(arm: ArmName, sent: PerArm<ArmCase>, { tally }: CaseSamples): readonly Doubt[] {
  const { missing, missingDetail: detail } = tally[arm];
  return [
    ...(badEnds(tally[arm]) === 0
      ? []
      : [{ kind: 'someFailed', arm, failures: failuresOf(tally[arm], sent[arm]) } as const]),
    ...(missing === 0 ? [] : [{ kind: 'factsMissing', arm, missing, detail } as const]),
  ];
}

/**
 * Where time is not judged, a candidate that took plainly more CPU time in every execution is neither equivalent nor improved, however little
 * it reads. Server time is not asked: on a busy machine two executions lie apart by chance.
 */
function costlier({ baseline, candidate }: ArmFacts, { costlier: { factor, leastUs } }: Design): readonly Doubt[] {
  const cpuUs = (all: ArmFacts['baseline']) => all.flatMap(({ events }) => eventCount(events, cpuEvent) ?? []);
  const [before, after] = [cpuUs(baseline), cpuUs(candidate)];
  if (Math.min(before.length, after.length) < 2) return [];
  const [baselineMost, candidateLeast] = [Math.max(...before), Math.min(...after)];
  const isApart = candidateLeast > factor * baselineMost && candidateLeast - baselineMost > leastUs;
  return isApart ? [{ kind: 'costlier', baselineMost, candidateLeast }] : [];
}

/** More pairs do not decide a case over less data, nor on a machine as busy. */
const moreDoesNotHelp: ReadonlySet<Doubt['kind']> = new Set(['lessData', 'fewerThreads'] as const);

/** A favourable verdict that something speaks against becomes `inconclusive`; what costs showed stays among its reasons. */
export function heldBack(decision: Decision, against: readonly Doubt[]): Decision {
  const isFavourable = decision.verdict === 'equivalent' || decision.verdict === 'improved';
  if (decision.verdict === 'inconclusive')
    return { ...decision, because: [...against.filter(({ kind }) => moreDoesNotHelp.has(kind)), ...decision.because] };
  if (against.length === 0 || !isFavourable) return decision;
  return { ...decision, verdict: 'inconclusive', because: [...against, ...decision.because] };
}
