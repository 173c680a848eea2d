import { deliver, keptIn } from '../../app/delivery.ts';
import { mergeParts, ofJudging } from '../../app/mergeParts.ts';
import { kindOfParts } from '../../app/partFiles.ts';
import type { Results } from '../../app/results.ts';
import type { Services } from '../../app/services.ts';
import { compareRun } from '../../compare/compareRun.ts';
import { summarizeRun } from '../../compare/summarizeRun.ts';
import { UserError } from '../../model/errors.ts';
import type { ExitCode } from '../exitCode.ts';
import { judgingOf } from '../flags/judgingFlags.ts';
import type { Flags } from '../flags/optionSource.ts';
import { reportFlags } from '../flags/reportFiles.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import type { Io } from '../io.ts';
import { endOneArm, printCompared } from '../printReport.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

/** Joins the parts of a run, and judges it. */
export function mergeCommand(parts: readonly string[], flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () =>
    withResultsOf('merge', flags, io, async (results) => {
      if ((await kindOfParts(parts, io)) === 'load') {
        const { mergeLoadParts } = await import('./reportLoad.ts');
        return mergeLoadParts(parts, flags, io, results);
      }
      return joinAndJudge(parts, flags, io, services, results);
    }),
  );
}

async function joinAndJudge(
  parts: readonly string[],
  flags: Flags,
  io: Io,
  services: Services,
  results: Results,
): Promise<ExitCode> {
  // As a saved run: its parts were measured elsewhere, and may be a stranger's.
  const judging = await judgingOf(flags, { always: false, isMeasured: false }, io, services);
  const { source, gate, options, reports, telling, job } = judging;
  const inEffect = [...source.inEffect().filter(({ name }) => ofJudging.has(name)), ...(gate?.options ?? [])];
  const request = { parts, partial: flags.partial === true, out: options.out, options: inEffect };
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
  const report = await judging.judge(compared);
  const unwritten = await deliver(report, [...keptIn(merged.output), ...reports], { ...options, ...telling });
  return printCompared({ ...merged, report, unwritten }, options, io, job);
}
