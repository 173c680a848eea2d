import type { ArmName } from './arm.ts';
import type { CheapestChoice, EquivalenceProof } from './cheapest.ts';
import type { Amount, TargetPrice, UnitPrices } from './price.ts';
import type { LeftOut } from './suite.ts';
import type { Ratio } from './units.ts';

/**
 * What may be said of a difference: that there is none, that the candidate costs less or more, or nothing, since no difference is within its
 * interval or it has none.
 */
export type MoneyClaim = 'same' | 'cheaper' | 'dearer' | 'undecided';

/** What the candidate costs beyond the baseline, below 0 where it costs less. */
export interface MoneyChange {
  readonly amount: Amount;
  /** Candidate to baseline; null where the baseline costs nothing. */
  readonly ratio: Ratio | null;
  /** Two-sided, of no difference; null without an interval. */
  readonly pValue: number | null;
  readonly claim: MoneyClaim;
}

/** What a price is paid for: `hour` is all of a target, whatever it does. */
export type CostPart = 'hour' | 'cpu' | 'read' | 'stored';

/** Why a cost of a day is not known. */
export type WhyNoCost =
  /** Neither its target has a price nor is there one of units. */
  | 'noPrice'
  /** No case says how often it runs a day. */
  | 'noWeights'
  /** Every case was left out. */
  | 'noCases'
  /** What its tables take on disk was not told, or how many copies of them it keeps. */
  | 'storedUnknown'
  | 'copiesUnknown'
  /** The runs or their data allow no totals. */
  | 'noTotals';

/** What a day of one arm costs. */
export interface ArmCost {
  readonly arm: ArmName;
  /** Of its target; absent: prices of units are paid, or none. */
  readonly price?: TargetPrice;
  readonly currency: string | null;
  /** Null where `missing` says why. */
  readonly day: Amount | null;
  /** What it is made of. */
  readonly parts: readonly { readonly part: CostPart; readonly day: Amount }[];
  readonly missing?: WhyNoCost;
}

/** Why costs of the arms are not held against each other. */
export type WhyNoChange = 'currencies' | 'unlike' | 'missing';

/** Cases whose executions prices of units are paid for. Executions are those of a day. */
export interface MoneyCoverage {
  readonly cases: number;
  readonly of: number;
  readonly executions: number;
  /** Of all cases that say how often they run. */
  readonly ofExecutions: number;
  readonly leftOut: readonly LeftOut[];
}

/** A day of the cases that share a value of a tag, at prices of units. */
export interface MoneyGroup {
  readonly tag: string;
  /** Null: the cases without this tag. */
  readonly value: string | null;
  readonly cases: number;
  readonly of: number;
  readonly baseline: Amount;
  readonly candidate: Amount;
  readonly change: MoneyChange;
}

/** What the arms of a comparison cost. There only where a price was given. */
export interface Money {
  readonly prices?: UnitPrices;
  /** Of the intervals: 0.9. */
  readonly level: number;
  readonly arms: readonly ArmCost[];
  /** Of a day; null where `whyNoChange` says why. */
  readonly change: MoneyChange | null;
  readonly whyNoChange?: WhyNoChange;
  /** Absent where no case has a part in what is paid. */
  readonly coverage?: MoneyCoverage;
  readonly groups: readonly MoneyGroup[];
  /** Of the candidate. */
  readonly equivalence: EquivalenceProof;
  readonly cheapest: CheapestChoice;
}

/** What a million queries cost at the capacity of a target, in its currency. */
export interface CapacityCost {
  readonly currency: string;
  readonly perHour: number;
  /** `low` of the highest capacity, `high` of the lowest. */
  readonly perMillion: { readonly value: number; readonly low: number; readonly high: number };
}
