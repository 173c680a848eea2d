import { compareRun } from '../compare/compareRun.ts';
import { FirstFindings } from '../compare/firstFindings.ts';
import { casesToExplain } from '../compare/plans/casesToExplain.ts';
import { firstFindingsText } from '../compare/reasons/firstFindingsText.ts';
import { createStopRule } from '../compare/stopRule.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { startsTogether } from '../model/mode.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import { listed, type OptionInEffect } from '../model/run.ts';
import type { Telling } from '../report/words/reportLink.ts';
import type { MeasureInput } from '../runner/measureInput.ts';
import { formatCount, plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { armCases, changedCases, checkRelated, commonCases } from './armCases.ts';
import { type Delivery, deliver, keptIn } from './delivery.ts';
import { checkDuet } from './duet.ts';
import { type Measured, measureArms } from './measureArms.ts';
import { recordNothing } from './nothingToCompare.ts';
import { checkOneDataset, isOneArmTwice, notOneDataset, shareDataset, shareServer } from './oneDataset.ts';
import { areQueries, asOneQuery } from './oneQuery.ts';
import { commonOptions, partOf, partText } from './partOfRun.ts';
import { planRemarks } from './planRemarks.ts';
import { rowChoice } from './rowChoice.ts';
import { comparisonPlan, type MeasuringOptions, type PlannedWork } from './runPlans.ts';
import type { ArmSpec, MeasuringPorts } from './services.ts';
import type { Listener } from './world.ts';

export interface AbRequest {
  readonly arms: readonly ArmSpec[];
  /** Measures what the arms send alike to one server with one dataset, too; it is left out otherwise. */
  readonly all?: boolean;
  /** Leaves it out even where the arms' workloads bring other scripts; refuses arms of which nothing could be left out. */
  readonly changedOnly?: boolean;
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
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
export function planAb(
  { arms: chosen, all, changedOnly, duet, options }: AbRequest,
  how: MeasuringOptions,
): PlannedWork {
  if (all === true && changedOnly === true)
    throw new UserError('usage', '--all and --changed-only exclude each other', 'Leave one of them out.');
  const arms = asOneQuery(chosen);
  if (areQueries(arms)) checkOneDataset(arms);
  const found = armCases(arms, how.filter);
  if (changedOnly === true && !shareServer(arms)) throw notOneDataset(arms);
  checkRelated(found, arms);
  const isLeftOut = all !== true && (changedOnly === true || shareDataset(arms));
  const cases = isLeftOut ? changedCases(found) : found;
  const identical = commonCases(found).length - commonCases(cases).length;
  if (cases.length === 0 && identical > 0) checkTwoTexts(chosen);
  const plan = comparisonPlan({ arms, cases, ...(duet === true ? { duet } : {}) }, commonOptions(cases, how));
  if (startsTogether(plan.mode)) checkDuet(arms);
  const remarks = planRemarks(arms, found, how.setup);
  const whole: PlannedWork = {
    arms,
    cases,
    plan,
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(identical === 0 ? {} : { identical }),
    ...listed(options ?? []),
  };
  return partOf(whole, how);
}

/**
 * A query that stands for both arms is one whose second text was forgotten: that nothing differs would be no answer.
 * @throws UserError usage
 */
function checkTwoTexts(arms: readonly ArmSpec[]): void {
  const [baseline, candidate] = arms;
  // A branch that left its query alone has forgotten nothing.
  if (arms.some((one) => one.revision !== undefined)) return;
  const placesOf = (arm: ArmSpec | undefined) => JSON.stringify(arm?.workload.cases.map(({ place }) => place));
  if (baseline?.workload.alone !== true || placesOf(baseline) !== placesOf(candidate)) return;
  throw new UserError(
    'usage',
    `${quoted(baseline.workload.name)} is both arms, so there is nothing to compare`,
    'Name a second text, tell the arms apart with --candidate-set, or add --all to compare it with itself.',
  );
}

/** Measures two arms, judges them, and leaves the reports in the output folder. */
export async function ab(
  work: PlannedWork,
  choices: AbChoices,
  how: MeasuringOptions,
  ports: MeasuringPorts,
): Promise<Compared> {
  const { world, listener } = ports;
  const all = work.part?.whole ?? work.cases;
  if (all.length > 0 && changedCases(all).length === 0 && shareServer(work.arms))
    listener.note('both arms send the same to the same server: whatever differs is noise');
  const [only] = work.arms;
  // Of revisions it is said that nothing has changed since the base.
  if (all.length === 0 && only !== undefined && only.revision === undefined && isOneArmTwice(work.arms))
    world.warn(
      `both arms are ${quoted(only.workload.name)} on ${only.target.name}: name a second workload, or tell the arms apart with --candidate-set or --candidate-target`,
    );
  const left = leftOutText(work);
  if (left !== '') listener.note(left);
  if (work.part !== undefined) listener.note(partText(work.part.shard));
  const rows = rowChoice(choices.showRows, work.arms, world, listener);
  // A run that is gone on with has cases, and is refused where there are none any more.
  const measured =
    work.cases.length === 0 && how.resume === undefined
      ? await recordNothing(work, how, ports)
      : await measureArms(
          {
            ...{ ...work, rule: createStopRule, explain: (run) => casesToExplain(compareRun(run)), rows },
            tell: (begun) => tellFindings(new FirstFindings(begun), listener),
          },
          how,
          ports,
        );
  const compared = compareRun(measured.run, { totalsBy: choices.totalsBy });
  const report = choices.gate === undefined ? compared : await choices.gate(compared);
  return {
    ...measured,
    report,
    unwritten: await deliver(report, [...keptIn(measured.output), ...(choices.reports ?? [])], choices),
  };
}

/** Says what no further execution is needed for as soon as it is known. */
function tellFindings(findings: FirstFindings, { note }: Listener): NonNullable<MeasureInput['tell']> {
  return (samples, digests) => {
    const fresh = findings.next(samples, digests);
    if (fresh.length > 0) note(firstFindingsText(fresh, findings.count));
  };
}

/** `36 of 39 cases are the same in both arms and are left out; --all measures them too`; empty where none is. */
function leftOutText({ cases, identical = 0, part }: PlannedWork): string {
  const all = part?.whole ?? cases;
  if (identical === 0 || all.length === 0) return '';
  const common = identical + commonCases(all).length;
  const are = identical === 1 ? 'is the same in both arms and is' : 'are the same in both arms and are';
  return `${formatCount(identical)} of ${plural(common, 'case')} ${are} left out; --all measures ${identical === 1 ? 'it' : 'them'} too`;
}
