import { describe, expect, it } from 'vitest';
import { readFiles, told } from './tempWorkload.ts';

const insert = 'INSERT INTO {scratch:Identifier}.orders SELECT * FROM staging;\n';
const measuring = 'measure: writes\n';

describe('a workload that measures writes', () => {
  it('has cases that write, each with what its table is before an execution', async () => {
    const { workload, problems } = await readFiles({
      'workload.yaml': measuring,
      'a.sql': `-- name: short
-- fresh: orders
${insert}
-- name: long
-- fresh: {from: shop.orders_v2, rows: all}
-- params: [{n: 1}, {n: 2}]
ALTER TABLE {scratch:Identifier}.orders DELETE WHERE id = {n:UInt64};

-- name: made
CREATE TABLE {scratch:Identifier}.totals ENGINE = Memory AS SELECT 1 AS one;

-- name: reads
SELECT 1;
`,
    });
    expect(problems).toEqual([]);
    const long = { kind: 'mutation', table: 'orders', fresh: { from: 'shop.orders_v2', rows: 'all' } };
    expect(Object.fromEntries(workload.cases.map((one) => [one.id, one.writes]))).toEqual({
      short: { kind: 'insert', table: 'orders', fresh: { from: 'orders', rows: 'none' } },
      'long[n=1]': long,
      'long[n=2]': long,
      made: { kind: 'create', table: 'totals' },
      reads: undefined,
    });
  });

  it('hands that on to a workload over it, which may leave it again', async () => {
    const files = { 'base/workload.yaml': measuring, 'base/a.sql': `-- name: a\n-- fresh: orders\n${insert}` };
    const over = { 'over/b.sql': `-- name: b\n-- fresh: orders\n${insert}` };
    const inherited = await readFiles({ ...files, ...over, 'over/workload.yaml': 'extends: ../base\n' }, 'over');
    expect(inherited.workload.cases.map((one) => one.id)).toEqual(['a', 'b']);
    const left = await readFiles(
      { ...files, ...over, 'over/workload.yaml': 'extends: ../base\nmeasure: reads\n' },
      'over',
    );
    expect(told(left)).toEqual(['over/b.sql:3:1 only statements that read are sent']);
  });

  it.each([
    ['SYSTEM DROP MARK CACHE;', 'only statements that read are sent'],
    ['KILL QUERY WHERE 1;', 'only statements that read are sent'],
    ['BACKUP TABLE orders TO Disk(a, b);', 'only statements that read are sent'],
    ['-- fresh: orders\nSELECT 1;', '`fresh` is for a statement that writes'],
    [insert, 'nothing says what the table is before each execution'],
    ['-- fresh: orders\nINSERT INTO shop.orders SELECT 1;', 'must be a table of the scratch database'],
    ['-- fresh: orders\nOPTIMIZE TABLE {scratch:Identifier}.orders FINAL;', 'is empty before each execution'],
    ['-- fresh: orders\nCREATE TABLE {scratch:Identifier}.t ENGINE = Memory AS SELECT 1;', 'makes its table itself'],
    [`-- fresh: a.b.c\n${insert}`, 'must be a table or database.table'],
    [`-- fresh: {from: orders, rows: some}\n${insert}`, 'must be none or all'],
    [`-- fresh: orders\n-- params: {scratch: shop}\n${insert}`, 'the statement has no parameter `scratch`'],
  ])('still refuses %s', async (sql, what) => {
    const read = await readFiles({ 'workload.yaml': measuring, 'a.sql': sql });
    expect(told(read).join('\n')).toContain(what);
    expect(read.workload.cases).toEqual([]);
  });
});

it('is asked for by a key that the refusal names', async () => {
  const { problems, workload } = await readFiles({ 'a.sql': `-- fresh: orders\n${insert}` });
  expect(workload.cases).toEqual([]);
  expect(problems[0]?.fix).toContain('`measure: writes`');
  const other = await readFiles({ 'a.sql': 'GRANT SELECT ON *.* TO somebody;\n' });
  expect(other.problems[0]?.fix).not.toContain('measure');
});
