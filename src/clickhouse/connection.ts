/** Where a server listens for HTTP, and as whom to speak to it. Structured-cloneable, so that worker threads get it. */
export interface Connection {
  /** Scheme, host and port: `https://clickhouse.internal:8443`. Never credentials. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
  readonly tls?: TlsMaterial;
}

/** PEM texts. Absent: the certificate authorities that Node trusts, and no client certificate. */
export interface TlsMaterial {
  readonly caCert: string;
  readonly client?: { readonly cert: string; readonly key: string };
}
