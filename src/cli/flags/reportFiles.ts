import type { Command } from 'commander';
import { checkReportPath, writeAll, writeReport } from '../../app/resultFiles.ts';
import type { FileText } from '../../files/wholeFile.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { renderCsv } from '../../report/data/csv.ts';
import { jsonPieces } from '../../report/data/json.ts';
import { renderJunit } from '../../report/data/junit.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { renderHtml } from '../../report/page/html.ts';
import type { Io } from '../io.ts';
import type { Flags } from './optionSource.ts';

const renderers: Readonly<Record<string, (report: ComparisonReport) => FileText>> = {
  html: renderHtml,
  markdown: renderMarkdown,
  junit: renderJunit,
  csv: renderCsv,
};

export function addReportFlags(command: Command): Command {
  return command
    .option('--html <file>', 'write the HTML report')
    .option('--markdown <file>', 'write the Markdown summary')
    .option('--junit <file>', 'write JUnit XML')
    .option('--csv <file>', 'write one line a case and metric')
    .option('--json [file]', 'write JSON to a file, or print it on stdout')
    .option('--force', 'replace files that exist')
    .option('--style <style>', 'auto, plain or color (default: auto)');
}

/**
 * Writes every report that was asked for by a flag; what could not be rendered or written is handed back. All paths are
 * checked before the first is written.
 * @throws UserError usage for a path that exists, or that cannot be written
 */
export async function writeReports(report: ComparisonReport, flags: Flags, io: Io): Promise<readonly unknown[]> {
  const wanted = Object.entries({ ...renderers, json: jsonPieces }).flatMap(([name, render]) => {
    const path = flags[name];
    return typeof path === 'string' ? [{ path, render }] : [];
  });
  const force = flags.force === true;
  for (const one of wanted) await checkReportPath(io.cwd, one.path, force);
  return writeAll(wanted.map((one) => async () => writeReport(io.cwd, one.path, one.render(report), force)));
}
