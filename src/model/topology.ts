import { UserError } from './errors.ts';

/** How servers of our own share a dataset: shards hold parts of it, replicas of a shard hold the same. */
export interface Topology {
  /** All servers. */
  readonly nodes: number;
  /** Servers of each shard, a divisor of `nodes`; absent: 1, so that every node is a shard. */
  readonly replicas?: number;
}

/** More processes than these do not show more of a topology on one machine. */
const mostNodes = 8;

export function replicasOf({ replicas = 1 }: Topology): number {
  return replicas;
}

export function shardsOf(topology: Topology): number {
  return topology.nodes / replicasOf(topology);
}

/** Which shard a node holds, and which of its replicas it is, all counted from 0: the first replica of every shard comes first. */
export function placeOf(topology: Topology, node: number): { readonly shard: number; readonly replica: number } {
  const shards = shardsOf(topology);
  return { shard: node % shards, replica: Math.floor(node / shards) };
}

/** The nodes that hold a shard, each counted from 0. */
export function nodesOfShard(topology: Topology, shard: number): readonly number[] {
  return Array.from({ length: replicasOf(topology) }, (_, replica) => replica * shardsOf(topology) + shard);
}

/**
 * Reads `2`, so many shards, or `2x3`, shards by replicas.
 * @returns undefined for a text of another form; an objection in words for numbers that cannot be
 */
export function parseTopology(text: string): Topology | string | undefined {
  const [, first, second] = /^(\d{1,6})(?:x(\d{1,6}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const shards = Number(first);
  const replicas = Number(second ?? 1);
  if (shards === 0) return 'has no shard';
  if (replicas === 0) return 'has no replica of a shard';
  const nodes = shards * replicas;
  if (nodes > mostNodes) return `would be ${nodes} servers, and one machine runs ${mostNodes} of them at most`;
  return { nodes, ...(replicas === 1 ? {} : { replicas }) };
}

/** What to write instead. */
export const topologyAdvice: string = `Write shards by replicas, 1 to ${mostNodes} servers in all: 2x1 for two shards, 1x2 for two replicas of one.`;

/** @throws UserError usage where there cannot be such servers */
export function checkTopology(topology: Topology): void {
  const { nodes } = topology;
  const replicas = replicasOf(topology);
  const areWhole = [nodes, replicas, nodes / replicas].every(Number.isInteger);
  if (areWhole && nodes >= 1 && replicas >= 1 && nodes <= mostNodes) return;
  const each = replicas === 1 ? '' : ` in shards of ${replicas} replicas`;
  throw new UserError(
    'usage',
    `An embedded cluster cannot have ${nodes} nodes${each}.`,
    `Ask for a whole number from 1 to ${mostNodes}, and for shards with the same number of replicas.`,
  );
}

/** Also of its folder. `node` counts from 0. */
export function nodeName(node: number): string {
  return `node${node + 1}`;
}
