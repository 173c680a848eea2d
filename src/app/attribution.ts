import type { Privacy } from '../capture/redactSql.ts';
import { isCodeWord } from '../capture/sensitive.ts';
import { UserError } from '../model/errors.ts';
import type { Attribution } from '../model/lint.ts';
import type { AttributionCoverage } from '../model/traffic.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { attributionFindings } from './attributionFindings.ts';
import { shownCoverage } from './rankTraffic.ts';
import type { Services } from './services.ts';
import { presetAdvice, surveyRemarks } from './surveyRemarks.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';
import type { World } from './world.ts';

/** What is asked of a log's attribution, and which log it is. */
export interface AttributionRequest {
  readonly log: LogRequest;
  readonly requiredTags: readonly string[];
  readonly ownerTag: string;
  /** The share of executions and of cost that must be tagged; absent: any. */
  readonly least: number | undefined;
}

/**
 * Opens a log, adds up how much of it is tagged and by whom, and judges that.
 * @throws UserError when the log cannot be read, has nothing in its window, or knows none of the tags asked for
 */
export async function readAttribution(
  request: AttributionRequest,
  privacy: Privacy,
  world: World,
  services: Services,
): Promise<Attribution> {
  const log = await services.openLog(request.log, world);
  try {
    const found = await log.coverage(request.requiredTags, request.ownerTag);
    await checkTags(found, log);
    const coverage = shownCoverage(found, privacy);
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
    `${presetAdvice(log.facts)}Correct --require, --owner or the config: ${suggestion(missing.tag, others.slice(0, 20))}.`.replace(
      /\?\.$/,
      '?',
    ),
    log.name,
  );
}
