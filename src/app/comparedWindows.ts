import { UserError } from '../model/errors.ts';
import type { CostMetric, TrafficRanking, TrendParts } from '../model/traffic.ts';
import type { TrafficWindow } from '../model/trafficChange.ts';
import type { EpochMs } from '../model/units.ts';
import { formatMoment } from '../text/quantity.ts';
import type { Services } from './services.ts';
import { checkMetric } from './surveyRemarks.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';
import type { World } from './world.ts';

/** Which windows are compared. */
export interface WindowPair {
  /** The later one. */
  readonly log: LogRequest;
  /** So many seconds of the same log before it, or another log. */
  readonly against:
    | { readonly kind: 'span'; readonly seconds: number }
    | { readonly kind: 'log'; readonly log: LogRequest };
}

/** A window that is open, and from where on its log can tell. */
export interface OpenWindow {
  readonly log: TrafficLog;
  readonly toldFrom: EpochMs;
  readonly days: number;
}

const dayMs = 86_400_000;

/**
 * Opens both windows, the later one first, as the earlier ends where it begins.
 * @throws UserError when a log cannot be read or ranked so, nothing is known of the earlier window, or the two are unlike
 */
export async function openWindows(
  { log, against }: WindowPair,
  by: CostMetric,
  byShape: boolean,
  world: World,
  services: Services,
): Promise<{ readonly before: OpenWindow; readonly after: OpenWindow; readonly close: () => Promise<void> }> {
  const opened: TrafficLog[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened) await one.close();
  };
  const open = async (request: LogRequest): Promise<OpenWindow> => {
    const found = await services.openLog(request, world);
    opened.push(found);
    checkMetric(by, found);
    const { from, until, rowsFrom } = found.survey;
    const toldFrom = (await found.reachesBack()) ? from : Math.max(from, rowsFrom);
    return { log: found, toldFrom, days: (until - toldFrom) / dayMs };
  };
  try {
    const after = await open(log);
    const before = await open(against.kind === 'log' ? against.log : earlier(log, after, against.seconds));
    checkAlike(before, after, by, byShape);
    return { before, after, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws UserError usage where a cost of one log has a part that the other's lacks */
function checkAlike(before: OpenWindow, after: OpenWindow, by: string, byShape: boolean): void {
  const differing = [...new Set([...before.log.lacking, ...after.log.lacking])].filter(
    (field) => before.log.lacking.includes(field) !== after.log.lacking.includes(field),
  );
  const parts = differing.filter((field) => field === 'cpu_us' || field === 'read_bytes');
  if (by === 'cost' && parts.length > 0)
    throw new UserError(
      'usage',
      `the two logs cannot be compared by cost: one of them has no ${parts.join(', no ')}`,
      'Rank by what both have, with --by.',
    );
  if (byShape && before.log.facts.hasShapes !== after.log.facts.hasShapes)
    throw new UserError(
      'usage',
      'the two logs cannot be compared by shape: one keeps the hash of each, and of the other they would be hashed anew',
      'Compare tags with --group-by, or export both logs with normalized_query_hash.',
    );
}

function earlier(log: LogRequest, after: OpenWindow, seconds: number): LogRequest {
  const { from } = after.log.survey;
  if (after.toldFrom > from || seconds <= 0)
    throw new UserError(
      'target',
      `the log begins at ${formatMoment(after.toldFrom)}: nothing before it can be compared`,
      'Choose a shorter --since, or name an export of the earlier time: --against FILE.',
      after.log.name,
    );
  return { ...log, window: { from: Math.floor(from / 1000) - seconds, until: Math.floor(from / 1000) } };
}

/** Parts of the later window; enough to tell bursts. Those of the earlier are as long. */
const laterParts = 24;
const mostParts = 240;
const shortestMs = 5000;

/** Equal parts of both windows, about as long in each, so that a day's ups and downs look alike. */
export function comparedParts(
  before: OpenWindow,
  after: OpenWindow,
): { readonly before: TrendParts; readonly after: TrendParts } {
  const spanOf = ({ log, toldFrom }: OpenWindow): number => log.survey.until - toldFrom;
  const each = Math.max(shortestMs, spanOf(after) / laterParts);
  const partsOf = (one: OpenWindow): TrendParts => ({
    from: one.toldFrom,
    until: one.log.survey.until,
    parts: Math.max(1, Math.min(mostParts, Math.round(spanOf(one) / each))),
  });
  return { before: partsOf(before), after: partsOf(after) };
}

/** Executions of a window, and when. */
export interface WindowCounts {
  readonly parts: TrendParts;
  /** The ranking that was read, for its totals. */
  readonly all: TrafficRanking;
  /** Executions in each part. */
  readonly counts: readonly number[];
}

/** Executions a part on average, from which on one without any is told. */
const busy = 20;

/** A window as reporters see it. */
export function windowOf({ log, toldFrom, days }: OpenWindow, { all, counts, parts }: WindowCounts): TrafficWindow {
  const each = (parts.until - parts.from) / parts.parts;
  const isBusy = all.executions / parts.parts >= busy;
  const at = (part: number): EpochMs => Math.round(parts.from + part * each);
  return {
    ...{ log: log.name, from: log.survey.from, until: log.survey.until, toldFrom, days },
    ...{ executions: all.executions, groupCount: all.groupCount },
    silent: isBusy
      ? counts.flatMap((count, part) => (count === 0 ? [{ from: at(part), until: at(part + 1) }] : []))
      : [],
  };
}
