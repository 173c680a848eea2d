import type { ArmCase, PerArm } from '../model/arm.ts';
import type { Ended } from '../model/evidence.ts';
import { judgesTime } from '../model/mode.ts';
import type { LessData, Untimed } from '../model/reason.ts';
import type { Run } from '../model/run.ts';
import { type CaseArms, describe } from './caseDescription.ts';
import { caseTable, tableOf } from './counters/caseTable.ts';
import { judgeWork } from './counters/counters.ts';
import { countedFacts } from './counters/countersOnly.ts';
import type { MovedMetric } from './counters/metricJudgement.ts';
import { compareMetrics } from './counters/metrics.ts';
import { withVerdicts } from './counters/metricVerdict.ts';
import { observe } from './counters/observations.ts';
import { doubts } from './doubts.ts';
import type { Decision, JudgedCase } from './judgedCase.ts';
import { comparePlans } from './plans/comparePlans.ts';
import { type CaseResult, resultsField } from './results/caseResults.ts';
import type { DebtOf } from './state/caseDebts.ts';
import { cutExecutions } from './timing/cutting.ts';
import { endOf } from './timing/ended.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { withPercentiles } from './timing/percentiles.ts';
import type { CaseTiming } from './timing/timing.ts';
import { decideVerdict, sameWork } from './verdict.ts';
import { evidenceOf } from './verdictEvidence.ts';

export interface CaseContext {
  readonly run: Pick<Run, 'plan' | 'status' | 'lost'>;
  readonly workDecides: boolean;
  /** As `VerdictInput.lessData`. */
  readonly lessData: readonly LessData[];
  /** What servers owed to the tables of a case. */
  readonly debtOf: DebtOf;
  /** Why server time cannot be judged at all; null when it is. */
  readonly untimed: Untimed | null;
}

/** Judges one case that both arms have. */
export function compareCase(
  arms: CaseArms & PerArm<ArmCase>,
  samples: CaseSamples,
  paired: CaseTiming | null,
  result: CaseResult,
  context: CaseContext,
): JudgedCase {
  const { workDecides, lessData } = context;
  const { plan: judgedBy, lost } = context.run;
  const { margin, design, mode } = judgedBy;
  const sent = sentOnce(arms);
  const measured = context.untimed === null ? paired : null;
  const debt = context.debtOf(arms.caseId);
  const isBlind = lessData.length > 0 || debt !== undefined;
  const timing = measured !== null && isBlind ? withoutReach(measured) : measured;
  const isTimed = judgesTime(mode);
  const all = caseTable(samples);
  const { facts, work, coldStart } = isTimed
    ? { facts: all.facts, work: judgeWork(all.facts, judgedBy), coldStart: false }
    : countedFacts(all.facts, judgedBy);
  const table = coldStart ? tableOf(facts, samples) : all;
  const metrics = withPercentiles(
    withVerdicts(compareMetrics({ table, timing, plan: judgedBy }), {
      timing,
      work,
      workDecides,
      hasLessData: lessData.length > 0,
      debt,
    }),
    samples.samples,
    context.run,
  );
  const untimed = context.untimed ?? ({ kind: 'unmeasured' } as const);
  const checked = { sent, samples, result, facts, lost, lessData, debt, design };
  const decision = decideVerdict({ ...checked, timing, untimed, work, workDecides, margin, mode });
  const { verdict, restsOn: metric } = decision;
  const isOpen = verdict === 'inconclusive' || verdict === 'unconfirmed';
  const unchecked = isOpen ? doubts({ ...checked, margin, mode }).map(({ kind }) => kind) : [];
  const refused = verdict === 'failed' && samples.tally.baseline.failed + samples.tally.candidate.failed > 0;
  // What the server refuses to execute it refuses to explain and to check, in the same words.
  const plan = refused && isUnexplained(arms) ? null : comparePlans(arms.explanations, metrics);
  const unchanged = verdict === 'equivalent';
  // What time says while a server works is told as measured, and proves nothing.
  const proved = debt === undefined ? timing : null;
  const isSilent = verdict === 'inconclusive' && timing === null && isTimed;
  const [same = null] = isSilent ? sameWork({ work, workDecides, result, margin }) : [];
  const { caseId, name, description, tags, baselineTags, weight, pairs, clock, baseline, candidate } = describe(
    arms,
    samples,
  );
  return {
    caseId,
    name,
    description,
    tags,
    ...(baselineTags === undefined ? {} : { baselineTags }),
    weight,
    pairs,
    baseline,
    candidate,
    verdict,
    because:
      unchanged || plan === null ? decision.because : [...decision.because, { kind: 'plan', finding: plan.finding }],
    ...(unchecked.length === 0 ? {} : { unchecked }),
    plan: unchanged && plan?.differences.length === 0 ? null : plan,
    results: resultsField(result),
    rowDifference: verdict === 'resultChanged' ? (arms.rowDifference ?? null) : null,
    observed: observe(metrics, design),
    evidence: evidenceOf({
      verdict,
      metric,
      samples,
      facts,
      timing: proved,
      work,
      design,
      ended: ended(decision, samples, timing, context),
    }),
    metrics: leading(metrics, metric),
    remarks: {
      kind: 'bothArms',
      samples,
      sent,
      timing: proved,
      work,
      metrics,
      coldStart,
      design,
      result: refused ? null : result,
      sameWork: same,
    },
    ...(clock === undefined ? {} : { clock }),
  };
}

/** Over less data a slowdown need not show, whatever its size. */
function withoutReach(timing: CaseTiming): CaseTiming {
  const blind = (one: CaseTiming['time']): CaseTiming['time'] => ({ ...one, smallestVisible: null });
  const { time, instructions, cpu, memory } = timing;
  return { ...timing, time: blind(time), instructions: blind(instructions), cpu: blind(cpu), memory: blind(memory) };
}

function isUnexplained({ explanations }: CaseArms): boolean {
  return [explanations?.baseline, explanations?.candidate].some((one) => one?.explanation.kind === 'unavailable');
}

/** What each arm sent; where that is the same, its place in the candidate's files is enough for both. */
function sentOnce({ baseline, candidate }: PerArm<ArmCase>): PerArm<ArmCase> {
  return { baseline: baseline.sql === candidate.sql ? candidate : baseline, candidate };
}

function ended(
  { verdict }: Decision,
  all: CaseSamples,
  timing: CaseTiming | null,
  { untimed, run }: CaseContext,
): Ended {
  if (verdict === 'inconclusive' && cutExecutions(all) !== null) return { kind: 'cut' };
  if (timing !== null) return endOf(timing, run);
  if (untimed === null) return { kind: 'unmeasured' };
  if (judgesTime(run.plan.mode)) return { kind: 'savedSessions' };
  return { kind: 'countersRead', executions: Math.min(all.samples.baseline.length, all.samples.candidate.length) };
}

function leading(metrics: readonly MovedMetric[], first: string): readonly MovedMetric[] {
  return [...metrics.filter((one) => one.metric === first), ...metrics.filter((one) => one.metric !== first)];
}
