import type { HeldLimits } from './nodeLimits.ts';
import type { Bytes } from './units.ts';

export interface Environment {
  /** Display name of the target: `embedded`, a config name, or the URL without credentials. */
  readonly target: string;
  readonly serverVersion: string;
  readonly serverBuild: string;
  readonly serverHost: string;
  readonly serverCores: number | null;
  readonly serverMemoryBytes: Bytes | null;
  readonly serverUptimeSeconds: number | null;
  /** Hosts of the cluster, 1 for a single server. */
  readonly serverHosts: number;
  /** Settings of the session that differ from the server's defaults. */
  readonly changedSettings: Readonly<Record<string, string>>;
  readonly clientPlatform: string;
  readonly clientNode: string;
  readonly clientCpu: string;
  readonly clientCores: number;
  readonly hogbenchVersion: string;
  readonly dataset: readonly TableFingerprint[];
  /** Tells server processes apart, whatever they are called; absent where the server does not tell. */
  readonly serverId?: string;
  /** Whether hogbench restarts the server's process between sessions; absent in files that did not record it. */
  readonly restarts?: boolean;
  /** The version of the engine as npm has it, where one was asked for; absent: the one that is installed, or a server that is not ours. */
  readonly engine?: string;
  /** Of each server, where it is one of ours that was limited; absent: it had all of the machine. */
  readonly limits?: HeldLimits;
  /** Two or more: session n ran on replica n mod their number. Absent: all sessions ran on one server. */
  readonly replicas?: readonly Replica[];
}

/** Size and shape of a table at the time of the run; two runs on different data must not be compared silently. */
export interface TableFingerprint {
  readonly database: string;
  readonly table: string;
  readonly engine: string;
  readonly parts: number;
  readonly rows: number;
  readonly bytes: Bytes;
}

/** One of several servers that the sessions of a target take turns on. */
export interface Replica {
  /** Scheme, host and port, without credentials. */
  readonly url: string;
  readonly host: string;
  readonly version: string;
  /** As `Environment.serverId`. */
  readonly serverId?: string;
  /** Rows of the tables that the statements read, by `database.table`. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What can differ between two saved runs besides the arms themselves. */
export const mismatchKinds = ['version', 'settings', 'hardware', 'dataset'] as const;

export type MismatchKind = (typeof mismatchKinds)[number];

/** `refuse`: what the difference could move decides nothing. `warn`: it decides, with a caution. */
export type MismatchAction = 'refuse' | 'warn';

export type MismatchPolicy = Readonly<Record<MismatchKind, MismatchAction>>;

/** Each of them can be the whole change of a time. */
export const usualPolicy: MismatchPolicy = {
  version: 'refuse',
  settings: 'refuse',
  hardware: 'refuse',
  dataset: 'refuse',
};
