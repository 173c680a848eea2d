import { expect, it } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { readsProcesses, readsState } from '../../../src/clickhouse/target/rightsChecks.ts';

const asked: string[] = [];
const server = (refusal?: Error): Control => ({
  async rows(sql) {
    asked.push(sql);
    if (refusal !== undefined) throw refusal;
    return [];
  },
  command: async () => undefined,
});

it('a user who may not read what runs is told that no load is valid, and what to grant', async () => {
  expect(await readsProcesses(server(), 'all')).toMatchObject({ name: 'processes', state: 'ok' });
  expect(asked).toEqual(["SELECT 1 FROM clusterAllReplicas('all', system.processes) LIMIT 1"]);
  expect(await readsProcesses(server(new ServerError(497, 'no grant')), undefined)).toEqual({
    name: 'processes',
    state: 'limited',
    detail: 'what runs cannot be read, so no load is valid: nobody knows whether its requests still run',
    fix: 'GRANT SELECT ON system.processes TO <user>',
  });
});

it('a user who may not read the state of the server is told which tables, and what to grant', async () => {
  const partly = (refused: RegExp): Control => ({
    async rows(sql) {
      if (refused.test(sql)) throw new ServerError(497, 'no grant');
      return [];
    },
    command: async () => undefined,
  });
  expect(await readsState(partly(/nothing/), 'all')).toMatchObject({ name: 'state', state: 'ok' });
  expect(await readsState(partly(/system\.(merges|replicas)\b/), undefined)).toEqual({
    name: 'state',
    state: 'limited',
    detail:
      'system.merges, system.replicas cannot be read, so nobody knows what the server has left to do, and nothing is certified',
    fix: 'GRANT SELECT ON system.merges TO <user>; GRANT SELECT ON system.replicas TO <user>',
  });
});
