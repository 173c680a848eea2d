import { hogbenchVersion } from '../app/hogbenchVersion.ts';
import { datasetKey, serverKey } from '../app/oneDataset.ts';
import type { ArmSpec, BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded, type Client, type Control } from '../clickhouse/http/control.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import { anyRow } from '../clickhouse/http/rowShape.ts';
import { withWholeAnswers } from '../clickhouse/http/wholeAnswers.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import { clickhouseTarget } from '../clickhouse/target/clickhouseTarget.ts';
import { countsInstructions } from '../clickhouse/target/hardwareCounters.ts';
import { logSettings } from '../clickhouse/target/knownSettings.ts';
import { checkPassage } from '../clickhouse/target/passage.ts';
import { refuseWhatServerSeesWrite } from '../clickhouse/target/serverReading.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { EmbeddedSpec, RemoteSpec } from '../model/targetSpec.ts';
import { nodesOfShard, placeOf } from '../model/topology.ts';
import type { Settings } from '../model/workload.ts';
import type { Target } from '../runner/target.ts';
import { stringLiteral } from '../sql/literals.ts';
import { embeddedConnections, quietMerges } from './datasetBuild.ts';
import { startEmbedded } from './embedded.ts';
import { goneTable, noDataset } from './emptyServer.ts';
import { ownFacts, serverRemarks } from './ownServers.ts';
import { schedulingForbidden, setUp } from './remoteSetup.ts';
import { type SchedulingSwitch, schedulingSwitch } from './schedulingSwitch.ts';
import { remoteConnections } from './targetAddress.ts';

/** A server that an arm runs on, open. */
export interface OpenArm {
  /** One, or replicas that the sessions take turns on. */
  readonly connections: readonly Connection[];
  readonly target: Target;
  /** Further hosts that every execution needs. */
  readonly hosts?: readonly Connection[];
  /** It was started for the run, and ends with it. */
  readonly isOurs: boolean;
  readonly scheduling: SchedulingSwitch;
  /** Where it is asked what its scheduler knows: one for each server. */
  readonly schedulers: readonly Control[];
  /** What a reader of reports has to know of it. */
  readonly remarks?: readonly Notice[];
  /** For questions about what runs on each of its servers. */
  readonly controls: readonly Control[];
  /** Whose other servers take part in queries, and may answer at the addresses of these; absent: there are none. */
  readonly cluster?: string;
  /** Whether each of its servers counts the instructions of an execution when it is asked to. */
  countsInstructions(): Promise<boolean>;
}

/** What several arms of a run may share. */
export interface SharedServers {
  /** Embedded servers by what is in them: arms that differ in their database alone share one. */
  readonly clusters: Map<string, Promise<LocalCluster>>;
  /** By server. */
  readonly switches: Map<string, SchedulingSwitch>;
}

export function openArm(
  spec: ArmSpec<RunArm>,
  request: BenchRequest,
  shared: SharedServers,
  world: World,
): Promise<OpenArm> {
  const { target } = spec;
  return target.kind === 'embedded'
    ? openEmbedded(spec, target, request, shared, world)
    : openRemote(spec, target, request, shared);
}

async function openEmbedded(
  spec: ArmSpec<RunArm>,
  target: EmbeddedSpec,
  { arms, say, signal }: BenchRequest,
  { clusters, switches }: SharedServers,
  world: World,
): Promise<OpenArm> {
  const { workload } = spec;
  const key = datasetKey({ ...target, workload });
  const starting = clusters.get(key) ?? startEmbedded({ ...target, workload, say, signal }, world);
  clusters.set(key, starting);
  const cluster = await starting;
  const asAdmin = embeddedConnections(cluster, workload.database);
  const admins = asAdmin.map((one) => bounded(connect(one), { signal }));
  const asCases = embeddedConnections(cluster, workload.database, 'cases');
  // What is in the first shard alone can be asked for at each of its replicas, and what is in all of them, too.
  const servers = nodesOfShard(target, 0).map((node) => serverAt(asCases[node], admins[node], signal));
  const [first, ...others] = servers;
  if (first === undefined) throw new Error('a cluster has a node');
  const schedulers = embeddedConnections(cluster, undefined, 'scheduling').map((one) =>
    bounded(connect(one), { signal }),
  );
  const scheduling = switches.get(serverKey(spec)) ?? schedulingSwitch({ controls: schedulers, ours: true });
  switches.set(serverKey(spec), scheduling);
  const remarks = await serverRemarks(cluster, target, signal);
  let lost: string | undefined;
  void cluster.failure.then(({ message }) => {
    lost = message;
  });
  return {
    connections: servers.map(({ connection }) => connection),
    hosts: asAdmin.filter((_, node) => placeOf(target, node).shard > 0),
    controls: admins,
    isOurs: true,
    ...(remarks.length === 0 ? {} : { remarks }),
    scheduling,
    schedulers,
    async countsInstructions() {
      const counted = await Promise.all(servers.map(({ control, admin }) => countsInstructions(control, admin)));
      return counted.every(Boolean);
    },
    target: clickhouseTarget({
      name: target.name,
      servers: [{ ...first, hosts: admins }, ...others.map((one) => ({ ...one, hosts: admins }))],
      hogbenchVersion,
      ...(cluster.build === undefined ? {} : { build: cluster.build }),
      ours: ownFacts(cluster, target),
      ...(target.nodes > 1 ? { cluster: cluster.clusterName } : {}),
      writes: { exclusive: true },
      lost: () => lost,
      onMissingTable: (message) =>
        workload.setup.length === 0 ? noDataset(arms, message) : goneTable(workload, message),
      async restart() {
        await cluster.restart();
        await quietMerges(cluster, signal);
        await scheduling.again();
      },
      async close() {
        await Promise.all(
          [...servers.map(({ control }) => control), ...admins, ...schedulers].map((client) => client.close()),
        );
        await cluster.stop();
      },
    }),
  };
}

