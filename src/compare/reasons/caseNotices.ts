import type { ArmCase, PerArm } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Notice } from '../../model/notice.ts';
import type { Within } from '../../model/reason.ts';
import { typicalValues } from '../../model/typical.ts';
import { formatRow, formatShare } from '../../text/quantity.ts';
import type { WorkVerdict } from '../counters/counters.ts';
import { describeMetric } from '../counters/metricCatalog.ts';
import type { MovedMetric } from '../counters/metricJudgement.ts';
import { badEnds, failuresOf, isFailing } from '../executionFailures.ts';
import type { CaseResult } from '../results/caseResults.ts';
import { cutExecutions } from '../timing/cutting.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { compiledPairs } from '../timing/setAside.ts';
import type { CaseTiming } from '../timing/timing.ts';
import { cutText, failuresText } from './failureText.ts';
import { formatsNotice, unreadNotice } from './resultText.ts';
import { stallNotice } from './stallText.ts';
import { sameWorkText } from './workText.ts';

/** What weakens or explains the verdict of a case. */
export type CaseRemarks = { readonly kind: 'oneArm'; readonly samples: CaseSamples } | BothArms;

interface BothArms {
  readonly kind: 'bothArms';
  readonly samples: CaseSamples;
  readonly sent: PerArm<ArmCase>;
  readonly timing: CaseTiming | null;
  readonly work: WorkVerdict;
  /** Null where nothing is to be said of it. */
  readonly result: CaseResult | null;
  readonly metrics: readonly MovedMetric[];
  readonly design: Design;
  /** The first execution of each arm was left out. */
  readonly coldStart: boolean;
  /** Of an undecided case whose time is not judged: that nothing else changed. */
  readonly sameWork: Within | null;
}

type About = (code: string, level: Notice['level'], text: string) => Notice;

/** Remarks on one case; of one that a single arm has, on its executions alone. */
export function caseNotices(remarks: CaseRemarks): readonly Notice[] {
  const { samples } = remarks;
  const { caseId } = samples;
  const about: About = (code, level, text) => ({ code, level, text, caseId });
  if (remarks.kind === 'oneArm') return executionNotices(samples, about);
  const { work, sameWork } = remarks;
  return [
    ...(remarks.coldStart ? [about('cold-start', 'note', coldStart)] : []),
    ...resultNotices(remarks, about),
    ...executionNotices(samples, about),
    ...armNotices(remarks, about),
    ...(samples.halfPairs > 0 ? [about('half-pairs', 'note', 'Some pairs miss a half and were left out.')] : []),
    ...(work.varying.length > 0 ? [about('counter-varies', 'note', varying(work))] : []),
    ...(work.kind === 'mixed'
      ? [about('counters-disagree', 'caution', 'Some counters of work grew and others shrank; they decide nothing.')]
      : []),
    ...timingNotices(remarks, about),
    ...memoryNotice(remarks, about),
    // A list of undecided cases does not show their reasons; this tells apart those in which nothing else changed.
    ...(sameWork === null ? [] : [about('same-work', 'note', sameWorkText(sameWork))]),
  ];
}

const coldStart =
  'A counter of work differed in the first execution and agreed in all later ones; the first was left out.';

function resultNotices({ result, samples: { caseId } }: BothArms, about: About): readonly Notice[] {
  if (result?.kind === 'unjudged') return [unreadNotice(result.why, caseId)];
  if (result?.kind === 'same' && result.formats !== undefined) return [formatsNotice(result.formats, caseId)];
  if (result?.kind !== 'ignored') return [];
  return [about('result-ignored', 'note', 'Results were not compared: the workload says `results: ignore`.')];
}

/** Executions that the server cut, or that a stall touched. */
function executionNotices(samples: CaseSamples, about: About): readonly Notice[] {
  const cut = cutExecutions(samples);
  return [...(cut === null ? [] : [about('cut-by-limit', 'caution', cutText(cut))]), ...stallNotice(samples)];
}

function armNotices({ samples, sent, design }: BothArms, about: About): readonly Notice[] {
  return (['baseline', 'candidate'] as const).flatMap((arm) => {
    const tally = samples.tally[arm];
    const { missing, missingDetail } = tally;
    const detail = missingDetail === null ? '' : ` (${missingDetail})`;
    const left = `${missing} of the ${arm}'s executions left no facts in the server's log${detail}.`;
    const failures = `In the ${arm}, ${failuresText(failuresOf(tally, sent[arm]))}`;
    return [
      ...(badEnds(tally) > 0 && !isFailing(tally, design) ? [about('executions-failed', 'caution', failures)] : []),
      ...(missing > 0 ? [about('evidence-missing', 'caution', left)] : []),
    ];
  });
}

function varying(work: WorkVerdict): string {
  const names = work.varying.map((one) => describeMetric(one).label).join(', ');
  return `Counters that are usually exact varied within an arm and are compared as noisy metrics: ${names}.`;
}

function timingNotices({ timing, samples, design }: BothArms, about: About): readonly Notice[] {
  if (timing === null) return [];
  const { time, cpu } = timing;
  const clock = timing.clock === 'running_time' ? 'running time' : 'server time';
  const isEquivalent = time.kind === 'equivalent';
  const opposed =
    (time.kind === 'regressed' && cpu.kind === 'improved') || (time.kind === 'improved' && cpu.kind === 'regressed');
  return [
    ...compilingNotice(samples, design, about),
    ...(isEquivalent && time.confirmation !== null
      ? [about('suspicion-refuted', 'note', 'It looked different at first; fresh sessions proved it equivalent.')]
      : []),
    ...(isEquivalent && cpu.kind === 'unconfirmed'
      ? [about('cpu-unconfirmed', 'note', 'CPU time looked different at first and was not confirmed.')]
      : []),
    ...(opposed
      ? [about('cpu-disagrees', 'caution', `CPU time moved the other way than ${clock}; ${clock} decides.`)]
      : []),
  ];
}

/** How many pairs were set aside, when they are many; or that time includes compiling, when nothing else was left. */
function compilingNotice(samples: CaseSamples, { setAside }: Design, about: About): readonly Notice[] {
  const seen = compiledPairs(samples, setAside);
  if (seen === null) return [];
  const { compiled, pairs, isIncluded } = seen;
  const text = isIncluded
    ? `The server compiled an expression in ${compiled} of ${pairs} pairs, so times include compiling.`
    : `In ${compiled} of ${pairs} pairs the server compiled an expression; they were set aside from time and CPU time.`;
  return [about('compiled', 'note', text)];
}

/** Memory that grew and did not decide: the arms were measured apart, or no fresh session has tested it. */
function memoryNotice({ metrics, timing, design }: BothArms, about: About): readonly Notice[] {
  const memory = metrics.find((one) => one.metric === 'memory');
  if (memory?.moved !== true || timing?.memory.kind === 'regressed') return [];
  const { baseline, candidate } = typicalValues(memory);
  const [before, after] = [baseline ?? 0, candidate ?? 0];
  if (after <= before) return [];
  const [from, to] = formatRow([before, after], 'bytes');
  const text = `Peak memory grew from ${from} to ${to}, beyond its tolerance of ${formatShare(design.memory.share)}.`;
  return [about('memory-grew', 'caution', text)];
}
