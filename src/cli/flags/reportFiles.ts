import { checkoutOf } from '../../app/checkout.ts';
import { type Delivery, deliveryTo } from '../../app/delivery.ts';
import { checkReportPath } from '../../app/resultFiles.ts';
import type { GateRules } from '../../model/gateOutcome.ts';
import { reporters } from '../../report/reporters.ts';
import type { Telling } from '../../report/words/reportLink.ts';
import type { Io } from '../io.ts';
import type { Flags, OptionSource } from './optionSource.ts';

/** The flags among these that name a file for a report. */
export function reportFlags(flags: Flags): readonly string[] {
  return reporters.map(({ name }) => name).filter((name) => typeof flags[name] === 'string');
}

/**
 * The reports that were asked for by a flag. Every path is checked, before anything is measured or rendered.
 * @throws UserError usage for a path that exists, or that cannot be written
 */
export async function wantedReports(flags: Flags, io: Io): Promise<readonly Delivery[]> {
  const force = flags.force === true;
  const wanted = reporters.flatMap((reporter) => {
    const path = flags[reporter.name];
    return typeof path === 'string' ? [deliveryTo(reporter, path, io.cwd, force)] : [];
  });
  for (const { shown } of wanted) await checkReportPath(io.cwd, shown, force);
  return wanted;
}

/**
 * What reports tell beside the verdicts.
 * @param rules by which the command exits; absent: as a gate does unless told otherwise
 * @throws UserError usage for an address that is none
 */
export function tellingOf(source: OptionSource, io: Pick<Io, 'cwd' | 'env'>, rules?: GateRules): Telling {
  return { rules, reportUrl: source.read('report-url', 'webAddress'), checkout: checkoutOf(io) };
}
