import type { Amount } from './price.ts';

/** Whether the whole workload is proved to run as well on an arm as on the baseline. */
export interface EquivalenceProof {
  /** `worse`: something was found that is worse. `notProved`: something is missing. */
  readonly kind: 'proved' | 'notProved' | 'worse';
  /** What keeps it from being proved; empty where it is. */
  readonly gaps: readonly ProofGap[];
  /** Cases that are undecided by themselves, which the whole workload decides. */
  readonly undecided: number;
  /** Cases of which the workload says that results need not agree. */
  readonly resultsIgnored: number;
}

/** One thing that a proof of equivalence lacks. */
export type ProofGap =
  | { readonly kind: 'regressed' | 'failed' | 'resultChanged'; readonly cases: number }
  /** Cases whose results were not compared, that one arm alone has, or that no total covers. */
  | { readonly kind: 'resultsUnread' | 'oneArm' | 'notCovered'; readonly cases: number }
  /** Cases whose favourable verdicts were withheld. */
  | { readonly kind: 'withheld'; readonly cases: number }
  /** Cases that looked slower, of which the run ended before fresh sessions had told. */
  | { readonly kind: 'openSuspicion'; readonly cases: number }
  /** The baseline differed from itself; the query cache answered; the tables of the arm's own scripts may never have been made; shards of an arm hold nothing. */
  | { readonly kind: 'selfCheck' | 'cached' | 'otherScripts' | 'idleShards'; readonly text: string }
  /** All tables that the cases read are empty. */
  | { readonly kind: 'noData'; readonly tables: number }
  /** The interval of a total reaches beyond the margin, or lies beyond it. */
  | { readonly kind: 'total' | 'totalWorse'; readonly of: string; readonly high: number; readonly margin: number }
  /** No total with an interval, or none of time. */
  | { readonly kind: 'noTotal' | 'timeNotJudged' | 'measuredApart' | 'nothingMeasured' | 'incomplete' };

/** An arm among which the cheapest is chosen. */
export interface Offer {
  readonly label: string;
  /** Of a day, or what it costs beyond the baseline: the same for all offers. Null: it is not known. */
  readonly cost: (Amount & { readonly currency: string }) | null;
  /** That of the baseline is `proved`. */
  readonly equivalence: EquivalenceProof['kind'];
}

/** The cheapest of those that are proved equivalent, or why there is none. */
export type CheapestChoice = {
  /** Not proved equivalent, whatever they cost. */
  readonly excluded: readonly string[];
} & (
  | { readonly kind: 'chosen'; readonly label: string; readonly among: readonly string[] }
  /** Costs that are the same, or whose intervals overlap: none of these is told from the others as the cheapest. */
  | { readonly kind: 'tie'; readonly labels: readonly string[]; readonly same: boolean }
  | { readonly kind: 'currencies'; readonly currencies: readonly string[] }
  /** Of these it is not known what they cost. */
  | { readonly kind: 'unpriced'; readonly labels: readonly string[] }
  | { readonly kind: 'noneProved' }
);
