import { z } from 'zod';
import type { OwnerPart, TrafficGroup, TrendParts } from '../../model/traffic.ts';
import { amountField, textField } from '../http/rowShape.ts';

/** What the metric of a group is taken apart by. */
export interface PartsRequest {
  readonly tags: readonly string[];
  readonly trend?: TrendParts;
  readonly owner?: string;
}

/** Columns of a ranking that `partsSql` makes. */
export const partsRow: {
  readonly trend: z.ZodType<readonly (readonly [number, number])[]>;
  readonly owners: z.ZodType<readonly (readonly [string, number])[]>;
} = {
  trend: z.array(z.tuple([z.int(), amountField])),
  owners: z.array(z.tuple([textField, amountField])),
};

/** The tag to read beside those that make up groups. */
export function ownerOf({ owner }: PartsRequest): readonly string[] {
  return owner === undefined ? [] : [owner];
}

/** Owners of a group that are told. */
const mostOwners = 3;

/** Aggregates over the subquery `row`: its metric by part of time, and by owner, the dearest first. What has nothing is left out. */
export function partsSql({ tags, trend, owner }: PartsRequest): string {
  const none = (type: string): string => `CAST([], 'Array(Tuple(${type}, Float64))')`;
  const owned = `sumMap([row.tag_${tags.length}], [row.metric])`;
  const dearest = `arraySlice(arraySort(one -> (-one.2, one.1), ${pairs(owned)}), 1, ${mostOwners})`;
  return [
    `${trend === undefined ? none('UInt8') : pairs(`sumMap([${partOf(trend)}], [row.metric])`)} AS trend`,
    `${owner === undefined ? none('String') : dearest} AS owners`,
  ].join(', ');
}

function pairs(map: string): string {
  return `arrayZip(tupleElement(${map}, 1), tupleElement(${map}, 2))`;
}

/** The number of a row's part. A second that a log rounds over an edge stays at that edge. */
function partOf({ from, until, parts }: TrendParts): string {
  const [first, end] = [Math.floor(from / 1000), Math.ceil(until / 1000)];
  return `toUInt8(greatest(0, least(${parts - 1}, intDiv((row.second - ${first}) * ${parts}, ${Math.max(1, end - first)}))))`;
}

/** The parts of a group as the model has them. */
export function partsOf(
  row: z.infer<z.ZodObject<typeof partsRow>> & { readonly metric: number },
  { trend, owner }: PartsRequest,
): Pick<TrafficGroup, 'trend' | 'owners'> {
  const sums = new Map(row.trend);
  const owners: readonly OwnerPart[] = row.owners.map(([name, metric]) => ({
    owner: name,
    share: row.metric > 0 ? metric / row.metric : 0,
  }));
  return {
    ...(trend === undefined ? {} : { trend: Array.from({ length: trend.parts }, (_, part) => sums.get(part) ?? 0) }),
    ...(owner === undefined ? {} : { owners }),
  };
}
