import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { currentDesign } from '../../model/design.ts';
import { judgesTime, reportedMode } from '../../model/mode.ts';
import { type Undecided, undecidedTally, whyUndecided } from '../../model/undecided.ts';
import { readDuration } from '../../text/duration.ts';
import { formatCount } from '../../text/quantity.ts';

type ReportOfCases = Pick<ComparisonReport, 'cases' | 'method' | 'options'>;

/** Said of so many cases: `9 too noisy`. */
const words: Readonly<Record<Undecided, string>> = {
  lost: 'in a damaged run file',
  resultsUnread: 'whose results were not compared',
  cut: 'cut by a limit of the server',
  failures: 'with executions that failed',
  evidence: "of which the server's log tells too little",
  stalls: 'disturbed by stalls',
  debt: 'on tables that a server still works on',
  otherData: 'on tables that differ',
  counters: 'with counters that vary or disagree',
  busyMachine: 'of fewer threads, on a machine too busy to show what that costs',
  costlier: 'that took more CPU time, where time was not judged',
  fewSessions: 'with too few sessions to judge time',
  mismatch: 'measured in places that differ',
  fewCases: 'in runs of too few cases to judge time',
  shards: 'in runs of several parts, of which time is not judged',
  budget: 'cut short by the time budget',
  unmeasured: 'never measured',
  stopped: 'still open when the run ended',
  unconfirmed: 'suspected and not confirmed',
  noise: 'too noisy',
};

/** Said of the only case, where that takes other words: `Nothing decided in search: its results were not compared`. */
const wordsOfOne: Partial<typeof words> = {
  lost: 'parts of the run file are damaged',
  resultsUnread: 'its results were not compared',
  failures: 'some of its executions failed',
  evidence: "the server's log tells too little of it",
  debt: 'a server still works on its tables',
  otherData: 'its tables differ',
  counters: 'its counters vary or disagree',
  busyMachine: 'it has fewer threads, and the machine was too busy to show what that costs',
  costlier: 'it took more CPU time, and time was not judged',
  fewSessions: 'there are too few sessions to judge time',
  fewCases: 'the runs have too few cases to judge time',
};

/**
 * `9 too noisy, 4 cut short by the time budget`; empty where every case is decided.
 *
 * @param mostNamed cases of each that are named behind it
 */
export function undecidedText({ cases }: Pick<ReportOfCases, 'cases'>, mostNamed: number = 0): string {
  return undecidedTally(cases)
    .map(({ why, caseIds }) => `${formatCount(caseIds.length)} ${words[why]}${namedText(caseIds, mostNamed)}`)
    .join(', ');
}

/** Of the only case of a report: `too noisy`; empty where it is decided. */
export function undecidedWords(item: CaseComparison): string {
  const why = whyUndecided(item);
  return why === null ? '' : (wordsOfOne[why] ?? words[why]);
}

function namedText(caseIds: readonly string[], most: number): string {
  if (most === 0) return '';
  const more = caseIds.length - most;
  return ` (${[...caseIds.slice(0, most), ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join(', ')})`;
}

/** What would decide more, and of how many cases where that differs: `hogbench ab … --max-pairs 40 or a quieter machine (9)`. Empty where nothing would. */
export function helpText(report: ReportOfCases): string {
  const help = new Map<string, number>();
  for (const { why, caseIds } of undecidedTally(report.cases)) {
    const step = nextStep(why, report);
    help.set(step, (help.get(step) ?? 0) + caseIds.length);
  }
  const isAll = help.size === 1;
  return [...help].map(([step, cases]) => (isAll ? step : `${step} (${formatCount(cases)})`)).join('; ');
}

const usualBudget = '10m';

function nextStep(why: Undecided, { method, options = [] }: ReportOfCases): string {
  const { saved, maxPairs } = method;
  switch (why) {
    case 'lost':
      return 'measure again, as parts of the run file are lost';
    case 'resultsUnread':
      return 'results that can be compared: each case says what keeps them from it';
    case 'cut':
      return 'queries without an overflow mode of break or any';
    case 'failures':
      return 'fix what fails, or raise --timeout';
    case 'evidence':
      return 'hogbench doctor, which names what the server does not tell';
    case 'otherData':
    case 'mismatch':
      return 'the same data, server and machine for both arms';
    case 'counters':
      return judgesTime(reportedMode(method)) ? 'a longer run' : 'judging time, without --quick or --counters-only';
    case 'busyMachine':
      return 'a machine with cores to spare';
    case 'costlier':
      return 'judging time, without --quick or --counters-only';
    case 'fewSessions':
      return `hogbench run … --sessions ${formatCount(neededSessions(saved?.sessions))} for each run`;
    case 'fewCases':
    case 'shards':
      return 'hogbench ab, which measures both arms together';
    case 'budget':
    case 'unmeasured':
      return `hogbench ab … --budget ${longerBudget(options)}`;
    case 'stopped':
      return 'the same command with --resume';
    case 'debt':
      return 'the same command when the servers are done';
    case 'stalls':
      return 'a quieter machine';
    case 'unconfirmed':
      return 'a quieter machine, and another run';
    case 'noise':
      return saved === undefined
        ? `hogbench ab … --max-pairs ${2 * maxPairs} or a quieter machine, or --counters-only, which needs none`
        : `hogbench run … --sessions ${2 * neededSessions(saved.sessions)} for each run`;
  }
}

function neededSessions(sessions: { readonly baseline: number; readonly candidate: number } | undefined): number {
  return Math.max(currentDesign.saved.fewestSessions, Math.min(sessions?.baseline ?? 0, sessions?.candidate ?? 0));
}

/** Twice as long as it was, where that is known. */
function longerBudget(options: NonNullable<ComparisonReport['options']>): string {
  const ms = readDuration(options.find(({ name }) => name === 'budget')?.value ?? '');
  if (ms === undefined) return usualBudget;
  return ms < 60_000 ? `${Math.ceil((2 * ms) / 1000)}s` : `${Math.ceil((2 * ms) / 60_000)}m`;
}
