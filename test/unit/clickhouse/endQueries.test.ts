import { expect, it } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { endQueries } from '../../../src/clickhouse/target/endQueries.ts';

/** A server that tells how many of our queries run, look by look, the last one for ever; and what it was sent. */
function server(looks: readonly (number | Error)[]): { readonly control: Control; readonly sent: string[] } {
  const sent: string[] = [];
  let look = 0;
  const control: Control = {
    async rows(sql, shape) {
      sent.push(sql);
      const told = looks[Math.min(look++, looks.length - 1)];
      if (told instanceof Error) throw told;
      return [shape.parse({ running: String(told) })];
    },
    async command(sql) {
      sent.push(sql);
    },
  };
  return { control, sent };
}

const overloaded = new ServerError(202, 'too many');
const denied = new ServerError(497, 'no grant');

it('looks and ends on every server of a cluster, of which one address shows one', async () => {
  const { control, sent } = server([2, 0]);
  expect(await endQueries({ controls: [control], cluster: 'all' }, 'q-')).toBe(0);
  expect(sent[0]).toContain("FROM clusterAllReplicas('all', system.processes)");
  expect(sent.slice(1, 3).map((sql) => sql.replace(/ WHERE.*/, ''))).toEqual([
    'KILL QUERY',
    'KILL QUERY ON CLUSTER `all`',
  ]);
  const alone = server([2, 0]);
  expect(await endQueries({ controls: [alone.control] }, 'q-')).toBe(0);
  expect(alone.sent.join()).not.toMatch(/cluster/i);
});

it('asks a server again that is too busy to tell', async () => {
  const { control } = server([overloaded, overloaded, 1, 0]);
  expect(await endQueries({ controls: [control] }, 'q-')).toBe(0);
});

it('does not wait for a server that may not tell, and does not say that nothing runs', async () => {
  const { control, sent } = server([denied]);
  expect(await endQueries({ controls: [server([0]).control, control] }, 'q-')).toBeUndefined();
  expect(sent).toHaveLength(1);
});
