import { portTrouble } from '../../src/clickhouse/local/ports.ts';

/** Below the ports that systems hand out by themselves, so that no program of another test gets one by chance meanwhile. */
const range = { first: 10_000, count: 20_000 };

/** Two different ports of 127.0.0.1 that nobody listens on, for a server that is started and restarted there. */
export async function twoPorts(): Promise<readonly [number, number]> {
  const first = await onePort();
  let second = first;
  while (second === first) second = await onePort();
  return [first, second];
}

async function onePort(): Promise<number> {
  const port = range.first + Math.floor(Math.random() * range.count);
  return (await portTrouble(port)) === undefined ? port : onePort();
}
