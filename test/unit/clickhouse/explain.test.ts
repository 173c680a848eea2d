import { describe, expect, it } from 'vitest';
import type { Control, ControlOptions } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import type { RowShape } from '../../../src/clickhouse/http/rowShape.ts';
import { condensePlan, explainStatement, knownPlanningSettings } from '../../../src/clickhouse/target/explain.ts';
import { profileStatement } from '../../../src/clickhouse/target/processorsLog.ts';

interface Asked {
  readonly sql: string;
  readonly options: ControlOptions | undefined;
}

/** A server that answers by what a statement begins with; an error is refused, anything else is an empty answer. */
function server(answers: Readonly<Record<string, readonly unknown[] | Error>>): Control & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const answer = (sql: string, options?: ControlOptions): readonly unknown[] => {
    asked.push({ sql, options });
    const found = Object.entries(answers).find(([start]) => sql.trimStart().startsWith(start))?.[1] ?? [];
    if (found instanceof Error) throw found;
    return found;
  };
  return {
    asked,
    rows: async <Row>(sql: string, shape: RowShape<Row>, options?: ControlOptions) =>
      answer(sql, options).map((row) => shape.parse(row)),
    command: async (sql, options) => void answer(sql, options),
  };
}

const json = JSON.stringify([{ Plan: { 'Node Type': 'ReadFromMergeTree', 'Node Id': 'ReadFromMergeTree_0' } }]);
const refused = new ServerError(497, 'Not enough privileges');

describe('explainStatement', () => {
  it('keeps plan, pipeline and estimate', async () => {
    const control = server({
      'EXPLAIN json': [{ explain: json }],
      'EXPLAIN PIPELINE': [{ explain: '(Union)' }, { explain: '  Source' }],
      'EXPLAIN ESTIMATE': [{ database: 'a', table: 'b', parts: '1', rows: '20', marks: 3 }],
    });
    expect(await explainStatement(control, 'SELECT 1 FORMAT CSV', { params: { team: 2 } })).toEqual({
      kind: 'explained',
      form: 'json',
      plan: '[{"Plan":{"Node Type":"ReadFromMergeTree"}}]',
      pipeline: '(Union)\n  Source',
      estimate: [{ database: 'a', table: 'b', parts: 1, rows: 20, marks: 3 }],
    });
    for (const { sql, options } of control.asked) {
      expect(sql).toMatch(/\nSELECT 1$/);
      expect(options).toEqual({ params: { team: 2 } });
    }
  });

  it.each([
    ['refuses', new ServerError(115, 'Unknown setting json')],
    ['does not know', [{ explain: 'Expression' }]],
  ])('takes the plan as text where the server %s JSON', async (_, answer) => {
    const control = server({ 'EXPLAIN json': answer, 'EXPLAIN indexes': [{ explain: 'Expression' }] });
    expect(await explainStatement(control, 'SELECT 1', {})).toMatchObject({ form: 'text', plan: 'Expression' });
  });

  it('keeps the plan where the rest is refused', async () => {
    const control = server({
      'EXPLAIN json': [{ explain: json }],
      'EXPLAIN PIPELINE': refused,
      'EXPLAIN ESTIMATE': refused,
    });
    expect(await explainStatement(control, 'SELECT 1', {})).toMatchObject({
      kind: 'explained',
      pipeline: null,
      estimate: null,
    });
  });

  it('asks for the plans of other servers as text, where they take part', async () => {
    const remote = JSON.stringify([{ Plan: { 'Node Type': 'ReadFromRemote' } }]);
    const answers = { 'EXPLAIN json': [{ explain: remote }], 'EXPLAIN indexes': [{ explain: 'ReadFromRemote' }] };
    const control = server(answers);
    expect(await explainStatement(control, 'SELECT 1', {})).toMatchObject({
      form: 'json',
      distributed: 'ReadFromRemote',
    });
    expect(control.asked.map((one) => one.sql)).toContain('EXPLAIN indexes = 1, distributed = 1\nSELECT 1');
    const older = server({ ...answers, 'EXPLAIN indexes': refused });
    expect(await explainStatement(older, 'SELECT 1', {})).not.toHaveProperty('distributed');
  });

  it('says why there is no plan', async () => {
    const control = server({ EXPLAIN: refused });
    expect(await explainStatement(control, 'SELECT 1', {})).toEqual({
      kind: 'unavailable',
      reason: 'Not enough privileges',
    });
    const long = server({ 'EXPLAIN json': [{ explain: JSON.stringify([{ Plan: { a: 'x'.repeat(300_000) } }]) }] });
    expect(await explainStatement(long, 'SELECT 1', {})).toEqual({
      kind: 'unavailable',
      reason: 'the plan is too long to be kept',
    });
  });

  it('asks nothing for what is no SELECT', async () => {
    const control = server({});
    expect(await explainStatement(control, '-- all\nSHOW TABLES', {})).toEqual({
      kind: 'unavailable',
      reason: 'only a SELECT can be explained',
    });
    expect(control.asked).toEqual([]);
  });

  it('rejects when the connection breaks', async () => {
    await expect(explainStatement(server({ EXPLAIN: new Error('ECONNRESET') }), 'SELECT 1', {})).rejects.toThrow(
      'ECONN',
    );
  });
});

