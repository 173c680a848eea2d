import { compareRun } from '../compare/compareRun.ts';
import { casesToExplain } from '../compare/plans/casesToExplain.ts';
import { createStopRule } from '../compare/stopRule.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import type { UserError } from '../model/errors.ts';
import { startsTogether } from '../model/mode.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import { listed, type OptionInEffect } from '../model/run.ts';
import { armCases, changedCases, checkRelated } from './armCases.ts';
import { type Delivery, deliver, keptIn } from './delivery.ts';
import { checkDuet } from './duet.ts';
import { type Measured, measureArms } from './measureArms.ts';
import { notOneDataset, shareServer } from './oneDataset.ts';
import { rowChoice } from './rowChoice.ts';
import { comparisonPlan, type MeasuringOptions, type PlannedWork } from './runPlans.ts';
import type { ArmSpec, MeasuringPorts } from './services.ts';

export interface AbRequest {
  readonly arms: readonly ArmSpec[];
  /** Leaves out what the arms send alike; for arms on one server with one dataset. */
  readonly changedOnly?: boolean;
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
}

/** How what was measured is shown. */
export interface AbChoices {
  /** Reports beside those that are left in the output folder. */
  readonly reports?: readonly Delivery[];
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
  /** How rows in which results differ are shown; absent: as the targets call for. */
  readonly showRows?: RowDisplay | undefined;
}

export interface Compared extends Measured {
  readonly report: ComparisonReport;
  /** Why reports could not be written, one error each; the verdicts stand all the same. */
  readonly unwritten: readonly UserError[];
}

/**
 * Says what would be compared, before anything is opened; undefined when both arms send the same, so that there is
 * nothing to compare.
 * @throws UserError usage for arms that cannot be compared so
 */
export function planAb(
  { arms, changedOnly, duet, options }: AbRequest,
  how: MeasuringOptions,
): PlannedWork | undefined {
  const all = arms.flatMap((spec) => armCases(spec, how.filter));
  if (changedOnly === true && !shareServer(arms)) throw notOneDataset(arms);
  checkRelated(all);
  const cases = changedOnly === true ? changedCases(all) : all;
  if (cases.length === 0) return undefined;
  const plan = comparisonPlan({ arms, cases, ...(duet === true ? { duet } : {}) }, how);
  if (startsTogether(plan.mode)) checkDuet(arms);
  return { arms, cases, plan, ...listed(options ?? []) };
}

/** Measures two arms, judges them, and leaves the reports in the output folder. */
export async function ab(
  work: PlannedWork,
  choices: AbChoices,
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<Compared> {
  const { world, listener } = ports;
  if (changedCases(work.cases).length === 0 && shareServer(work.arms))
    listener.note('both arms send the same to the same server: whatever differs is noise');
  const rows = rowChoice(choices.showRows, work.arms, world, listener);
  const measured = await measureArms(
    { ...work, rule: createStopRule, explain: (run) => casesToExplain(compareRun(run)), rows },
    how,
    ports,
  );
  const report = compareRun(measured.run, { totalsBy: choices.totalsBy });
  return {
    ...measured,
    report,
    unwritten: await deliver(report, [...keptIn(measured.output), ...(choices.reports ?? [])]),
  };
}
