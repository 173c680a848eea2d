import type { TlsMaterial } from '../../model/targetSpec.ts';
import type { Settings } from '../../model/workload.ts';

/** Where a server listens for HTTP, and as whom to speak to it. Structured-cloneable, so that worker threads get it. */
export interface Connection {
  /** Scheme, host, port and the path before every request: `https://proxy.internal/clickhouse`. Never credentials. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** What to do where user or password are refused; absent: correct them. */
  readonly loginAdvice?: string;
  readonly database?: string;
  readonly tls?: TlsMaterial;
  /** Sent with every measured execution, above a case's own settings. */
  readonly always?: Settings;
}

/** The path that a proxy wants before every request, without a slash at its end; empty for none. */
export function prefixOf({ url }: Pick<Connection, 'url'>): string {
  return new URL(url).pathname.replace(/\/+$/, '');
}
