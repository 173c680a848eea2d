import type { ArmCase, RunArm } from '../model/arm.ts';
import type { Shard } from '../model/shard.ts';
import { drawSelfChecks } from '../runner/selfCheckCases.ts';
import { commonSeed, cutRun } from '../shards/cutRun.ts';
import { formatCount, plural } from '../text/quantity.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';

/** How a run is measured of which this is to be a part: in an order that all parts come to. */
export function commonOptions(cases: readonly ArmCase<RunArm>[], how: MeasuringOptions): MeasuringOptions {
  const { shard } = how;
  return shard === undefined ? how : { ...how, seed: shard.seed ?? commonSeed(cases, shard.run) };
}

/** What is left of the work where this machine measures a part of it. The plan is that of the whole, but for its cases. */
export function partOf<Arm extends RunArm>(
  work: PlannedWork<Arm>,
  { shard: choice }: MeasuringOptions,
): PlannedWork<Arm> {
  if (choice === undefined) return work;
  const { shard, cases, caseIds } = cutRun(work.cases, work.plan, choice);
  const { selfCheck } = work.plan;
  const drawn =
    selfCheck === undefined || selfCheck.count === 0 ? {} : { selfCheck: drawSelfChecks(caseIds, work.plan.seed) };
  return { ...work, cases, plan: { ...work.plan, caseIds, ...drawn }, part: { shard, whole: work.cases } };
}

/** `part 2 of 3: 5 of 14 cases` */
export function partText({ index, of, whole }: Shard): string {
  const own = whole.filter(({ shard }) => shard === index).length;
  return `part ${formatCount(index)} of ${formatCount(of)}: ${formatCount(own)} of ${plural(whole.length, 'case')}`;
}
