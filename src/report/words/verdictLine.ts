import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { comparedCases, decidedNothing, lessDataCode, severity } from '../../model/decided.ts';
import { failingVerdicts, firedRules, type GateRules, gateOutcome, usualRules } from '../../model/gateOutcome.ts';
import { judgedTime } from '../../model/metric.ts';
import { judgesTime, reportedMode } from '../../model/mode.ts';
import { formatCount, plural } from '../../text/quantity.ts';

export type VerdictMark = '✅' | '⚠️' | '❌';

/**
 * The verdict in one line: `❌ 1 slower, 1 wrong result, of 3 changed`. It holds no text from outside.
 *
 * @param rules by which the command exits
 */
export function verdictLine(report: ComparisonReport, rules: GateRules = usualRules): string {
  const { mark, text } = verdictParts(report, rules);
  return `${mark} ${text}`;
}

/** The same, with the mark apart. */
export function verdictParts(
  report: ComparisonReport,
  rules: GateRules = usualRules,
): { readonly mark: VerdictMark; readonly text: string } {
  const mark = markOf(report, rules);
  return { mark, text: countsText(report, mark) };
}

function countsText(report: ComparisonReport, mark: VerdictMark): string {
  const counted = countedWords(report, mark);
  const state = { complete: '', interrupted: 'interrupted: ', incomplete: 'incomplete: ' }[report.status.kind];
  if (counted.length === 0) return `${state}${nothingDiffers(report) || 'no case was compared'}`;
  const undecided = decidedNothing(report) ? 'nothing decided: ' : '';
  const compared = comparedCases(report) === 0 ? 'nothing to compare with: ' : '';
  return `${state}${undecided}${compared}${counted.join(', ')}, of ${totalText(report)}${unjudged(report)}`;
}

/**
 * ❌ where something that is to fail was found. ✅ only where the whole run is there, it compared something or there is nothing that differs,
 * and every answer of it is favourable. ⚠️ for all between: nothing decided, cut short, something that a reader has to look at.
 */
function markOf(report: ComparisonReport, rules: GateRules): VerdictMark {
  const outcome = gateOutcome(report, rules);
  const failing = [...failingVerdicts(report, rules)].some((verdict) => verdict !== 'inconclusive');
  const broken = firedRules(report).length > 0;
  if (outcome === 'regression' || outcome === 'resultsDiffer' || failing || broken) return '❌';
  const isAnswer = comparedCases(report) > 0 || nothingDiffers(report) !== '';
  return outcome === 'passed' && isAnswer && isClear(report) ? '✅' : '⚠️';
}

const clear: ReadonlySet<Verdict> = new Set<Verdict>(['improved', 'equivalent', 'added']);
/** Remarks on a whole run that take from a favourable word, whatever verdict each case has. */
const doubtful: ReadonlySet<string> = new Set([lessDataCode, 'self-check-flagged', 'design-differs', 'same-arms']);

/** A case that is removed was not checked: renamed, it would take its slowness along. */
function isClear({ cases, notices, gate }: ComparisonReport): boolean {
  return (
    (gate === undefined ||
      (gate.retagged === undefined && gate.findings.every(({ outcome }) => outcome === 'passed'))) &&
    cases.every(({ verdict }) => clear.has(verdict)) &&
    !cases.some(({ verdict, evidence }) => verdict === 'added' && evidence.executions.candidate === 0) &&
    !notices.some(({ code, level }) => level === 'caution' && doubtful.has(code))
  );
}

/** As everywhere, but what was compared and is the same comes before what has nothing to be compared with. */
const order: readonly Verdict[] = [
  ...severity.filter((verdict) => !['equivalent', 'added', 'removed'].includes(verdict)),
  ...(['equivalent', 'added', 'removed'] as const),
];

/** Cases by what became of them, worst first. Beside something wrong, what is not is left out. */
function countedWords(report: ComparisonReport, mark: VerdictMark): readonly string[] {
  const timed = isTimed(report);
  const words = new Map<string, number>();
  const decided = decidedByGate(report);
  for (const verdict of order) {
    if (mark === '❌' && verdict === 'equivalent') continue;
    for (const item of report.cases.filter((one) => one.verdict === verdict)) {
      const word = `${saidOf(item, timed)}${decided.get(item.caseId) ?? ''}`;
      words.set(word, (words.get(word) ?? 0) + 1);
    }
  }
  return [
    ...[...words].map(([word, count]) =>
      word === 'wrong result' ? plural(count, word) : `${formatCount(count)} ${word}`,
    ),
    ...brokenRules(report),
  ];
}

