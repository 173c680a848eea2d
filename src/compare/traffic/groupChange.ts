import type { ChangeKind, GroupChange, GroupTraffic, RatioInterval } from '../../model/trafficChange.ts';
import { studentQuantile } from '../statistics/studentT.ts';

/** What one window holds of one group. */
export interface GroupSample {
  readonly executions: number;
  readonly metric: number;
  /** The metric of each execution squared, added up. */
  readonly squares: number;
  /** The metric in equal parts of the window. */
  readonly parts: readonly number[];
}

export const nothingRan: GroupSample = { executions: 0, metric: 0, squares: 0, parts: [] };

/**
 * Chance that any group of a comparison is called changed though it is not. Reports say 5 of 100: sums of a heavy tail are not
 * quite what the formulas take them for, and simulated traffic with bursts, nights and such tails took up to 6 at 0.05.
 */
const familyError = 0.02;

/**
 * What became of a group's metric a day. Where it is 0 on one side, by how many parts of the other window it is in: with the
 * same rate in both, each of them would be on that side with the share of its days (the conditional test of two Poisson
 * rates, Przyborowski and Wilenski 1940). Else by the logarithm of the ratio of rates, whose variance is that of a compound
 * Poisson sum, Σx²/(Σx)², times the dispersion of its parts (McCullagh and Nelder, Generalized Linear Models, 9.2). Both
 * are at `familyError` for all `groups` together (Bonferroni).
 */
export function groupChange(
  key: string,
  before: GroupSample,
  after: GroupSample,
  days: { readonly before: number; readonly after: number },
  groups: number,
): GroupChange {
  const level = familyError / Math.max(1, groups);
  const [earlier, later] = [trafficOf(before, days.before), trafficOf(after, days.after)];
  const sides = { key, before: earlier, after: later, perDay: later.perDay - earlier.perDay };
  if (before.metric <= 0 || after.metric <= 0) {
    const [ran, share] = after.metric > 0 ? [after, days.after] : [before, days.before];
    const chance = (share / (days.before + days.after)) ** occupied(ran);
    const isSure = ran.metric > 0 && chance < level;
    return { ...sides, ratio: null, isSure, kind: oneSided(before, after, isSure) };
  }
  const ratio = ratioOf(before, after, later.perDay / earlier.perDay, level);
  const kind = ratio.low > 1 ? 'grown' : ratio.high < 1 ? 'shrunk' : 'unclear';
  return { ...sides, ratio, isSure: kind !== 'unclear', kind };
}

function trafficOf({ executions, metric }: GroupSample, days: number): GroupTraffic {
  return { executions, metric, perDay: metric / days };
}

function oneSided(before: GroupSample, after: GroupSample, isSure: boolean): ChangeKind {
  if (before.executions === 0 && after.executions > 0) return 'new';
  if (after.executions === 0 && before.executions > 0) return 'gone';
  if (!isSure) return 'unclear';
  return after.metric > 0 ? 'grown' : 'shrunk';
}

/** Executions that come in one burst are one occasion; parts with any are counted. */
function occupied({ parts, metric }: GroupSample): number {
  return parts.length === 0 ? (metric > 0 ? 1 : 0) : parts.filter((one) => one > 0).length;
}

function ratioOf(before: GroupSample, after: GroupSample, estimate: number, level: number): RatioInterval {
  const [earlier, later] = [spreadOf(before), spreadOf(after)];
  const variance = earlier.variance + later.variance;
  // Welch and Satterthwaite's degrees of freedom of a sum of two variances.
  const df = variance ** 2 / (earlier.variance ** 2 / earlier.df + later.variance ** 2 / later.df);
  const half = studentQuantile(level / 2, df) * Math.sqrt(variance);
  return { estimate, low: estimate * Math.exp(-half), high: estimate * Math.exp(half) };
}

/**
 * The variance of the logarithm of a sum, and its degrees of freedom. Parts are compared with their neighbours, so that a day's
 * ups and downs count little and bursts count in full: the mean square successive difference (von Neumann 1941), which has
 * about two thirds of the degrees of freedom.
 */
function spreadOf({ metric, squares, parts }: GroupSample): { readonly variance: number; readonly df: number } {
  const compound = squares / metric ** 2;
  if (parts.length < 2) return { variance: compound, df: 1 };
  const successive = parts.slice(1).reduce((sum, value, at) => sum + (value - (parts[at] ?? 0)) ** 2, 0);
  const ofParts = (successive / (2 * (parts.length - 1))) * parts.length;
  return { variance: Math.max(compound, ofParts / metric ** 2), df: Math.max(1, (2 * (parts.length - 1)) / 3) };
}
