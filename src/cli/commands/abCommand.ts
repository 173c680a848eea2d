import { ab, planAb } from '../../app/ab.ts';
import { dryRun, type NoiseChoice } from '../../app/dryRun.ts';
import { outputNames } from '../../app/outputFolder.ts';
import type { Results } from '../../app/results.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { findWorkload, warningsTo } from '../../app/workloadPath.ts';
import { UserError } from '../../model/errors.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { describeExpectation } from '../expectationText.ts';
import { chosenTarget } from '../flags/chosenTarget.ts';
import { type MeasuringFlags, measuringOptions, parseSettings } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { wantedReports } from '../flags/reportFiles.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { printCompared } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';

export function abCommand(workload: string | undefined, flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return withResultsOf('ab', flags, io, (results) => compareArms(workload, flags, io, services, results));
}

async function compareArms(
  workload: string | undefined,
  flags: Flags,
  io: Io,
  services: Services,
  results: Results,
): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const options = measuringOptions(source, io, config);
  const warn = warningsTo(io);
  const arms: ArmSpec[] = [];
  for (const arm of ['baseline', 'candidate'] as const) {
    const path = sourceOfWorkload(flags[`${arm}Workload`], workload) ?? source.text(`${arm}-workload`);
    if (path === undefined)
      throw new UserError('usage', `the ${arm} has no workload`, `Name one for both arms, or give --${arm}-workload.`);
    const settings = parseSettings(source.list(`${arm}-set`), `--${arm}-set`);
    arms.push({
      arm,
      target: chosenTarget(source, config, io, `${arm}-target`, 'target'),
      workload: await findWorkload(path, io.cwd, warn),
      settings,
    });
  }
  const changedOnly = source.on('changed-only');
  const duet = source.on('duet');
  const work = planAb({ arms, changedOnly, duet, options: source.inEffect() }, options);
  if (work === undefined) {
    if (!options.dryRun)
      await (await results.open(options)).write(outputNames.markdown, `### hogbench: nothing to compare\n\n${nothing}`);
    io.stdout(nothing);
    return exitCode.fine;
  }
  const noise = noiseChoice(flags, options);
  const ports = { world: io, services, listener: progressLine(io, options.quiet), results };
  if (options.dryRun) {
    io.stdout(describeExpectation(work, await dryRun(work, noise, options, ports), noise, io.cwd));
    return exitCode.fine;
  }
  const reports = await wantedReports(flags, io);
  return printCompared(await ab(work, { ...options, reports }, options, ports), options, io);
}

const nothing = 'Both arms send the same statements, parameters and settings: there is nothing to compare.\n';

/** @throws UserError usage for flags that exclude each other, or that do nothing */
function noiseChoice(flags: Flags, { dryRun }: MeasuringFlags): NoiseChoice {
  const file = typeof flags.noise === 'string' ? flags.noise : undefined;
  const pilot = flags.pilot === true;
  if ((file !== undefined || pilot) && !dryRun)
    throw new UserError('usage', `${pilot ? '--pilot' : '--noise'} goes with --dry-run`, 'Add it, or leave this out.');
  if (file !== undefined && pilot)
    throw new UserError('usage', '--noise and --pilot both say what the noise is', 'Choose one.');
  return { file, pilot };
}

/** What was written on the command line wins over a variable, be it a flag or the argument. */
function sourceOfWorkload(flag: Flags[string], argument: string | undefined): string | undefined {
  return typeof flag === 'string' ? flag : argument;
}
