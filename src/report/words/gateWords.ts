import type { GateFinding, GateFound, GateMissing, GateSource } from '../../model/gateJudgement.ts';
import {
  formatCount,
  formatInterval,
  formatMove,
  formatRatio,
  formatShare,
  formatValue,
  plural,
} from '../../text/quantity.ts';
import { gateFix } from './gateFix.ts';
import { verdictWord } from './verdictWords.ts';

/** A finding of the gate as the texts that every format shows of it. Nothing in it is escaped. */
export interface GateWords {
  /** `error`, `undecided`, `warning`, `pending`, `allowed`, `off`, `passed`. */
  readonly state: string;
  readonly mark: '✗' | '?' | '!' | '~' | '·';
  /** The case, or the pattern of an allowance. */
  readonly subject: string;
  /** `read_bytes over its budget` */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  /** `rule 2 at hogbench.config.yaml:7:5` */
  readonly by: string;
  /** What a reader weighs it by: executions, the reason of an allowance; empty where there is nothing. */
  readonly evidence: string;
  /** The sentences of the case's verdict; empty where they are no ground of it. */
  readonly reason: string;
  /** What to do; empty where the finding says it. */
  readonly fix: string;
}

export function gateWords(finding: GateFinding): GateWords {
  const state = gateState(finding);
  return {
    state,
    mark: marks[state],
    subject: finding.caseId ?? finding.name,
    what: whatOf(finding),
    expected: expectedText(finding),
    found: foundText(finding.found),
    by: sourceText(finding.source),
    evidence: evidenceText(finding),
    reason: finding.asks === 'allowance' ? '' : finding.evidence.reason,
    fix: gateFix(finding),
  };
}

export type GateState = 'error' | 'undecided' | 'warning' | 'pending' | 'allowed' | 'off' | 'passed';

const marks = {
  ...{ error: '✗', undecided: '?', warning: '!', pending: '?', allowed: '~', off: '·', passed: '·' },
} as const satisfies Readonly<Record<GateState, GateWords['mark']>>;

export function gateState({ outcome, level }: GateFinding): GateState {
  if (outcome === 'fired') return level === 'error' ? 'error' : 'warning';
  if (outcome === 'undecided') return level === 'error' ? 'undecided' : 'pending';
  return outcome;
}

function whatOf({ asks, outcome, metric, expected, found, allowance }: GateFinding): string {
  const exceeds = allowance !== undefined && outcome === 'fired' && asks !== 'allowance';
  const beyond = exceeds ? `, beyond the ${formatRatio(allowance.upTo)} that is allowed` : '';
  const open = outcome === 'undecided';
  switch (asks) {
    case 'budget':
      return `${metric} ${outcome === 'passed' ? 'within' : open ? 'not shown to be within' : 'over'} its budget`;
    case 'margin':
      return `${metric} ${outcome === 'passed' ? 'within' : open ? 'not shown to be within' : 'beyond'} its margin${beyond}`;
    case 'change':
      return `${metric} ${outcome === 'passed' ? 'not worse' : open ? 'not shown to be no worse' : 'found worse'}${beyond}`;
    case 'verdict':
      return found.kind === 'verdict' ? verdictWord(found.verdict).word : 'verdict';
    case 'allowance':
      if (expected.kind !== 'needed') return `allowance of ${metric} ${open ? 'may have ended' : 'has ended'}`;
      if (open) return `allowance of ${metric} waits`;
      return found.kind === 'missing'
        ? `allowance of ${metric} for no case`
        : `allowance of ${metric} that nothing needs`;
  }
}

/** What was asked for, in words of our own: numbers, days and commits are all that is in it from elsewhere. */
export function expectedText({ expected }: Pick<GateFinding, 'expected'>): string {
  switch (expected.kind) {
    case 'atMost':
      return `at most ${formatValue(expected.value, expected.unit)}`;
    case 'within':
      return `worse by at most ${formatShare(expected.margin)}`;
    case 'notWorse':
      return `not worse by more than ${formatShare(expected.margin)}`;
    case 'notVerdict':
      return `not ${verdictWord(expected.verdict).word}`;
    case 'ratioAtMost':
      return `at most ${formatRatio(expected.ratio)}`;
    case 'until':
      return `holds until ${expected.day}`;
    case 'since':
      return `holds until the baseline contains ${expected.commit}`;
    case 'needed':
      return 'a case that needs it';
  }
}

/** What there was, in a few words. */
export function foundText(found: GateFound): string {
  switch (found.kind) {
    case 'value': {
      const { value, low, high, baseline, unit } = found;
      const between =
        low === undefined || high === undefined ? '' : ` (${formatValue(low, unit)} to ${formatValue(high, unit)})`;
      const before = baseline === null ? '' : `, ${formatValue(baseline, unit)} in the baseline`;
      return `${formatValue(value, unit)}${between}${before}`;
    }
    case 'ratio': {
      const { ratio, interval, baseline, candidate, unit } = found;
      const values =
        baseline === null && candidate === null ? '' : formatMove(baseline, candidate, unit, interval === null);
      if (ratio === null) return values;
      const sure = interval === null ? ' exactly' : ` (${formatInterval(interval)})`;
      return `${formatRatio(ratio)}${sure}${values === '' ? '' : `, ${values}`}`;
    }
    case 'verdict':
      return verdictWord(found.verdict).word;
    case 'day':
      return `today is ${found.day}`;
    case 'commit':
      return `the baseline contains ${found.commit}`;
    case 'missing':
      return missingText(found.why);
  }
}

function missingText(why: GateMissing): string {
  switch (why.kind) {
    case 'notMeasured':
      return 'not measured';
    case 'notJudged':
      return 'not judged in this run';
    case 'noBaseline':
      return 'nothing to compare with';
    case 'caseUndecided':
      return 'the case is undecided';
    case 'caseFailed':
      return 'the case failed';
    case 'straddles':
      return 'the interval reaches to both sides';
    case 'maybeRenamed':
      return 'the case is gone, and may be one of the new ones by another name';
    case 'fewExecutions':
      return `${plural(why.executions, 'execution')}, and ${formatCount(why.needed)} are needed`;
    case 'commitUnknown':
      return 'this clone does not tell whether the baseline contains that commit';
    case 'baselineUnknown':
      return 'the commit of the baseline is not known here';
  }
}

/** `rule 2 at hogbench.config.yaml:7:5` */
export function sourceText(source: GateSource): string {
  switch (source.kind) {
    case 'rule':
      return `rule ${source.index + 1} at ${source.place}`;
    case 'preset':
      return `preset ${source.preset}`;
    case 'failOn':
      return 'verdicts that fail';
    case 'allowance':
      return `allowance ${source.index + 1} at ${source.place}`;
  }
}

function evidenceText({ evidence: { executions }, allowance, outcome }: GateFinding): string {
  const counted =
    executions.baseline + executions.candidate === 0
      ? ''
      : `${formatCount(executions.baseline)} and ${plural(executions.candidate, 'execution')}.`;
  const why =
    outcome === 'allowed' && allowance !== undefined
      ? `Allowed up to ${formatRatio(allowance.upTo)}: ${allowance.reason} (${allowance.place}).`
      : '';
  return [why, counted].filter((one) => one !== '').join(' ');
}
