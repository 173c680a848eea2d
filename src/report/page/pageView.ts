import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { formatCount, formatMoment, plural } from '../../text/quantity.ts';
import { type ArmsView, armsView } from '../words/armsView.ts';
import { replicateWord } from '../words/caseRow.ts';
import { closingSentence } from '../words/closing.ts';
import { type Footnote, footnoteMarks, footnotes } from '../words/footnotes.ts';
import { headlineParts } from '../words/headline.ts';
import { methodText } from '../words/methodText.ts';
import { type VerdictWord, verdictWord } from '../words/verdictWords.ts';
import { selfCheckText } from '../words/wholeRunText.ts';
import { caseAnchor } from './caseRowView.ts';
import { type CaseView, caseView } from './caseView.ts';
import { type ChangesView, changesView } from './changesView.ts';
import { domainOf, manyRows, narrowLayout, ratioAxis } from './charts/ratioAxis.ts';
import { drawnRatio } from './charts/ratioInterval.ts';
import { type Fact, factsOf } from './factsView.ts';
import { type GateView, gateView } from './gateView.ts';
import { type HeadView, headView } from './headView.ts';
import { type MoneyView, moneyView } from './moneyView.ts';
import { type OverviewView, overviewView } from './overviewView.ts';
import { createSqlViews } from './sqlView.ts';
import { type SuiteView, suiteView } from './suiteView.ts';
import { detailedCases, type TableView, tableView } from './tableView.ts';

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
export interface PageView extends TableView, HeadView, ChangesView {
  /** What went worst. */
  readonly headline: string;
  readonly subline: string;
  /** Whether the candidate costs less, and whether it was proved equivalent. */
  readonly answer: string;
  readonly isComplete: boolean;
  readonly runId: string;
  readonly startedAt: string;
  readonly facts: readonly Fact[];
  readonly arms: ArmsView;
  /** What weakens every verdict. */
  readonly cautions: readonly string[];
  /** How many more cautions there are, each of some cases; empty when there is none. */
  readonly moreCautions: string;
  readonly suite: SuiteView | null;
  /** Null where no price was given. */
  readonly money: MoneyView | null;
  /** Null where nobody asked for rules. */
  readonly gate: GateView | null;
  /** Null where there is too little to look over. */
  readonly overview: OverviewView | null;
  /** The sections of the page, each with its fragment. */
  readonly contents: readonly { readonly hash: string; readonly title: string }[];
  readonly action: readonly CaseView[];
  /** Findings that ask for nothing. */
  readonly findings: readonly CaseView[];
  readonly others: readonly CaseView[];
  /** `33 other cases`. */
  readonly othersText: string;
  /** So few that folding the list of them saves nothing. */
  readonly othersOpen: boolean;
  /** Whether so much is shown in full that a browser had better lay it out when it is scrolled to. */
  readonly isLong: boolean;
  /** What is not shown in full; empty when everything is. */
  readonly leftOut: string;
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

function selfCheckView(report: ComparisonReport): SelfCheckView | null {
  const text = selfCheckText(report);
  if (text === '') return null;
  const cases = report.selfCheck?.kind === 'ran' ? report.selfCheck.cases : [];
  return {
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    cases: cases.map(({ of, verdict, reason }) => ({ of, word: verdictWord(verdict), reason })),
  };
}

function leftOutText(shown: number, all: number): string {
  return shown === all
    ? ''
    : `To stay small, this page shows ${formatCount(shown)} of ${formatCount(all)} cases in full: the most severe findings first, then cases whose SQL differs, then others. Every case has its row in the table, and the JSON report has all that is known of it.`;
}

/** Verdicts that a change should not be merged with. */
const askForAction: ReadonlySet<Verdict> = new Set(['regressed', 'resultChanged', 'failed']);

/** Other cases; a longer list is folded. */
const mostUnfolded = 5;

/** Cases in full; fewer are laid out at once. */
const longFrom = 100;

/** Of a run, more than these are read below. */
const mostCautions = 3;

function cautionsOf(notes: readonly Footnote[]): Pick<PageView, 'cautions' | 'moreCautions'> {
  const all = notes.filter(({ notice }) => notice.level === 'caution');
  const shown = all.filter(({ caseIds }) => caseIds.length === 0).slice(0, mostCautions);
  const more = all.length - shown.length;
  return {
    cautions: shown.map(({ notice }) => notice.text),
    moreCautions: more === 0 ? '' : plural(more, shown.length === 0 ? 'caution' : 'more caution'),
  };
}

function contentsOf(
  sections: readonly (readonly [hash: string, isThere: boolean, title: string])[],
): PageView['contents'] {
  return sections.filter(([, isThere]) => isThere).map(([hash, , title]) => ({ hash, title }));
}

/** Arranges a report for the page. Its strings must already be visible text. */
export function pageView(report: ComparisonReport): PageView {
  const notes = footnotes(report);
  const marks = footnoteMarks(notes);
  const { margin } = report.method;
  const marksOf = ({ caseId }: CaseComparison): string => marks.get(caseId) ?? '';
  const detailed = detailedCases(report.cases);
  const drawn = report.cases.map(({ metrics }) => drawnRatio(metrics[0])).filter((one) => one !== null);
  const domain = domainOf(drawn, margin, manyRows);
  const axis = ratioAxis(domain, margin, narrowLayout);
  const suite = suiteView(report);
  const money = moneyView(report);
  const context = { margin, axis, startedAt: report.startedAt, sqlOf: createSqlViews(detailed.size) };
  const details = report.cases
    .filter((item) => detailed.has(item))
    .map((item) => caseView(item, context, marksOf(item)));
  const { main, rest } = headlineParts(report);
  const action = details.filter((item) => askForAction.has(item.row.verdict.verdict));
  const findings = details.filter(({ row: { verdict } }) => verdict.isFinding && !askForAction.has(verdict.verdict));
  const others = details.filter((item) => !item.row.verdict.isFinding);
  const overview = overviewView(report, suite, domain);
  const changes = changesView(report);
  return {
    headline: main,
    subline: rest,
    answer: closingSentence(report),
    isComplete: report.status.kind === 'complete',
    runId: report.runId,
    startedAt: formatMoment(report.startedAt),
    ...headView(report),
    facts: factsOf(report),
    arms: armsView(report.arms),
    ...cautionsOf(notes),
    suite,
    money,
    gate: gateView(report),
    ...changes,
    overview,
    contents: contentsOf([
      ['gate', report.gate !== undefined, 'Gate'],
      ['action', action.length > 0, `Needs action (${formatCount(action.length)})`],
      ['found', findings.length > 0, `Also found (${formatCount(findings.length)})`],
      ['overview', overview !== null, 'Overview'],
      ['costs', suite !== null, 'Costs'],
      ['money', money !== null, 'Money'],
      ['all', report.cases.length > 0, `All ${plural(report.cases.length, 'case')}`],
      ['others', others.length > 0, 'Other cases'],
      ['arms', true, 'On what'],
      ['tables', changes.schema !== null, changes.schema?.title ?? ''],
      ['versions', changes.versions !== null, changes.versions?.title ?? ''],
      ['state', changes.state !== null, 'State of the servers'],
      ['notices', notes.length > 0, 'Notices'],
      ['method', true, 'Method'],
    ]),
    action,
    findings,
    others,
    othersText: plural(others.length, 'other case'),
    othersOpen: others.length <= mostUnfolded,
    isLong: details.length > longFrom,
    ...tableView(report, axis, detailed, marksOf),
    leftOut: leftOutText(details.length, report.cases.length),
    notes: notes.map(noteView),
    selfCheck: selfCheckView(report),
    method: methodText(report),
    replicates: replicateWord(report),
    replicatesTitle: replicateWord(report) === 'pairs' ? 'Pairs' : 'Sessions',
  };
}
