import type { FixedPorts } from './fixedPorts.ts';

/** What the parent tells a server process: one JSON line on its stdin, so that no secret is on a command line. */
export interface ServerSpec {
  readonly libraryPath: string;
  /** Private folder of this server; holds the lock, the configuration and the data. */
  readonly directory: string;
  readonly configText: string;
  readonly usersText: string;
  /** Functions by name that hide those of the engine. */
  readonly hiddenFunctions: Readonly<Record<string, string>>;
  /** What it runs by itself: the last of them does not end. */
  readonly ownStatements: readonly string[];
  /** Cores that the process is kept to, by their numbers; absent: it may use all. */
  readonly cores?: readonly number[];
  readonly httpPort: number;
  readonly tcpPort: number;
  /** Where the process runs: the engine reads Iceberg tables below it alone. Absent: in `directory`. */
  readonly workingDirectory?: string;
}

/** Why a server process ended on its own: one JSON line on its stdout, the last thing it does. */
export type ServerReport =
  | { readonly kind: 'locked'; readonly holder: number | undefined }
  /** An empty message: what there is to say stands on stderr. */
  | { readonly kind: 'failed'; readonly message: string };

/** The last report in the output of a server process; undefined when it ended without one. */
export function parseReport(stdout: string): ServerReport | undefined {
  for (const line of stdout.split('\n').reverse()) {
    if (!line.startsWith('{"kind":')) continue;
    try {
      return JSON.parse(line) as ServerReport;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** File descriptor, in the server process, of the pipe that stays open as long as the server shall live. */
export const LIFELINE = 3;

/** It waits without reading anything, so that the engine's own session needs no right but to listen. */
const wait =
  'SELECT sleepEachRow(3600) FROM numbers(1000000000) ' +
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 4000000000 FORMAT Null';

interface Listening {
  readonly nodes: number;
  readonly nativePort?: boolean;
  readonly ports?: FixedPorts;
}

/**
 * What a server process runs by itself, to its end. HTTP comes last of the listeners: once it answers, native TCP
 * listens too, which only other nodes need.
 */
export function ownStatements({
  nodes,
  ports,
  nativePort = nodes > 1 || ports?.tcp !== undefined,
}: Listening): readonly string[] {
  return [...(nativePort ? ['SYSTEM START LISTEN TCP'] : []), 'SYSTEM START LISTEN HTTP', wait];
}
