import type { Design } from '../../model/design.ts';
import type { MoneyChange, MoneyClaim } from '../../model/money.ts';
import { type Amount, bytesOfGib, exactly, type UnitPrices } from '../../model/price.ts';
import { isSureOfMany } from '../../model/suite.ts';
import { readMetric } from '../counters/metricCatalog.ts';
import { jackknifeError } from '../statistics/jackknife.ts';
import { studentQuantile, studentTail } from '../statistics/studentT.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { type CaseCosts, isKnown, meanCosts } from './caseCosts.ts';
import type { FirstLook } from './roundValues.ts';

/** A sum from all rounds, followed by the sums with each round left out in turn. */
export type Columns = readonly number[];

/** What an execution of each case costs at prices of units. */
export interface UnitCosts {
  /** Null for what has no price. */
  readonly cpu: CaseCosts | null;
  readonly read: CaseCosts | null;
}

const microseconds = 1e6;

/**
 * Arithmetic means of CPU time and bytes read, priced: a bill is a sum, in which an execution that took long is not drawn in. From each
 * case's first look.
 */
export function unitCosts(cases: readonly CaseSamples[], plan: FirstLook, prices: UnitPrices): UnitCosts {
  const { cpuSecond, gibRead } = prices;
  return {
    cpu: cpuSecond === undefined ? null : priced(cases, plan, 'cpu_time', cpuSecond / microseconds),
    read: gibRead === undefined ? null : priced(cases, plan, 'read_bytes', gibRead / bytesOfGib),
  };
}

function priced(cases: readonly CaseSamples[], plan: FirstLook, metric: string, price: number): CaseCosts {
  return meanCosts(cases, plan, (facts) => {
    const value = readMetric(facts, metric);
    // No statement runs in no time: then it was not counted.
    const isCounted = value !== null && (value > 0 || metric !== 'cpu_time');
    return isCounted ? value * price : null;
  });
}

/** Whether all that has a price is known of a case. */
export function isPriced({ cpu, read }: UnitCosts, index: number): boolean {
  return (cpu === null || isKnown(cpu, index)) && (read === null || isKnown(read, index));
}

/** Executions a day × cost of one, over these cases. */
export function sumOf(
  costs: CaseCosts,
  arm: 'baseline' | 'candidate',
  members: readonly { readonly index: number; readonly perDay: number }[],
): Columns {
  const width = costs.rounds + 1;
  return Array.from({ length: width }, (_, column) =>
    members.reduce((sum, { index, perDay }) => sum + perDay * (costs[arm][index * width + column] ?? 0), 0),
  );
}

/** Sums of the same rounds, one by one. */
export function added(all: readonly Columns[]): Columns {
  const [first = [0]] = all;
  return first.map((_, column) => all.reduce((sum, one) => sum + (one[column] ?? 0), 0));
}

interface Judged extends Amount {
  readonly pValue: number | null;
}

/** The jackknife's interval of a sum, and the chance of seeing as much where it is 0. */
function judged([value = 0, ...without]: Columns, { estimate: { intervalTail }, suite }: Design): Judged {
  const error = jackknifeError(without, suite.fewestRounds);
  if (error === null) return { value, interval: null, pValue: null };
  // Sums of one thing that differ in their last bits do not differ.
  if (error <= 1e-12 * Math.abs(value))
    return { value, interval: { low: value, high: value }, pValue: value === 0 ? 1 : 0 };
  const freedom = without.length - 1;
  const reach = studentQuantile(intervalTail, freedom) * error;
  return {
    value,
    interval: { low: value - reach, high: value + reach },
    pValue: 2 * studentTail(Math.abs(value) / error, freedom),
  };
}

/** What is paid, which is never below 0. */
export function amountOf(columns: Columns, design: Design): Amount {
  const { value, interval } = judged(columns, design);
  return { value, interval: interval === null ? null : { low: Math.max(0, interval.low), high: interval.high } };
}

/** What the candidate costs beyond the baseline: round by round, so that what rounds have in common falls out. */
export function changeOf(baseline: Columns, candidate: Columns, design: Design): MoneyChange {
  const beyond = candidate.map((one, column) => one - (baseline[column] ?? 0));
  const { value, interval, pValue } = judged(beyond, design);
  const [before = 0] = baseline;
  return {
    amount: { value, interval },
    ratio: before > 0 ? (candidate[0] ?? 0) / before : null,
    pValue,
    claim: claimOf({ value, interval, pValue }, 1 - 2 * design.estimate.intervalTail),
  };
}

/** A claim on many cases is a verdict of its own: its interval must leave no difference out, and by more than once in ten. */
function claimOf({ interval, pValue }: Judged, level: number): MoneyClaim {
  if (interval === null || pValue === null) return 'undecided';
  const { low, high } = interval;
  if (low === 0 && high === 0) return 'same';
  if (!isSureOfMany(pValue, level)) return 'undecided';
  if (high < 0) return 'cheaper';
  return low > 0 ? 'dearer' : 'undecided';
}

/** As `changeOf`, of two amounts that are exact. */
export function exactChange(baseline: number, candidate: number): MoneyChange {
  const value = candidate - baseline;
  return {
    amount: exactly(value),
    ratio: baseline > 0 ? candidate / baseline : null,
    pValue: value === 0 ? 1 : 0,
    claim: value === 0 ? 'same' : value < 0 ? 'cheaper' : 'dearer',
  };
}
