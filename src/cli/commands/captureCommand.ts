import type { CapturedMoney } from '../../app/capturedMoney.ts';
import { capture } from '../../app/captureFolder.ts';
import type { CapturedWorkload } from '../../app/captureWorkload.ts';
import { privacyOf } from '../../app/privacy.ts';
import type { Services } from '../../app/services.ts';
import { type Extent, mostShapes } from '../../capture/casePlan.ts';
import { UserError } from '../../model/errors.ts';
import { mostlyRecorded, type RecordedTiming, recordedShare, timingFile } from '../../model/recordedTiming.ts';
import { ownerName } from '../../report/words/trafficCells.ts';
import { formatMoney } from '../../text/moneyText.ts';
import { formatCount, formatEstimate, formatShare, plural } from '../../text/quantity.ts';
import { terminalLines } from '../../text/safeText.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { captureConfigOf, commaList, logRequest, metricOf } from '../flags/logFlags.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { pricedRequest, unitPricesOf } from '../flags/priceFlags.ts';
import { readConfig } from '../flags/readConfig.ts';
import { parseCount } from '../flags/values.ts';
import type { Io } from '../io.ts';

export async function captureCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const by = metricOf(source);
  const rules = captureConfigOf(config, io, source);
  const keepLiterals = source.on('keep-literals');
  const privacy = privacyOf(rules, keepLiterals, io);
  const choice = {
    by,
    shapeTags: rules.shape_tags,
    extent: extentOf(source),
    strata: commaList(source.text('strata')),
    strataValues: source.read('strata-values', 'count') ?? 20,
    database: source.flagText('database'),
    timing: source.on('timing'),
    prices: unitPricesOf(config, source),
    ownerTag: rules.owner_tag,
  };
  const folder = source.flagText('out') ?? 'captured';
  const request = pricedRequest(logRequest(source, config, io), config, source);
  if (keepLiterals) io.stderr(terminalLines(keepWarning));
  const options = { privacy, keepLiterals, hasKey: privacy.hasKey, force: source.on('force') };
  const { captured, remarks } = await capture(request, choice, folder, options, io, services);
  io.stderr(terminalLines(remarks));
  io.stdout(terminalLines(summary(captured, folder)));
  return exitCode.fine;
}

const keepWarning = [
  '--keep-literals: every string literal is written as it stands in the log: e-mail addresses, names, keys and all.',
  'Treat the folder like the log itself. Do not commit it, and do not send it.',
];

function extentOf(source: OptionSource): Extent {
  const top = source.flagText('top');
  const cover = source.flagText('cover');
  if (top !== undefined && cover !== undefined)
    throw new UserError('usage', '--top and --cover are two ways to say how many', 'Give one of them.');
  if (top !== undefined) {
    const count = parseCount(top, '--top');
    if (count > mostShapes) throw new UserError('usage', `--top is above ${mostShapes}`, 'Take fewer shapes.');
    return { kind: 'top', count };
  }
  return { kind: 'cover', share: source.read('cover', 'coverage') ?? 0.95 };
}

/** Owners that a line has room for. */
const mostOwners = 5;

function moneyLines({ currency, perDay, coveredPerDay, ownerTag, owners }: CapturedMoney): readonly string[] {
  const amount = (value: number): string => formatMoney(value, currency);
  const named = owners
    .slice(0, mostOwners)
    .map(({ owner, perDay: own }) => `${ownerName(ownerTag, owner)} ${amount(own)}`);
  const more = owners.length - named.length;
  return [
    `A day of the log costs ${amount(perDay)}, and these shapes ${amount(coveredPerDay)} of it.`,
    ...(named.length === 0
      ? []
      : [`By ${ownerTag}: ${named.join(', ')}${more > 0 ? ` and ${plural(more, 'other')}` : ''}.`]),
  ];
}

function summary(
  { groups, ranking, covered, skipped, strata, database, marked, money, timing }: CapturedWorkload,
  folder: string,
): readonly string[] {
  const cases = groups.reduce((sum, one) => sum + one.cases.length, 0);
  const failing = groups.filter((one) => (one.group.failures ?? 0) > 0).length;
  const skips = Object.entries(skipped).map(([skip, count]) => `${count} ${skip}`);
  return [
    `${folder}: ${plural(cases, 'case')} of ${plural(groups.length, 'shape')}${database === '' ? '' : ` in database ${database}`}, of ${formatCount(ranking.groupCount)} in the log`,
    `They stand for ${formatShare(covered)} of ${ranking.by}, over ${plural(ranking.executions, 'execution')}.`,
    ...(money === undefined ? [] : moneyLines(money)),
    ...(strata === 0 ? [] : [`${plural(strata, 'case')} stand for values of the strata.`]),
    ...(timing === undefined ? [] : timingLines(timing)),
    ...(failing === 0
      ? []
      : [`${plural(failing, 'shape')} failed in production at times; look for the tag production_failures.`]),
    ...(skips.length === 0 ? [] : [`Executions not taken: ${skips.join(', ')}.`]),
    ...(marked.length === 0
      ? []
      : [
          `${plural(marked.length, 'case')} left out, as a text was replaced that the statement may need: ${folder}/marked.md says which and why.`,
        ]),
    `What was kept and replaced is in ${folder}/privacy.md.`,
  ];
}

function timingLines(timing: RecordedTiming): readonly string[] {
  const { offsetsMs, durationMs, standFor, ofLog } = timing;
  const share = formatShare(ofLog === 0 ? 0 : standFor / ofLog);
  const isWhole = offsetsMs.length === standFor;
  return [
    `${timingFile} keeps when ${plural(offsetsMs.length, 'execution')} ${offsetsMs.length === 1 ? 'was' : 'were'} sent, in ${formatEstimate(durationMs)}${isWhole ? `: ${share} of those in the log.` : '.'}`,
    ...(isWhole
      ? []
      : [
          `These are the first ones of ${formatCount(standFor)}, which are ${share} of those in the log: later ones are not kept. A shorter --since keeps the end.`,
        ]),
    ...(recordedShare(timing) < mostlyRecorded
      ? [
          `A load that replays less than ${formatShare(mostlyRecorded)} keeps no promise. --by count --cover 100% captures more.`,
        ]
      : []),
  ];
}
