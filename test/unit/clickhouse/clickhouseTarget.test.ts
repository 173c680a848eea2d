import { describe, expect, it, vi } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { clickhouseTarget } from '../../../src/clickhouse/target/clickhouseTarget.ts';
import type { TargetServer } from '../../../src/clickhouse/target/targetServer.ts';
import { UserError } from '../../../src/model/errors.ts';
import type { SampleRequest } from '../../../src/runner/executor.ts';

/** A server whose log holds some executions; it notes which ids it was asked for. */
function server(url: string, logged: readonly string[], asked: string[]): TargetServer {
  const control: Control = {
    async rows<Row>(sql: string): Promise<readonly Row[]> {
      if (!sql.includes('query_log')) return [];
      const wanted = [...sql.matchAll(/'(q\d)'/g)].map((match) => match[1] ?? '');
      asked.push(...wanted.map((id) => `${url} ${id}`));
      return wanted.filter((id) => logged.includes(id)).map(logRow) as Row[];
    },
    command: async () => {},
  };
  const stream = () => Promise.reject(new Error('no rows here'));
  return { url, control: { ...control, stream }, hosts: [control] };
}

function logRow(id: string) {
  const zeros = { readRows: '1', readBytes: '1', resultRows: '1', resultBytes: '1', memoryBytes: '1' };
  return { id, initialRows: '1', logRows: '1', durationUs: '5', ...zeros, exceptionCode: 0, events: {} };
}

function target(asked: string[]) {
  const servers = [server('one', ['q1'], asked), server('two', ['q2'], asked), server('three', ['q3'], asked)] as const;
  return clickhouseTarget({ name: 't', servers, hogbenchVersion: '0', close: async () => {} });
}

const bounds = { signal: new AbortController().signal };

describe('the evidence of a target with replicas', () => {
  it.each([
    [0, 'one', 'q1'],
    [1, 'two', 'q2'],
    [5, 'three', 'q3'],
  ])('of session %i is read from the replica it ran on, %s, and nowhere else', async (session, url, id) => {
    const asked: string[] = [];
    const found = await target(asked).collect([id], session, bounds);
    expect(found.get(id)?.kind).toBe('facts');
    expect(new Set(asked)).toEqual(new Set([`${url} ${id}`]));
  });

  it('left over from an interrupted run is looked for on every replica, until it is found', async () => {
    const asked: string[] = [];
    vi.useFakeTimers();
    const collecting = target(asked).collect(['q2', 'q3', 'q9'], undefined, bounds);
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    const found = await collecting;
    expect([found.get('q2')?.kind, found.get('q3')?.kind, found.get('q9')?.kind]).toEqual([
      'facts',
      'facts',
      'missing',
    ]);
    expect(asked).not.toContain('three q2');
    expect(asked).toContain('three q9');
  });
});

describe('a target without a dataset', () => {
  const request = (sql: string): SampleRequest => ({
    ...{ queryId: '', arm: 'baseline', sql, params: {}, settings: {}, logComment: '', timeoutMs: 1000 },
  });
  const refusing = (code: number): TargetServer => {
    const one = server('one', [], []);
    const rows: Control['rows'] = async (sql) => {
      if (sql.includes('FROM missing')) throw new ServerError(code, 'Unknown table missing.');
      return [];
    };
    return { ...one, control: { ...one.control, rows } };
  };
  const described = (code: number, sql: string) =>
    clickhouseTarget({
      ...{ name: 't', servers: [refusing(code)], hogbenchVersion: '0', close: async () => {} },
      onMissingTable: (message) => new UserError('usage', `empty: ${message}`, 'Fill it.'),
    }).describe([request('SELECT 1'), request(sql)]);

  it.each([60, 81])('is refused once a statement reads a table that is not there (code %i)', async (code) => {
    await expect(described(code, 'SELECT 2 FROM missing')).rejects.toThrow('empty: Unknown table missing');
  });

  it('is measured when its statements read none, or when something else is wrong with one', async () => {
    for (const [code, sql] of [
      [60, 'SELECT 2'],
      [62, 'SELECT 2 FROM missing'],
    ] as const)
      await expect(described(code, sql).catch((error: unknown) => String(error))).resolves.not.toContain('empty');
  });
});
