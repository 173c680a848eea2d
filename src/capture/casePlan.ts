import type { GroupPicks, Stratum, TrafficGroup, TrafficRanking } from '../model/traffic.ts';

/** What part of a group's executions a case stands for. */
export type Role = 'p50' | 'p95' | 'max' | 'failed' | 'stratum';

/** A case before its text is known. */
export interface CaseChoice {
  readonly queryId: string;
  readonly role: Role;
  /** Ends the name of the case: `p50`, `team_id-7`. */
  readonly label: string;
  /** Executions a day. */
  readonly weight: number;
}

/**
 * Shares of a group's executions: the median stands for those up to halfway between the 50th and the 95th percentile,
 * the 95th percentile for those up to halfway to the top, the dearest for the rest.
 */
const shares = { p50: 0.725, p95: 0.25, max: 0.025 } as const;
/** Shares of a group's executions, by cost, up to which its median and its 95th percentile stand for them. */
export const caseShares: readonly [number, number] = [shares.p50, 1 - shares.max];
/** Even where strata stand for nearly all executions of a group, its own cases keep a part of the weight. */
const leastRest = 0.05;

/**
 * The cases of one group. Their weights add up to its executions a day; one execution that was picked twice is one case
 * with both weights.
 */
export function planCases(
  group: TrafficGroup,
  picks: GroupPicks,
  strata: readonly Stratum[],
  days: number,
): readonly CaseChoice[] {
  const sound = Math.max(0, group.executions - (group.failures ?? 0)) / days;
  const stratified = strata.reduce((sum, one) => sum + one.executions / days, 0);
  const rest = Math.max(sound - stratified, sound * leastRest);
  const planned: readonly (CaseChoice | undefined)[] = [
    plan('p50', picks.typical, rest * shares.p50),
    plan('p95', picks.high, rest * shares.p95),
    plan('max', picks.highest, rest * shares.max),
    plan('failed', picks.failed, (group.failures ?? 0) / days),
    ...strata.map((one) => plan('stratum', one.queryId, one.executions / days, `${slug(one.tag)}-${slug(one.value)}`)),
  ];
  const cases = new Map<string, CaseChoice>();
  for (const one of planned) {
    if (one === undefined) continue;
    const before = cases.get(one.queryId);
    cases.set(one.queryId, before === undefined ? one : { ...before, weight: before.weight + one.weight });
  }
  return [...cases.values()];
}

function plan(role: Role, queryId: string | undefined, weight: number, label: string = role): CaseChoice | undefined {
  return queryId === undefined || weight <= 0 ? undefined : { queryId, role, label, weight };
}

/** A name made of what its tags say and a part of its key: `TrendsQuery-3fa9c210`. Tags must be fit to be shown. */
export function groupName({ key, tags }: Pick<TrafficGroup, 'key' | 'tags'>): string {
  const said = tags.query_type ?? tags.feature ?? tags.product ?? tags.kind ?? 'query';
  return `${slug(said)}-${shortKey(key)}`;
}

/** The key of a group is a number of 64 bits; eight hexadecimal digits tell groups apart in practice. */
export function shortKey(key: string): string {
  return BigInt.asUintN(64, BigInt(/^\d+$/.test(key) ? key : 0))
    .toString(16)
    .padStart(16, '0')
    .slice(0, 8);
}

function slug(text: string): string {
  return text.replace(/[^\p{L}\p{N}_.-]+/gu, '_').slice(0, 60) || 'query';
}

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
