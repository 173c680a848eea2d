import { describe, expect, it, vi } from 'vitest';
import type { Control } from '../../../src/clickhouse/control.ts';
import { clickhouseTarget, type TargetServer } from '../../../src/runner/clickhouseTarget.ts';

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

describe('the evidence of a target with replicas', () => {
  it.each([
    [0, 'one', 'q1'],
    [1, 'two', 'q2'],
    [5, 'three', 'q3'],
  ])('of session %i is read from the replica it ran on, %s, and nowhere else', async (session, url, id) => {
    const asked: string[] = [];
    const found = await target(asked).collect([id], session);
    expect(found.get(id)?.kind).toBe('facts');
    expect(new Set(asked)).toEqual(new Set([`${url} ${id}`]));
  });

  it('left over from an interrupted run is looked for on every replica, until it is found', async () => {
    const asked: string[] = [];
    vi.useFakeTimers();
    const collecting = target(asked).collect(['q2', 'q3', 'q9']);
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
