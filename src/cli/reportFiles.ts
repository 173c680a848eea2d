import type { Command } from 'commander';
import type { FileText } from '../files/wholeFile.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { renderCsv } from '../report/csv.ts';
import { jsonPieces } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { renderHtml } from '../report/page/html.ts';
import type { Io } from './io.ts';
import type { Flags } from './options.ts';
import { checkReportPath, writeReport } from './outputFolder.ts';

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
 * Writes every report that was asked for by a flag. All paths are checked before the first is written, and
 * one that cannot be rendered or written does not keep the others from it.
 * @throws UserError usage for a path that exists or cannot be written
 */
export async function writeReports(report: ComparisonReport, flags: Flags, io: Io): Promise<void> {
  const wanted = Object.entries({ ...renderers, json: jsonPieces }).flatMap(([name, render]) => {
    const path = flags[name];
    return typeof path === 'string' ? [{ path, render }] : [];
  });
  const force = flags.force === true;
  for (const one of wanted) await checkReportPath(io.cwd, one.path, force);
  const results = await Promise.allSettled(
    wanted.map(async (one) => writeReport(io.cwd, one.path, one.render(report), force)),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
