import { describe, expect, it } from 'vitest';
import type { RowShape } from '../../../src/clickhouse/http/rowShape.ts';
import type { SampleRequest } from '../../../src/runner/executor.ts';
import { executeGroup, Interruption } from '../../../src/runner/workers/execution.ts';

function writing(name: string, more: Partial<SampleRequest> = {}): SampleRequest {
  return {
    queryId: name,
    arm: 'baseline',
    sql: 'INSERT INTO {scratch:Identifier}.t SELECT 1',
    params: { scratch: `hogbench_scratch_${name}` },
    settings: {},
    logComment: '',
    timeoutMs: 1000,
    writes: {
      ...{ kind: 'insert', table: 't', database: `hogbench_scratch_${name}`, key: name, keepMs: 1000 },
      fresh: { from: 'orders', rows: 'none' },
    },
    ...more,
  };
}

/** Notes what it is asked, in order; `fails` makes a command of that beginning fail. */
function server(options: { fails?: RegExp; engine?: string; statement?: () => Promise<void> } = {}) {
  const asked: string[] = [];
  const client = {
    async execute(_sql: string, { queryId, writes }: { queryId: string; writes?: boolean }) {
      asked.push(`execute ${queryId}${writes === true ? ' writing' : ''}`);
      await options.statement?.();
    },
    async command(sql: string) {
      asked.push(sql.replace(/ COMMENT .*/, ''));
      if (options.fails?.test(sql)) throw new Error('no space left');
    },
    async rows<Row>(sql: string, shape: RowShape<Row>): Promise<readonly Row[]> {
      const isEngine = sql.startsWith('SELECT engine');
      const rows = isEngine ? [{ engine: options.engine ?? 'MergeTree' }] : [{ rows: '3', parts: '1', bytes: '90' }];
      return rows.map((row) => shape.parse(row));
    },
  };
  return { asked, client };
}

describe('executions that write', () => {
  it('have their tables made before any of them starts, and dropped after all have ended', async () => {
    const { asked, client } = server();
    const starts = ['a', 'b'].map((name) => ({ client, request: writing(name) }));
    const executions = await executeGroup(starts, new Interruption());
    expect(executions.map((one) => [one.outcome.kind, one.table])).toEqual([
      [
        'completed',
        { before: { rows: 3, parts: 1, bytes: 90 }, after: { rows: 3, parts: 1, bytes: 90 }, mutated: false },
      ],
      [
        'completed',
        { before: { rows: 3, parts: 1, bytes: 90 }, after: { rows: 3, parts: 1, bytes: 90 }, mutated: false },
      ],
    ]);
    const order = asked.map((one) => one.split(' ').slice(0, 2).join(' '));
    const creates = order.filter((one) => one === 'CREATE TABLE').length;
    expect(creates).toBe(2);
    expect(order.lastIndexOf('CREATE TABLE')).toBeLessThan(order.indexOf('execute a'));
    expect(asked.slice(-2)).toEqual([
      'DROP DATABASE IF EXISTS `hogbench_scratch_a` SYNC',
      'DROP DATABASE IF EXISTS `hogbench_scratch_b` SYNC',
    ]);
    expect(asked).toContain('execute a writing');
  });

  it('fail when their table cannot be made, are not sent, and leave nothing', async () => {
    const { asked, client } = server({ fails: /^CREATE TABLE/ });
    const [execution] = await executeGroup([{ client, request: writing('a') }], new Interruption());
    expect(execution?.outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('the table t could not be made: no space left'),
    });
    expect(asked.some((one) => one.startsWith('execute'))).toBe(false);
    expect(asked.at(-1)).toBe('DROP DATABASE IF EXISTS `hogbench_scratch_a` SYNC');
  });

  it.each(['Distributed', 'ReplicatedMergeTree', 'Buffer', 'MaterializedView', 'Kafka', 'Merge', 'URL'])(
    'are not sent to a copy of a table of engine %s',
    async (engine) => {
      const { asked, client } = server({ engine });
      const [execution] = await executeGroup([{ client, request: writing('a') }], new Interruption());
      expect(execution?.outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(engine) });
      expect(asked.filter((one) => /^(CREATE|INSERT|execute)/.test(one))).toEqual([]);
    },
  );

  it('leave nothing when they fail or are interrupted', async () => {
    const interruption = new Interruption();
    const { asked, client } = server({
      statement: async () => {
        interruption.interrupt();
        throw new Error('aborted');
      },
    });
    const executions = await executeGroup(
      [
        { client, request: writing('a') },
        { client, request: writing('b') },
      ],
      interruption,
    );
    expect(executions.map((one) => one.outcome.kind)).toEqual(['skipped', 'skipped']);
    expect(asked.filter((one) => one.startsWith('DROP DATABASE'))).toHaveLength(2);
  });

  it('have no part in a statement that only reads: no table is made for it', async () => {
    const { asked, client } = server();
    const { writes: _, ...reading } = writing('a', { sql: 'SELECT 1' });
    await executeGroup([{ client, request: reading }], new Interruption());
    expect(asked).toEqual(['execute a']);
  });
});
