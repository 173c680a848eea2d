import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { seededRandom } from '../../src/model/random.ts';
import type { Case, Workload } from '../../src/model/workload.ts';
import { stringLiteral } from '../../src/sql/literals.ts';
import type { Sent } from './hour.ts';

/** A log keeps no values of parameters, and a statement that needs some cannot be replayed: they go into the text, as HogQL writes them. */
function spelledOut({ sql, params }: Case): string {
  return Object.entries(params).reduce(
    (text, [name, value]) =>
      text.replaceAll(
        new RegExp(`\\{${name}:\\w+\\}`, 'g'),
        typeof value === 'string' ? stringLiteral(value) : String(value),
      ),
    sql,
  );
}

/**
 * Sends what the hour has, `faster` times as fast, whatever becomes of those before, and waits until all have ended.
 * @returns how many failed
 */
export async function sendHour(
  client: Client,
  { cases }: Workload,
  hour: readonly Sent[],
  faster: number,
  idPrefix: string,
): Promise<number> {
  const random = seededRandom(1);
  const choose = {
    online: byWeight(cases.filter(({ tags }) => tags.workload !== 'OFFLINE')),
    batch: byWeight(cases.filter(({ tags }) => tags.workload === 'OFFLINE')),
  };
  const began = performance.now();
  let failed = 0;
  const running: Promise<void>[] = [];
  for (const [number, { atMs, kind }] of hour.entries()) {
    const one = choose[kind](random());
    await pause(Math.max(0, began + atMs / faster - performance.now()));
    const settings = { ...one.settings, log_comment: JSON.stringify(one.tags) };
    const options = { queryId: `${idPrefix}${number}`, params: {}, settings, timeoutMs: 120_000 };
    const sent = client.execute(spelledOut(one), options);
    running.push(
      sent.catch((error: unknown) => {
        failed += 1;
        if (failed === 1) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }),
    );
  }
  await Promise.all(running);
  return failed;
}

function byWeight(cases: readonly Case[]): (at: number) => Case {
  const all = cases.reduce((sum, { weight }) => sum + weight, 0);
  return (at) => {
    let left = at * all;
    for (const one of cases) {
      left -= one.weight;
      if (left < 0) return one;
    }
    return cases.at(-1) as Case;
  };
}
