import type { Command } from 'commander';
import { type Delivery, deliveryTo } from '../../app/delivery.ts';
import { checkReportPath } from '../../app/resultFiles.ts';
import { type Reporter, reporters } from '../../report/reporters.ts';
import type { Io } from '../io.ts';
import type { Flags } from './optionSource.ts';

/** A command has its own form of `--json`, which also prints. */
const byFlag: readonly Reporter[] = reporters.filter(({ name, file }) => file !== null && name !== 'json');

/** `--html FILE` and its like, for a command that has verdicts to report. */
export function addReportFlags(command: Command): Command {
  for (const { name, about } of byFlag) command.option(`--${name} <file>`, about);
  return command.option('--force', 'replace files that exist');
}

/** How a command that reads saved runs prints, or writes, its verdicts. */
export function addPrintFlags(command: Command): Command {
  return command
    .option('--json [file]', 'write JSON to a file, or print it on stdout')
    .option('--style <style>', 'auto, plain or color (default: auto)');
}

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
