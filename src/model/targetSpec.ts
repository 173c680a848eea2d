import type { NodeLimits } from './nodeLimits.ts';
import type { Topology } from './topology.ts';
import type { Settings } from './workload.ts';

/** Which servers of our own are meant, apart from the data in them. */
export interface EmbeddedServers extends Topology {
  /** Of each server. */
  readonly limits?: NodeLimits;
  /** Of the engine, as npm has it; absent: the one that is installed. */
  readonly version?: string;
}

/** Servers of our own, started for a run and ended with it. */
export interface EmbeddedSpec extends EmbeddedServers {
  readonly kind: 'embedded';
  readonly name: string;
}

/** A server to measure on, before anything has been opened. */
export type TargetSpec =
  | EmbeddedSpec
  | {
      readonly kind: 'remote';
      readonly name: string;
      readonly url: string;
      /** Further servers with the same data, tables and user; the sessions take turns on all of them. */
      readonly replicas: readonly string[];
      readonly user: string;
      readonly password: string;
      readonly database?: string;
      readonly cluster?: string;
      readonly allowSetup: boolean;
      /** What to do where the login is refused: it depends on what names user and password. */
      readonly loginAdvice?: string;
      /** Sent with every execution, below a case's own; from the URL. */
      readonly settings?: Settings;
      /** Present where only the server can tell whether the path of the URL is a database. */
      readonly unsurePath?: UnsurePath;
      /** Absent: the authorities that Node trusts, and no certificate of our own. */
      readonly tls?: TlsMaterial;
    };

export type RemoteSpec = Extract<TargetSpec, { kind: 'remote' }>;

/** A path of one part: a database, or a proxy's prefix. */
export interface UnsurePath {
  /** `/clickhouse` */
  readonly prefix: string;
  /** Written with a slash at its end, as prefixes mostly are and databases never. */
  readonly slash: boolean;
}

/** PEM texts. What is absent: the certificate authorities that Node trusts, and no client certificate. */
export interface TlsMaterial {
  readonly caCert?: string;
  readonly client?: { readonly cert: string; readonly key: string };
}
