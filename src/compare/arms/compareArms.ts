import type { RunArm } from '../../model/arm.ts';
import type { ArmsReport } from '../../model/armsReport.ts';
import type { Run } from '../../model/run.ts';
import { compareRun, type ReportChoices } from '../compareRun.ts';
import { provedEquivalent } from '../provedEquivalent.ts';
import { cheapestOf } from './cheapestOf.ts';
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
  const baseline = labelOf('baseline');
  const cheapest = cheapestOf(baseline, comparisons, ({ report }) => provedEquivalent(report).kind);
  return {
    schemaVersion: 1,
    kind: 'arms',
    runId: run.id,
    startedAt: run.startedAt,
    status: run.status,
    arms: run.arms,
    baseline,
    comparisons,
    ...(cheapest === undefined ? {} : { cheapest }),
  };
}