describe('knownPlanningSettings', () => {
  it('leaves out what the server does not know', async () => {
    const known = server({ SELECT: [{ name: 'use_query_condition_cache' }] });
    expect(await knownPlanningSettings(known)).toEqual({ use_query_condition_cache: 0 });
    expect(await knownPlanningSettings(server({ SELECT: refused }))).toEqual({});
  });
});

describe('condensePlan', () => {
  it('drops graphs and headers, and keeps what a read filters by', () => {
    const graph = {
      Inputs: [{ Name: 'at' }],
      Actions: [{ 'Node Type': 'INPUT' }],
      Outputs: [{ Name: 'f' }],
      Positions: [0],
    };
    const read = {
      'Node Type': 'ReadFromMergeTree',
      Header: [{ Name: 'id' }],
      'Prewhere info': { 'Prewhere filter': { 'Prewhere filter column': 'f', 'Prewhere filter expression': graph } },
    };
    const plan = { 'Node Type': 'Filter', 'Node Id': 'Filter_1', Header: [], Expression: graph, Plans: [read] };
    const filter = {
      'Prewhere filter column': 'f',
      'Prewhere filter expression': { Inputs: graph.Inputs, Outputs: graph.Outputs },
    };
    expect(JSON.parse(condensePlan(JSON.stringify([{ Plan: plan }])) ?? '')).toEqual([
      { Plan: { 'Node Type': 'Filter', Plans: [{ ...read, 'Prewhere info': { 'Prewhere filter': filter } }] } },
    ]);
  });

  it('knows what is no plan', () => {
    expect(condensePlan('Expression')).toBeUndefined();
    expect(condensePlan('{}')).toBeUndefined();
  });
});

describe('profileStatement', () => {
  const options = { queryId: 'q-1', settings: { max_threads: 1 } };

  it('executes once more with the log switched on, and reads it', async () => {
    const row = { name: 'Source', elapsedUs: '120', inputWaitUs: '0', outputWaitUs: '7' };
    const control = server({ 'SELECT name, toString': [row] });
    const source = { control, cluster: 'two', flush: async () => true };
    expect(await profileStatement(source, 'SELECT 7', options)).toEqual([
      { name: 'Source', elapsedUs: 120, inputWaitUs: 0, outputWaitUs: 7 },
    ]);
    const executed = control.asked.filter((one) => one.sql === 'SELECT 7');
    expect(executed.map((one) => one.options)).toEqual([
      { queryId: 'q-1', settings: { max_threads: 1, log_processors_profiles: 1, default_format: 'Null' } },
    ]);
    expect(control.asked.at(-1)?.sql).toContain("clusterAllReplicas('two', system.processors_profile_log)");
  });

  it('executes nothing where the log cannot be read', async () => {
    const control = server({ 'SELECT name FROM system': refused });
    expect(await profileStatement({ control, flush: async () => true }, 'SELECT 7', options)).toBeUndefined();
    expect(control.asked.map((one) => one.sql)).not.toContain('SELECT 7');
  });

  it('has nothing to tell where the log is not flushed', async () => {
    const source = { control: server({}), flush: async () => false };
    expect(await profileStatement(source, 'SELECT 7', options)).toBeUndefined();
  });
});
