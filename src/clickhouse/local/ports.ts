import { createServer, type Server } from 'node:net';

/** Below the ports that systems hand out by themselves, so that no program gets one of these by chance meanwhile. */
const range = { first: 10_000, count: 20_000 };

/**
 * Ports of 127.0.0.1 that were free a moment ago, all different and none of `taken`. Another program may take one before
 * the server does, so whoever uses them must be ready to try again with others.
 */
export async function freePorts(count: number, taken: readonly number[] = []): Promise<readonly number[]> {
  const holders: Server[] = [];
  try {
    const ports: number[] = [];
    while (ports.length < count) {
      const port = range.first + Math.floor(Math.random() * range.count);
      if (taken.includes(port) || ports.includes(port)) continue;
      const holder = createServer();
      holders.push(holder);
      const isOurs = await listen(holder, port).then(
        () => true,
        (error: unknown) => {
          if (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES') return false;
          throw error;
        },
      );
      if (isOurs) ports.push(port);
    }
    return ports;
  } finally {
    await Promise.all(holders.map(closed));
  }
}

/** Why nobody can listen on a port of 127.0.0.1 now, as a code of the system such as `EADDRINUSE`; undefined when one can. */
export async function portTrouble(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await listen(server, port);
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    await closed(server);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

/** One that does not listen is closed already. */
function closed(server: Server): Promise<unknown> {
  return new Promise((done) => server.close(done));
}
