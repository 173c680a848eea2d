import { deliver, keptIn } from '../../app/delivery.ts';
import { mergeParts, ofJudging } from '../../app/mergeParts.ts';
import type { Results } from '../../app/results.ts';
import type { Services } from '../../app/services.ts';
import { compareRun } from '../../compare/compareRun.ts';
import { summarizeRun } from '../../compare/summarizeRun.ts';
import { UserError } from '../../model/errors.ts';
import type { ExitCode } from '../exitCode.ts';
import { commandGate } from '../flags/gateSection.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { reportFlags, tellingOf, wantedReports } from '../flags/reportFiles.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { jobOutputOf } from '../jobOutput.ts';
import { endOneArm, printCompared } from '../printReport.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

/** Joins the parts of a run, and judges it. */
export function mergeCommand(parts: readonly string[], flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () =>
    withResultsOf('merge', flags, io, (results) => joinAndJudge(parts, flags, io, services, results)),
  );
}

async function joinAndJudge(
  parts: readonly string[],
  flags: Flags,
  io: Io,
  services: Services,
  results: Results,
): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await commandGate(config, false, io, services);
  const flagged = measuringOptions(source, io, config);
  const options = gate === undefined ? flagged : gate.flags(flagged);
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io, options);
  // As a saved run: its parts were measured elsewhere, and may be a stranger's.
  const job = jobOutputOf(source, io, telling, { ...options, isMeasured: false });
  const judging = [...source.inEffect().filter(({ name }) => ofJudging.has(name)), ...(gate?.options ?? [])];
  const request = { parts, partial: flags.partial === true, out: options.out, options: judging };
  const merged = await mergeParts(request, { world: io, results });
  if (merged.run.plan.arms.length < 2) {
    const [report] = reportFlags(flags).filter((name) => name !== 'json');
    if (report !== undefined)
      throw new UserError(
        'usage',
        `--${report} is a report of verdicts, and these are parts of a run of one arm`,
        'Leave it out, and compare the joined run with another: hogbench compare BASE CANDIDATE.',
      );
    return endOneArm(summarizeRun(merged.run), merged, options, io);
  }
  const compared = compareRun(merged.run, { totalsBy: options.totalsBy });
  const report = gate === undefined ? compared : await gate.judge(compared, options);
  const unwritten = await deliver(report, [...keptIn(merged.output), ...reports], { ...options, ...telling });
  return printCompared({ ...merged, report, unwritten }, options, io, job);
}
