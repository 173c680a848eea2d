import { resolve } from 'node:path';
import { type MeasuredNoise, measuredNoise } from '../compare/forecast/noise.ts';
import { type Forecast, forecast } from '../compare/forecast/planning.ts';
import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RunPlan } from '../model/run.ts';
import { leastScreeningShare, screeningShare } from '../runner/measure.ts';
import { digestAttempts, digestShare } from '../runner/resultCheck.ts';
import { readRun } from '../store/readRun.ts';
import { outputNames } from './outputFolder.ts';
import { checkSourcesAllowed, checkWritesAllowed } from './permissions.ts';
import { runPilot } from './pilot.ts';
import { exists, shownPath } from './resultFiles.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';
import type { MeasuringPorts } from './services.ts';

/** Where `--dry-run` takes the noise of the cases from: a run file, a pilot, or an earlier run in the output folder. */
export interface NoiseChoice {
  readonly file: string | undefined;
  readonly pilot: boolean;
}

/** What can be expected of a run, by the noise of an earlier one or of a pilot; or why nothing can. */
export type Expectation =
  | { readonly kind: 'forecast'; readonly forecast: Forecast; readonly origin: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** @throws UserError usage when a pilot, which executes its cases, would write */
function checkPilotReads(cases: readonly ArmCase[]): void {
  const first = cases.find((one) => one.writes !== undefined);
  if (first === undefined) return;
  const fix = 'Leave such cases out with --filter, or give --noise FILE.';
  throw new UserError('usage', `--pilot executes cases, and ${first.caseId} writes`, fix, first.place);
}

interface Known {
  readonly noise: MeasuredNoise;
  /** For people: where the figures come from. */
  readonly origin: string;
}

/**
 * Prints what a comparison would measure, how long it takes and what it can see. Measures nothing, unless a pilot is
 * asked for.
 * @throws UserError for a noise file that cannot be read or has none of the cases, and for a pilot that fails
 */
export async function dryRun(
  work: PlannedWork,
  choice: NoiseChoice,
  how: MeasuringOptions,
  ports: Omit<MeasuringPorts, 'results'>,
): Promise<Expectation> {
  checkWritesAllowed(work.arms, work.cases);
  checkSourcesAllowed(work.arms, how.allowedSources);
  if (work.cases.length === 0 && work.part !== undefined && work.part.whole.length > 0)
    return { kind: 'unknown', why: 'No case falls to this part.' };
  if (work.cases.length === 0)
    return {
      kind: 'unknown',
      why: 'Both arms send the same: there is nothing to compare. --all compares them anyway, as a check of this machine.',
    };
  if (choice.pilot) checkPilotReads(work.cases);
  const known = await knownNoise(work, choice, how, ports);
  if (typeof known === 'string') return { kind: 'unknown', why: known };
  const shares = { screening: screeningShare, leastScreening: leastScreeningShare, digests: digestShare };
  const expected = forecast(work.plan, known.noise, shares, digestAttempts);
  return { kind: 'forecast', forecast: expected, origin: known.origin };
}

/** The noise, or a sentence that says how to learn it. */
async function knownNoise(
  { plan, arms, cases }: PlannedWork,
  noise: NoiseChoice,
  how: MeasuringOptions,
  ports: Omit<MeasuringPorts, 'results'>,
): Promise<Known | string> {
  const [baseline] = arms;
  if (noise.pilot && baseline !== undefined) {
    const pilot = measuredNoise(await runPilot(plan, baseline, cases, how, ports));
    if (!knowsAny(pilot, plan))
      throw new UserError('target', 'no query of the pilot is found in the log', 'Try hogbench doctor first.');
    return { noise: pilot, origin: `a pilot on ${baseline.target.name}` };
  }
  const { world } = ports;
  const given = noise.file !== undefined;
  const file = resolve(world.cwd, noise.file ?? how.out, given ? '' : outputNames.run);
  const shown = shownPath(world.cwd, file);
  if (!given && !(await exists(file)))
    return `What this can see is not known, without an earlier run in ${how.out}. ${howToLearn}`;
  const measured = await readRun(file).catch((error: unknown) => {
    if (given || !(error instanceof UserError)) throw error;
    return undefined;
  });
  if (measured !== undefined) {
    if (measured.run.lost !== undefined) world.warn(measured.run.lost);
    const known = measuredNoise(measured.run);
    const targets = new Set(measured.run.arms.map((one) => one.environment.target));
    if (knowsAny(known, plan)) return { noise: known, origin: `${shown}, measured on ${[...targets].join(' and ')}` };
  }
  if (given)
    throw new UserError(
      'usage',
      'it holds too few executions of these cases',
      'Name a run of the same workload.',
      shown,
    );
  return `What this can see is not known: ${shown} holds too few executions of these cases. ${howToLearn}`;
}

const howToLearn = 'Add --pilot to execute each case a few times on the baseline, or --noise FILE to name a run file.';

function knowsAny({ cases }: MeasuredNoise, plan: RunPlan): boolean {
  return plan.caseIds.some((id) => cases.has(id));
}
