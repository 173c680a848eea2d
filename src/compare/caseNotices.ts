import type { Design } from '../model/design.ts';
import type { MetricComparison } from '../model/metric.ts';
import type { Notice } from '../model/notice.ts';
import { typicalValues } from '../model/typical.ts';
import { formatRow, formatShare } from '../text/quantity.ts';
import type { WorkVerdict } from './counters/counters.ts';
import { describeMetric } from './counters/metricCatalog.ts';
import type { CaseResult } from './doubts.ts';
import { badEnds, failureText, isFailing } from './executionFailures.ts';
import { stallNotice } from './reasons/stallText.ts';
import { compilingNotice } from './timing/compiling.ts';
import { cutText } from './timing/cutting.ts';
import type { CaseSamples } from './timing/pairing.ts';
import type { CaseTiming } from './timing/timing.ts';

export interface NoticeInput {
  readonly samples: CaseSamples;
  readonly timing: CaseTiming | null;
  readonly work: WorkVerdict;
  /** Null where nothing is to be said of it. */
  readonly result: CaseResult | null;
  readonly metrics: readonly (MetricComparison & { readonly moved: boolean })[];
  readonly design: Design;
}

/** Remarks that weaken or explain the verdict of one case. */
export function caseNotices(input: NoticeInput): readonly Notice[] {
  const { samples, work, result } = input;
  const about = (code: string, level: Notice['level'], text: string): Notice => ({
    code,
    level,
    text,
    caseId: samples.caseId,
  });
  const notices: Notice[] = [];
  if (result?.kind === 'unjudged')
    notices.push(
      result.notice ?? about('result-not-compared', 'caution', 'Results were not compared: they were not read.'),
    );
  if (result?.kind === 'same' && result.notice !== undefined) notices.push(result.notice);
  if (result?.kind === 'ignored')
    notices.push(about('result-ignored', 'note', 'Results were not compared: the workload says `results: ignore`.'));
  notices.push(...cutNotice(samples), ...stallNotice(samples));
  for (const arm of ['baseline', 'candidate'] as const) {
    const tally = samples.tally[arm];
    if (badEnds(tally) > 0 && !isFailing(tally, input.design))
      notices.push(about('executions-failed', 'caution', `In the ${arm}, ${failureText(tally)}`));
    if (tally.missing > 0)
      notices.push(
        about(
          'evidence-missing',
          'caution',
          `${tally.missing} of the ${arm}'s executions left no facts in the server's log${tally.missingDetail === null ? '' : ` (${tally.missingDetail})`}.`,
        ),
      );
  }
  if (samples.halfPairs > 0) notices.push(about('half-pairs', 'note', 'Some pairs miss a half and were left out.'));
  if (work.varying.length > 0) {
    const names = work.varying.map((one) => describeMetric(one).label).join(', ');
    const text = `Counters that are usually exact varied within an arm and are compared as noisy metrics: ${names}.`;
    notices.push(about('counter-varies', 'note', text));
  }
  if (work.kind === 'mixed')
    notices.push(
      about('counters-disagree', 'caution', 'Some counters of work grew and others shrank; they decide nothing.'),
    );
  const compiling = input.timing === null ? null : compilingNotice(samples, input.design.setAside);
  if (compiling !== null) notices.push(compiling);
  notices.push(...timingNotices(input, about), ...memoryNotice(input, about));
  return notices;
}

/** Executions that the server cut; of a case in one arm only too, whose costs are shown. */
export function cutNotice(samples: CaseSamples): readonly Notice[] {
  const text = cutText(samples);
  return text === '' ? [] : [{ code: 'cut-by-limit', level: 'caution', text, caseId: samples.caseId }];
}

type About = (code: string, level: Notice['level'], text: string) => Notice;

function timingNotices({ timing }: NoticeInput, about: About): readonly Notice[] {
  if (timing === null) return [];
  const { time, cpu } = timing;
  const notices: Notice[] = [];
  if (time.kind === 'equivalent' && time.confirmation !== null)
    notices.push(
      about('suspicion-refuted', 'note', 'It looked different at first; fresh sessions proved it equivalent.'),
    );
  if (time.kind === 'equivalent' && cpu.kind === 'unconfirmed')
    notices.push(about('cpu-unconfirmed', 'note', 'CPU time looked different at first and was not confirmed.'));
  const opposed =
    (time.kind === 'regressed' && cpu.kind === 'improved') || (time.kind === 'improved' && cpu.kind === 'regressed');
  if (opposed)
    notices.push(
      about('cpu-disagrees', 'caution', 'CPU time moved the other way than server time; server time decides.'),
    );
  return notices;
}

/** Memory that grew and did not decide: the arms were measured apart, or no fresh session has tested it. */
function memoryNotice({ metrics, timing, design }: NoticeInput, about: About): readonly Notice[] {
  const memory = metrics.find((one) => one.metric === 'memory');
  if (memory?.moved !== true || timing?.memory.kind === 'regressed') return [];
  const { baseline, candidate } = typicalValues(memory);
  const [before, after] = [baseline ?? 0, candidate ?? 0];
  if (after <= before) return [];
  const [from, to] = formatRow([before, after], 'bytes');
  const text = `Peak memory grew from ${from} to ${to}, beyond its tolerance of ${formatShare(design.memory.share)}.`;
  return [about('memory-grew', 'caution', text)];
}
