import { expect, it } from 'vitest';
import { readFiles } from './tempWorkload.ts';

const base = {
  'base/workload.yaml': 'schema: [schema.sql]\ndata: [data.sql]\n',
  'base/schema.sql': 'CREATE TABLE t (x UInt8) ENGINE = MergeTree ORDER BY x;\n',
  'base/data.sql': 'INSERT INTO t VALUES (1);\n',
  'base/q.sql': 'SELECT x FROM t',
};
const files = ({ workload }: Awaited<ReturnType<typeof readFiles>>) =>
  workload.setup.map(({ file }) => file.replace(/^.*\//, ''));

it('runs behind the schema of the base and before its data, and is no case', async () => {
  const own = {
    'workload.yaml': 'extends: base\nalter: [alter.sql]\n',
    'alter.sql': 'ALTER TABLE t ADD COLUMN y UInt8;',
  };
  const read = await readFiles({ ...base, ...own });
  expect(read.problems).toEqual([]);
  expect(files(read)).toEqual(['schema.sql', 'alter.sql', 'data.sql']);
  expect(read.workload.cases.map(({ name }) => name)).toEqual(['q']);
});

it('adds to what the base alters, but not to a base whose tables are replaced', async () => {
  const altered = {
    ...base,
    'base/workload.yaml': `${base['base/workload.yaml']}alter: [first.sql]\n`,
    'base/first.sql': 'SELECT 1;',
  };
  const reading = (manifest: string) =>
    readFiles({ ...altered, 'workload.yaml': manifest, 'alter.sql': 'SELECT 2;', 'own.sql': 'SELECT 3;' });
  expect(files(await reading('extends: base\nalter: [alter.sql]\n'))).toEqual([
    'schema.sql',
    'first.sql',
    'alter.sql',
    'data.sql',
  ]);
  expect(files(await reading('extends: base\nschema: [own.sql]\nalter: [alter.sql]\n'))).toEqual([
    'own.sql',
    'alter.sql',
  ]);
});
