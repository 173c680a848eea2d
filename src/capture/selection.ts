import type { TrafficGroup, TrafficRanking } from '../model/traffic.ts';

/** When enough groups are taken. */
export type Extent =
  | { readonly kind: 'cover'; readonly share: number }
  | { readonly kind: 'top'; readonly count: number };

/** More shapes than this make no workload that anybody waits for. */
export const mostShapes = 500;

/** The costliest groups until they cover a share of the total, or as many as were asked for. */
export function chooseGroups(ranking: TrafficRanking, extent: Extent): readonly TrafficGroup[] {
  if (extent.kind === 'top') return ranking.groups.slice(0, extent.count);
  const chosen: TrafficGroup[] = [];
  let covered = 0;
  for (const group of ranking.groups) {
    // A hair less than asked for is enough: shares are sums of fractions.
    if (covered >= extent.share - 1e-9) break;
    chosen.push(group);
    covered += group.share;
  }
  return chosen;
}
