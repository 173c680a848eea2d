import { createServer, type Server } from 'node:net';

/**
 * Ports of 127.0.0.1 that were free a moment ago, all different and none of `taken`. Another program may take one before
 * the server does, so whoever uses them must be ready to try again with others.
 */
export async function freePorts(count: number, taken: readonly number[] = []): Promise<readonly number[]> {
  const holders: Server[] = [];
  try {
    const ports: number[] = [];
    while (ports.length < count) {
      const holder = createServer();
      holders.push(holder);
      const port = await listen(holder, 0);
      if (!taken.includes(port)) ports.push(port);
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
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await closed(server);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('a listening socket without an address'));
    });
  });
}

/** One that does not listen is closed already. */
function closed(server: Server): Promise<unknown> {
  return new Promise((done) => server.close(done));
}
