import { createServer, type Server } from 'node:net';

/**
 * Ports of 127.0.0.1 that were free a moment ago, all different. Another program may take one before the
 * server does, so whoever uses them must be ready to try again with others.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const holders: Server[] = [];
  try {
    const ports: number[] = [];
    for (let taken = 0; taken < count; taken += 1) {
      const holder = createServer();
      holders.push(holder);
      ports.push(await listenAnywhere(holder));
    }
    return ports;
  } finally {
    await Promise.all(holders.map((holder) => new Promise((done) => holder.close(done))));
  }
}

function listenAnywhere(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('a listening socket without an address'));
    });
  });
}
