import type { PerArm } from '../../model/arm.ts';
import type { CommonShift } from '../../model/comparison.ts';
import type { Notice } from '../../model/notice.ts';
import type { TimeRefusal } from '../../model/reason.ts';
import { formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { refusalText } from './whyNotText.ts';

/** That the times of two saved runs decide nothing, in full. @param countersDecide false when tables differ */
export function refusalNotice(refusal: TimeRefusal, countersDecide: boolean): Notice {
  const text =
    `Times of the two runs are shown and not judged: ${refusalText(refusal)}. ${adviceOn(refusal)} ` +
    `Failures${countersDecide ? ', results and exact counters' : ' and results'} decide. ` +
    '`hogbench ab` measures both arms together and judges time.';
  return { code: 'time-not-gated', level: 'caution', text };
}

function adviceOn(refusal: TimeRefusal): string {
  switch (refusal.kind) {
    case 'fewSessions':
      return (
        'A change is measured against how much sessions differ among themselves, and fewer do not show it: with one session a ' +
        `side, most comparisons of a thing with itself find a change. Measure with \`hogbench run --sessions ${refusal.needed}\` or more.`
      );
    case 'mismatch': {
      const flags = refusal.kinds.map((kind) => `${kind}=warn`).join(',');
      return `${refusal.kinds.length === 1 ? 'This' : 'Each of these'} can be the whole change. Save a baseline anew where the candidate runs, or judge all the same with --on-mismatch ${flags}.`;
    }
    case 'fewCases':
      return 'What all cases have in common is taken for the machine; with few cases, one that changed is most of what they have in common.';
    case 'shards':
      return 'What the machine does to a session is taken out by what all of its cases have in common, and cases of several machines have nothing of it in common.';
  }
}

/** Two runs that were chosen to be compared. */
export interface PairOfRuns {
  /** The id of the run where both are the same one. */
  readonly sameRun: string | null;
  readonly common: number;
  readonly cases: PerArm<number>;
}

/** Fewer common cases than half of the smaller run are probably a mistake, though not surely. */
export function pairNotices({ sameRun, common, cases: { baseline, candidate } }: PairOfRuns): readonly Notice[] {
  const caution = (code: string, text: string): Notice => ({ code, level: 'caution', text });
  const same = `Both files hold the same run, ${sameRun}: it is compared with itself.`;
  const few = `Only ${common} of ${baseline} and ${candidate} cases are in both runs: are these runs of one workload?`;
  return [
    ...(sameRun === null ? [] : [caution('same-run', same)]),
    ...(common * 2 >= Math.min(baseline, candidate) ? [] : [caution('few-common-cases', few)]),
  ];
}

/** The number that was taken out of every case, and what it can be. */
export function shiftNotices(
  shifts: Readonly<Record<'time' | 'cpu', CommonShift | null>>,
  margin: number,
): readonly Notice[] {
  const { time, cpu } = shifts;
  return [
    ...(time === null ? [] : [shiftNotice('time', time, margin)]),
    ...(cpu?.beyondMargin === true ? [shiftNotice('cpu', cpu, margin)] : []),
  ];
}

function shiftNotice(family: 'time' | 'cpu', shift: CommonShift, margin: number): Notice {
  const { ratio, low, high, cases, beyondMargin } = shift;
  const [code, name] = family === 'cpu' ? ['common-shift-cpu', 'CPU time'] : ['common-shift', 'server time'];
  const number = `All ${plural(cases, 'case')} together: ${name} ${formatRatio(ratio)} (${formatRatio(low)} to ${formatRatio(high)})`;
  const what = 'This is the machine or everything, not attributable, and was taken out of each ratio';
  if (!beyondMargin) return { code, level: 'note', text: `${number}. ${what}.` };
  const text =
    `${number}, beyond the margin of ${formatShare(margin)}. ${what}. No case is called equivalent for it; ` +
    'to tell the machine from the change, measure both arms together with `hogbench ab`.';
  return { code, level: 'caution', text };
}
