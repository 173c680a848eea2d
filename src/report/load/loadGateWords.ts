import type { LoadDoubt, LoadFound, LoadGateFinding, LoadGateJudgement } from '../../model/loadGate.ts';
import type { LoadReport, TrialReport } from '../../model/loadReport.ts';
import { formatCount, formatMs, formatNumber, formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { sourceText } from '../words/gateWords.ts';
import { limitText, rateText } from './loadFigures.ts';
import { trialTitle } from './trialWords.ts';

/** A finding of the rules of a load as the texts that every format shows. Nothing in it is escaped. */
export interface LoadGateWords {
  readonly state: LoadGateState;
  readonly mark: '✗' | '?' | '!' | '·';
  /** `online.p95`, with the trial where there are several. */
  readonly subject: string;
  readonly expected: string;
  /** What there was, and why it is no answer where it is none. */
  readonly found: string;
  /** `rule 2 at hogbench.config.yaml:7:5` */
  readonly by: string;
}

export type LoadGateState = 'error' | 'undecided' | 'warning' | 'pending' | 'off' | 'passed';

const marks = {
  ...{ error: '✗', undecided: '?', warning: '!', pending: '?', off: '·', passed: '·' },
} as const satisfies Readonly<Record<LoadGateState, LoadGateWords['mark']>>;

export function loadGateWords(finding: LoadGateFinding, report: LoadReport): LoadGateWords {
  const state = stateOf(finding);
  const found = finding.found === undefined ? 'nothing' : foundText(finding.found);
  const why = finding.why === undefined ? '' : doubts[finding.why];
  return {
    ...{ state, mark: marks[state], subject: subjectOf(finding, report) },
    ...{ expected: expectedText(finding), found: [found, why].filter((one) => one !== '').join(': ') },
    by: sourceText(finding.source),
  };
}

/** `1 error, 2 undecided, 3 passed`, worst first, and what was not asked. */
export function loadGateCounts({ findings, unasked }: LoadGateJudgement): string {
  const order: readonly LoadGateState[] = ['error', 'undecided', 'warning', 'pending', 'off', 'passed'];
  const counted = order.flatMap((state) => {
    const count = findings.filter((one) => stateOf(one) === state).length;
    if (count === 0) return [];
    return state === 'error' || state === 'warning' ? plural(count, state) : `${formatCount(count)} ${state}`;
  });
  const left = unasked.length === 0 ? [] : [`${unasked.join(', ')} not asked, since this is no search`];
  return [...counted, ...left].join(', ') || 'nothing was asked';
}

/** Findings that a reader has to see; the rest passed. */
export function toldLoadFindings({ findings }: LoadGateJudgement): readonly LoadGateFinding[] {
  return findings.filter(({ outcome }) => outcome !== 'passed');
}

/** The rule that made the outcome of a gate, with what it expected and what was found, or how many held; empty where none did. */
export function decidingLoadRule(report: LoadReport): string {
  const { gate } = report;
  if (gate === undefined || gate.outcome === 'none') return '';
  if (gate.outcome === 'passed') {
    const held = new Set(gate.findings.flatMap((one) => (one.outcome === 'passed' ? one.source.index : [])));
    return `within ${plural(held.size, 'rule')} of ${gate.config ?? 'the config'}`;
  }
  const state = gate.outcome === 'failed' ? 'error' : 'undecided';
  const [first, ...more] = gate.findings.filter((one) => stateOf(one) === state);
  if (first === undefined) return '';
  const { subject, expected, found, by } = loadGateWords(first, report);
  return `${by}: ${subject} ${expected}, found ${found}${more.length === 0 ? '' : `; and ${formatCount(more.length)} more`}`;
}

function stateOf({ outcome, level }: LoadGateFinding): LoadGateState {
  if (outcome === 'fired') return level === 'error' ? 'error' : 'warning';
  if (outcome === 'undecided') return level === 'error' ? 'undecided' : 'pending';
  return outcome;
}

function subjectOf({ metric, trial }: LoadGateFinding, report: LoadReport): string {
  const of: TrialReport | undefined = report.trials.find(({ plan }) => plan.id === trial);
  return of === undefined || report.trials.length === 1 ? metric : `${metric} of ${trialTitle(of, report)}`;
}

function expectedText({ expected }: LoadGateFinding): string {
  if (expected.kind === 'within') return `lower by at most ${formatShare(expected.margin)}`;
  const { value, unit } = expected;
  const limit = { ms: limitText, share: formatShare, perSecond: rateText }[unit](value);
  return `${expected.kind === 'atMost' ? 'at most' : 'at least'} ${limit}`;
}

function foundText({ value, bounds: { low, high }, unit }: LoadFound): string {
  const text = (one: number | null, none: string): string => (one === null ? none : formats[unit](one));
  const never = unit === 'ms' ? 'never' : 'unknown';
  return `${text(value, never)} (${text(low, never)} to ${text(high, low === null ? never : 'unknown')})`;
}

const formats: Readonly<Record<LoadFound['unit'], (value: number) => string>> = {
  ms: formatMs,
  share: formatShare,
  perSecond: formatNumber,
  ratio: formatRatio,
};

const doubts: Readonly<Record<LoadDoubt, string>> = {
  runUnsound: 'the run proves nothing',
  trialUnsound: 'its trial is not valid',
  notAsMeant: 'it was not the load that the rule is made for, as a caution says',
  notOffered: 'the class was not measured',
  background: 'the class was there to disturb',
  fewRequests: 'too few requests or seconds to tell',
  ownLag: 'hogbench itself was late by more than 5% of the limit',
  notSteady: 'not known to last, since the backlog grows or may grow',
  notHeld: 'no rate was held in a run of its own',
  noBaseline: 'there is nothing to compare with',
  straddles: 'the interval reaches to both sides',
};
