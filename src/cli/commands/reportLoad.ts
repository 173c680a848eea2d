import { withLoadGate } from '../../app/gateOfLoad.ts';
import { readLoad } from '../../app/loadReports.ts';
import { mergeLoads } from '../../app/mergeLoads.ts';
import type { Results } from '../../app/results.ts';
import { usualMeasuring } from '../../app/runPlans.ts';
import { UserError } from '../../model/errors.ts';
import { loadReporters } from '../../report/load/loadReporters.ts';
import { reporters } from '../../report/reporters.ts';
import type { ExitCode } from '../exitCode.ts';
import { configGate } from '../flags/gateSection.ts';
import { colorOf } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';
import {
  endLoad,
  endWithLoadVerdict,
  type LoadShown,
  printLoad,
  wantedLoadReports,
  writeLoadReports,
} from '../loadEnd.ts';

/**
 * Shows a saved load. It exits 0; with `--gate` by its verdict, which is of the promises that the file states, and by the rules of the config.
 * @throws UserError usage for flags that speak of comparisons
 */
export async function reportLoad(file: string, flags: Flags, io: Io): Promise<ExitCode> {
  refuseOfComparisons(flags, file);
  const config = await readConfig(flags, io);
  const shown = shownAs(flags, new OptionSource(flags, io, config), io);
  const gate = flags.gate === true ? await configGate(config, io) : undefined;
  const wanted = await wantedLoadReports(flags, io);
  const report = withLoadGate((await readLoad(file, io)).report, gate);
  const failures = await writeLoadReports(report, wanted);
  printLoad(report, shown, io);
  if (flags.gate === true) io.warn('the gate goes by the promises that the file of the load states');
  const ending = flags.gate === true ? { isGate: true } : { isGate: false, passes: 'without --gate' };
  return endWithLoadVerdict(report, shown, failures, io, ending);
}

/**
 * Joins what several machines offered, and judges it.
 * @throws UserError usage for flags that speak of comparisons, and as `mergeLoads`
 */
export async function mergeLoadParts(
  parts: readonly string[],
  flags: Flags,
  io: Io,
  results: Results,
): Promise<ExitCode> {
  refuseOfComparisons(flags);
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await configGate(config, io);
  const wanted = await wantedLoadReports(flags, io);
  const out = source.text('out') ?? usualMeasuring().out;
  const merged = await mergeLoads({ parts, partial: flags.partial === true, out }, { world: io, results });
  return endLoad(merged, wanted, shownAs(flags, source, io), io, gate);
}

function shownAs(flags: Flags, source: OptionSource, io: Io): LoadShown {
  return { json: flags.json === true, color: colorOf(source, io), verbose: source.on('verbose') };
}

/** Flags about verdicts of cases, beside the formats that hold nothing else. */
const ofComparisons = ['margin', 'fail-on', 'strict', 'min-decided', 'counters-only', 'totals-by'];

function flagsOf(formats: ReadonlySet<string>): string {
  return [...formats]
    .filter((name) => name !== 'terminal')
    .map((name) => `--${name}`)
    .join(', ');
}

function refuseOfComparisons(flags: Flags, file?: string): void {
  const own = new Set<string>(loadReporters.map(({ name }) => name));
  const formats = reporters.map(({ name }) => name).filter((name) => !own.has(name));
  const given = (name: string): boolean => {
    const value = flags[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value !== undefined && value !== false;
  };
  const format = formats.find(given);
  if (format !== undefined)
    throw new UserError(
      'usage',
      `--${format} is a report of comparisons, and this is a load`,
      `Leave it out; loads are told by ${flagsOf(own)}.`,
      file,
    );
  const stray = ofComparisons.find(given);
  if (stray !== undefined)
    throw new UserError(
      'usage',
      `--${stray} is about comparisons, and this is a load`,
      'Leave it out: a load is judged by what its classes are promised.',
      file,
    );
}
