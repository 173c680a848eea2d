import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { ArmName, Run, RunStatus } from '../model/run.ts';
import { judge } from './compareRun.ts';
import { timeNotJudged } from './countersOnly.ts';

/**
 * Judges two saved runs of one arm each. Results, failures and exact counters decide; server time does
 * not, for the replicate of a saved run is its session, and the days between two runs move every case.
 */
export function compareRuns(base: Run, candidate: Run): ComparisonReport {
  const merged = mergeRuns(base, candidate);
  if (merged.plan.countersOnly === true) return judge(merged, timeNotJudged);
  const [first, second] = [sessionsOf(base), sessionsOf(candidate)];
  const untimed = `Server time is not judged: the arms were measured in separate runs (${first} and ${second} sessions).`;
  const notice: Notice = {
    code: 'time-not-gated',
    level: 'caution',
    text:
      'Server time and CPU time of two saved runs are shown and not judged: what else changed between the runs cannot be ' +
      'told from the candidate. Results and exact counters decide. Measure both arms together with `hogbench ab` to judge time.',
  };
  return judge({ ...merged, notices: [...merged.notices, notice] }, untimed);
}

/**
 * Puts two runs of one arm each into one run of two arms. Sessions and order of the candidate follow those
 * of the base, so no execution of one is taken for the other half of a pair.
 */
export function mergeRuns(base: Run, candidate: Run): Run {
  requireOneArm(base);
  requireOneArm(candidate);
  const seqOffset = 1 + base.samples.reduce((most, one) => Math.max(most, one.seq), -1);
  const sessionOffset = 1 + base.samples.reduce((most, one) => Math.max(most, one.session), -1);
  const { countersOnly, ...plan } = base.plan;
  const second = candidate.samples.map((one) => ({
    ...one,
    arm: 'candidate' as const,
    seq: one.seq + seqOffset,
    session: one.session + sessionOffset,
  }));
  return {
    ...base,
    id: `${base.id}..${candidate.id}`,
    plan: {
      ...plan,
      arms: ['baseline', 'candidate'],
      caseIds: [...new Set([...base.plan.caseIds, ...candidate.plan.caseIds])],
      ...(countersOnly === true && candidate.plan.countersOnly === true ? { countersOnly } : {}),
    },
    arms: [...named(base.arms, 'baseline'), ...named(candidate.arms, 'candidate')],
    cases: [...named(base.cases, 'baseline'), ...named(candidate.cases, 'candidate')],
    samples: [...named(base.samples, 'baseline'), ...second],
    digests: [...named(base.digests, 'baseline'), ...named(candidate.digests, 'candidate')],
    notices: [...base.notices, ...candidate.notices],
    status: worse(base.status, candidate.status),
  };
}

function requireOneArm(run: Run): void {
  if (run.plan.arms.length === 1) return;
  throw new UserError(
    'usage',
    `run ${run.id} holds ${run.plan.arms.length} arms, and only runs of one arm can be compared with another run`,
    'Show its own comparison with `hogbench report FILE`, or measure one arm with `hogbench run`.',
  );
}

function named<T extends { readonly arm: ArmName }>(all: readonly T[], arm: ArmName): readonly T[] {
  return all.map((one) => ({ ...one, arm }));
}

function worse(a: RunStatus, b: RunStatus): RunStatus {
  if (a.kind === 'incomplete' || b.kind === 'complete') return a;
  return a.kind === 'complete' || b.kind === 'incomplete' ? b : a;
}

function sessionsOf(run: Run): number {
  return new Set(run.samples.map((one) => one.session)).size;
}
