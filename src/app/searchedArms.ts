import type { ArmDescription } from '../model/arm.ts';
import type { Environment } from '../model/environment.ts';
import { shown } from '../text/quote.ts';

/** Whether a search names an arm: the same target, and the same settings, which the workload is told with. */
export function namesArm(
  searched: ArmDescription | undefined,
  { environment, workload }: Omit<ArmDescription, 'arm'>,
): boolean {
  return searched?.environment.target === environment.target && searched.workload === workload;
}

/**
 * What was another place when capacity was searched than where an arm was certified; undefined: it was the same. Servers of our own are new
 * processes each time, and known by their machine; those of others by their ids.
 */
export function otherPlace(searched: Environment, certified: Environment, embedded: boolean): string | undefined {
  const differing: readonly (readonly [what: string, of: (one: Environment) => unknown])[] = [
    ['build', ({ serverBuild }) => serverBuild],
    ['number of cores', ({ serverCores }) => serverCores],
    ['number of hosts', ({ serverHosts }) => serverHosts],
    ...(embedded ? ofMachine : ofAddresses),
    ['set of tables', ({ dataset }) => dataset.map(tableName).sort()],
  ];
  const found = differing.find(([, of]) => JSON.stringify(of(searched)) !== JSON.stringify(of(certified)));
  if (found !== undefined) return `another ${found[0]}`;
  if (!embedded && isOther(searched, certified)) return 'another server';
  const rows = new Map(searched.dataset.map((table) => [tableName(table), table.rows]));
  const other = certified.dataset.find((table) => rows.get(tableName(table)) !== table.rows);
  return other === undefined ? undefined : `another number of rows in ${shown(tableName(other))}`;
}

const ofAddresses: readonly (readonly [what: string, of: (one: Environment) => unknown])[] = [
  ['set of replicas', ({ replicas }) => (replicas ?? []).map(({ url }) => url).sort()],
];

/** Their ports are others each time. */
const ofMachine: readonly (readonly [what: string, of: (one: Environment) => unknown])[] = [
  ['number of replicas', ({ replicas }) => replicas?.length ?? 1],
  ['machine', ({ serverHost }) => serverHost],
  ['processor', ({ clientCpu }) => clientCpu],
  [
    'limit of the servers',
    ({ limits }) => [limits?.cores ?? null, limits?.memoryBytes ?? null, limits?.pinned ?? null],
  ],
];

/** By what they say of themselves; what does not is taken by its name. */
function isOther(searched: Environment, certified: Environment): boolean {
  if (differ(searched.serverId, certified.serverId)) return true;
  const ids = new Map((searched.replicas ?? []).map(({ url, serverId }) => [url, serverId]));
  return (certified.replicas ?? []).some(({ url, serverId }) => differ(ids.get(url), serverId));
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function tableName({ database, table }: Environment['dataset'][number]): string {
  return `${database}.${table}`;
}
