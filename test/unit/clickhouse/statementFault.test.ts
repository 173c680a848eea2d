import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { statementFault } from '../../../src/clickhouse/target/statementFault.ts';

type Answers = Readonly<Record<'tree' | 'plan' | 'ast', Error | undefined>>;

/** A server that answers each kind of EXPLAIN as it is told, and knows two columns. */
function server(answers: Partial<Answers>): Control & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (sql: string): void => {
    const kind = sql.startsWith('EXPLAIN QUERY TREE') ? 'tree' : sql.startsWith('EXPLAIN AST') ? 'ast' : 'plan';
    asked.push(sql);
    const error = answers[kind];
    if (error !== undefined) throw error;
  };
  return {
    asked,
    command: async (sql) => answer(sql),
    rows: async <Row>(sql: string) => {
      if (sql.includes('system.columns')) return [{ name: 'total' }, { name: 'at' }] as Row[];
      answer(sql);
      return [];
    },
  };
}

const unknown = new ServerError(47, 'Unknown identifier `totl`.');
const statement = { sql: 'SELECT totl FROM orders FORMAT JSON', options: {} };

describe('what keeps a statement from being run', () => {
  it('is told where both analyses refuse it, with the nearest name where the server suggests none', async () => {
    const fault = { message: 'Unknown identifier `totl`', name: 'totl' };
    expect(await statementFault(server({ tree: unknown, plan: unknown }), statement)).toEqual({
      ...fault,
      hint: 'total',
    });
    const suggests = new ServerError(47, "Unknown identifier `totl`. Maybe you meant: ['tool'].");
    expect(await statementFault(server({ tree: unknown, plan: suggests }), statement)).toEqual({
      ...fault,
      hint: 'tool',
    });
  });

  it('is asked of the statement as it would be planned, and of none that is no SELECT', async () => {
    const control = server({ tree: unknown, plan: unknown });
    await statementFault(control, statement);
    expect(control.asked).toEqual(['EXPLAIN QUERY TREE SELECT totl FROM orders', 'EXPLAIN SELECT totl FROM orders']);
    const shown = server({ tree: unknown, plan: unknown });
    expect(await statementFault(shown, { sql: 'SHOW TABLES', options: {} })).toBeUndefined();
    expect(shown.asked).toEqual([]);
  });

  it.each<readonly [string, Partial<Answers>]>([
    ['the server takes it', {}],
    ['the plan is made all the same, as an old interpreter does', { tree: unknown }],
    ['the user may not', { tree: new ServerError(497, 'Not enough privileges'), plan: unknown }],
    ['the user may not plan it', { tree: unknown, plan: new ServerError(497, 'Not enough privileges') }],
    ['memory is short', { tree: unknown, plan: new ServerError(241, 'Memory limit exceeded') }],
    ['it takes too long', { tree: unknown, plan: new ServerError(159, 'Timeout exceeded') }],
    ['the quota is used up', { tree: new ServerError(201, 'Quota exceeded'), plan: unknown }],
    ['the connection breaks', { tree: new Error('socket hang up'), plan: unknown }],
    ['no answer comes', { tree: unknown, plan: new Error('socket hang up') }],
  ])('is not told where %s', async (_, answers) => {
    expect(await statementFault(server(answers), statement)).toBeUndefined();
  });

  it('has a place where it is syntax, and the keyword that was meant', async () => {
    const sql = 'SELECT total FORM orders';
    const at = (position: number) =>
      new ServerError(62, `Syntax error: failed at position ${position} (orders): orders.`);
    const control = server({ tree: at(39), plan: at(27), ast: at(31) });
    expect(await statementFault(control, { sql, options: {} })).toMatchObject({ offset: 13, hint: 'FROM' });
  });
});
