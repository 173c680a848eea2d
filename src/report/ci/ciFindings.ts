import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { type GateOutcome, type GateRules, gateOutcome, usualRules } from '../../model/gateOutcome.ts';
import { visibleLine } from '../../text/safeText.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import type { Telling } from '../words/reportLink.ts';
import { verdictParts } from '../words/verdictLine.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { changedPlace } from './changedPlace.ts';
import type { CiFinding, CiLevel } from './ciFinding.ts';
import { gateFindings } from './gateFindings.ts';

/** The kinds of findings that a CI shows: what is not among the verdicts is about the run as a whole. */
export type CiRule =
  | 'regressed'
  | 'result-changed'
  | 'failed'
  | 'improved'
  | 'unconfirmed'
  | 'inconclusive'
  | 'added'
  | 'removed'
  | 'run-interrupted'
  | 'run-incomplete'
  | 'run-undecided'
  | 'run-doubtful';

/** What each kind is about, in the order of every list. */
export const ciRules: Readonly<Record<CiRule, string>> = {
  regressed: verdictWord('regressed').meaning,
  'result-changed': verdictWord('resultChanged').meaning,
  failed: verdictWord('failed').meaning,
  improved: verdictWord('improved').meaning,
  unconfirmed: verdictWord('unconfirmed').meaning,
  inconclusive: verdictWord('inconclusive').meaning,
  added: 'Only the candidate has this case, and it was not tried.',
  removed: verdictWord('removed').meaning,
  'run-interrupted': 'The run was interrupted, so that its verdicts are not all there.',
  'run-incomplete': 'The run is incomplete, or has no evidence at all.',
  'run-undecided': 'Too little was decided for the run to pass.',
  'run-doubtful': 'Something about the whole run takes from what it says.',
};

const longestMessage = 2000;

/**
 * What a CI shows of a comparison: each case that needs a look, worst first, and before them what is wrong with the run as a whole.
 * Cases that are equivalent, improved or new and tried are not among them, unless they are to fail. An undecided case is, so that no
 * list without findings says more than the verdict does.
 */
export function ciFindings(report: ComparisonReport, telling: Telling = {}): readonly CiFinding[] {
  const rules = telling.rules ?? usualRules;
  const ofCases = report.cases.flatMap((item): readonly CiFinding[] => {
    const { verdict } = item;
    const level = decidedLevel(item, report) ?? levelOf(item, rules);
    if (level === undefined || verdict === 'equivalent') return [];
    return [
      {
        rule: ruleOf(verdict),
        level,
        caseId: item.caseId,
        title: bounded(`${item.caseId}: ${verdictWord(verdict).word}`, 200),
        message: bounded(`${item.reason} ${evidenceLine(item.evidence)}`, longestMessage),
        place: changedPlace(item, telling.checkout),
      },
    ];
  });
  const order: readonly CiLevel[] = ['error', 'warning', 'note'];
  const sorted = ofCases;
  const all = [...gateFindings(report, telling.checkout), ...sorted];
  return [
    ...ofRun(report, rules, all.length > 0),
    ...order.flatMap((level) => all.filter((one) => one.level === level)),
  ];
}

/** `resultChanged` as `result-changed`, as the flags write it. */
function ruleOf(verdict: Exclude<Verdict, 'equivalent'>): CiRule {
  return verdict === 'resultChanged' ? 'result-changed' : verdict;
}

/** What rules of the config make of a case's verdict; undefined where they say nothing of it. */
function decidedLevel({ caseId }: CaseComparison, { gate }: ComparisonReport): CiLevel | undefined {
  switch (gate?.decisions.find((one) => one.caseId === caseId)?.level) {
    case 'error':
    case 'undecided':
      return 'error';
    case 'warn':
      return 'warning';
    case 'off':
    case 'allowed':
      return 'note';
    case undefined:
      return undefined;
  }
}

function levelOf({ verdict, evidence }: CaseComparison, { failOn, strict }: GateRules): CiLevel | undefined {
  if (failOn.has(verdict)) return 'error';
  const isUntried = verdict === 'added' && evidence.executions.candidate === 0;
  const isUndecided = verdict === 'unconfirmed' || verdict === 'inconclusive' || isUntried;
  if (isUndecided && strict) return 'error';
  switch (verdict) {
    case 'regressed':
    case 'resultChanged':
    case 'failed':
    case 'unconfirmed':
    case 'removed':
      return 'warning';
    case 'inconclusive':
      return 'note';
    case 'added':
      return isUntried ? 'note' : undefined;
    case 'improved':
    case 'equivalent':
      return undefined;
  }
}

const runRules: Readonly<Partial<Record<GateOutcome, CiRule>>> = {
  interrupted: 'run-interrupted',
  invalid: 'run-incomplete',
  undecided: 'run-undecided',
};

function ofRun(report: ComparisonReport, rules: GateRules, isSaid: boolean): readonly CiFinding[] {
  const { mark, text } = verdictParts(report, rules);
  const rule = runRules[gateOutcome(report, rules)];
  const about = { caseId: '', title: 'hogbench', place: undefined };
  if (rule !== undefined)
    return [{ ...about, rule, level: 'error', message: bounded(`${text}. ${ciRules[rule]}`, longestMessage) }];
  if (mark !== '⚠️' || isSaid) return [];
  const cautions = report.notices.filter(({ level }) => level === 'caution').map((one) => one.text);
  const message = bounded([`${text}.`, ...cautions].join(' '), longestMessage);
  return [{ ...about, rule: 'run-doubtful', level: 'warning', message }];
}

function bounded(text: string, most: number): string {
  const line = visibleLine(text);
  return line.length > most ? `${line.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
