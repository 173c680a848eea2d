import { machineCores, pinningTool } from '../clickhouse/local/affinity.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import type { Environment } from '../model/environment.ts';
import type { Notice } from '../model/notice.ts';
import type { EmbeddedSpec } from '../model/targetSpec.ts';
import { formatCount, plural } from '../text/quantity.ts';
import { idleShards } from './idleShards.ts';

/** What is known of servers of our own, and better than they know it: which engine, and limits as the servers have them. */
export function ownFacts(
  { build, pinned }: LocalCluster,
  { version, limits }: EmbeddedSpec,
): Partial<Pick<Environment, 'serverBuild' | 'engine' | 'limits'>> {
  const held = limits?.cores === undefined ? limits : { ...limits, pinned };
  return {
    ...(build === undefined ? {} : { serverBuild: build }),
    ...(version === undefined ? {} : { engine: version }),
    ...(held === undefined ? {} : { limits: held }),
  };
}

/** What a reader of reports has to know of servers of our own: where they are not what they are called. */
export async function serverRemarks(
  cluster: LocalCluster,
  target: EmbeddedSpec,
  signal: AbortSignal,
): Promise<readonly Notice[]> {
  const idle = await idleShards(cluster, target, target.name, signal);
  return [...(idle === undefined ? [] : [idle]), ...limitRemarks(target, cluster.pinned, machineCores())];
}

/** What the limits of a target's cores do not hold. */
function limitRemarks({ name, nodes, limits }: EmbeddedSpec, pinned: boolean, there: number): readonly Notice[] {
  const { cores } = limits ?? {};
  if (cores === undefined) return [];
  const shared = `The ${nodes} servers of ${name} may use ${plural(cores, 'core')} each, and share the ${formatCount(there)} of this machine: under load none has its own.`;
  const loose = `The cores of ${name} are limited by settings of the server alone, since this system has no \`${pinningTool}\`: threads beside those of queries may use others.`;
  return [
    ...(nodes * cores > there ? [{ code: 'cores-shared', level: 'caution', text: shared } as const] : []),
    ...(pinned ? [] : [{ code: 'cores-by-settings', level: 'caution', text: loose } as const]),
  ];
}
