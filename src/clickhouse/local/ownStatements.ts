/** It waits without reading anything, so that the engine's own session needs no right but to listen. */
const wait =
  'SELECT sleepEachRow(3600) FROM numbers(1000000000) ' +
  'SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 4000000000 FORMAT Null';

interface Listening {
  readonly nodes: number;
  readonly nativePort?: boolean;
}

/**
 * What a server process runs by itself, to its end. HTTP comes last of the listeners: once it answers, native TCP
 * listens too, which only other nodes need.
 */
export function ownStatements({ nodes, nativePort = nodes > 1 }: Listening): readonly string[] {
  return [...(nativePort ? ['SYSTEM START LISTEN TCP'] : []), 'SYSTEM START LISTEN HTTP', wait];
}
