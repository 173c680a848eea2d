import { setTimeout as pause } from 'node:timers/promises';
import type { UserError } from '../../model/errors.ts';
import { type Account, endedError, type Start, startServer } from './localNode.ts';
import type { ServerSpec } from './serverSpec.ts';
import type { ServerProcess } from './spawnServer.ts';
import { isPortBusy } from './startFailure.ts';

/** One running server. All listen on 127.0.0.1 only. */
export interface LocalNode {
  readonly name: string;
  readonly httpPort: number;
  readonly tcpPort: number;
  /** Changes when the node is restarted. */
  readonly pid: number;
  readonly url: string;
}

/** Who may log in at every node. The passwords are new with every start, and the same after a restart. */
export interface Accounts {
  /** May do everything. */
  readonly admin: Account;
  /** Sends the statements of a workload's cases. */
  readonly cases: Account;
  /** Runs a workload's scripts. */
  readonly setup: Account;
  /** Defines how the server shares itself out. */
  readonly scheduling: Account;
}

/** A node that answers: its description and its process. */
export interface RunningNode {
  readonly name: string;
  readonly spec: ServerSpec;
  readonly server: ServerProcess;
}

const PORT_ATTEMPTS = 10;
const PORT_PAUSE_MS = 200;
/** A node that ends more often than this has something that a new start does not mend. */
const REVIVALS_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/** Embedded servers that live as long as this process, at most. Made by `startLocalCluster`. */
export class LocalCluster {
  /** The administrator of every node. */
  readonly user: string;
  readonly password: string;
  readonly accounts: Accounts;
  readonly clusterName: string;
  readonly version: string;
  /** Of the engine; undefined where it cannot be told. */
  readonly build: string | undefined;
  /** Whether each process is kept to its cores by the system. */
  readonly pinned: boolean;
  /** Resolves with the reason when a server ends that nobody asked to; stays pending otherwise. */
  readonly failure: Promise<UserError>;
  #running: RunningNode[];
  #fail: (error: UserError) => void = () => undefined;
  #lastTask: Promise<unknown> = Promise.resolve();
  readonly #ending: AbortController = new AbortController();
  readonly #afterStop: (() => Promise<void>)[] = [];
  readonly #askedToEnd = new WeakSet<ServerProcess>();
  #onRevival: ((node: LocalNode, reason: UserError) => void) | undefined;
  #revivedAt: readonly number[] = [];

  constructor(
    running: readonly RunningNode[],
    accounts: Accounts,
    clusterName: string,
    { version, pinned, build }: Pick<LocalCluster, 'version' | 'pinned' | 'build'>,
  ) {
    this.user = accounts.admin.user;
    this.password = accounts.admin.password;
    this.accounts = accounts;
    this.clusterName = clusterName;
    this.version = version;
    this.pinned = pinned;
    this.build = build;
    this.failure = new Promise((resolve) => {
      this.#fail = resolve;
    });
    this.#running = [...running];
    for (const node of running) this.#watch(node);
  }

  /** As they are at the moment of asking. */
  get nodes(): readonly LocalNode[] {
    return this.#running.map(({ name, spec, server }) => ({
      name,
      httpPort: spec.httpPort,
      tcpPort: spec.tcpPort,
      pid: server.pid,
      url: `http://127.0.0.1:${spec.httpPort}`,
    }));
  }

  /**
   * Ends and starts one node, or all, on the same ports and data. Tables stay; the query_log begins anew.
   * Rejects with a `UserError` when a node does not come back.
   */
  restart(index?: number): Promise<void> {
    const task = this.#lastTask.then(async () => {
      const indexes = index === undefined ? this.#running.keys() : [index];
      for (const each of indexes) await this.#restartNode(each);
    });
    this.#lastTask = task.catch(() => undefined);
    return task;
  }

  /** Ends every server. Resolves when the processes are gone; harmless to repeat. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#lastTask;
    await Promise.all(this.#running.map(({ server }) => this.#end(server)));
    for (const work of this.#afterStop.splice(0)) await work();
  }

  /** To be done once every server is gone, such as letting others have the data. */
  afterStop(work: () => Promise<void>): void {
    this.#afterStop.push(work);
  }

  /** From now on a node that ends by itself is started again, and told; one that goes on ending is a failure. */
  revive(tell: (node: LocalNode, reason: UserError) => void): void {
    this.#onRevival = tell;
  }

  async #restartNode(index: number): Promise<void> {
    const node = this.#running[index];
    if (node === undefined) throw new RangeError(`there is no node ${index}`);
    await this.#end(node.server);
    const server = await this.#startAgain(node.spec);
    const started = { ...node, server };
    this.#running[index] = started;
    this.#watch(started);
  }

  async #startAgain(spec: ServerSpec): Promise<ServerProcess> {
    for (let attempt = 1; ; attempt += 1) {
      const start: Start = await startServer(spec, this, this.#ending.signal);
      if (start.kind === 'ready') return start.server;
      if (!isPortBusy(start.exit) || attempt === PORT_ATTEMPTS) throw endedError(start.exit, spec);
      await pause(PORT_PAUSE_MS);
    }
  }

  #end(server: ServerProcess): Promise<void> {
    this.#askedToEnd.add(server);
    return server.stop();
  }

  #watch({ server, spec }: RunningNode): void {
    void server.exited.then((exit) => {
      if (!this.#askedToEnd.has(server)) void this.#ended(server, endedError(exit, spec));
    });
  }

  async #ended(server: ServerProcess, reason: UserError): Promise<void> {
    const index = this.#running.findIndex((one) => one.server === server);
    for (;;) {
      const node = this.nodes[index];
      if (this.#onRevival === undefined || node === undefined || !this.#mayRevive()) return this.#fail(reason);
      const isBack = await this.restart(index).then(
        () => true,
        () => false,
      );
      if (isBack) return this.#onRevival(node, reason);
    }
  }

  #mayRevive(): boolean {
    const now = performance.now();
    this.#revivedAt = [...this.#revivedAt.filter((at) => now - at < MINUTE_MS), now];
    return this.#revivedAt.length <= REVIVALS_A_MINUTE && !this.#ending.signal.aborted;
  }
}
