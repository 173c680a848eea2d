import { randomBytes } from 'node:crypto';
import { chmod, lstat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { makeFolders } from '../../files/plainFolder.ts';
import type { NodeLimits } from '../../model/nodeLimits.ts';
import { checkTopology, nodeName, replicasOf, type Topology } from '../../model/topology.ts';
import type { Source } from '../../model/workload.ts';
import { coresOfNodes } from './affinity.ts';
import { resolveEngine } from './engine.ts';
import { checkPorts, type FixedPorts, type NodePorts, portsOf } from './fixedPorts.ts';
import { caseUser, schedulingUser, setupUser } from './leastRights.ts';
import { libraryBuild } from './libraryBuild.ts';
import { LocalCluster, type RunningNode } from './localCluster.ts';
import { type Account, endedError, type Start, startServer } from './localNode.ts';
import { CLUSTER, configText } from './serverConfig.ts';
import { ownStatements, type ServerSpec } from './serverSpec.ts';
import { type LocalUser, usersText } from './serverUsers.ts';
import { hiddenFunctions } from './sourceRights.ts';
import { directoryFailure, isPortBusy } from './startFailure.ts';

/** What to start. */
export interface LocalClusterOptions extends Topology {
  /** Folder for the data, one subfolder a node; made when absent, used again when not. */
  readonly dataDir: string;
  /** By default, every node listens on ports that are free. */
  readonly ports?: FixedPorts;
  /** Whether clients can use the native protocol; by default where nodes need it for one another, or its port is fixed. */
  readonly nativePort?: boolean;
  /** Who may do everything, beside an administrator of our own. */
  readonly owner?: Account;
  /** Further users, on every node. */
  readonly users?: readonly LocalUser[];
  /** What a workload's statements may read beside the server's own tables; by default nothing. */
  readonly sources?: readonly Source[];
  /** Of each node; without a limit of memory, an even part of half the machine's, 1 GiB at least. */
  readonly limits?: NodeLimits;
  /** Absent: the one that is installed. */
  readonly engine?: { readonly libraryPath: string };
  /** Gives up starting; a cluster that has started is ended with `stop`. */
  readonly signal?: AbortSignal;
  /** Existing folder the servers run in: `icebergLocal` reads what is below it. By default each runs in its own. */
  readonly workingDirectory?: string;
}

const PORT_ATTEMPTS = 5;
const LEAST_MEMORY_BYTES = 1024 ** 3;
/** Connections to a second replica are broken off when the first answers late, which can end engine 26.7 (decision 0172). */
const oneConnection = { use_hedged_requests: 0 };

/**
 * Starts one to eight embedded ClickHouse servers that know each other as cluster `hogbench`, and resolves
 * when all answer. Rejects with a `UserError`: kind `usage` when the engine is not installed or the
 * directory is in use, full or not writable; `target` when a server does not start; `interrupted` when
 * `signal` aborts. Nothing it started is left over then.
 */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  checkTopology(options);
  const { cores } = options.limits ?? {};
  const pinned = cores === undefined ? undefined : await coresOfNodes(options.nodes, cores);
  const { libraryPath } = options.engine ?? resolveEngine();
  const account: Account = { user: ownAdministrator(options), password: secret() };
  const directories = await makeDirectories(options);
  const sources = options.sources ?? [];
  const cases = caseUser(secret(), sources);
  const setup = setupUser(secret(), sources);
  const scheduling = schedulingUser(secret());
  const users = usersText(
    [account, ...(options.owner === undefined ? [] : [options.owner])].map(({ user, password }) => ({
      name: user,
      password,
    })),
    [cases, setup, scheduling, ...(options.users ?? [])],
    ownStatements(options).length,
    { ...oneConnection, ...(cores === undefined ? {} : { max_threads: cores }) },
  );
  const plan = { options, account, users, libraryPath, directories, clusterSecret: secret(), pinned };
  const accounts = {
    admin: account,
    cases: accountOf(cases),
    setup: accountOf(setup),
    scheduling: accountOf(scheduling),
  };
  for (let attempt = 1; ; attempt += 1) {
    if (options.ports !== undefined) await checkPorts(options.ports, options.nodes);
    const specs = describe(plan, await portsOf(options.ports ?? {}, options.nodes));
    const starts = await startAll(specs, account, options.signal);
    const running = starts.flatMap((start, index) => runningNode(start, specs[index], index));
    if (running.length === specs.length)
      return new LocalCluster(running, accounts, CLUSTER, {
        version: versionOf(starts),
        pinned: pinned !== undefined,
        build: await libraryBuild(libraryPath),
      });
    await Promise.all(running.map(({ server }) => server.stop()));
    const error = failureOf(starts, specs, attempt < PORT_ATTEMPTS);
    if (error !== undefined) throw error;
  }
}

