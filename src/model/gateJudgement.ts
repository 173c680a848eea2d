import type { Ratio, Unit } from './units.ts';
import type { GateOutcome, Verdict } from './verdictKind.ts';

/** How loudly a rule speaks: `error` fails the gate, `warn` is told, `off` is told where it hides something. */
export type GateLevel = 'error' | 'warn' | 'off';

/** Sets of rules that a config can begin with. */
export const gatePresets = ['default', 'counters-only', 'strict', 'migration'] as const;
export type GatePreset = (typeof gatePresets)[number];

/** Who asked. */
export type GateSource =
  /** A rule of the config, counted from 0; `place` is its `file:line:column`. */
  | { readonly kind: 'rule'; readonly index: number; readonly place: string }
  | { readonly kind: 'preset'; readonly preset: GatePreset }
  /** Verdicts that fail without any rule, or because `--fail-on` says so. */
  | { readonly kind: 'failOn' }
  /** An entry of the allowances, counted from 0. */
  | { readonly kind: 'allowance'; readonly index: number; readonly place: string };

/**
 * What became of a question. `allowed`: it would have fired, and an allowance covers it. `off`: it would have fired, and a rule switches it
 * off. `undecided`: what was measured does not answer it.
 */
export type GateFindingOutcome = 'fired' | 'undecided' | 'allowed' | 'off' | 'passed';

/** What was asked for. */
export type GateExpected =
  /** A budget on the candidate's typical value, in the base unit of the metric. */
  | { readonly kind: 'atMost'; readonly value: number; readonly unit: Unit }
  /** That the metric is not worse by more than `margin`: 0.02 is 2%. By its interval. */
  | { readonly kind: 'within'; readonly margin: number }
  /** That the metric is not found worse, as verdicts are found. */
  | { readonly kind: 'notWorse'; readonly margin: number }
  | { readonly kind: 'notVerdict'; readonly verdict: Verdict }
  /** Of an allowance: at most so many times the baseline. */
  | { readonly kind: 'ratioAtMost'; readonly ratio: Ratio }
  /** Of an allowance: until this day, `2027-01-01`, has passed in UTC. */
  | { readonly kind: 'until'; readonly day: string }
  /** Of an allowance: until the baseline contains this commit. */
  | { readonly kind: 'since'; readonly commit: string }
  /** Of an allowance: that something needs it. */
  | { readonly kind: 'needed' };

/** Why an answer is missing. */
export type GateMissing =
  | { readonly kind: 'notMeasured' | 'notJudged' | 'noBaseline' | 'caseUndecided' | 'caseFailed' | 'straddles' }
  /** The candidate does not have the case, and has new ones: it may have been renamed. */
  | { readonly kind: 'maybeRenamed' }
  | { readonly kind: 'fewExecutions'; readonly executions: number; readonly needed: number }
  | { readonly kind: 'commitUnknown' | 'baselineUnknown' };

/** What there was. */
export type GateFound =
  | {
      readonly kind: 'value';
      readonly value: number;
      /** Of the value, where it has one. */
      readonly low?: number;
      readonly high?: number;
      readonly baseline: number | null;
      readonly unit: Unit;
    }
  /** Null where the baseline is 0. `interval` is null where both values are exact. */
  | {
      readonly kind: 'ratio';
      readonly ratio: Ratio | null;
      readonly interval: { readonly low: Ratio; readonly high: Ratio; readonly level: number } | null;
      readonly baseline: number | null;
      readonly candidate: number | null;
      readonly unit: Unit;
    }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Of an allowance: the day of the judgement, or the commit of the baseline. */
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'missing'; readonly why: GateMissing };

/** What a reader looks up. */
export interface GateEvidence {
  /** The sentences of the case's verdict; empty for the whole run. */
  readonly reason: string;
  readonly executions: { readonly baseline: number; readonly candidate: number };
  /** `file:line:column` of the case in the candidate; absent where it has none. */
  readonly place?: string;
  /** A few of the candidate, to look up in the server's query_log. */
  readonly queryIds: readonly string[];
}

/** One question of a gate to one case and metric, and its answer. */
export interface GateFinding {
  readonly source: GateSource;
  readonly asks: 'budget' | 'margin' | 'change' | 'verdict' | 'allowance';
  readonly outcome: GateFindingOutcome;
  readonly level: GateLevel;
  /** Null for an allowance that speaks of several cases. */
  readonly caseId: string | null;
  /** The case's name, or the pattern of an allowance. */
  readonly name: string;
  /** `server_time`, `read_bytes`, `server_time.p95`; null where the question is about a verdict that rests on none. */
  readonly metric: string | null;
  readonly expected: GateExpected;
  readonly found: GateFound;
  readonly evidence: GateEvidence;
  /** The allowance that covers it, or that it exceeds. */
  readonly allowance?: {
    readonly index: number;
    readonly place: string;
    readonly upTo: Ratio;
    readonly reason: string;
  };
}

/** A case whose verdict means something else to the gate than `--fail-on` says. */
export interface GateDecision {
  readonly caseId: string;
  readonly verdict: Verdict;
  /** `undecided`: it was found regressed by the usual margin, and a margin of a rule says neither yes nor no. */
  readonly level: GateLevel | 'allowed' | 'undecided';
  /** What else there is to know of the case was not decided, so that without its finding it would be undecided. */
  readonly isOpen: boolean;
}

/** What a gate with rules and allowances makes of a comparison. */
export interface GateJudgement {
  readonly preset: GatePreset;
  /** The file of the rules; absent where there are none. */
  readonly config?: string;
  /** The file of the allowances; absent where there are none. */
  readonly allowances?: string;
  readonly outcome: GateOutcome;
  /** Cases that no budget was asked of, since both arms send them alike and they were not measured; absent: none. */
  readonly unasked?: number;
  /** Ids of cases that rules would choose otherwise by the candidate's tags than by the baseline's, which count; absent: none. */
  readonly retagged?: readonly string[];
  /** Worst first: errors that fired, undecided, warnings, allowed, off, passed. */
  readonly findings: readonly GateFinding[];
  readonly decisions: readonly GateDecision[];
}
