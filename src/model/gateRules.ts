import type { GateLevel, GatePreset, GateSource } from './gateJudgement.ts';
import type { Ratio, Unit } from './units.ts';
import type { Verdict } from './verdictKind.ts';

/** A rule as a config writes it. */
export interface RuleText {
  /** `name`: a pattern of a case's name or id; any other key: a tag and a pattern of its value. All have to fit. */
  readonly if?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly metric?: string | undefined;
  readonly verdict?: string | undefined;
  readonly level?: GateLevel | undefined;
  readonly margin?: string | number | undefined;
  readonly max?: string | number | undefined;
  /** Of a rate of a load. */
  readonly at_least?: string | number | undefined;
}

/** The `gate` section of a config. */
export interface GateConfig {
  readonly preset: GatePreset;
  /** `80%` or 0.8, as `--min-decided`. */
  readonly min_decided?: string | number | undefined;
  readonly rules: readonly RuleText[];
  /** The file of the allowances, from the folder of the config. */
  readonly allow?: string | undefined;
}

/** An allowance as its file writes it: every value is text. */
export interface AllowanceText {
  readonly case: string;
  readonly metric: string;
  readonly up_to: string;
  readonly reason: string;
  readonly until?: string | undefined;
  readonly since?: string | undefined;
}

/** A metric as a rule names it: `server_time.p95` is the 95th percentile of server_time. */
export interface RuleMetric {
  readonly name: string;
  readonly metric: string;
  readonly percentile: number | null;
  readonly unit: Unit;
}

/** What a rule asks for. `level` asks nothing of its own: it says how loud the rest is. */
export type RuleAsk =
  | { readonly kind: 'budget'; readonly of: RuleMetric; readonly max: number }
  | { readonly kind: 'margin'; readonly of: RuleMetric; readonly margin: number }
  | { readonly kind: 'level'; readonly of: RuleMetric }
  | { readonly kind: 'verdict'; readonly verdict: Verdict };

/** A rule, read and checked. */
export interface GateRule {
  readonly source: Exclude<GateSource, { readonly kind: 'failOn' | 'allowance' }>;
  readonly match: CaseMatch;
  readonly ask: RuleAsk;
  readonly level: GateLevel;
}

/** Which cases are meant: those that fit all of it. */
export interface CaseMatch {
  readonly name: string | null;
  readonly tags: readonly (readonly [key: string, pattern: string])[];
}

/** An accepted regression, read and checked. */
export interface Allowance {
  readonly index: number;
  readonly place: string;
  /** A pattern of a case's name or id. */
  readonly pattern: string;
  readonly metric: RuleMetric;
  readonly upTo: Ratio;
  readonly reason: string;
  readonly ends: { readonly kind: 'until'; readonly day: string } | { readonly kind: 'since'; readonly commit: string };
}

/** Whether a commit is part of the baseline; `commitUnknown` and `baselineUnknown` where it cannot be told. */
export type InBaseline = 'yes' | 'no' | 'commitUnknown' | 'baselineUnknown';

/** All that a gate goes by beside verdicts. */
export interface GatePolicy {
  readonly preset: GatePreset;
  /** The files they stand in, for people; absent where there is none. */
  readonly config?: string;
  readonly allowancesFile?: string;
  readonly rules: readonly GateRule[];
  readonly allowances: readonly Allowance[];
  /** The day it is in UTC: `2027-01-01`. */
  readonly today: string;
  /** Of each commit that an allowance names. */
  readonly inBaseline: ReadonlyMap<string, InBaseline>;
}

/** Something wrong with a rule or an allowance. */
export interface GateProblem {
  readonly about: 'rule' | 'allowance';
  /** `file:line:column` */
  readonly place: string;
  readonly what: string;
  readonly fix: string;
}