interface ClusterPlan {
  readonly options: LocalClusterOptions;
  readonly account: Account;
  readonly users: string;
  readonly libraryPath: string;
  readonly directories: readonly string[];
  readonly clusterSecret: string;
  /** Cores of each node, where something keeps them to these. */
  readonly pinned: readonly (readonly number[])[] | undefined;
}

function describe(plan: ClusterPlan, ports: readonly NodePorts[]): readonly ServerSpec[] {
  const { account, clusterSecret, libraryPath, options, pinned } = plan;
  const addresses = plan.directories.map((directory, index) => ({
    directory,
    name: nodeName(index),
    ...(ports[index] ?? { httpPort: 0, tcpPort: 0 }),
  }));
  const memoryLimitBytes = options.limits?.memoryBytes ?? evenMemoryPart(options.nodes);
  const threads = options.limits?.cores;
  return addresses.map(({ directory, httpPort, tcpPort }, index) => ({
    libraryPath,
    directory,
    configText: configText({
      ...account,
      nodes: addresses,
      replicas: replicasOf(options),
      index,
      clusterSecret,
      memoryLimitBytes,
      ...(threads === undefined ? {} : { threads }),
    }),
    ...(pinned?.[index] === undefined ? {} : { cores: pinned[index] }),
    usersText: plan.users,
    hiddenFunctions: hiddenFunctions(options.sources ?? []),
    ownStatements: ownStatements(options),
    httpPort,
    tcpPort,
    ...(options.workingDirectory === undefined ? {} : { workingDirectory: options.workingDirectory }),
  }));
}

/** `hogbench` is a name that an owner may want. */
function ownAdministrator({ owner }: LocalClusterOptions): string {
  return owner === undefined ? 'hogbench' : 'hogbench_administrator';
}

function accountOf({ name, password }: LocalUser): Account {
  return { user: name, password };
}

type Settled = PromiseSettledResult<Start>;

function startAll(
  specs: readonly ServerSpec[],
  account: Account,
  signal: AbortSignal | undefined,
): Promise<readonly Settled[]> {
  return Promise.allSettled(specs.map((spec) => startServer(spec, account, signal)));
}

function runningNode(start: Settled, spec: ServerSpec | undefined, index: number): readonly RunningNode[] {
  if (start.status === 'rejected' || start.value.kind === 'ended' || spec === undefined) return [];
  return [{ name: nodeName(index), spec, server: start.value.server }];
}

function versionOf(starts: readonly Settled[]): string {
  const first = starts[0];
  return first?.status === 'fulfilled' && first.value.kind === 'ready' ? first.value.version : '';
}

/** Why the cluster cannot start; undefined when only ports were busy and `mayRetry`. */
function failureOf(starts: readonly Settled[], specs: readonly ServerSpec[], mayRetry: boolean): unknown {
  for (const [index, start] of starts.entries()) {
    const spec = specs[index];
    if (start.status === 'rejected') return start.reason;
    if (start.value.kind === 'ready' || spec === undefined) continue;
    if (!mayRetry || !isPortBusy(start.value.exit)) return endedError(start.value.exit, spec);
  }
  return undefined;
}

async function makeDirectories(options: LocalClusterOptions): Promise<readonly string[]> {
  const directories = Array.from({ length: options.nodes }, (_, index) =>
    join(resolve(options.dataDir), nodeName(index)),
  );
  for (const directory of directories) {
    try {
      await makeFolders(directory, 0o700);
      if ((await lstat(directory)).isSymbolicLink()) throw new Error(`EEXIST: ${directory} is a link`);
      // It holds secrets, also when an earlier version or a careless copy made it.
      await chmod(directory, 0o700);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw directoryFailure(message, directory) ?? error;
    }
  }
  return directories;
}

/** From what the machine or container has, not from what is free: the same limit in every run. */
function evenMemoryPart(nodes: number): number {
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.max(LEAST_MEMORY_BYTES, Math.floor(Math.min(totalmem(), allowed) / 2 / nodes));
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
