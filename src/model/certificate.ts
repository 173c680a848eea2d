import type { ArmName, PerArm, RunArm } from './arm.ts';
import type { CheapestChoice, ProofGap } from './cheapest.ts';
import type { Seen } from './debt.ts';
import type { ArmCost, MoneyCoverage } from './money.ts';
import type { Interval, SuiteRatio } from './suite.ts';
import type { EpochMs, Milliseconds, Ratio } from './units.ts';
import type { VersionChange } from './versionChange.ts';
import type { CountedCases, ProductionShares } from './workload.ts';

/** One thing that keeps an arm from being certified. */
export type Missing =
  | ProofGap
  /** The furthest interval of a group's totals reaches beyond the margin, or lies beyond it; null: one of them has none. */
  | {
      readonly kind: 'group';
      readonly tag: string;
      readonly value: string | null;
      readonly high: Ratio | null;
      readonly margin: number;
    }
  /** A tag that classes were asked for by, and that no case of the baseline has. */
  | { readonly kind: 'noClass'; readonly tag: string }
  | MissingByText
  /** Nobody asked what the servers of both arms were busy with. */
  | { readonly kind: 'stateUnread' }
  /** Tables that cases read, and that no reading of this arm's server tells of. */
  | { readonly kind: 'tablesUnread'; readonly arm: ArmName; readonly tables: readonly string[] }
  /** Two servers, of which neither tells what is in its tables. */
  | { readonly kind: 'dataUnknown' }
  /** Rows of a table went away in the candidate while it was measured, and not so in the baseline. */
  | { readonly kind: 'rowsVanished'; readonly table: string; readonly from: RowsBeside; readonly to: RowsBeside }
  /** Queries of others, or merges and mutations on tables that no case reads, ran beside the baseline more often, or more of them at once (`mean`, over all readings): what slows it down may be they. */
  | {
      readonly kind: 'baselineBusier';
      readonly by: 'foreign' | 'work';
      readonly seen: PerArm<Seen>;
      readonly mean: PerArm<number>;
    }
  /** Nothing was measured as baseline against baseline, since that was switched off. */
  | { readonly kind: 'selfCheckOff' }
  /** Two names for one server; null: the servers do not tell whether they are one. */
  | { readonly kind: 'sameServer'; readonly isOne: true | null }
  /** Results of most cases need not agree, by the workload. */
  | { readonly kind: 'resultsIgnored'; readonly cases: number; readonly of: number }
  /** What a config decided that nobody named: `margin 50%`. */
  | { readonly kind: 'foundOptions'; readonly options: readonly string[] }
  /** Cases did not run on all replicas of an arm, a target being no better than the worst of them. */
  | {
      readonly kind: 'replicasUnmeasured';
      readonly arm: ArmName;
      readonly cases: number;
      readonly of: number;
      readonly replicas: number;
    }
  /** Cases were left out by a filter. */
  | { readonly kind: 'filtered'; readonly filter: string }
  /** Less of production than was asked for; null: the workload does not say what it stands for, or says it of other cases. */
  | {
      readonly kind: 'coverage';
      readonly covered: number | null;
      readonly asked: number;
      readonly otherCases?: OtherCases;
      /** Of which cases it was reckoned, the workload does not say. */
      readonly unchecked?: CountedCases;
    }
  /** Capacity that was asked for: not measured, not held, or beyond the margin. */
  | {
      readonly kind: 'capacity';
      readonly why: 'otherArms' | 'otherQueries' | 'part' | 'found' | 'notHeld' | 'less' | 'undecided';
      readonly text: string;
    };

/** Rows of one table in both arms; null where the baseline has no such table. */
export interface RowsBeside {
  readonly candidate: number;
  readonly baseline: number | null;
}

/** What a remark on the whole run says is missing, such as a server with merges, mutations or replication left to do. */
export interface MissingByText {
  readonly kind: 'debt' | 'stateUnknown' | 'lessData' | 'lost' | 'oneServer' | 'ownDesign';
  readonly text: string;
}

/** What a certificate leaves open, and a reader has to know. */
export type Reservation =
  | { readonly kind: 'wideMargin'; readonly margin: number; readonly usual: number }
  | {
      readonly kind: 'resultsIgnored' | 'undecided' | 'identical';
      readonly cases: number;
      readonly of: number;
    }
  /** The run was too short for a self-check, or had none that was measured. */
  | { readonly kind: 'noSelfCheck' }
  /** Cases are not told apart by a tag, so that none is certified but the whole. */
  | { readonly kind: 'noGroups' }
  /** The verdict of the one case there is. */
  | { readonly kind: 'oneCase' };