/** What rules and allowances make of a case's verdict, behind the word for it. */
function decidedByGate({ gate }: ComparisonReport): ReadonlyMap<string, string> {
  if (gate === undefined) return new Map();
  const levels = {
    allowed: ' (allowed)',
    warn: ' (a warning)',
    // By a level, or by a margin of its own that is wider.
    off: ' (let pass)',
    error: '',
    undecided: '',
  } as const;
  const exceeded = gate.findings.flatMap(({ asks, outcome, allowance, caseId }) =>
    asks !== 'allowance' && outcome === 'fired' && allowance !== undefined && caseId !== null ? [caseId] : [],
  );
  return new Map([
    ...gate.decisions.map(({ caseId, level }) => [caseId, levels[level]] as const),
    ...exceeded.map((caseId) => [caseId, ' than allowed'] as const),
  ]);
}

/** What rules and allowances add to the verdicts of cases: nothing of a case that is counted as slower. */
function brokenRules(report: ComparisonReport): readonly string[] {
  const regressed = new Set(report.cases.flatMap(({ verdict, caseId }) => (verdict === 'regressed' ? caseId : [])));
  const fired = firedRules(report).filter(
    ({ asks, caseId }) => asks === 'budget' || asks === 'allowance' || caseId === null || !regressed.has(caseId),
  );
  const count = (...kinds: readonly string[]): number => fired.filter(({ asks }) => kinds.includes(asks)).length;
  const [over, beyond, allowances] = [count('budget'), count('margin', 'change'), count('allowance')];
  return [
    ...(over === 0 ? [] : [`${formatCount(over)} over budget`]),
    ...(beyond === 0 ? [] : [`${formatCount(beyond)} beyond a rule's margin`]),
    ...(allowances === 0 ? [] : [`${plural(allowances, 'allowance')} to fix`]),
  ];
}

function saidOf(item: CaseComparison, timed: boolean): string {
  switch (item.verdict) {
    case 'regressed':
      return timed && timeMoved(item, 1) ? 'slower' : 'costlier';
    case 'improved':
      return timed && timeMoved(item, -1) ? 'faster' : 'cheaper';
    case 'resultChanged':
      return 'wrong result';
    case 'added':
      return 'new';
    case 'equivalent':
      return timed ? 'equivalent' : `of the same work${item.results === 'same' ? ' and result' : ''}`;
    default:
      return item.verdict;
  }
}

/** Whether its time is part of what was found: a verdict can rest on counters, CPU time or memory alone. */
function timeMoved({ evidence, metrics }: CaseComparison, direction: 1 | -1): boolean {
  if (evidence.restsOn === 'time') return true;
  // Where counters decide, what time seems to say is not confirmed.
  if (evidence.restsOn === 'counters') return false;
  const time = judgedTime(metrics)?.result;
  if (time?.kind !== 'estimate') return false;
  return direction === 1 ? time.low > 1 : time.high < 1;
}

/** `3 changed` where every case is one that the arms send differently, else `24 cases`. */
function totalText({ cases, identical }: ComparisonReport): string {
  const changed = identical !== undefined || cases.every(isChanged);
  return changed ? `${formatCount(cases.length)} changed` : plural(cases.length, 'case');
}

function isChanged({ baseline, candidate }: CaseComparison): boolean {
  if (baseline === null || candidate === null) return true;
  return baseline.sql !== candidate.sql || JSON.stringify(baseline.params) !== JSON.stringify(candidate.params);
}

function isTimed({ method }: ComparisonReport): boolean {
  return judgesTime(reportedMode(method)) && method.saved?.commonShift !== null;
}

/** What no verdict of these speaks of. */
function unjudged(report: ComparisonReport): string {
  const ignored = report.cases.filter(({ results }) => results === 'ignored').length;
  const time = isTimed(report) ? '' : '; time was not judged';
  return `${time}${ignored === 0 ? '' : `; results of ${formatCount(ignored)} not compared`}`;
}

/** `21 identical cases were not measured`; empty where none was left out. */
export function identicalText({ identical }: Pick<ComparisonReport, 'identical'>): string {
  if (identical === undefined) return '';
  return `${formatCount(identical)} identical ${identical === 1 ? 'case was' : 'cases were'} not measured`;
}

/**
 * `nothing differs: both arms send the same in all 36 cases`; empty where a case was compared or tried, and where nothing is known
 * to be the same.
 */
export function nothingDiffers({
  cases,
  identical,
  options = [],
}: Pick<ComparisonReport, 'cases' | 'identical' | 'options'>): string {
  if (cases.length > 0 || identical === undefined) return '';
  const all = identical === 1 ? 'the only case' : `all ${plural(identical, 'case')}`;
  // What the filter leaves out was not looked at.
  const filtered = options.some(({ name }) => name === 'filter') ? ' that --filter takes' : '';
  return `nothing differs: both arms send the same in ${all}${filtered}`;
}
