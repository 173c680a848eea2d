import type { ArmName } from '../../model/arm.ts';
import type { CommonShift } from '../../model/comparison.ts';
import type { Design } from '../../model/design.ts';
import type { MismatchKind } from '../../model/environment.ts';
import type { Notice } from '../../model/notice.ts';
import { formatRatio, formatShare, plural } from '../../text/quantity.ts';

export interface SavedGate {
  readonly sessions: Readonly<Record<ArmName, number>>;
  /** Cases with server time in enough sessions of both runs. */
  readonly cases: number;
  readonly refused: readonly MismatchKind[];
  /** False when tables differ, so that counters decide nothing either. */
  readonly countersDecide: boolean;
  readonly design: Design;
}

/** Why the times of two saved runs decide nothing: briefly for each case, and in full once. */
export interface TimeRefusal {
  readonly untimed: string;
  readonly notice: Notice;
}

const whatDiffers: Readonly<Record<MismatchKind, string>> = {
  version: 'the server versions',
  settings: 'the settings',
  hardware: 'the machines',
  dataset: 'the data',
};

/** Null when time may be judged. The first reason found is told: sessions, then environments, then the number of cases. */
export function refuseTime({ sessions, cases, refused, countersDecide, design }: SavedGate): TimeRefusal | null {
  const { fewestSessions, fewestCases } = design.saved;
  const { baseline, candidate } = sessions;
  if (Math.min(baseline, candidate) < fewestSessions)
    return refusal(
      countersDecide,
      `the baseline has ${plural(baseline, 'session')}, the candidate ${candidate}, and each needs ${fewestSessions}`,
      'A change is measured against how much sessions differ among themselves, and fewer do not show it: with one session a ' +
        `side, most comparisons of a thing with itself find a change. Measure with \`hogbench run --sessions ${fewestSessions}\` or more.`,
    );
  if (refused.length > 0) {
    const names = refused.map((kind) => whatDiffers[kind]).join(' and ');
    const flags = refused.map((kind) => `${kind}=warn`).join(',');
    return refusal(
      countersDecide,
      `${names} differ`,
      `${refused.length === 1 ? 'This' : 'Each of these'} can be the whole change. Save a baseline anew where the candidate runs, or judge all the same with --on-mismatch ${flags}.`,
    );
  }
  if (cases < fewestCases)
    return refusal(
      countersDecide,
      `${plural(cases, 'case')} can be compared by time, and ${fewestCases} are needed`,
      'What all cases have in common is taken for the machine; with few cases, one that changed is most of what they have in common.',
    );
  return null;
}

function refusal(countersDecide: boolean, short: string, why: string): TimeRefusal {
  const text =
    `Times of the two runs are shown and not judged: ${short}. ${why} Failures${countersDecide ? ', results and exact counters' : ' and results'} decide. ` +
    '`hogbench ab` measures both arms together and judges time.';
  return {
    untimed: `Server time is not judged: ${short}.`,
    notice: { code: 'time-not-gated', level: 'caution', text },
  };
}

/** The number that was taken out of every case, and what it can be. */
export function shiftNotices(
  shifts: Readonly<Record<'time' | 'cpu', CommonShift | null>>,
  margin: number,
): readonly Notice[] {
  const { time, cpu } = shifts;
  return [
    ...(time === null ? [] : [shiftNotice('server time', time, margin)]),
    ...(cpu?.beyondMargin === true ? [shiftNotice('CPU time', cpu, margin)] : []),
  ];
}

function shiftNotice(name: string, shift: CommonShift, margin: number): Notice {
  const { ratio, low, high, cases, beyondMargin } = shift;
  const code = name === 'CPU time' ? 'common-shift-cpu' : 'common-shift';
  const number = `All ${plural(cases, 'case')} together: ${name} ${formatRatio(ratio)} (${formatRatio(low)} to ${formatRatio(high)})`;
  const what = 'This is the machine or everything, not attributable, and was taken out of each ratio';
  if (!beyondMargin) return { code, level: 'note', text: `${number}. ${what}.` };
  const text =
    `${number}, beyond the margin of ${formatShare(margin)}. ${what}. No case is called equivalent for it; ` +
    'to tell the machine from the change, measure both arms together with `hogbench ab`.';
  return { code, level: 'caution', text };
}
