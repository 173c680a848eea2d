import { armsStopRule } from '../compare/arms/armsStopRule.ts';
import { comparisonsOf, digestsOf, samplesOf } from '../compare/arms/comparisonsOf.ts';
import { compareRun } from '../compare/compareRun.ts';
import { FirstFindings } from '../compare/firstFindings.ts';
import { casesToExplain } from '../compare/plans/casesToExplain.ts';
import { firstFindingsText } from '../compare/reasons/firstFindingsText.ts';
import type { RunArm } from '../model/arm.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import type { Run } from '../model/run.ts';
import type { CaseToExplain } from '../runner/decisions.ts';
import type { MeasureInput } from '../runner/measureInput.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { type Measured, measureArms } from './measureArms.ts';
import { recordNothing } from './nothingToCompare.ts';
import { rowChoice } from './rowChoice.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';
import type { MeasuringPorts } from './services.ts';
import type { Listener } from './world.ts';

/** Measures a baseline and one candidate or more, for as long as one of their comparisons is not decided. */
export async function measureComparisons(
  work: PlannedWork<RunArm>,
  { showRows }: { readonly showRows?: RowDisplay | undefined },
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<Measured<RunArm>> {
  const rows = rowChoice(showRows, work.arms, ports.world, ports.listener);
  // A run that is gone on with has cases, and is refused where there are none any more.
  if (work.cases.length === 0 && how.resume === undefined) return recordNothing(work, how, ports);
  const tell = (begun: RunHeader) => tellFindings(begun, ports.listener);
  return measureArms({ ...work, rule: armsStopRule, explain: toExplain, rows, tell }, how, ports);
}

/** What any of the comparisons wants explained, each case once. */
function toExplain(run: Run<RunArm>): readonly CaseToExplain[] {
  const wanted = new Map<string, CaseToExplain>();
  for (const one of comparisonsOf(run))
    for (const { caseId, profiled } of casesToExplain(compareRun(one.run)))
      wanted.set(caseId, { caseId, profiled: profiled || wanted.get(caseId)?.profiled === true });
  return [...wanted.values()];
}

/** Says what no further execution is needed for as soon as it is known. */
function tellFindings(begun: RunHeader, { note }: Listener): NonNullable<MeasureInput['tell']> {
  const whole = { ...begun, samples: [], digests: [], notices: [], status: { kind: 'complete' } as const };
  const comparisons = comparisonsOf(whole).map(({ arm, run }) => ({
    label: begun.arms.find((one) => one.arm === arm)?.label,
    findings: new FirstFindings(run),
    samples: samplesOf(begun.plan, arm),
    digests: digestsOf(arm),
  }));
  return (samples, digests) => {
    for (const { label, findings, ...own } of comparisons) {
      const fresh = findings.next(own.samples(samples), own.digests(digests));
      const text = fresh.length === 0 ? '' : firstFindingsText(fresh, findings.count);
      if (text !== '') note(label === undefined || comparisons.length === 1 ? text : `${label}: ${text}`);
    }
  };
}
