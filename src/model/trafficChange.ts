import type { CostMetric } from './traffic.ts';
import type { EpochMs } from './units.ts';

/**
 * What became of a group between two windows. `new` ran in the later one alone, `gone` in the earlier one alone. `unclear` is
 * what cannot be told from chance, and never a word for "unchanged".
 */
export type ChangeKind = 'new' | 'grown' | 'shrunk' | 'gone' | 'unclear';

/** One of two windows of traffic that are compared. */
export interface TrafficWindow {
  readonly log: string;
  /** As asked for. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** From where on the log can tell: its beginning, where that is later than `from`. Rates are of the days from here. */
  readonly toldFrom: EpochMs;
  readonly days: number;
  readonly executions: number;
  readonly groupCount: number;
  /** Parts of it, longer than any usual pause, without one execution: the log may have a hole there. */
  readonly silent: readonly { readonly from: EpochMs; readonly until: EpochMs }[];
}

/** One group in one window. */
export interface GroupTraffic {
  readonly executions: number;
  /** Of what the ranking is by, added up, and a day. */
  readonly metric: number;
  readonly perDay: number;
}

export interface RatioInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface GroupChange {
  readonly key: string;
  readonly kind: ChangeKind;
  /** Whether chance does as much in fewer than 5% of comparisons like this one, all groups taken together. */
  readonly isSure: boolean;
  readonly before: GroupTraffic;
  readonly after: GroupTraffic;
  /** After less before, a day. */
  readonly perDay: number;
  /** Of the metric a day, after to before; null where one of them is 0. */
  readonly ratio: RatioInterval | null;
}

/** A change, fit to be shown. */
export interface ChangeRow extends GroupChange {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** One query of it without private text; only where rows are shapes. */
  readonly sql?: string;
}

/** How many groups of one kind there are, and what they make up. */
export interface KindTotal {
  readonly kind: ChangeKind;
  readonly groups: number;
  /** Groups among these of which chance could do as much. */
  readonly unsure: number;
  readonly beforePerDay: number;
  readonly afterPerDay: number;
}

/** All that a reporter sees of two windows of traffic. */
export interface TrafficChangeReport {
  readonly by: CostMetric;
  /** Of `cost`, where that is money. */
  readonly currency?: string;
  readonly groupBy: readonly string[];
  readonly before: TrafficWindow;
  readonly after: TrafficWindow;
  readonly total: GroupChange;
  readonly kinds: readonly KindTotal[];
  /** The largest changes of each kind but `unclear`, by what they change a day. */
  readonly rows: readonly ChangeRow[];
  /** Groups that are too small on both sides to have been read, and what they make up. */
  readonly unread: Omit<KindTotal, 'kind' | 'unsure'>;
  readonly remarks: readonly string[];
}
