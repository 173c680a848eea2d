import type { GateLevel, GateSource } from './gateJudgement.ts';
import type { Ratio } from './units.ts';

/** What a rule can ask of a class. Percentiles of latency and errors have an upper limit, rates a lower one. */
export const classFigures = ['p50', 'p90', 'p95', 'p99', 'p99.9', 'errors', 'good', 'achieved'] as const;
export type ClassFigure = (typeof classFigures)[number];

/** `perSecond`: requests a second; `share`: of requests. */
export type LoadUnit = 'ms' | 'share' | 'perSecond';

/** A figure of a load as a rule names it: `online.p95`, `capacity`. */
export type LoadMetric =
  | { readonly kind: 'class'; readonly name: string; readonly of: string; readonly figure: ClassFigure }
  | { readonly kind: 'capacity'; readonly name: 'capacity' };

/** What a rule asks of a load. `level` asks nothing of its own: it says how loud the rest is. */
export type LoadRuleAsk =
  /** An upper limit, or a lower one, as its metric has it; in the unit of the metric. */
  | { readonly kind: 'limit'; readonly of: LoadMetric; readonly value: number }
  /** Of a capacity: the candidate's is lower than the baseline's by at most so large a share. */
  | { readonly kind: 'margin'; readonly of: LoadMetric; readonly margin: number }
  | { readonly kind: 'level'; readonly of: LoadMetric };

/** A rule on load, read and checked. */
export interface LoadRule {
  readonly source: Extract<GateSource, { readonly kind: 'rule' }>;
  readonly ask: LoadRuleAsk;
  readonly level: GateLevel;
}

export type LoadExpected =
  | { readonly kind: 'atMost' | 'atLeast'; readonly value: number; readonly unit: LoadUnit }
  | { readonly kind: 'within'; readonly margin: number };

/** A figure with its interval. Null: it has no end, since so many requests failed or so few were sent, or no rate was missed. */
export interface LoadFound {
  readonly value: number | null;
  readonly bounds: { readonly low: number | null; readonly high: number | null };
  readonly unit: LoadUnit | 'ratio';
}

/** Why a figure answers nothing. */
export type LoadDoubt =
  /** The run as a whole, or this trial, proves nothing. */
  | 'runUnsound'
  | 'trialUnsound'
  /** It was not the load that the rule is made for: a notice says why. */
  | 'notAsMeant'
  /** The class was not offered, or only to disturb. */
  | 'notOffered'
  | 'background'
  | 'fewRequests'
  /** This program was late itself, by more than a twentieth of the limit. */
  | 'ownLag'
  | 'notSteady'
  /** Of a search: no rate was held in a run of its own. */
  | 'notHeld'
  | 'noBaseline'
  | 'straddles';

/** One question of a rule to a load, and its answer. */
export interface LoadGateFinding {
  readonly source: LoadRule['source'];
  readonly asks: 'limit' | 'margin';
  /** `fired`: the whole interval is on the wrong side; `passed`: on the right one. `off`: it would have fired. */
  readonly outcome: 'fired' | 'undecided' | 'off' | 'passed';
  readonly level: GateLevel;
  /** `online.p95`, `capacity` */
  readonly metric: string;
  /** Id of the trial; absent: it is of the whole run. */
  readonly trial?: number;
  readonly expected: LoadExpected;
  /** Absent: there is no figure. */
  readonly found?: LoadFound;
  /** Of what is undecided. */
  readonly why?: LoadDoubt;
}

/** What the rules of a gate make of a load. */
export interface LoadGateJudgement {
  /** The file of the rules; absent where there are none. */
  readonly config?: string;
  /** `none`: no rule fails, and none was shown to hold either. */
  readonly outcome: 'failed' | 'undecided' | 'passed' | 'none';
  /** Worst first: errors that fired, undecided, warnings, off, passed. */
  readonly findings: readonly LoadGateFinding[];
  /** Metrics of rules that this command does not measure: a capacity needs a search. */
  readonly unasked: readonly string[];
}

/** The share that a percentile stands for; undefined for a figure that is none. */
export function shareOfFigure(figure: ClassFigure): Ratio | undefined {
  return figure.startsWith('p') ? Number((Number(figure.slice(1)) / 100).toFixed(6)) : undefined;
}
