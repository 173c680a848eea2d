import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../../model/errors.ts';
import type { ServerSpec } from './serverSpec.ts';
import { type ServerExit, type ServerProcess, spawnServer } from './spawnServer.ts';
import { endedServer, silentServer } from './startFailure.ts';
import { statement } from './statement.ts';

/** Who may ask whether a server is ready. */
export interface Account {
  readonly user: string;
  readonly password: string;
}

/** What came of starting a server: it answers, or its process ended. */
export type Start =
  | { readonly kind: 'ready'; readonly server: ServerProcess; readonly version: string }
  | { readonly kind: 'ended'; readonly exit: ServerExit };

const READY_WITHIN_SECONDS = 60;
const ASK_EVERY_MS = 20;

/**
 * Starts one server and waits until it answers a statement. A process that ends first is a result, not an
 * exception, as the caller may try other ports. Rejects with a `UserError` when it stays silent or `signal`
 * aborts; the process is gone by then.
 */
export async function startServer(spec: ServerSpec, account: Account, signal?: AbortSignal): Promise<Start> {
  throwIfInterrupted(signal);
  const server = spawnServer(spec);
  try {
    return await Promise.race([
      server.exited.then((exit): Start => ({ kind: 'ended', exit })),
      untilReady(server, spec, account, signal),
    ]);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The error of a server that ended, for its directory. */
export function endedError(exit: ServerExit, spec: ServerSpec): UserError {
  return endedServer(exit, spec.directory);
}

async function untilReady(
  server: ServerProcess,
  spec: ServerSpec,
  account: Account,
  signal: AbortSignal | undefined,
): Promise<Start> {
  const login = { ...account, httpPort: spec.httpPort };
  let gone = false;
  void server.exited.then(() => {
    gone = true;
  });
  const giveUpAt = performance.now() + READY_WITHIN_SECONDS * 1000;
  for (;;) {
    throwIfInterrupted(signal);
    try {
      const version = await statement(login, 'SELECT version()', 2000, signal);
      // The log tables do not exist before their first flush: with it, reading them early is no error.
      await statement(login, 'SYSTEM FLUSH LOGS', 60_000, signal);
      return { kind: 'ready', server, version };
    } catch {
      // Not listening yet, or not ours: asked again until the time is up.
    }
    if (gone) return { kind: 'ended', exit: await server.exited };
    if (performance.now() > giveUpAt) throw silentServer(server.tail(), READY_WITHIN_SECONDS, spec.directory);
    await pause(ASK_EVERY_MS);
  }
}

function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new UserError('interrupted', 'Interrupted while the embedded server was starting.', 'Start it again.');
  }
}
