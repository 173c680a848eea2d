import type { ArmName } from '../../model/arm.ts';
import type { CaseComparison } from '../../model/comparison.ts';
import type { Design } from '../../model/design.ts';
import type { MoneyCoverage, MoneyGroup, WhyNoCost } from '../../model/money.ts';
import type { UnitPrices } from '../../model/price.ts';
import type { Run } from '../../model/run.ts';
import { badEnds } from '../executionFailures.ts';
import { leftOutText, type WhyLeftOut } from '../reasons/whyNotText.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { classTags, groupsByTag } from './tagGroups.ts';
import { added, amountOf, type Columns, changeOf, isPriced, sumOf, type UnitCosts, unitCosts } from './unitCosts.ts';
import { whyLeftOut } from './workloadCost.ts';

/** What was compared, to be paid for. */
export interface Compared {
  readonly cases: readonly CaseComparison[];
  readonly samples: ReadonlyMap<string, CaseSamples>;
  /** Whether executions of the arms can be summed up at all: they were measured together, over the same data. */
  readonly hasTotals: boolean;
}

/** A case whose executions are paid for, with its place among those that have pairs. */
interface Member {
  readonly one: CaseComparison;
  readonly index: number;
  /** Null where nobody says how often it runs. */
  readonly perDay: number | null;
  readonly leftOut: WhyLeftOut | null;
}

/** Sums of a day; undefined for what has no price. */
interface Sums {
  readonly cpu: Columns | undefined;
  readonly read: Columns | undefined;
  /** 0 where executions have no price. */
  readonly rounds: number;
}

/** The executions of a day that prices of units are paid for. */
export interface PaidCases {
  readonly costs: UnitCosts;
  readonly members: readonly Member[];
  readonly sums: Readonly<Record<ArmName, Sums>>;
  /** Null where executions have no price. */
  readonly coverage: MoneyCoverage | null;
  /** Why no arm has a cost. */
  readonly missing?: WhyNoCost;
}

/** Which cases are paid for, and what their executions cost. Cases of which evidence is missing are left out, and named. */
export function paidCases(
  { plan, cases: sent }: Run,
  prices: UnitPrices,
  { cases, samples, hasTotals }: Compared,
): PaidCases {
  const compared = cases.flatMap((one) => (whyLeftOut(one) === null ? (samples.get(one.caseId) ?? []) : []));
  const places = new Map(compared.map((one, index) => [one.caseId, index]));
  const stated = statedCases(sent);
  const costs = unitCosts(compared, plan, prices);
  const members = cases.map((one): Member => {
    const index = places.get(one.caseId) ?? -1;
    const perDay = stated.has(one.caseId) ? one.weight : null;
    const why = whyLeftOut(one) ?? unpaid(samples.get(one.caseId)) ?? (isPriced(costs, index) ? null : 'uncounted');
    return { one, index, perDay, leftOut: perDay === null ? 'noWeight' : why };
  });
  const isPaid = costs.cpu !== null || costs.read !== null;
  const covered = coveredBy(members);
  const sums = { baseline: sumsOf(costs, 'baseline', covered), candidate: sumsOf(costs, 'candidate', covered) };
  const coverage = isPaid && hasTotals ? coverageOf(members) : null;
  // Data that are missing are no saving, either.
  const missing = isPaid || !hasTotals ? whyMissing(members, hasTotals) : undefined;
  return { costs, members, sums, coverage, ...(missing === undefined ? {} : { missing }) };
}

/** A change does not choose how much its own cases count: the weight is the baseline's, where that has the case. */
function statedCases(sent: Run['cases']): ReadonlySet<string> {
  const weighing = new Map(sent.map((one) => [one.caseId, one]));
  for (const one of sent) if (one.arm === 'baseline') weighing.set(one.caseId, one);
  return new Set(
    [...weighing.values()].filter(({ weightStated }) => weightStated === true).map(({ caseId }) => caseId),
  );
}

function whyMissing(members: readonly Member[], hasTotals: boolean): WhyNoCost | undefined {
  if (!hasTotals) return 'noTotals';
  if (members.every(({ perDay }) => perDay === null)) return 'noWeights';
  return members.some(({ leftOut }) => leftOut === null) ? undefined : 'noCases';
}

/** What failed, was cut short or is not in the log was paid for as well, and nobody knows how much. */
function unpaid(samples: CaseSamples | undefined): WhyLeftOut | null {
  if (samples === undefined) return 'fewPairs';
  const tallies = [samples.tally.baseline, samples.tally.candidate];
  return tallies.some((tally) => badEnds(tally) + tally.missing + tally.cut > 0) ? 'evidenceMissing' : null;
}

function coveredBy(members: readonly Member[]): readonly { readonly index: number; readonly perDay: number }[] {
  return members.flatMap(({ index, perDay, leftOut }) =>
    leftOut === null && perDay !== null ? [{ index, perDay }] : [],
  );
}

function sumsOf({ cpu, read }: UnitCosts, arm: ArmName, covered: ReturnType<typeof coveredBy>): Sums {
  return {
    cpu: cpu === null ? undefined : sumOf(cpu, arm, covered),
    read: read === null ? undefined : sumOf(read, arm, covered),
    rounds: cpu?.rounds ?? read?.rounds ?? 0,
  };
}

function coverageOf(members: readonly Member[]): MoneyCoverage {
  const executions = (all: readonly Member[]): number => all.reduce((sum, { perDay }) => sum + (perDay ?? 0), 0);
  const covered = members.filter(({ leftOut }) => leftOut === null);
  return {
    cases: covered.length,
    of: members.length,
    executions: executions(covered),
    ofExecutions: executions(members),
    leftOut: members.flatMap(({ one, leftOut }) =>
      leftOut === null ? [] : [{ caseId: one.caseId, reason: leftOutText[leftOut] }],
    ),
  };
}

/** A day of each value of a tag, the dearest first; of values of which no case is paid for there is none. */
export function paidGroups(
  { costs, members, missing }: PaidCases,
  tags: readonly string[],
  design: Design,
): readonly MoneyGroup[] {
  if (missing !== undefined) return [];
  return tags.flatMap((tag) =>
    groupsByTag(members, tag, ({ one }) => classTags(one))
      .flatMap(({ value, items }): readonly MoneyGroup[] => {
        const covered = coveredBy(items);
        if (covered.length === 0) return [];
        const columns = (arm: ArmName): Columns => {
          const { cpu, read } = sumsOf(costs, arm, covered);
          return added([cpu, read].filter((one) => one !== undefined));
        };
        const [baseline, candidate] = [columns('baseline'), columns('candidate')];
        return [
          {
            ...{ tag, value, cases: covered.length, of: items.length },
            baseline: amountOf(baseline, design),
            candidate: amountOf(candidate, design),
            change: changeOf(baseline, candidate, design),
          },
        ];
      })
      .sort((a, b) => b.baseline.value - a.baseline.value || ((a.value ?? '') < (b.value ?? '') ? -1 : 1)),
  );
}
