import type { CaseComparison, ComparisonReport } from '../model/comparison.ts';
import type { SuiteRatio } from '../model/suite.ts';
import { type ArmsView, armsView } from './armsView.ts';
import { type CaseRowView, type CaseView, caseAnchor, caseRowView, caseView } from './caseView.ts';
import { detailedCases } from './detailedCases.ts';
import { type Footnote, footnoteMarks, footnotes } from './footnotes.ts';
import { formatChange, formatCount, formatMoment, formatRatio, formatShare } from './format.ts';
import { headlineParts } from './headline.ts';
import { replicateWord } from './replicates.ts';
import { selfCheckText } from './selfCheckText.ts';
import { formatSuiteRatio } from './suiteTable.ts';
import { type SuiteView, suiteView } from './suiteView.ts';
import { type VerdictWord, verdictWord, verdictWords } from './verdictWords.ts';

interface NoteView {
  readonly number: number;
  readonly level: string;
  readonly text: string;
  readonly cases: readonly { readonly anchor: string; readonly id: string }[];
  readonly more: number;
}

interface SelfCheckView {
  readonly text: string;
  readonly cases: readonly { readonly of: string; readonly word: VerdictWord; readonly reason: string }[];
}

/** All that the HTML template shows. */
export interface PageView {
  readonly headline: string;
  readonly subline: string;
  readonly isComplete: boolean;
  readonly runId: string;
  readonly startedAt: string;
  readonly badges: readonly (VerdictWord & { readonly count: string })[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly detail: string }[];
  readonly arms: ArmsView;
  readonly suite: SuiteView | null;
  readonly findings: readonly CaseView[];
  readonly others: readonly CaseView[];
  readonly cases: readonly (CaseRowView & { readonly isDetailed: boolean })[];
  /** What is not shown in full; empty when everything is. */
  readonly leftOut: string;
  readonly caseCount: string;
  readonly notes: readonly NoteView[];
  readonly selfCheck: SelfCheckView | null;
  readonly method: readonly string[];
  /** What the last column counts. */
  readonly replicates: string;
  readonly replicatesTitle: string;
}

/** Cases a notice links to; beyond them it only says how many more there are. */
const mostLinks = 5;

function noteView({ number, notice, caseIds }: Footnote): NoteView {
  const cases = caseIds.slice(0, mostLinks).map((id) => ({ anchor: caseAnchor(id), id }));
  return { number, level: notice.level, text: notice.text, cases, more: caseIds.length - cases.length };
}

/** The number that was taken out of all cases of two saved runs. */
function shiftFact({ method }: ComparisonReport): PageView['facts'] {
  const shift = method.saved?.commonShift ?? null;
  if (shift === null) return [];
  const detail = `${formatChange(shift.ratio)}, the machine or everything, not attributable`;
  return [{ label: `All ${formatCount(shift.cases)} cases together`, value: formatRatio(shift.ratio), detail }];
}

function factsOf(report: ComparisonReport): PageView['facts'] {
  const { selfCheck } = report;
  const ratio = (label: string, value: SuiteRatio | null | undefined): PageView['facts'] =>
    value === null || value === undefined
      ? []
      : [{ label, value: formatRatio(value.ratio), detail: formatSuiteRatio(value) }];
  const whole = report.suite?.whole;
  return [
    ...ratio('Geometric mean of the time ratios', whole?.geometricMean),
    ...ratio(
      'Server time, weighted',
      whole?.costs.find((one) => one.metric === 'server_time'),
    ),
    ...shiftFact(report),
    { label: 'Executions', value: formatCount(report.executions), detail: '' },
    ...(selfCheck?.kind === 'ran' && selfCheck.cases.length > 0
      ? [{ label: 'Self-check', value: `${selfCheck.flagged} of ${selfCheck.cases.length}`, detail: 'flagged' }]
      : []),
  ];
}

