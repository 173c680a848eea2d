import type { ArmDescription } from '../../model/arm.ts';
import type { EquivalenceProof } from '../../model/cheapest.ts';
import type { ArmCost, Money, MoneyChange, WhyNoChange, WhyNoCost } from '../../model/money.ts';
import { type Amount, bytesOfGib, daysOfMonth, exactly, hoursOfDay, type UnitPrices } from '../../model/price.ts';
import type { Run } from '../../model/run.ts';
import { chooseCheapest } from '../../money/chooseCheapest.ts';
import { baselineOffer, candidateOffer } from '../../money/offers.ts';
import { type Compared, type PaidCases, paidCases, paidGroups } from './paidCases.ts';
import { added, amountOf, type Columns, changeOf, exactChange } from './unitCosts.ts';

/** What is known of a comparison beside its run. */
export interface PricedComparison extends Compared {
  /** Tags that totals are shown by. */
  readonly tags: readonly string[];
  readonly proof: EquivalenceProof;
}

/**
 * What a day of each arm costs. A target with a price of its own costs that, whatever it does; what another one does and keeps is paid
 * for at the prices of units. Undefined where there is no price at all.
 */
export function workloadMoney(run: Run, comparison: PricedComparison): Money | undefined {
  const { arms, prices, plan } = run;
  if (arms.length < 2 || (prices === undefined && arms.every(({ price }) => price === undefined))) return undefined;
  const paid =
    prices === undefined || arms.every(({ price }) => price !== undefined) ? null : paidCases(run, prices, comparison);
  const costs = arms.map((arm) => costOf(arm, prices, paid, run));
  const [baseline, candidate] = costs;
  const change = baseline === undefined || candidate === undefined ? 'missing' : differenceOf(baseline, candidate, run);
  const isPaid = costs.some(({ parts }) => parts.some(({ part }) => part === 'cpu' || part === 'read'));
  const told = {
    ...(prices === undefined ? {} : { prices }),
    level: 1 - 2 * plan.design.estimate.intervalTail,
    arms: costs.map(({ columns: _, ...shown }) => shown),
    ...(typeof change === 'string' ? { change: null, whyNoChange: change } : { change }),
    ...(paid === null || paid.coverage === null ? {} : { coverage: paid.coverage }),
    groups:
      paid === null || !isPaid || costs.some(({ price }) => price !== undefined)
        ? []
        : paidGroups(paid, comparison.tags, plan.design),
    equivalence: comparison.proof,
  };
  const offers = [baselineOffer('baseline', told), candidateOffer('candidate', told, comparison.proof.kind)];
  return { ...told, cheapest: chooseCheapest(offers) };
}

interface Cost extends ArmCost {
  readonly columns: Columns | null;
}

function costOf(arm: ArmDescription, prices: UnitPrices | undefined, paid: PaidCases | null, { plan }: Run): Cost {
  const { price } = arm;
  if (price !== undefined) {
    const day = price.perHour * hoursOfDay;
    return {
      ...{ arm: arm.arm, price, currency: price.currency, day: exactly(day) },
      parts: [{ part: 'hour', day: exactly(day) }],
      columns: [day],
    };
  }
  const unknown = (missing: WhyNoCost): Cost => ({
    ...{ arm: arm.arm, currency: prices?.currency ?? null, day: null, parts: [], missing, columns: null },
  });
  if (prices === undefined || paid === null) return unknown('noPrice');
  if (paid.missing !== undefined) return unknown(paid.missing);
  const stored = storedCost(arm, prices);
  if (typeof stored === 'string') return unknown(stored);
  const { cpu, read, rounds } = paid.sums[arm.arm];
  const kept = stored === undefined ? undefined : Array.from({ length: rounds + 1 }, () => stored);
  const columns = added([cpu, read, kept].filter((one) => one !== undefined));
  const parts = [
    { part: 'cpu' as const, day: cpu },
    { part: 'read' as const, day: read },
    { part: 'stored' as const, day: kept },
  ];
  return {
    arm: arm.arm,
    currency: prices.currency,
    day: dayOf(columns, rounds, plan.design),
    parts: parts.flatMap(({ part, day }) =>
      day === undefined ? [] : [{ part, day: dayOf(day, part === 'stored' ? 0 : rounds, plan.design) }],
    ),
    columns,
  };
}

/** Without rounds nothing was measured: what is kept is known exactly. */
function dayOf(columns: Columns, rounds: number, design: Run['plan']['design']): Amount {
  return rounds === 0 ? exactly(columns[0] ?? 0) : amountOf(columns, design);
}

/** A day of what the tables of the workload take on disk; undefined where that has no price. */
function storedCost({ environment }: ArmDescription, { gibStored }: UnitPrices): number | WhyNoCost | undefined {
  if (gibStored === undefined) return undefined;
  const { dataset, replicas = [], serverHosts } = environment;
  if (dataset.length === 0) return 'storedUnknown';
  // One replica of each shard tells how much it keeps.
  if (replicas.length > 1 || serverHosts > 1) return 'copiesUnknown';
  const bytes = dataset.reduce((sum, one) => sum + one.bytes, 0);
  return ((bytes / bytesOfGib) * gibStored) / daysOfMonth;
}

function differenceOf(baseline: Cost, candidate: Cost, { plan }: Run): MoneyChange | WhyNoChange {
  if (baseline.columns === null || candidate.columns === null) return 'missing';
  if (baseline.currency !== candidate.currency) return 'currencies';
  if ((baseline.price === undefined) !== (candidate.price === undefined)) return 'unlike';
  const [before, after] = [baseline.columns, candidate.columns];
  if (before.length === 1) return exactChange(before[0] ?? 0, after[0] ?? 0);
  return changeOf(before, after, plan.design);
}
