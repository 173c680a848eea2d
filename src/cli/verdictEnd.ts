import { styleText } from 'node:util';
import type { ComparisonReport, Verdict } from '../model/comparison.ts';
import {
  comparedCases,
  damagedCode,
  decidedNothing,
  lessDataCode,
  maybeRenamed,
  undecidedCases,
} from '../model/decided.ts';
import type { UserError } from '../model/errors.ts';
import {
  decidedShare,
  type GateOutcome,
  type GateRules,
  gateOutcome,
  openCases,
  usualFailures,
} from '../model/gateOutcome.ts';
import { decidingRule, suspectedText } from '../report/words/gateText.ts';
import { undecidedText } from '../report/words/undecidedText.ts';
import { type VerdictMark, verdictParts } from '../report/words/verdictLine.ts';
import { wrap } from '../text/displayWidth.ts';
import { formatCount, formatShare, plural } from '../text/quantity.ts';
import { terminalLines, terminalText } from '../text/safeText.ts';
import { type ExitCode, exitCode, outcomeExit } from './exitCode.ts';
import type { Flags } from './flags/optionSource.ts';
import type { Io } from './io.ts';
import { tell } from './tell.ts';

/** How the last line is printed. */
export interface LastLine {
  /** stdout is one JSON document, so that the line goes to stderr. */
  readonly json: boolean;
  readonly color: boolean;
}

/** How a comparison ends. */
export interface Ending extends LastLine {
  readonly rules: GateRules;
  /** Why it exits 0 whatever the verdict; absent: it exits by the verdict. */
  readonly passes?: string | undefined;
  /** Why findings do not fail, where the command lets none of them; absent: `rules` say it. */
  readonly lenient?: string | undefined;
  /** Why reports could not be written or printed. */
  readonly failures: readonly UserError[];
  /** Why a run that was to be a baseline is none. */
  readonly unsaved?: readonly UserError[];
}

/** Tells what could not be written and then, as the last line, the verdict with the exit code, which it gives. */
export function endWithVerdict(report: ComparisonReport, ending: Ending, io: Io): ExitCode {
  const { rules, passes, failures, unsaved = [] } = ending;
  tellFailures([...failures, ...unsaved], io);
  const outcome = gateOutcome(report, rules);
  const ofVerdict = passes === undefined ? outcomeExit(outcome) : exitCode.fine;
  // A verdict that is favourable does not stay so without its reports.
  const isUnwritten = ofVerdict === exitCode.fine && failures.length + unsaved.length > 0;
  const code = isUnwritten ? exitCode.target : ofVerdict;
  const why = isUnwritten
    ? unwrittenText(failures.length, unsaved.length)
    : (passes ?? reasonOf(report, ending, outcome));
  const { mark, text } = verdictParts(report, hasFindings(report, rules) ? undefined : rules);
  printLast(`${text} — exit ${code}${why === '' ? '' : ` (${why})`}`, ending, io, mark);
  return code;
}

function unwrittenText(reports: number, baselines: number): string {
  const parts = [
    ...(reports === 0 ? [] : [`${plural(reports, 'report')} not written`]),
    ...(baselines === 0 ? [] : ['baseline not saved']),
  ];
  return parts.join(', ');
}

/** What could not be written, and why. */
export function tellFailures(failures: readonly UserError[], io: Io): void {
  for (const { where, message, fix } of failures)
    io.stderr(terminalLines([`hogbench: ${where === undefined ? '' : `${where}: `}${message}`, `  fix:   ${fix}`]));
}

/** Runs work that compares; where it ends without a verdict, the last line says that. */
export async function endingWithVerdict(flags: Flags, io: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const code = tell(error, io);
    if (code !== exitCode.usage && flags.dryRun !== true)
      io.stderr(terminalLines([`hogbench: no verdict — exit ${code}`]));
    return code;
  }
}

const styles: Readonly<Record<VerdictMark, 'red' | 'yellow' | 'green'>> = { '❌': 'red', '⚠️': 'yellow', '✅': 'green' };

/** The last line of a command: whole for a reader that is a program, wrapped at words on a terminal. */
export function printLast(text: string, { json, color }: LastLine, io: Io, mark: VerdictMark): void {
  const line = terminalText(`hogbench: ${text}`);
  const lines = io.isColor ? wrapWhole(line, Math.max(40, io.columns)) : [line];
  const paint = (one: string): string =>
    color ? styleText(['bold', styles[mark]], one, { validateStream: false }) : one;
  if (json) io.stderr(lines.map((one) => `${one}\n`).join(''));
  else io.stdout(lines.map((one) => `${paint(one)}\n`).join(''), { color });
}

/** The exit code stays beside its word. */
function wrapWhole(line: string, width: number): readonly string[] {
  return wrap(line.replace(/— exit (?=\d)/, '—\u00a0exit\u00a0'), width).map((one) => one.replaceAll('\u00a0', ' '));
}

/** Whether something was found that these rules let pass and others do not: it is told as what it is. */
function hasFindings({ counts }: ComparisonReport, { failOn }: GateRules): boolean {
  return [...usualFailures].some((verdict) => counts[verdict] > 0 && !failOn.has(verdict));
}

/** What the counts do not say of an exit code; empty where they say all. */
function reasonOf(report: ComparisonReport, { rules, lenient }: Ending, outcome: GateOutcome): string {
  const { counts, status } = report;
  const { failOn, strict } = rules;
  const rule = decidingRule(report);
  if (rule !== '' && (outcome === 'passed' || outcome === 'regression')) return rule;
  switch (outcome) {
    case 'passed': {
      const passed = [...usualFailures].filter((verdict) => counts[verdict] > 0);
      return passed.length === 0 ? '' : (lenient ?? `--fail-on ${flagList(failOn)}`);
    }
    case 'regression': {
      const asked = [...failOn].filter((verdict) => counts[verdict] > 0);
      return asked.some((verdict) => usualFailures.has(verdict)) ? '' : `--fail-on ${flagList(new Set(asked))}`;
    }
    case 'undecided':
      if (decidedNothing(report)) return undecidedText(report);
      if (rule !== '' && !(strict && openCases(report, rules) > 0)) return rule;
      if (failOn.has('inconclusive') && counts.inconclusive > 0) return '--fail-on inconclusive';
      if (strict && undecidedCases(report) > 0) return `--strict: ${undecidedText(report)}`;
      if (decidedShare(report) < (rules.minDecided ?? 0))
        return `--min-decided ${formatShare(rules.minDecided ?? 0)}: ${formatShare(Math.floor(100 * decidedShare(report)) / 100)} decided`;
      if (report.gate !== undefined && openCases(report) === comparedCases(report) && openCases(report) > 0)
        return 'beside what rules let pass, nothing was decided';
      if (suspectedText(report) !== '') return suspectedText(report);
      if (report.notices.some((one) => one.code === damagedCode)) return 'parts of the run file are lost';
      if (report.notices.some((one) => one.code === lessDataCode)) return 'the candidate has less data';
      if (maybeRenamed(report) > 0)
        return `${formatCount(counts.removed)} removed and ${formatCount(counts.added)} new, which may have been renamed`;
      if (counts.added === 0 && counts.removed > 0) return 'the candidate has none of the cases';
      return counts.added > 0 ? `${formatCount(counts.added)} new not tried` : '';
    case 'invalid':
      return status.kind === 'complete' ? 'no execution left evidence' : '';
    case 'resultsDiffer':
    case 'interrupted':
      return '';
  }
}

function flagList(verdicts: ReadonlySet<Verdict>): string {
  return [...verdicts].map((one) => one.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join(',');
}