function selfCheckView(report: ComparisonReport): SelfCheckView | null {
  const text = selfCheckText(report);
  if (text === '') return null;
  const cases = report.selfCheck?.kind === 'ran' ? report.selfCheck.cases : [];
  return {
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    cases: cases.map(({ of, verdict, reason }) => ({ of, word: verdictWord(verdict), reason })),
  };
}

function plannedOf(method: ComparisonReport['method']): readonly string[] {
  const { saved, duet, minPairs, maxPairs, sessions, seed } = method;
  if (saved === undefined)
    return [
      duet
        ? 'Duet: both halves of a pair ran at the same time, each on its own machine, so that noise hits both.'
        : 'The halves of a pair ran one after the other, in alternating order.',
      `Planned: ${minPairs} to ${maxPairs} pairs a case, sessions: ${sessions}, seed: ${seed}.`,
      'The same samples and seed give the same verdict.',
    ];
  const { baseline, candidate } = saved.sessions;
  return [
    `Two saved runs of ${baseline} and ${candidate} sessions. Where times are judged, each session is one value of a case, less what all cases of that session have in common.`,
    'The same two runs give the same verdict.',
  ];
}

function methodOf({ method }: ComparisonReport): readonly string[] {
  const margin = formatShare(method.margin);
  if (method.countersOnly)
    return [
      `Counters of work (rows and bytes read, selected marks and parts) are compared by equality; a move beyond ${margin} counts.`,
      'A counter that varied inside an arm is demoted: its case is inconclusive. Where none moved, the work is equivalent.',
      'Time was not judged, so a change that costs more time over the same data is not seen.',
      `Planned: ${method.minPairs} executions of a case in each arm, up to ${method.maxPairs} where counters vary or moved.`,
    ];
  return [
    `A difference counts when it is beyond the margin of ${margin}.`,
    `Equivalent means that the whole interval lies inside the margin. Too little data is called inconclusive.`,
    `Of all cases called regressed or improved, at most ${formatShare(method.falseDiscoveryRate)} are expected to be false.`,
    `Counters that never varied inside an arm are compared by equality, without statistics; they are marked =.`,
    ...plannedOf(method),
  ];
}

function leftOutText(shown: number, all: number): string {
  return shown === all
    ? ''
    : `To stay small, this page shows ${formatCount(shown)} of ${formatCount(all)} cases in full: the most severe findings first, then cases whose SQL differs, then others. Every case has its row in the table, and the JSON report has all that is known of it.`;
}

/** Arranges a report for the page. Its strings must already be visible text. */
export function pageView(report: ComparisonReport): PageView {
  const notes = footnotes(report);
  const marks = footnoteMarks(notes);
  const { margin } = report.method;
  const marksOf = ({ caseId }: CaseComparison): string => marks.get(caseId) ?? '';
  const detailed = detailedCases(report.cases);
  const details = report.cases
    .filter((item) => detailed.has(item))
    .map((item) => caseView(item, margin, marksOf(item)));
  const { main, rest } = headlineParts(report);
  return {
    headline: main,
    subline: rest,
    isComplete: report.status.kind === 'complete',
    runId: report.runId,
    startedAt: formatMoment(report.startedAt),
    badges: verdictWords
      .filter(({ verdict }) => report.counts[verdict] > 0)
      .map((word) => ({ ...word, count: formatCount(report.counts[word.verdict]) })),
    facts: factsOf(report),
    arms: armsView(report.arms),
    suite: suiteView(report.suite, margin),
    findings: details.filter((item) => item.row.verdict.isFinding),
    others: details.filter((item) => !item.row.verdict.isFinding),
    cases: report.cases.map((item) => ({
      ...caseRowView(item, margin, marksOf(item)),
      isDetailed: detailed.has(item),
    })),
    leftOut: leftOutText(details.length, report.cases.length),
    caseCount: formatCount(report.cases.length),
    notes: notes.map(noteView),
    selfCheck: selfCheckView(report),
    method: methodOf(report),
    replicates: replicateWord(report),
    replicatesTitle: replicateWord(report) === 'pairs' ? 'Pairs' : 'Sessions',
  };
}
