import { hogbenchVersion } from '../app/hogbenchVersion.ts';
import { datasetKey } from '../app/oneDataset.ts';
import type { ArmSpec, BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded, type Control } from '../clickhouse/http/control.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import { anyRow } from '../clickhouse/http/rowShape.ts';
import { withWholeAnswers } from '../clickhouse/http/wholeAnswers.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import { clickhouseTarget } from '../clickhouse/target/clickhouseTarget.ts';
import { countsInstructions } from '../clickhouse/target/hardwareCounters.ts';
import { logSettings } from '../clickhouse/target/knownSettings.ts';
import { checkPassage } from '../clickhouse/target/passage.ts';
import { refuseWhatServerSeesWrite } from '../clickhouse/target/serverReading.ts';
import { runSetup } from '../clickhouse/target/setupScripts.ts';
import { UserError } from '../model/errors.ts';
import type { RemoteSpec, TargetSpec } from '../model/targetSpec.ts';
import type { Settings } from '../model/workload.ts';
import type { Target } from '../runner/target.ts';
import { identifier, stringLiteral } from '../sql/literals.ts';
import { embeddedConnections, quietMerges, startEmbedded } from './embedded.ts';
import { goneTable, noDataset } from './emptyServer.ts';
import { remoteConnections } from './targetAddress.ts';

/** A server that an arm runs on, open. */
export interface OpenArm {
  /** One, or replicas that the sessions take turns on. */
  readonly connections: readonly Connection[];
  readonly target: Target;
  /** Further hosts that every execution needs. */
  readonly hosts?: readonly Connection[];
  /** Whether each of its servers counts the instructions of an execution when it is asked to. */
  countsInstructions(): Promise<boolean>;
}

type EmbeddedSpec = Extract<TargetSpec, { kind: 'embedded' }>;

/** Embedded servers by what is in them: arms that differ in their database alone share one. */
export type Clusters = Map<string, Promise<LocalCluster>>;

export function openArm(spec: ArmSpec, request: BenchRequest, clusters: Clusters, world: World): Promise<OpenArm> {
  const { target } = spec;
  return target.kind === 'embedded'
    ? openEmbedded(spec, target, request, clusters, world)
    : openRemote(spec, target, request);
}

async function openEmbedded(
  { workload }: ArmSpec,
  { name, nodes }: EmbeddedSpec,
  { arms, say, signal }: BenchRequest,
  clusters: Clusters,
  world: World,
): Promise<OpenArm> {
  const key = datasetKey({ nodes, workload });
  const starting = clusters.get(key) ?? startEmbedded({ nodes, workload, say, signal }, world);
  clusters.set(key, starting);
  const cluster = await starting;
  const asAdmin = embeddedConnections(cluster, workload.database);
  const admins = asAdmin.map((one) => bounded(connect(one), { signal }));
  const [admin] = admins;
  const [connection] = embeddedConnections(cluster, workload.database, 'cases');
  if (admin === undefined || connection === undefined) throw new Error('a cluster has a node');
  const control = bounded(connect(connection), { signal });
  let lost: string | undefined;
  void cluster.failure.then(({ message }) => {
    lost = message;
  });
  return {
    connections: [connection],
    hosts: asAdmin.slice(1),
    countsInstructions: () => countsInstructions(control, admin),
    target: clickhouseTarget({
      name,
      servers: [{ url: connection.url, control, admin, hosts: admins }],
      hogbenchVersion,
      ...(nodes > 1 ? { cluster: cluster.clusterName } : {}),
      writes: { exclusive: true },
      lost: () => lost,
      onMissingTable: (message) =>
        workload.setup.length === 0 ? noDataset(arms, message) : goneTable(workload, message),
      async restart() {
        await cluster.restart();
        await quietMerges(cluster, signal);
      },
      async close() {
        await Promise.all([control, ...admins].map((client) => client.close()));
        await cluster.stop();
      },
    }),
  };
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

async function openRemote(spec: ArmSpec, remote: RemoteSpec, request: BenchRequest): Promise<OpenArm> {
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
  return {
    connections: connections.map((connection) => ({ ...connection, always })),
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

async function setUp(spec: ArmSpec, remote: RemoteSpec, { say, signal }: BenchRequest): Promise<void> {
  if (!remote.allowSetup)
    throw new UserError(
      'usage',
      `target ${remote.name} does not allow setup scripts to be run on it`,
      'Leave out --setup, or write allow_setup: true for this target in hogbench.config.yaml.',
    );
  if (remote.replicas.length > 0)
    throw new UserError(
      'usage',
      `target ${remote.name} has replicas, and setup scripts run on one server`,
      'Set up each server by itself, or leave out --setup.',
    );
  const [connection] = await remoteConnections(remote, signal);
  if (connection === undefined) throw new Error('a target has a server');
  const { database: own, ...server } = connection;
  const client = bounded(connect(server), { signal });
  const { setup: scripts, setupSettings: settings = {} } = spec.workload;
  const report = (done: number, total: number): void =>
    say(`setting up ${spec.workload.name} on ${remote.name}: ${done} of ${total} steps`);
  try {
    const database = own ?? (await createdDatabase(client, spec.workload.database));
    await runSetup(client, { scripts, database, settings }, report, signal);
  } finally {
    await client.close();
  }
}

/** The workload's own database, which is created where it is missing; whoever only has it need not be allowed to. */
async function createdDatabase(control: Control, database: string | undefined): Promise<string | undefined> {
  if (database === undefined) return undefined;
  const found = await control.rows(`SELECT 1 FROM system.databases WHERE name = ${stringLiteral(database)}`, anyRow);
  if (found.length > 0) return database;
  try {
    await control.command(`CREATE DATABASE IF NOT EXISTS ${identifier(database)}`);
    return database;
  } catch (error) {
    if (!isServerError(error)) throw error;
    const fix = 'Create it, or correct `database:` in workload.yaml.';
    throw new UserError('target', `there is no database ${database}, and creating it failed: ${error.message}`, fix);
  }
}
