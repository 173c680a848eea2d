import { privacyOf } from '../../app/privacy.ts';
import { rankTraffic } from '../../app/rankTraffic.ts';
import { checkReportPath, writeReport } from '../../app/resultFiles.ts';
import type { Services } from '../../app/services.ts';
import { trafficChanges } from '../../app/trafficChanges.ts';
import { renderChangeHtml } from '../../report/traffic/changeHtml.ts';
import { renderChangeTerminal } from '../../report/traffic/changeTerminal.ts';
import { renderTrafficHtml } from '../../report/traffic/trafficHtml.ts';
import { renderTrafficTerminal } from '../../report/traffic/trafficTerminal.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { windowPair } from '../flags/againstFlag.ts';
import { captureConfigOf, commaList, logRequest, metricOf } from '../flags/logFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { pricedRequest, unitPricesOf } from '../flags/priceFlags.ts';
import { readConfig } from '../flags/readConfig.ts';
import { parseCount } from '../flags/values.ts';
import type { Io } from '../io.ts';

export async function topCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const rules = captureConfigOf(config, io, source);
  const by = metricOf(source);
  const html = source.flagText('html');
  const force = source.on('force');
  const verbose = source.on('verbose');
  const required = commaList(source.flagText('require'));
  const choice = {
    by,
    groupBy: commaList(source.text('group-by')),
    shapeTags: rules.shape_tags,
    most: parseCount(source.flagText('top') ?? '20', '--top'),
    requiredTags: required.length > 0 ? required : rules.required_tags,
    ownerTag: source.flagText('owner') ?? rules.owner_tag,
    showsOwners: source.on('coverage'),
    prices: unitPricesOf(config, source),
    withSql: html !== undefined || verbose,
  };
  const request = pricedRequest(logRequest(source, config, io), config, source);
  const pair = windowPair(source, request, io);
  const privacy = privacyOf(rules, false, io);
  if (html !== undefined) await checkReportPath(io.cwd, html, force);
  /** Writes and prints one report in the forms that were asked for. */
  const tell = async <T>(
    report: T,
    page: (report: T) => string,
    text: (report: T, columns: number, verbose: boolean) => string,
  ): Promise<ExitCode> => {
    if (html !== undefined) await writeReport(io.cwd, html, page(report), force);
    io.stdout(source.on('json') ? `${JSON.stringify(report, null, 2)}\n` : text(report, io.columns, verbose));
    return exitCode.fine;
  };
  if (pair !== undefined)
    return tell(await trafficChanges(pair, choice, privacy, io, services), renderChangeHtml, renderChangeTerminal);
  return tell(await rankTraffic(request, choice, privacy, io, services), renderTrafficHtml, renderTrafficTerminal);
}
