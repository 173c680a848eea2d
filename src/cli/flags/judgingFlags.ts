import type { Delivery } from '../../app/delivery.ts';
import type { Services } from '../../app/services.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import type { Telling } from '../../report/words/reportLink.ts';
import type { Config } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { type JobOutput, jobOutputOf } from '../jobOutput.ts';
import { type CommandGate, commandGate } from './gateSection.ts';
import { type MeasuringFlags, measuringOptions } from './measuringFlags.ts';
import { type Flags, OptionSource } from './optionSource.ts';
import { readConfig } from './readConfig.ts';
import { tellingOf, wantedReports } from './reportFiles.ts';

/** By what a command judges a comparison, and where its reports go. */
export interface Judging {
  readonly config: Config;
  readonly source: OptionSource;
  /** Absent where the config has no rules and nobody asked for a gate. */
  readonly gate: CommandGate | undefined;
  readonly options: MeasuringFlags;
  readonly reports: readonly Delivery[];
  readonly telling: Telling;
  readonly job: JobOutput;
  /** The report with what the gate makes of it. */
  judge(compared: ComparisonReport): Promise<ComparisonReport>;
}

/**
 * Reads config and flags of a command that judges what is measured already, or is measured as one arm.
 * @param how `always`: rules or not, what fails is listed; `isMeasured`: by this command, not by somebody else's
 * @throws UserError usage for flags, rules and paths that are none; before anything is measured
 */
export async function judgingOf(
  flags: Flags,
  how: { readonly always: boolean; readonly isMeasured: boolean },
  io: Io,
  services: Services,
): Promise<Judging> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await commandGate(config, how.always, io, services);
  const flagged = measuringOptions(source, io, config);
  const options = gate === undefined ? flagged : gate.flags(flagged);
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io, options);
  const job = jobOutputOf(source, io, telling, { ...options, isMeasured: how.isMeasured });
  const judge = async (compared: ComparisonReport): Promise<ComparisonReport> =>
    gate === undefined ? compared : gate.judge(compared, options);
  return { config, source, gate, options, reports, telling, job, judge };
}
