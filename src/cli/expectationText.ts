import { armLabel } from '../app/armCases.ts';
import type { Expectation, NoiseChoice } from '../app/dryRun.ts';
import type { PlannedWork } from '../app/runPlans.ts';
import { judgesTime, startsTogether } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import { formatSeconds, formatShare, plural } from '../text/quantity.ts';
import { terminalLines } from '../text/safeText.ts';
import { forecastLines } from './forecastText.ts';

/** What a measuring command would do, for `--dry-run`; `measured` says what was done instead. */
export function describePlan({ plan, arms }: PlannedWork, cwd: string, measured = 'Nothing was measured.'): string {
  const sides = arms.map((one) => `  ${one.arm}: workload ${armLabel(one, arms, cwd)} on ${one.target.name}`);
  const cases = plan.caseIds.map((id) => `  ${id}`);
  return terminalLines([
    `${measured} This would be:`,
    ...sides,
    ...extentLines(plan),
    ...(startsTogether(plan.mode) ? ['  both halves of a pair at the same time (duet)'] : []),
    `  margin ${formatShare(plan.margin)}, seed ${plan.seed}, ${plan.concurrency} in flight, timeout ${formatSeconds(plan.timeoutMs)}`,
    `${plural(plan.caseIds.length, 'case')}:`,
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

function extentLines(plan: RunPlan): readonly string[] {
  const { arms, minPairs, maxPairs, screeningSessions, confirmationSessions, mode, selfCheck } = plan;
  if (!judgesTime(mode))
    return [
      `  exact counters only: ${minPairs} executions of a case in each arm, ${maxPairs} where they vary or moved`,
    ];
  if (arms.length < 2) return [`  ${maxPairs} executions a case in ${screeningSessions} fresh sessions`];
  const checked = selfCheck?.count ?? 0;
  return [
    `  ${minPairs} to ${maxPairs} pairs a case, then 8 to 24 pairs in fresh sessions, ${confirmationSessions} at a time, for suspects`,
    ...(checked === 0 ? [] : [`  self-check: ${checked} of the cases also as baseline against baseline`]),
  ];
}
