import type { ArmCase } from '../model/arm.ts';
import type { ArmText, CaseComparison, PairPoint } from '../model/comparison.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifference } from '../model/rowDifference.ts';
import type { Run } from '../model/run.ts';
import { plural } from '../text/quantity.ts';
import { caseNotices } from './caseNotices.ts';
import { caseTable, tableOf } from './counters/caseTable.ts';
import { judgeWork } from './counters/counters.ts';
import { coldStartNotice, countedFacts } from './counters/countersOnly.ts';
import { compareMetrics, type MovedMetric } from './counters/metrics.ts';
import { observe } from './counters/observations.ts';
import { type CaseResult, resultsField } from './doubts.ts';
import { type CaseExplanations, comparePlans } from './plans/comparePlans.ts';
import { savedRunsEnded, stoppedBy } from './reasons/timingText.ts';
import { observationText } from './reasons/workText.ts';
import { reportedParams } from './reportedParams.ts';
import { placedMessage } from './syntaxError.ts';
import { cutText } from './timing/cutting.ts';
import type { ArmTally, CaseSamples } from './timing/pairing.ts';
import type { CaseTiming } from './timing/timing.ts';
import { decideVerdict, sameWork } from './verdict.ts';
import { evidenceOf } from './verdictEvidence.ts';

/** What a case is in each arm; at least one of the two is there. */
export interface CaseArms {
  readonly caseId: string;
  readonly baseline: ArmCase | null;
  readonly candidate: ArmCase | null;
  /** Absent where no plans were read. */
  readonly explanations?: CaseExplanations | undefined;
  /** Absent where no rows were read. */
  readonly rowDifference?: RowDifference | undefined;
}

export interface CaseContext {
  readonly run: Pick<Run, 'plan' | 'status' | 'lost'>;
  readonly workDecides: boolean;
  /** Why server time cannot be judged at all; null when it is. */
  readonly untimed: string | null;
}

/** Judges one case that both arms have. */
export function compareCase(
  arms: CaseArms,
  measured: CaseSamples,
  paired: CaseTiming | null,
  result: CaseResult,
  context: CaseContext,
): CaseComparison {
  const { plan: judgedBy } = context.run;
  const { margin, design } = judgedBy;
  const samples = withPlaces(arms, measured);
  const timing = context.untimed === null ? paired : null;
  const countersOnly = context.run.plan.countersOnly === true;
  const all = caseTable(samples);
  const { facts, work, coldStart } = countersOnly
    ? countedFacts(all.facts, judgedBy)
    : { facts: all.facts, work: judgeWork(all.facts, judgedBy), coldStart: false };
  const table = coldStart ? tableOf(facts, samples) : all;
  const metrics = compareMetrics({ table, timing, plan: judgedBy, countersOnly });
  const untimed = context.untimed ?? 'It was never measured.';
  const { workDecides } = context;
  const { lost } = context.run;
  const checked = { samples, result, facts, lost, design };
  const judged = decideVerdict({ ...checked, timing, untimed, work, workDecides, margin, countersOnly });
  const { verdict, restsOn: metric } = judged;
  const isCut = verdict === 'inconclusive' && cutText(samples) !== '';
  const ended = isCut
    ? 'executions were cut'
    : timing === null
      ? untimedEnd(samples, context)
      : stoppedBy(timing, context.run);
  const refused = verdict === 'failed' && samples.tally.baseline.failed + samples.tally.candidate.failed > 0;
  // What the server refuses to execute it refuses to explain and to check, in the same words.
  const plan = refused && isUnexplained(arms) ? null : comparePlans(arms.explanations, metrics);
  const observed = observe(metrics);
  const unchanged = verdict === 'equivalent';
  return {
    ...describe(arms, samples),
    verdict,
    reason: unchanged || plan === null ? judged.reason : `${judged.reason} ${plan.sentence}`,
    plan: unchanged && plan?.differences.length === 0 ? null : plan,
    results: resultsField(result),
    rowDifference: verdict === 'resultChanged' ? (arms.rowDifference ?? null) : null,
    observed,
    observations: observed.map(observationText),
    evidence: evidenceOf({ verdict, metric, samples, facts, timing, work, design, stoppedBy: ended }),
    metrics: leading(metrics, judged.restsOn).map(({ moved: _, ...metric }) => metric),
    notices: [
      ...(coldStart ? [coldStartNotice(arms.caseId)] : []),
      ...caseNotices({ samples, timing, work, result: refused ? null : result, metrics, design }),
      ...(verdict === 'inconclusive' && timing === null && !countersOnly
        ? sameWorkNotice(arms.caseId, sameWork({ work, workDecides, result, margin }))
        : []),
    ],
  };
}

