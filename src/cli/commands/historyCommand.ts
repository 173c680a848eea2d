import { readHistory } from '../../app/readHistory.ts';
import { checkReportPath, writeReport } from '../../app/resultFiles.ts';
import type { Services } from '../../app/services.ts';
import { withStore } from '../../app/storeSpec.ts';
import { renderHistoryHtml } from '../../report/history/historyHtml.ts';
import { renderHistoryTerminal } from '../../report/history/historyTerminal.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { chosenStore } from '../flags/chosenStore.ts';
import { acrossOf, resetsOf } from '../flags/historyFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { readConfig } from '../flags/readConfig.ts';
import type { Io } from '../io.ts';

/** Runs that are looked at when nothing is said: some months of a nightly run. */
const usualRuns = 200;

export async function historyCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const cases = source.list('case');
  const html = source.flagText('html');
  const force = source.on('force');
  const question = {
    metric: source.flagText('metric') ?? 'server_time',
    cases: cases.length === 0 ? undefined : cases,
    branch: source.flagText('branch'),
    workload: undefined,
    last: source.read('last', 'count') ?? usualRuns,
    across: acrossOf(source),
    resets: resetsOf(source, config, io.env),
  };
  const spec = chosenStore(source, config, io);
  if (html !== undefined) await checkReportPath(io.cwd, html, force);
  const report = await withStore(spec, io, services, (store) => readHistory(store, question));
  if (html !== undefined) await writeReport(io.cwd, html, renderHistoryHtml(report), force);
  io.stdout(
    source.on('json')
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderHistoryTerminal(report, io.columns, source.on('verbose')),
  );
  return exitCode.fine;
}
