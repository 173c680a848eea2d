import { resolve } from 'node:path';
import type { MeasuringOptions } from '../cli/flags/measuringFlags.ts';
import { forecastLines } from '../cli/forecastText.ts';
import type { Io } from '../cli/io.ts';
import { describePlan } from '../cli/planText.ts';
import { type MeasuredNoise, measuredNoise } from '../compare/forecast/noise.ts';
import { forecast } from '../compare/forecast/planning.ts';
import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RunPlan } from '../model/run.ts';
import { screeningShare } from '../runner/measure.ts';
import { digestAttempts, digestShare } from '../runner/resultCheck.ts';
import { readRun } from '../store/readRun.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { checkSourcesAllowed } from './allowedSources.ts';
import { exists, outputNames, shownPath } from './outputFolder.ts';
import { runPilot } from './pilot.ts';
import type { ArmSpec, Services } from './services.ts';
import { checkWritesAllowed } from './writes.ts';

/** Where `--dry-run` takes the noise of the cases from: a run file, a pilot, or an earlier run in the output folder. */
export interface NoiseChoice {
  readonly file: string | undefined;
  readonly pilot: boolean;
}

export interface PlannedWork {
  readonly plan: RunPlan;
  readonly arms: readonly ArmSpec[];
  readonly cases: readonly ArmCase[];
  readonly noise: NoiseChoice;
}

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
export async function dryRun(work: PlannedWork, options: MeasuringOptions, io: Io, services: Services): Promise<void> {
  checkWritesAllowed(work.arms, work.cases);
  checkSourcesAllowed(work.arms, options.allowedSources);
  if (work.noise.pilot) checkPilotReads(work.cases);
  const known = await knownNoise(work, options, io, services);
  const { plan, noise } = work;
  const head = describePlan(
    plan,
    work.arms,
    io.cwd,
    noise.pilot ? 'Only a pilot was measured.' : 'Nothing was measured.',
  );
  if (typeof known === 'string') {
    io.stdout(head + terminalLines([known]));
    return;
  }
  const shares = { screening: screeningShare, digests: digestShare };
  const expected = forecast(plan, known.noise, shares, digestAttempts);
  io.stdout(head + terminalLines(forecastLines(expected, plan, known.origin)));
}

/** The noise, or a sentence that says how to learn it. */
async function knownNoise(
  { plan, arms, cases, noise }: PlannedWork,
  options: MeasuringOptions,
  io: Io,
  services: Services,
): Promise<Known | string> {
  const [baseline] = arms;
  if (noise.pilot && baseline !== undefined) {
    const pilot = measuredNoise(await runPilot(plan, baseline, cases, options, io, services));
    if (!knowsAny(pilot, plan))
      throw new UserError('target', 'no query of the pilot left facts in the log', 'Try hogbench doctor first.');
    return { noise: pilot, origin: `a pilot on ${baseline.target.name}` };
  }
  const given = noise.file !== undefined;
  const file = resolve(io.cwd, noise.file ?? options.out, given ? '' : outputNames.run);
  const shown = shownPath(io.cwd, file);
  if (!given && !(await exists(file)))
    return `What this can see is not known, without an earlier run in ${options.out}. ${howToLearn}`;
  const measured = await readRun(file).catch((error: unknown) => {
    if (given || !(error instanceof UserError)) throw error;
    return undefined;
  });
  if (measured !== undefined) {
    if (measured.run.lost !== undefined) io.stderr(terminalLines([measured.run.lost]));
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