function isUnexplained({ explanations }: CaseArms): boolean {
  return [explanations?.baseline, explanations?.candidate].some((one) => one?.explanation.kind === 'unavailable');
}

/** Messages on SQL that cannot be parsed tell its place; one place is enough for two arms that send the same. */
function withPlaces({ baseline, candidate }: CaseArms, samples: CaseSamples): CaseSamples {
  const placed = (tally: ArmTally, own: ArmCase | null): ArmTally =>
    tally.message === null || own === null ? tally : { ...tally, message: placedMessage(tally.message, own) };
  const same = baseline?.sql === candidate?.sql;
  const tally = {
    baseline: placed(samples.tally.baseline, same ? candidate : baseline),
    candidate: placed(samples.tally.candidate, candidate),
  };
  return { ...samples, tally };
}

/** A list of undecided cases does not show their reasons; this tells apart those in which nothing else changed. */
function sameWorkNotice(caseId: string, text: string): readonly Notice[] {
  return text === '' ? [] : [{ code: 'same-work', level: 'note', text, caseId }];
}

function untimedEnd({ samples }: CaseSamples, { untimed, run }: CaseContext): string {
  if (untimed === null) return 'never measured';
  const executions = Math.min(samples.baseline.length, samples.candidate.length);
  return run.plan.countersOnly === true
    ? `counters read in ${plural(executions, 'execution')} of each arm`
    : savedRunsEnded;
}

export type Description = Omit<
  CaseComparison,
  | 'verdict'
  | 'reason'
  | 'observed'
  | 'observations'
  | 'evidence'
  | 'plan'
  | 'results'
  | 'rowDifference'
  | 'metrics'
  | 'notices'
>;

/** What a comparison says of a case whatever was measured. */
export function describe({ caseId, baseline, candidate }: CaseArms, samples: CaseSamples): Description {
  const shown = candidate ?? baseline;
  return {
    caseId,
    name: shown?.name ?? caseId,
    description: shown?.description ?? '',
    tags: shown?.tags ?? {},
    // A change does not choose how much its own cases count.
    weight: (baseline ?? candidate)?.weight ?? 1,
    pairs: pairPoints(samples),
    baseline: baseline === null ? null : armText(baseline, samples),
    candidate: candidate === null ? null : armText(candidate, samples),
  };
}

const mostQueryIds = 3;

function armText({ arm, sql, params, settings, place }: ArmCase, { samples }: CaseSamples): ArmText {
  return {
    sql,
    params: reportedParams(params),
    settings,
    place,
    queryIds: samples[arm].slice(-mostQueryIds).map((one) => one.queryId),
  };
}

function pairPoints({ screening, confirmation }: CaseSamples): readonly PairPoint[] {
  return [...screening, ...confirmation].flatMap(({ session, round, pair, stalled }) =>
    pair === null
      ? []
      : {
          ...{ session, round, baselineUs: pair.baseline.durationUs, candidateUs: pair.candidate.durationUs },
          ...(stalled.length === 0 ? {} : { stalled }),
        },
  );
}

function leading(metrics: readonly MovedMetric[], first: string): readonly MovedMetric[] {
  return [...metrics.filter((one) => one.metric === first), ...metrics.filter((one) => one.metric !== first)];
}
