import { deliver } from '../../app/delivery.ts';
import { compareSaved } from '../../app/savedReports.ts';
import type { Services } from '../../app/services.ts';
import type { ExitCode } from '../exitCode.ts';
import { commandGate } from '../flags/gateSection.ts';
import { measuringOptions } from '../flags/measuringFlags.ts';
import { mismatchPolicy } from '../flags/mismatchPolicy.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import { tellingOf, wantedReports } from '../flags/reportFiles.ts';
import type { Io } from '../io.ts';
import { jobOutputOf, tellJob } from '../jobOutput.ts';
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
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await commandGate(config, false, io, services);
  const flagged = measuringOptions(source, io, config);
  const options = gate === undefined ? flagged : gate.flags(flagged);
  const choices = {
    policy: mismatchPolicy(source, config, io),
    margin: source.read('margin', 'share'),
    options: [...source.inEffect(), ...(gate?.options ?? [])],
  };
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io, options);
  const job = jobOutputOf(source, io, telling, { ...options, isMeasured: false });
  const compared = await compareSaved(base, candidate, choices, io);
  const report = gate === undefined ? compared : await gate.judge(compared, options);
  const unwritten = await deliver(report, reports, telling);
  const unprinted = [...printReport(report, options, io), ...(await tellJob(report, job, io))];
  return endWithVerdict(report, { ...options, rules: options, failures: [...unwritten, ...unprinted] }, io);
}
