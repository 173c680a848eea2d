import { abSeveral } from '../../app/abSeveral.ts';
import type { PlannedWork } from '../../app/runPlans.ts';
import type { MeasuringPorts } from '../../app/services.ts';
import type { RunArm } from '../../model/arm.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import type { Telling } from '../../report/words/reportLink.ts';
import { printArms, wantedArmsReports } from '../armsEnd.ts';
import type { ExitCode } from '../exitCode.ts';
import { announce } from '../expectationText.ts';
import type { CommandGate } from '../flags/gateSection.ts';
import type { MeasuringFlags } from '../flags/measuringFlags.ts';
import type { Flags } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';

interface SeveralCall {
  readonly flags: Flags;
  readonly gate: CommandGate | undefined;
  readonly options: MeasuringFlags;
  readonly telling: Telling;
}

/**
 * Compares more arms than two, in blocks.
 * @throws UserError usage for what only two arms can be asked
 */
export async function compareSeveral(
  work: PlannedWork<RunArm>,
  { flags, gate, options, telling }: SeveralCall,
  ports: MeasuringPorts,
  io: Io,
): Promise<ExitCode> {
  if (options.dryRun)
    throw new UserError(
      'usage',
      '--dry-run tells what two arms can see, and here are more',
      'Ask it of the baseline and one candidate; each comparison of several sees a little less.',
    );
  const judge = gate === undefined ? {} : { gate: (report: ComparisonReport) => gate.judge(report, options) };
  const labels = work.arms.flatMap(({ arm, label }) => (arm === 'baseline' ? [] : [label ?? arm]));
  const reports = await wantedArmsReports(flags, labels, io);
  announce(work, options.quiet, io);
  return printArms(await abSeveral(work, { ...options, ...telling, reports, ...judge }, options, ports), options, io);
}
