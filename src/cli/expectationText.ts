import { armLabel } from '../app/armCases.ts';
import type { Expectation, NoiseChoice } from '../app/dryRun.ts';
import { partText } from '../app/partOfRun.ts';
import type { PlannedWork } from '../app/runPlans.ts';
import type { ArmSpec } from '../app/services.ts';
import { confirmationLooks } from '../compare/timing/looks.ts';
import type { ArmCase, RunArm } from '../model/arm.ts';
import { judgesTime, startsTogether } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import { formatCount, formatEstimate, formatSeconds, formatShare, fromTo, plural } from '../text/quantity.ts';
import { revisionName } from '../text/revisionName.ts';
import { terminalLines } from '../text/safeText.ts';
import { forecastLines } from './forecastText.ts';
import type { Io } from './io.ts';

/** What a measuring command would do, for `--dry-run`; `measured` says what was done instead. */
export function describePlan(
  { plan, arms, cases: both, identical = 0, part }: PlannedWork,
  cwd: string,
  measured = 'Nothing was measured.',
): string {
  const sides = arms.map((one) => `  ${one.arm}: workload ${sideText(one, arms, cwd)} on ${one.target.name}`);
  const cases = plan.caseIds.map((id) => `  ${id}`);
  return terminalLines([
    `${measured} This would be:`,
    ...sides,
    ...(part === undefined ? [] : [`  ${partText(part.shard)}`]),
    ...extentLines(plan),
    ...(startsTogether(plan.mode) ? ['  both halves of a pair at the same time (duet)'] : []),
    `  margin ${formatShare(plan.margin)}, seed ${plan.seed}, ${plan.concurrency} in flight, timeout ${formatSeconds(plan.timeoutMs)}`,
    `${plural(plan.caseIds.length, 'case')}${identical === 0 ? '' : `, and ${plural(identical, 'identical case')} left out (--all)`}${loneText(both, plan)}:`,
    ...cases,
  ]);
}

/** What a comparison would do and what it could see, for `--dry-run`. */
export function describeExpectation(
  work: PlannedWork,
  expected: Expectation,
  { pilot }: NoiseChoice,
  cwd: string,
): string {
  const head = describePlan(work, cwd, pilot ? 'Only a pilot was measured.' : 'Nothing was measured.');
  const lines =
    expected.kind === 'unknown' ? [expected.why] : forecastLines(expected.forecast, work.plan, expected.origin);
  return head + terminalLines(lines);
}

/**
 * The first line of a log: `39 cases, main → feature on embedded: 5 to 20 pairs each, more for suspects, within 10 min`. Nothing
 * on a terminal, where the line that is redrawn says more.
 */
export function announce({ plan, arms }: Pick<PlannedWork<RunArm>, 'plan' | 'arms'>, quiet: boolean, io: Io): void {
  if (quiet || io.isTerminal || plan.caseIds.length === 0) return;
  const { minPairs, maxPairs, budgetMs, screeningSessions } = plan;
  const sides = new Set(arms.map((one) => sideText(one, arms, io.cwd)));
  const targets = new Set(arms.map(({ target }) => target.name));
  const isOurs = arms.every(({ target }) => target.kind === 'embedded');
  const extent = !judgesTime(plan.mode)
    ? `${minPairs} to ${maxPairs} executions each`
    : plan.arms.length < 2
      ? `${maxPairs} executions each in ${plural(screeningSessions, 'session')}`
      : `${minPairs} to ${maxPairs} pairs each${screeningSessions > 1 ? `, ${isOurs ? 'in new processes' : 'on every replica'}` : ''}, more for suspects`;
  const long =
    budgetMs === undefined ? 'the time left is known after the first round' : `within ${formatEstimate(budgetMs)}`;
  io.warn(`${plural(plan.caseIds.length, 'case')}, ${fromTo(...sides)} on ${fromTo(...targets)}: ${extent}; ${long}`);
}

/** `; 1 that only the candidate has`: it is tried, and compared with nothing. */
function loneText(cases: readonly ArmCase[], { caseIds, arms }: RunPlan): string {
  if (arms.length < 2) return '';
  const common = new Set(caseIds);
  const lone = arms.flatMap((arm) => {
    const count = cases.filter((one) => one.arm === arm && !common.has(one.caseId)).length;
    return count === 0 ? [] : [`${formatCount(count)} that only the ${arm} has`];
  });
  return lone.length === 0 ? '' : `; ${lone.join(', ')}`;
}

/** `queries`, or `queries at main@1a2b3c4`. */
function sideText(one: ArmSpec<RunArm>, arms: readonly ArmSpec<RunArm>[], cwd: string): string {
  const label = armLabel(one, arms, cwd);
  return one.revision === undefined ? label : `${label} at ${revisionName(one.revision)}`;
}

function extentLines(plan: RunPlan): readonly string[] {
  const { arms, minPairs, maxPairs, screeningSessions, confirmationSessions, mode, selfCheck } = plan;
  if (!judgesTime(mode))
    return [
      `  exact counters only: ${minPairs} executions of a case in each arm, ${maxPairs} where they vary or moved`,
    ];
  if (arms.length < 2) return [`  ${maxPairs} executions a case in ${screeningSessions} fresh sessions`];
  const fresh = confirmationLooks(plan).map((look) => look.pairs);
  const [fewest, most] = [fresh.at(0) ?? 0, fresh.at(-1) ?? 0];
  const checked = selfCheck?.count ?? 0;
  const within =
    selfCheck?.mostShare === undefined ? '' : `, in ${formatShare(selfCheck.mostShare)} of all executions at most`;
  return [
    `  ${minPairs} to ${maxPairs} pairs a case${screeningSessions > 1 ? ', each in new processes of both servers' : ''}, then ${fewest} to ${most} pairs in fresh sessions, ${confirmationSessions} at a time, for suspects`,
    ...(checked === 0 ? [] : [`  self-check: ${checked} of the cases also as baseline against baseline${within}`]),
  ];
}
