import type { Command } from 'commander';
import { checkReportPath, writeAll, writeReport } from '../../app/resultFiles.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { commentReporter, type Reporter, reporters } from '../../report/reporters.ts';
import type { Io } from '../io.ts';
import type { Flags } from './optionSource.ts';

/** A comment is written where there is no verdict too, so its command sees to it. */
const byFlag: readonly Reporter[] = reporters.filter((one) => one.file !== null && one !== commentReporter);

export function addReportFlags(command: Command): Command {
  for (const { name, about } of byFlag)
    if (name === 'json') command.option('--json [file]', 'write JSON to a file, or print it on stdout');
    else command.option(`--${name} <file>`, about);
  return command
    .option('--force', 'replace files that exist')
    .option('--style <style>', 'auto, plain or color (default: auto)');
}

/**
 * Writes every report that was asked for by a flag; what could not be rendered or written is handed back. All paths are
 * checked before the first is written.
 * @throws UserError usage for a path that exists, or that cannot be written
 */
export async function writeReports(report: ComparisonReport, flags: Flags, io: Io): Promise<readonly unknown[]> {
  const wanted = byFlag.flatMap(({ name, render }) => {
    const path = flags[name];
    return typeof path === 'string' ? [{ path, render }] : [];
  });
  const force = flags.force === true;
  const options = { color: false, width: io.columns };
  for (const one of wanted) await checkReportPath(io.cwd, one.path, force);
  return writeAll(wanted.map((one) => async () => writeReport(io.cwd, one.path, one.render(report, options), force)));
}