function serverAt(connection: Connection | undefined, admin: Client | undefined, signal: AbortSignal) {
  if (connection === undefined || admin === undefined) throw new Error('a cluster has its nodes');
  return { connection, url: connection.url, control: bounded(connect(connection), { signal }), admin };
}

/** What each arm sends with its cases, those of all cases together. */
function settingsSent({ arms }: BenchRequest): readonly Settings[] {
  return arms.map(({ target, workload, settings }) => {
    const own = target.kind === 'remote' ? target.settings : {};
    return Object.assign({}, own, ...workload.cases.map((one) => one.settings), settings);
  });
}

/** A balancer that takes turns shows on the second, one that throws dice mostly by the sixth. */
const freshConnections = 6;

async function openRemote(
  spec: ArmSpec<RunArm>,
  remote: RemoteSpec,
  request: BenchRequest,
  { switches }: SharedServers,
): Promise<OpenArm> {
  const connections = await remoteConnections(remote, request.signal, spec.workload.database);
  const servers = connections.map((connection) => ({
    url: connection.url,
    control: withWholeAnswers(bounded(connect(connection), request)),
  }));
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.control.close()));
  };
  let always: Settings = {};
  try {
    if (request.setup) await setUp(spec, remote, request);
    request.say(`connecting to ${remote.name}`);
    for (const { control } of servers) {
      await control.check();
      await checkCluster(control, remote);
    }
    for (const connection of connections)
      await checkPassage(connection, freshConnections, remote.cluster, settingsSent(request), request.signal);
    const reading = spec.workload.cases.filter((one) => one.writes === undefined).map(({ sql }) => sql);
    for (const { control } of servers) await refuseWhatServerSeesWrite(control, reading);
    if (servers[0] !== undefined) always = await logSettings(servers[0].control);
  } catch (error) {
    await close();
    throw error;
  }
  const [first, ...others] = servers.map((server) => ({ ...server, hosts: [server.control] }));
  if (first === undefined) throw new Error('a target has a server');
  const schedulers = servers.map(({ control }) => control);
  const forbidden = schedulingForbidden(remote, request);
  const scheduling =
    switches.get(serverKey(spec)) ??
    schedulingSwitch({ controls: schedulers, cluster: remote.cluster, forbidden, ours: false });
  switches.set(serverKey(spec), scheduling);
  return {
    isOurs: false,
    scheduling,
    schedulers,
    connections: connections.map((connection) => ({ ...connection, always })),
    controls: servers.map(({ control }) => control),
    ...(remote.cluster === undefined ? {} : { cluster: remote.cluster }),
    async countsInstructions() {
      const counted = await Promise.all(servers.map(({ control }) => countsInstructions(control, control)));
      return counted.every(Boolean);
    },
    target: clickhouseTarget({
      name: remote.name,
      servers: [first, ...others],
      hogbenchVersion,
      ...(remote.cluster === undefined ? {} : { cluster: remote.cluster }),
      ...(remote.allowSetup ? { writes: { exclusive: false } } : {}),
      close,
    }),
  };
}

/** Without this a misspelt cluster would leave every execution without evidence. */
async function checkCluster(control: Control, { name, cluster }: RemoteSpec): Promise<void> {
  if (cluster === undefined) return;
  try {
    const rows = await control.rows(
      `SELECT 1 FROM system.clusters WHERE cluster = ${stringLiteral(cluster)} LIMIT 1`,
      anyRow,
    );
    if (rows.length > 0) return;
  } catch (error) {
    // Not every user may look into system.clusters; the log will tell.
    if (isServerError(error)) return;
    throw error;
  }
  const fix = "Correct the target's cluster: SELECT cluster FROM system.clusters lists them.";
  throw new UserError('usage', `the server knows no cluster ${cluster}`, fix, `target ${name}`);
}