/** A group of cases, by a tag. */
export interface CertifiedGroup {
  readonly tag: string;
  readonly value: string | null;
  readonly cases: number;
  /** Of the cost of its time; null where it has none. */
  readonly total: SuiteRatio | null;
  readonly geometricMean: SuiteRatio | null;
  readonly kind: 'within' | 'beyond' | 'undecided';
}

/** Requests a second that an arm holds, and the interval of its capacity. `high` is null where no limit was found. */
export interface HeldRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number | null;
}

/** What a class was offered while an arm held its rate, and how long its requests took. */
export interface HeldClass {
  /** Requests a second. */
  readonly offered: number;
  /** Of each percentile that is promised; null: so few were answered that it has none. */
  readonly latency: readonly {
    readonly share: number;
    readonly mostMs: Milliseconds;
    readonly ms: Milliseconds | null;
  }[];
}

/** What an arm holds, and beside the baseline. */
export interface CertifiedCapacity {
  /** When it was searched for. */
  readonly startedAt: EpochMs;
  /** In the runs in which the rates were held. */
  readonly classes: readonly { readonly name: string; readonly baseline: HeldClass; readonly candidate: HeldClass }[];
  readonly baseline: HeldRate;
  readonly candidate: HeldRate;
  /** Candidate to baseline. `high` is null where no limit of the candidate was found. */
  readonly ratio: { readonly ratio: Ratio; readonly low: Ratio; readonly high: Ratio | null };
  /** Promises by `--slo`, in place of those of the workload; absent: the workload's own. */
  readonly slo?: string;
  /** The class that gives way first on the candidate; absent: none did. */
  readonly binding?: string;
}

/** What a workload's share of production was reckoned from, and what the workload has. */
export interface OtherCases {
  readonly reckonedFrom: CountedCases;
  readonly has: CountedCases;
}

/** An amount of some of the cases is no amount of the workload. */
export type CostCoverage = Pick<MoneyCoverage, 'cases' | 'of'>;

/** What is certified of one candidate, and what of it is missing. */
export interface CertifiedArm {
  readonly arm: RunArm;
  readonly label: string;
  /** `embedded:1x2, ClickHouse 26.7 on box`. */
  readonly server: string;
  readonly workload: string;
  readonly certified: boolean;
  /** Empty where it is certified. */
  readonly missing: readonly Missing[];
  readonly cases: {
    readonly compared: number;
    readonly sameResults: number;
    readonly resultsIgnored: number;
    readonly equivalent: number;
    readonly improved: number;
    readonly undecided: number;
    /** Sent alike to one server, and not measured for it. */
    readonly identical: number;
  };
  /** Of the whole workload's time; null where it has no total. */
  readonly total: SuiteRatio | null;
  readonly geometricMean: SuiteRatio | null;
  readonly groups: readonly CertifiedGroup[];
  readonly capacity?: CertifiedCapacity;
  readonly cost?: ArmCost;
  /** Cases whose executions that cost is of; absent where none has a part in it. */
  readonly costCoverage?: CostCoverage;
  readonly versions?: VersionChange;
  readonly reservations: readonly Reservation[];
  /** Remarks on the run that a reader has to know. */
  readonly cautions: readonly string[];
}

/** The page for a migration: what is proved of each candidate beside the baseline, and what is not. */
export interface Certificate {
  readonly schemaVersion: 1;
  readonly kind: 'certificate';
  readonly runId: string;
  readonly startedAt: EpochMs;
  /** Every candidate is certified, of one at least. */
  readonly certified: boolean;
  /** Of all candidates, by their labels. */
  readonly missing: readonly { readonly label: string; readonly missing: Missing }[];
  readonly baseline: {
    readonly label: string;
    readonly server: string;
    readonly workload: string;
    readonly cost?: ArmCost;
    readonly costCoverage?: CostCoverage;
  };
  readonly arms: readonly CertifiedArm[];
  readonly margin: number;
  /** Nominal coverage of the intervals. */
  readonly level: Interval['level'];
  readonly comparisons: number;
  /** Null: the workload does not say what it stands for, or says it of `otherCases`. */
  readonly coverage: ProductionShares | null;
  /** The cases of a workload that says it, and not of which cases. */
  readonly unchecked?: CountedCases;
  /** The workload says it of other cases than it has. */
  readonly otherCases?: OtherCases;
  /** Of the baseline and the certified arms. */
  readonly cheapest?: CheapestChoice;
}
