import { planAb } from '../../app/ab.ts';
import { readCapacities } from '../../app/certifiedCapacities.ts';
import { type Certified, certify } from '../../app/certify.ts';
import { checkReportPath, shownPath, writeReport } from '../../app/resultFiles.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import { certificateReporters } from '../../report/certificate/certificateReporters.ts';
import { certificateLine } from '../../report/certificate/certificateWords.ts';
import { plural } from '../../text/quantity.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce } from '../expectationText.ts';
import { type MeasuringFlags, measuringOptions } from '../flags/measuringFlags.ts';
import type { Words } from '../flags/namedTexts.ts';
import { OptionSource } from '../flags/optionSource.ts';
import { unitPricesOf } from '../flags/priceFlags.ts';
import { readConfig } from '../flags/readConfig.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import { severalArms } from '../flags/severalArms.ts';
import type { Io } from '../io.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict, printLast, tellFailures } from '../verdictEnd.ts';

/** Certifies candidates beside a baseline: 0 where every one of them is, and else 1. */
export function certifyCommand(words: Words, io: Io, services: Services): Promise<ExitCode> {
  const { flags } = words;
  return endingWithVerdict(flags, io, () =>
    withResultsOf('certify', flags, io, async (results) => {
      const config = await readConfig(flags, io);
      const source = new OptionSource(flags, io, config);
      const options = measuringOptions(source, io, config);
      if (source.list('arm').length === 0)
        throw new UserError(
          'usage',
          'certify needs the arms by name',
          'Name the baseline first: hogbench certify queries --arm old=TARGET --arm new=TARGET.',
        );
      const arms = await severalArms({ ...words, source, config }, io);
      takeTotals(source);
      const minCoverage = source.read('min-coverage', 'coverage');
      const capacities = await readCapacities(source.list('capacity'), io);
      const wanted = await wantedFiles(words, io);
      const prices = unitPricesOf(config, source);
      const work = planAb({ arms, everyReplica: true, options: source.inEffect(), prices }, options);
      announce(work, options.quiet, io);
      const ports = { world: io, services, listener: progressLine(io, options.quiet), results };
      const { totalsBy } = options;
      const certified = await certify(work, { minCoverage, totalsBy, capacities }, options, ports);
      const failures: UserError[] = [];
      for (const write of wanted)
        await write(certified).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          failures.push(error);
        });
      return end(certified, failures, options, io);
    }),
  );
}

/**
 * Elsewhere tags choose what is shown; here they choose the classes that have to be proved.
 * @throws UserError usage where a config that nobody named must not choose them
 */
function takeTotals(source: OptionSource): void {
  const given = source.list('totals-by').length > 0 ? undefined : source.given('totals-by');
  if (given?.by === 'config') source.takeFromConfig('defaults.totals-by', given.text);
}

/** @throws UserError usage for a path that exists, or that cannot be written */
async function wantedFiles({ flags }: Words, io: Io): Promise<readonly ((certified: Certified) => Promise<void>)[]> {
  const force = flags.force === true;
  const wanted = certificateReporters.flatMap((format) => {
    const path = flags[format.name];
    return typeof path === 'string' ? [{ format, path }] : [];
  });
  for (const { path } of wanted) await checkReportPath(io.cwd, path, force);
  return wanted.map(
    ({ format, path }) =>
      ({ certificate }) =>
        writeReport(io.cwd, path, format.render(certificate, { color: false, width: 120 }), force),
  );
}

function end(
  { certificate, run, runFile, output, unwritten }: Certified,
  unmade: readonly UserError[],
  { json, color, verbose }: MeasuringFlags,
  io: Io,
): ExitCode {
  const name = json ? 'json' : 'terminal';
  const painted = color && !json;
  const format = certificateReporters.find((one) => one.name === name);
  if (format !== undefined)
    io.stdout(format.render(certificate, { color: painted, width: io.columns, verbose }), { color: painted });
  io.warn(
    `certificate: ${output.shown('certificate.html')}   report: ${output.shown('report.html')}   samples: ${shownPath(io.cwd, runFile)}`,
  );
  const failures = [...unwritten, ...unmade];
  tellFailures(failures, io);
  const interrupted = run.status.kind === 'interrupted';
  const isUnwritten = certificate.certified && failures.length > 0;
  const code = interrupted
    ? exitCode.interrupted
    : isUnwritten
      ? exitCode.target
      : certificate.certified
        ? exitCode.fine
        : exitCode.regression;
  const why = isUnwritten ? ` (${plural(failures.length, 'report')} not written)` : '';
  printLast(
    `${certificateLine(certificate)} — exit ${code}${why}`,
    { json, color },
    io,
    certificate.certified && !isUnwritten ? '✅' : '❌',
  );
  return code;
}
