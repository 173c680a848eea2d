import { compareArms } from '../compare/arms/compareArms.ts';
import type { RunArm } from '../model/arm.ts';
import type { ArmsReport } from '../model/armsReport.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import type { UserError } from '../model/errors.ts';
import { type AbChoices, announced } from './ab.ts';
import { type ArmsDelivery, deliverArms, keptOfArms } from './armsDelivery.ts';
import type { Measured } from './measureArms.ts';
import { measureComparisons } from './measureComparisons.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';
import type { MeasuringPorts } from './services.ts';

export interface ArmsCompared extends Measured<RunArm> {
  readonly report: ArmsReport;
  /** Why reports could not be written, one error each; the verdicts stand all the same. */
  readonly unwritten: readonly UserError[];
}

export interface SeveralChoices extends Omit<AbChoices, 'reports'> {
  /** Reports beside those that are left in the output folder. */
  readonly reports?: readonly ArmsDelivery[];
}

/** Measures a baseline and several candidates in blocks, judges each candidate, and leaves the reports in the output folder. */
export async function abSeveral(
  work: PlannedWork<RunArm>,
  choices: SeveralChoices,
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<ArmsCompared> {
  const measured = await measureComparisons(announced(work, ports), choices, how, ports);
  const report = await judgedBy(choices.gate, compareArms(measured.run, { totalsBy: choices.totalsBy }));
  const wanted = [...keptOfArms(report, measured.output), ...(choices.reports ?? [])];
  return { ...measured, report, unwritten: await deliverArms(report, wanted, choices) };
}

/** Each comparison as a gate judges it. */
export async function judgedBy(
  gate: ((report: ComparisonReport) => Promise<ComparisonReport>) | undefined,
  report: ArmsReport,
): Promise<ArmsReport> {
  if (gate === undefined) return report;
  const comparisons = [];
  for (const one of report.comparisons) comparisons.push({ ...one, report: await gate(one.report) });
  return { ...report, comparisons };
}
