import type { Method } from '../../model/comparison.ts';
import { type ModeKind, reportedMode, startsTogether } from '../../model/mode.ts';
import { formatCount, formatShare, plural } from '../../text/quantity.ts';
import { runningTimeText } from './noiseText.ts';

/** All that reports say differently from mode to mode. */
interface ModeWords {
  /** By what it was judged, beside the margin. */
  readonly rule: (method: Method) => string;
  /** The same, for a comment. */
  readonly judged: string;
  /** What a run without a finding has no regression in, before the number of cases. */
  readonly subject: string;
  /** What did not change beyond this margin. */
  readonly unchanged: (margin: string) => string;
  /** Of a case that is equivalent. */
  readonly proved: string;
  /** Why there are no totals; null where there can be some. */
  readonly noTotals: string | null;
  /** How the verdicts came about, one sentence each. */
  readonly method: (method: Method) => readonly string[];
}

const timed = {
  rule: ({ falseDiscoveryRate }: Method) => `false discovery rate ${formatShare(falseDiscoveryRate)}`,
  judged: 'times and results',
  subject: '',
  unchanged: (margin: string) => `no change beyond ${margin}`,
  proved: 'proved equivalent',
  noTotals: null,
};

const words: Readonly<Record<ModeKind, ModeWords>> = {
  paired: {
    ...timed,
    method: (method) => [
      ...timedMethod(method),
      'The halves of a pair ran one after the other, in alternating order.',
      ...plannedPairs(method),
    ],
  },
  duet: {
    ...timed,
    method: (method) => [
      ...timedMethod(method),
      'Duet: both halves of a pair ran at the same time, each on its own machine, so that noise hits both.',
      ...plannedPairs(method),
    ],
  },
  counters: {
    rule: () => 'exact counters only',
    judged: 'exact counters and results alone; time was not judged',
    subject: 'the work of ',
    unchanged: (margin) => `no change of work beyond ${margin}; time was not judged`,
    proved: 'the same work',
    noTotals: 'time and totals are not judged',
    method: countersMethod,
  },
  sessions: {
    ...timed,
    noTotals: 'totals of runs that were measured apart are not compared',
    method: (method) => [...timedMethod(method), ...plannedSessions(method)],
  },
};

export function modeWords(method: Method): ModeWords {
  return words[reportedMode(method).kind];
}

/** That both halves of a pair were on their way at once; nothing where they were not. */
export function togetherText(method: Method): readonly string[] {
  return startsTogether(reportedMode(method)) ? ['both halves of a pair at once'] : [];
}

function timedMethod(method: Method): readonly string[] {
  const margin = formatShare(method.margin);
  return [
    `A difference counts when it is beyond the margin of ${margin}.`,
    `Equivalent means that the whole interval lies inside the margin and that results agree. What was not checked is called inconclusive.`,
    `Of all cases called regressed or improved, at most ${formatShare(method.falseDiscoveryRate)} are expected to be false.`,
    `Counters that never varied inside an arm are compared by equality, without statistics; they are marked =.`,
    ...[runningTimeText(method.noise)].filter((text) => text !== ''),
  ];
}

function plannedPairs({ minPairs, maxPairs, sessions, seed }: Method): readonly string[] {
  return [
    `Planned: ${minPairs} to ${maxPairs} pairs a case, sessions: ${sessions}, seed: ${seed}.`,
    'The same samples and seed give the same verdict.',
  ];
}

function plannedSessions({ saved }: Method): readonly string[] {
  if (saved === undefined) return [];
  const { baseline, candidate } = saved.sessions;
  return [
    `Two saved runs of ${formatCount(baseline)} and ${plural(candidate, 'session')}. Where times are judged, each session is one value of a case, less what all cases of that session have in common.`,
    'The same two runs give the same verdict.',
  ];
}

function countersMethod(method: Method): readonly string[] {
  const margin = formatShare(method.margin);
  return [
    `Counters of work (rows and bytes read, selected marks and parts) are compared by equality; a move beyond ${margin} counts.`,
    'A counter that varied inside an arm is demoted: its case is inconclusive. Where none moved, the work is equivalent.',
    'Time was not judged, so a change that costs more time over the same data is not seen.',
    `Planned: ${method.minPairs} executions of a case in each arm, up to ${method.maxPairs} where counters vary or moved.`,
  ];
}
