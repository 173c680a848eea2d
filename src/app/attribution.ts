import { isCodeWord } from '../capture/sensitive.ts';
import { captureConfigOf, commaList, logRequest, privacyOf, surveyRemarks } from '../cli/flags/logFlags.ts';
import type { OptionSource } from '../cli/flags/optionSource.ts';
import { parseCoverage } from '../cli/flags/values.ts';
import type { Io } from '../cli/io.ts';
import { UserError } from '../model/errors.ts';
import type { Attribution } from '../model/lint.ts';
import type { AttributionCoverage } from '../model/traffic.ts';
import type { Config } from '../schema/config/config.ts';
import { checkNamedInCi } from '../schema/config/configOrigin.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { attributionFindings } from './attributionFindings.ts';
import { shownCoverage } from './rankTraffic.ts';
import type { Services } from './services.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';

/** What is asked of a log's attribution, and which log it is. */
export interface AttributionRequest {
  readonly log: LogRequest;
  readonly requiredTags: readonly string[];
  readonly ownerTag: string;
  /** The share of executions and of cost that must be tagged; absent: any. */
  readonly least: number | undefined;
}

const aboutLogs = ['log-table', 'log-file', 'since', 'require', 'owner', 'min-coverage'];

/**
 * Reads what the flags and the config ask of a log; undefined without `--coverage`.
 * @throws UserError usage for flags that name no log or two, and for flags about a log when none is read
 */
export function attributionRequest(source: OptionSource, config: Config, io: Io): AttributionRequest | undefined {
  if (!source.on('coverage')) {
    const stray = aboutLogs.find((name) => source.flagText(name) !== undefined);
    if (stray === undefined) return undefined;
    throw new UserError('usage', `--${stray} is about a log, and none is read`, 'Add --coverage.');
  }
  if (source.on('offline') && source.flagText('log-file') === undefined)
    throw new UserError(
      'usage',
      '--offline asks no server, and --coverage reads the log of one',
      'Drop one of them, or read an exported log with --log-file.',
    );
  const { lint } = config;
  if (lint !== undefined) checkNamedInCi(config.origin, 'lint', io.env);
  const { required_tags, owner_tag } = captureConfigOf(config, io);
  const given = commaList(source.flagText('require'));
  const flag = source.flagText('min-coverage');
  const configured = lint?.min_coverage === undefined ? undefined : String(lint.min_coverage);
  const asked = flag ?? configured;
  const named = flag === undefined ? 'lint.min_coverage of hogbench.config.yaml' : '--min-coverage';
  return {
    log: logRequest(source, config, io),
    requiredTags: given.length > 0 ? given : (lint?.required_tags ?? required_tags),
    ownerTag: source.flagText('owner') ?? lint?.owner_tag ?? owner_tag,
    least: asked === undefined ? undefined : parseCoverage(asked, named),
  };
}

/**
 * Opens a log, adds up how much of it is tagged and by whom, and judges that.
 * @throws UserError when the log cannot be read, has nothing in its window, or knows none of the tags asked for
 */
export async function readAttribution(
  request: AttributionRequest,
  config: Config,
  io: Io,
  services: Services,
): Promise<Attribution> {
  const log = await services.openLog(request.log, io);
  try {
    const found = await log.coverage(request.requiredTags, request.ownerTag);
    await checkTags(found, log);
    const coverage = shownCoverage(found, privacyOf(captureConfigOf(config, io), false, io));
    return {
      log: log.name,
      from: log.survey.from,
      until: log.survey.until,
      coverage,
      ...(request.least === undefined ? {} : { least: request.least }),
      findings: attributionFindings(coverage, request.least),
      remarks: surveyRemarks(log),
    };
  } finally {
    await log.close();
  }
}

/** A tag that no execution carries is a slip where others are carried. Where none is, the log is untagged. */
async function checkTags({ carriers }: AttributionCoverage, log: TrafficLog): Promise<void> {
  const missing = carriers.find((one) => one.executions === 0);
  if (missing === undefined) return;
  const keys = (await log.tagKeys()).filter(isCodeWord);
  if (keys.length === 0 && carriers.every((one) => one.executions === 0)) return;
  const others = keys.length > 0 ? keys : carriers.filter((one) => one.executions > 0).map((one) => one.tag);
  throw new UserError(
    'usage',
    `no execution carries the tag ${quoted(missing.tag)}`,
    `Correct --require, --owner or the config: ${suggestion(missing.tag, others.slice(0, 20))}.`.replace(/\?\.$/, '?'),
    log.name,
  );
}
