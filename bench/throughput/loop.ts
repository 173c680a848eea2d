import { randomUUID } from 'node:crypto';
import { guards, measuredSettings } from '../../src/clickhouse/http/client.ts';

export interface Server {
  readonly url: string;
  readonly tcpPort: number;
  readonly user: string;
  readonly password: string;
}

/** Something that can run `SELECT 1` as often as it can for a while. */
export interface Loop {
  /** Resolves to the executions that completed a second. */
  run(ms: number): Promise<number>;
  close(): Promise<void>;
}

export const statement = 'SELECT 1';

/** What travels with a measured execution; every loop sends the same. */
export const settings: Readonly<Record<string, string | number>> = { ...measuredSettings, ...guards };
export const logComment: string = JSON.stringify({ run: 'f3a91c20', case: 'select_one', arm: 'baseline', round: 3 });

/** Keeps `concurrency` calls of `once` going until the time is over, and lets the last ones end. */
export async function runFor(ms: number, concurrency: number, once: () => Promise<number>): Promise<number> {
  const start = performance.now();
  let completed = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < start + ms) {
      // not `completed += await …`: that reads the sum before it waits, and lanes overwrite each other
      const count = await once();
      completed += count;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return completed / ((performance.now() - start) / 1000);
}

export function newQueryId(): string {
  return randomUUID();
}
