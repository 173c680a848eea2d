import { deliver } from '../../app/delivery.ts';
import { compareSaved } from '../../app/savedReports.ts';
import type { Services } from '../../app/services.ts';
import type { ExitCode } from '../exitCode.ts';
import { judgingOf } from '../flags/judgingFlags.ts';
import { mismatchPolicy } from '../flags/mismatchPolicy.ts';
import type { Flags } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';
import { tellJob } from '../jobOutput.ts';
import { printReport } from '../printReport.ts';
import { endingWithVerdict, endWithVerdict } from '../verdictEnd.ts';

export function compareCommand(
  base: string,
  candidate: string,
  flags: Flags,
  io: Io,
  services: Services,
): Promise<ExitCode> {
  return endingWithVerdict(flags, io, () => compareFiles(base, candidate, flags, io, services));
}

async function compareFiles(
  base: string,
  candidate: string,
  flags: Flags,
  io: Io,
  services: Services,
): Promise<ExitCode> {
  const judging = await judgingOf(flags, { always: false, isMeasured: false }, io, services);
  const { config, source, gate, options, reports, telling, job } = judging;
  const choices = {
    policy: mismatchPolicy(source, config, io),
    margin: source.read('margin', 'share'),
    options: [...source.inEffect(), ...(gate?.options ?? [])],
  };
  const compared = await compareSaved(base, candidate, choices, io);
  const report = await judging.judge(compared);
  const unwritten = await deliver(report, reports, telling);
  const unprinted = [...printReport(report, options, io), ...(await tellJob(report, job, io))];
  return endWithVerdict(report, { ...options, rules: options, failures: [...unwritten, ...unprinted] }, io);
}
