import type { RunArm } from '../../model/arm.ts';
import type { ArmComparison, ArmsReport } from '../../model/armsReport.ts';
import type { Offer } from '../../model/cheapest.ts';
import type { Run } from '../../model/run.ts';
import { chooseCheapest } from '../../money/chooseCheapest.ts';
import { baselineOffer, candidateOffer } from '../../money/offers.ts';
import { compareRun, type ReportChoices } from '../compareRun.ts';
import { provedEquivalent } from '../provedEquivalent.ts';
import { comparisonsOf } from './comparisonsOf.ts';

/** Judges every candidate of a run beside its baseline. A pure function of the run, as `compareRun` is. */
export function compareArms(run: Run<RunArm>, choices: ReportChoices = {}): ArmsReport {
  const described = run.unopened ?? run.arms;
  const labelOf = (arm: RunArm): string => described.find((one) => one.arm === arm)?.label ?? arm;
  const comparisons = comparisonsOf(run).map((one) => ({
    arm: one.arm,
    label: labelOf(one.arm),
    report: compareRun(one.run, choices),
  }));
  const offers = offersOf(labelOf('baseline'), comparisons);
  return {
    schemaVersion: 1,
    kind: 'arms',
    runId: run.id,
    startedAt: run.startedAt,
    status: run.status,
    arms: run.arms,
    baseline: labelOf('baseline'),
    comparisons,
    ...(offers === undefined ? {} : { cheapest: chooseCheapest(offers) }),
  };
}

/** All arms as offers, the baseline first; undefined where nothing has a price. */
function offersOf(baseline: string, comparisons: readonly ArmComparison[]): readonly Offer[] | undefined {
  const [first] = comparisons;
  if (comparisons.every(({ report }) => report.money === undefined)) return undefined;
  return [
    baselineOffer(baseline, first?.report.money),
    ...comparisons.map(({ label, report }) => candidateOffer(label, report.money, provedEquivalent(report).kind)),
  ];
}
