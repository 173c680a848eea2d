/** What is told of servers in the foreground. */
export interface LocalFacts {
  readonly version: string;
  readonly clusterName: string;
  readonly nodes: readonly { readonly name: string; readonly url: string; readonly tcpPort: number }[];
  /** Whether clients can use the native protocol. */
  readonly isNative: boolean;
  readonly user: string;
  /** Absent where the user has set it, and it is nobody else's to read. */
  readonly password: string | undefined;
  readonly database: string | undefined;
  /** Whether the addresses are the same at the next start. */
  readonly isFixed: boolean;
}

/** Where the user's own password comes from. */
export const localPasswordVariable = 'HOGBENCH_LOCAL_PASSWORD';

/** How to connect to servers in the foreground, in lines that can be pasted. */
export function localDescription(facts: LocalFacts): string {
  const { nodes, user, password, database } = facts;
  const first = nodes[0] ?? { url: '', tcpPort: 0 };
  const width = Math.max(...nodes.map(({ url }) => url.length));
  const addresses = nodes.map(
    ({ name, url, tcpPort }) =>
      `  ${name}  ${facts.isNative ? `${url.padEnd(width)}  native TCP 127.0.0.1:${tcpPort}` : url}`,
  );
  const known = password === undefined ? `from ${localPasswordVariable}` : `${password} (new at every start)`;
  const value = password ?? `"$${localPasswordVariable}"`;
  const host = first.url.replace('http://', '');
  return [
    `ClickHouse ${facts.version}, cluster "${facts.clusterName}"`,
    ...addresses,
    `  user ${user}, password ${known}`,
    'Use it from another terminal:',
    `  HOGBENCH_PASSWORD=${value} npx hogbench doctor --target http://${user}@${host}`,
    ...(facts.isNative
      ? [
          `  clickhouse-client --host 127.0.0.1 --port ${first.tcpPort} --user ${user} --password=${value}${database === undefined ? '' : ` --database ${database}`}`,
        ]
      : []),
    ...(facts.isFixed && password === undefined ? configLines(first.url, user, database) : []),
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** A target of this name can be used at every start. */
function configLines(url: string, user: string, database: string | undefined): readonly string[] {
  return [
    'Or by name, with --config hogbench.config.yaml --target local:',
    '  targets:',
    '    local:',
    `      url: ${url}`,
    `      user: ${user}`,
    `      password: \${${localPasswordVariable}}`,
    ...(database === undefined ? [] : [`      database: ${database}`]),
  ];
}
