import { compareRun } from '../compare/compareRun.ts';
import type { ArmName, RunArm } from '../model/arm.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { startsTogether } from '../model/mode.ts';
import type { UnitPrices } from '../model/price.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import { asTwoArms, listed, type OptionInEffect, type RunPlan } from '../model/run.ts';
import { checkOneCurrency } from '../money/readPrice.ts';
import type { Telling } from '../report/words/reportLink.ts';
import { formatCount, plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { armCases, changedCases, checkRelated, commonCases } from './armCases.ts';
import { type Delivery, deliver, keptIn } from './delivery.ts';
import { checkDuet } from './duet.ts';
import { onEveryReplica } from './everyReplica.ts';
import type { Measured } from './measureArms.ts';
import { measureComparisons } from './measureComparisons.ts';
import { checkOneDataset, isOneArmTwice, notOneDataset, shareDataset, shareServer } from './oneDataset.ts';
import { areQueries, asOneQuery } from './oneQuery.ts';
import { commonOptions, partOf, partText } from './partOfRun.ts';
import { planRemarks } from './planRemarks.ts';
import { comparisonPlan, type MeasuringOptions, type PlannedWork } from './runPlans.ts';
import type { ArmSpec, MeasuringPorts } from './services.ts';

export interface AbRequest<Arm extends RunArm = ArmName> {
  readonly arms: readonly ArmSpec<Arm>[];
  /** Measures what the arms send alike to one server with one dataset, too; it is left out otherwise. */
  readonly all?: boolean;
  /** Leaves it out even where the arms' workloads bring other scripts; refuses arms of which nothing could be left out. */
  readonly changedOnly?: boolean;
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean;
  /** Every case runs on each replica of every arm before it is decided. */
  readonly everyReplica?: boolean;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
  /** What executions and data cost; absent: nobody said. */
  readonly prices?: UnitPrices | undefined;
}

/** How what was measured is shown. */
export interface AbChoices extends Telling {
  /** Reports beside those that are left in the output folder. */
  readonly reports?: readonly Delivery[];
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
  /** How rows in which results differ are shown; absent: as the targets call for. */
  readonly showRows?: RowDisplay | undefined;
  /** What a gate makes of the report before anybody reads it; absent: verdicts alone. */
  readonly gate?: ((report: ComparisonReport) => Promise<ComparisonReport>) | undefined;
}

export interface Compared extends Measured {
  readonly report: ComparisonReport;
  /** Why reports could not be written, one error each; the verdicts stand all the same. */
  readonly unwritten: readonly UserError[];
}

/**
 * Says what would be compared, before anything is opened. It is of no case when both arms send the same, so that there is
 * nothing to compare.
 * @throws UserError usage for arms that cannot be compared so
 */
export function planAb<Arm extends RunArm>(
  { arms: chosen, all, changedOnly, duet, everyReplica, options, prices }: AbRequest<Arm>,
  how: MeasuringOptions,
): PlannedWork<Arm> {
  if (all === true && changedOnly === true)
    throw new UserError('usage', '--all and --changed-only exclude each other', 'Leave one of them out.');
  checkOneCurrency(chosen, prices);
  const arms = asOneQuery(chosen);
  if (areQueries(arms)) checkOneDataset(arms);
  const found = armCases(arms, how.filter);
  if (changedOnly === true && !shareServer(arms)) throw notOneDataset(arms);
  checkRelated(found, arms);
  const isLeftOut = all !== true && (changedOnly === true || shareDataset(arms));
  const cases = isLeftOut ? changedCases(found) : found;
  const identical = commonCases(found).length - commonCases(cases).length;
  if (cases.length === 0 && identical > 0) checkTwoTexts(chosen);
  const usual = comparisonPlan({ arms, cases, ...(duet === true ? { duet } : {}) }, commonOptions(cases, how));
  const targets = arms.map(({ target }) => target);
  const plan = everyReplica === true ? onEveryReplica(usual, targets) : usual;
  if (startsTogether(plan.mode)) checkDuet(arms);
  if (arms.length > 2) checkSeveral(plan, how);
  const remarks = planRemarks(arms, found, how.setup);
  const whole: PlannedWork<Arm> = {
    arms,
    cases,
    plan,
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(identical === 0 ? {} : { identical }),
    ...listed(options ?? []),
    ...(prices === undefined ? {} : { prices }),
  };
  return partOf(whole, how);
}

/**
 * What two arms can be measured by, and more cannot.
 * @throws UserError usage
 */
function checkSeveral({ mode }: RunPlan<RunArm>, { shard }: MeasuringOptions): void {
  if (startsTogether(mode))
    throw new UserError(
      'usage',
      '--duet starts the two halves of a pair together, and here are more arms than two',
      'Leave it out, or compare two arms.',
    );
  if (shard !== undefined)
    throw new UserError(
      'usage',
      '--shard cuts comparisons of two arms, and here are more',
      'Leave it out, or compare two arms.',
    );
}

/**
 * A query that stands for both arms is one whose second text was forgotten: that nothing differs would be no answer.
 * @throws UserError usage
 */
function checkTwoTexts(arms: readonly ArmSpec<RunArm>[]): void {
  const [baseline, candidate] = arms;
  // A branch that left its query alone has forgotten nothing.
  if (arms.some((one) => one.revision !== undefined)) return;
  const placesOf = (arm: ArmSpec<RunArm> | undefined) => JSON.stringify(arm?.workload.cases.map(({ place }) => place));
  if (baseline?.workload.alone !== true || placesOf(baseline) !== placesOf(candidate)) return;
  throw new UserError(
    'usage',
    `${quoted(baseline.workload.name)} is both arms, so there is nothing to compare`,
    `Name a second text, tell the arms apart with ${settingFlag(arms)}, or add --all to compare it with itself.`,
  );
}

/** Measures two arms, judges them, and leaves the reports in the output folder. */
export async function ab(
  work: PlannedWork,
  choices: AbChoices,
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<Compared> {
  const { run, ...measured } = await measureComparisons(announced(work, ports), choices, how, ports);
  const ofTwo = asTwoArms(run);
  const compared = compareRun(ofTwo, { totalsBy: choices.totalsBy });
  const report = choices.gate === undefined ? compared : await choices.gate(compared);
  return {
    ...measured,
    run: ofTwo,
    report,
    unwritten: await deliver(report, [...keptIn(measured.output), ...(choices.reports ?? [])], choices),
  };
}

/** The same work, after what a reader has to know of it was said. */
export function announced(
  work: PlannedWork<RunArm>,
  { world, listener }: Pick<MeasuringPorts, 'world' | 'listener'>,
): PlannedWork<RunArm> {
  const all = work.part?.whole ?? work.cases;
  if (all.length > 0 && changedCases(all).length === 0 && shareServer(work.arms))
    listener.note('both arms send the same to the same server: whatever differs is noise');
  const [only] = work.arms;
  // Of revisions it is said that nothing has changed since the base.
  if (all.length === 0 && only !== undefined && only.revision === undefined && isOneArmTwice(work.arms))
    world.warn(`both arms are ${quoted(only.workload.name)} on ${only.target.name}: ${apartText(work.arms)}`);
  const left = leftOutText(work);
  if (left !== '') listener.note(left);
  if (work.part !== undefined) listener.note(partText(work.part.shard));
  return work;
}

/** The flag by which settings tell these arms apart. */
function settingFlag(arms: readonly ArmSpec<RunArm>[]): string {
  return areNamed(arms) ? '--arm-set' : '--candidate-set';
}

function areNamed(arms: readonly ArmSpec<RunArm>[]): boolean {
  return arms.some(({ label }) => label !== undefined);
}

function apartText(arms: readonly ArmSpec<RunArm>[]): string {
  return areNamed(arms)
    ? 'give one of them another target, or tell them apart with --arm-set or --arm-workload'
    : 'name a second workload, or tell the arms apart with --candidate-set or --candidate-target';
}

/** `36 of 39 cases are the same in both arms and are left out; --all measures them too`; empty where none is. */
function leftOutText({ cases, identical = 0, part }: PlannedWork<RunArm>): string {
  const all = part?.whole ?? cases;
  if (identical === 0 || all.length === 0) return '';
  const common = identical + commonCases(all).length;
  const are = identical === 1 ? 'is the same in both arms and is' : 'are the same in both arms and are';
  return `${formatCount(identical)} of ${plural(common, 'case')} ${are} left out; --all measures ${identical === 1 ? 'it' : 'them'} too`;
}
