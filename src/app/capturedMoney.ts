import type { Privacy } from '../capture/redactSql.ts';
import type { CapturedGroup } from '../capture/workloadText.ts';
import type { UnitPrices } from '../model/price.ts';
import type { TrafficMoney, TrafficRanking } from '../model/traffic.ts';
import { costOfDay } from '../money/trafficMoney.ts';
import { pricedBy, shownCoverage } from './rankTraffic.ts';
import type { TrafficLog } from './trafficLog.ts';

/** What a day of traffic costs, and who has how much of it. */
export interface CapturedMoney extends TrafficMoney {
  /** Of the shapes that have a case. */
  readonly coveredPerDay: number;
  readonly ownerTag: string;
  /** The dearest first. */
  readonly owners: readonly { readonly owner: string; readonly perDay: number }[];
}

/** What a day of a log costs that a workload was captured from; undefined where nothing has a price, or the log lacks what has one. */
export async function capturedMoney(
  log: TrafficLog,
  { prices, ownerTag }: { readonly prices?: UnitPrices | undefined; readonly ownerTag?: string },
  { captured, ranking }: { readonly captured: readonly CapturedGroup[]; readonly ranking: TrafficRanking },
  privacy: Privacy,
): Promise<CapturedMoney | undefined> {
  const priced = pricedBy(log, prices);
  if (priced === undefined || ownerTag === undefined) return undefined;
  const { owners } = shownCoverage(await log.coverage([], ownerTag), privacy);
  return {
    currency: priced.currency,
    perDay: costOfDay(ranking.cost, priced),
    coveredPerDay: costOfDay(
      captured.reduce((sum, { group }) => sum + group.cost, 0),
      priced,
    ),
    ownerTag,
    owners: owners
      .map(({ owner, cost }) => ({ owner, perDay: costOfDay(cost, priced) }))
      .sort((a, b) => b.perDay - a.perDay),
  };
}
