import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWorkload } from '../../../src/workloads/loadWorkload.ts';
import { readWorkload } from '../../../src/workloads/readWorkload.ts';
import { shippedFolder } from '../../../src/workloads/shipped.ts';
import { readFiles, tempFolder, told } from './tempWorkload.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/workloads');

describe('a folder with annotations', () => {
  it('says where a base asks for the tag that a case lacks', async () => {
    const files = {
      'base/workload.yaml': 'required_tags: [product]',
      'base/a.sql': '-- tags: {product: x}\nSELECT 1',
      'mine/workload.yaml': 'extends: ../base',
      'mine/b.sql': 'SELECT 2',
    };
    const { problems } = await readFiles(files, 'mine');
    expect(problems).toMatchObject([{ rule: 'required-tag', fix: expect.stringContaining('`required_tags: []`') }]);
    const own = await readFiles({ ...files, 'mine/workload.yaml': 'required_tags: [product]' }, 'mine');
    expect(own.problems[0]?.fix).not.toContain('required_tags');
    const none = await readFiles({ ...files, 'mine/workload.yaml': 'extends: ../base\nrequired_tags: []' }, 'mine');
    expect(none.problems).toEqual([]);
  });

  it('gives a case for each binding, with everything that is said of it', async () => {
    const workload = await loadWorkload('annotated', fixtures);
    expect(workload).toMatchObject({ name: 'shop', database: 'shop', folder: 'annotated', requiredTags: ['product'] });
    expect(workload.cases.map((one) => one.id)).toEqual([
      'orders_by_team[team=2,from=2026-01-01]',
      'orders_by_team[team=7,from=2026-03-01]',
      'orders_02',
    ]);
    expect(workload.cases[1]).toMatchObject({
      name: 'orders_by_team',
      description: 'Orders of one team',
      params: { team: 7, from: '2026-03-01' },
      tags: { product: 'checkout', team_id: 2 },
      settings: { max_threads: 4, use_query_cache: 0 },
      weight: 1200,
      timeoutMs: 500,
      place: { file: 'annotated/orders.sql', line: 12, column: 1 },
    });
    expect(workload.cases[1]?.sql).toMatch(/^SELECT count\(\) .*\{from: Date\}$/s);
  });

  it('uses the defaults of the manifest, and tags that production wrote', async () => {
    const { cases } = await loadWorkload('annotated', fixtures);
    expect(cases[2]).toMatchObject({
      sql: 'SELECT 1',
      settings: { max_threads: 2 },
      timeoutMs: 20_000,
      weight: 1,
      tags: { product: 'search', user_id: 7, route: '/api' },
    });
  });

  it('reads schema and data scripts as statements, in that order', async () => {
    const { setup } = await loadWorkload('annotated', fixtures);
    expect(setup.map((script) => [script.file, script.statements.length])).toEqual([
      ['annotated/schema.sql', 1],
      ['annotated/data.sql', 2],
    ]);
    expect(setup[1]?.statements[1]).toEqual({
      sql: 'INSERT INTO orders VALUES (1, $$;$$)',
      place: { file: 'annotated/data.sql', line: 3, column: 1 },
    });
  });
});

describe('plain SQL', () => {
  it('names the cases of a ClickBench file by position', async () => {
    const { cases, name } = await loadWorkload('clickbench/queries.sql', fixtures);
    expect(name).toBe('queries');
    expect(cases.map((one) => one.id)).toEqual(
      Array.from({ length: 43 }, (_, index) => `queries_${String(index + 1).padStart(2, '0')}`),
    );
    expect(cases[42]?.place).toEqual({ file: 'clickbench/queries.sql', line: 43, column: 1 });
    const lines = (await readFile(join(fixtures, 'clickbench/queries.sql'), 'utf8')).trim().split('\n');
    expect(cases.map((one) => `${one.sql};`)).toEqual(lines);
  });

  it('names a single statement after its file, and a folder without manifest after itself', async () => {
    const { workload } = await readFiles({ 'w/top users.sql': 'SELECT 1', 'w/notes.txt': 'x' }, 'w');
    expect([workload.name, workload.cases.map((one) => one.name)]).toEqual(['w', ['top_users']]);
  });

  it('reads the folders below, but neither hidden ones nor other workloads', async () => {
    const { workload } = await readFiles({
      'z.sql': 'SELECT 1',
      'queries/web/a.sql': 'SELECT 2',
      '.git/b.sql': 'SELECT 3',
      'other/workload.yaml': '',
      'other/c.sql': 'SELECT 4',
    });
    expect(workload.cases.map((one) => one.place.file)).toEqual(['queries/web/a.sql', 'z.sql']);
  });

  it('takes CRLF and a byte order mark as they come', async () => {
    const { workload } = await readFiles({ 'a.sql': '\uFEFF-- name: x\r\n-- weight: 3\r\nSELECT 1;\r\n' });
    expect(workload.cases).toMatchObject([{ id: 'x', weight: 3, sql: 'SELECT 1', place: { line: 3, column: 1 } }]);
  });
});

describe('what is wrong is placed', () => {
  it('lists every problem with its fix in one error', async () => {
    const cwd = await tempFolder({
      'w/a.sql': '-- name: a\n-- wieght: 2\nSELECT 1;\n\nDROP TABLE t;',
      'w/workload.yaml': 'settigs: {}\n',
    });
    const text = [
      'the workload `w` has 3 problems',
      '  w/workload.yaml:1:1 unknown key `settigs` — did you mean `settings`?',
      '  w/a.sql:2:4 unknown key `wieght` — did you mean `weight`?',
      '  w/a.sql:5:1 only statements that read are sent — take it out, or move it to a script named under `schema` or `data` in workload.yaml',
    ].join('\n');
    await expect(loadWorkload('w', cwd)).rejects.toMatchObject({ kind: 'usage', message: text });
    await expect(loadWorkload(join(cwd, 'w'), cwd)).rejects.toThrow('\n  w/a.sql:2:4 ');
  });

  it.each([
    [
      'duplicate names',
      { 'a.sql': '-- name: x\nSELECT 1', 'b.sql': 'SELECT 1;\n-- name: x\nSELECT 2' },
      'b.sql:3:1 the name `x` is taken by the case at a.sql:2:1',
    ],
    [
      'the same binding twice',
      { 'a.sql': '-- params: [{p: 1}, {p: 1}]\nSELECT {p:UInt8}' },
      'a.sql:2:1 the parameters of `a[p=1]` are given twice',
    ],
    [
      'an open string',
      { 'a.sql': "SELECT 1;\nSELECT 'a;\nSELECT 2" },
      'a.sql:2:8 this string is not closed before the end of the file',
    ],
    [
      'an open comment',
      { 'a.sql': 'SELECT 1;\n /* SELECT 2' },
      'a.sql:2:2 this comment is not closed before the end of the file',
    ],
    [
      'a required tag',
      { 'a.sql': '-- tags: {produkt: x}\nSELECT 1', 'workload.yaml': 'required_tags: [product]' },
      'a.sql:2:1 `a` lacks the required tag `product` (it has `produkt`)',
    ],
    [
      'bytes that are not UTF-8',
      { 'a.sql': new Uint8Array([0x53, 0x0a, 0xff]), 'b.sql': 'SELECT 1' },
      'a.sql:2:1 the file is not valid UTF-8',
    ],
    [
      'annotations without a statement',
      { 'a.sql': 'SELECT 1;\n\n-- name: x\n' },
      'a.sql:3:1 these annotations have no statement below',
    ],
    ['broken YAML in annotations', { 'a.sql': '-- name: x\n-- tags: {a: [}\nSELECT 1' }, 'a.sql:2:'],
    [
      'a schema file that is not there',
      { 'schema.sql': 'SELECT 1', 'workload.yaml': 'schema:\n  - shema.sql' },
      'workload.yaml:2:5 there is no file `shema.sql`',
    ],
    ['broken YAML in the manifest', { 'a.sql': 'SELECT 1', 'workload.yaml': 'name: a\n b: [' }, 'workload.yaml:2:'],
    [
      'a base that is not there',
      { 'a.sql': 'SELECT 1', 'workload.yaml': 'extends: ../nowhere' },
      'workload.yaml:1:10 there is no workload folder `../nowhere`',
    ],
    [
      'a base that is the workload itself',
      { 'a.sql': 'SELECT 1', 'workload.yaml': 'extends: .' },
      'workload.yaml:1:10 `.` extends this workload in turn',
    ],
    [
      'remove without a base',
      { 'a.sql': 'SELECT 1', 'workload.yaml': 'remove: [a]' },
      'workload.yaml:1:1 `remove` needs a base to remove from',
    ],
    [
      'a manifest that is no map',
      { 'a.sql': 'SELECT 1', 'workload.yaml': '- a' },
      'workload.yaml:1:1 the text must be a map of keys',
    ],
  ])('%s', async (_, files, expected) => {
    expect(
      told(await readFiles(files as Record<string, string | Uint8Array>)).some((line) => line.startsWith(expected)),
    ).toBe(true);
  });

  it('does not take scripts for cases when the manifest is wrong', async () => {
    const files = { 'schema.sql': 'CREATE TABLE t (a Int8)', 'a.sql': 'SELECT 1' };
    const wrongKey = await readFiles({ ...files, 'workload.yaml': 'schema: [schema.sql]\nnmae: x' });
    expect(told(wrongKey)).toEqual(['workload.yaml:2:1 unknown key `nmae`']);
    const notYaml = await readFiles({ ...files, 'workload.yaml': 'schema: [schema.sql' });
    expect(told(notYaml).map((line) => line.split(' ')[0])).toEqual(['workload.yaml:1:20']);
  });

  it('keeps the good cases beside the bad ones', async () => {
    const { workload, problems } = await readFiles({ 'a.sql': 'SELECT 1;\nDROP TABLE t;\nSELECT 3' });
    expect(workload.cases.map((one) => one.name)).toEqual(['a_01', 'a_03']);
    expect(problems).toHaveLength(1);
  });

  it('says so when there is nothing to read', async () => {
    const cwd = await tempFolder({ 'posthog/notes.txt': '', 'x.txt': 'SELECT 1' });
    await expect(readWorkload('posthgo', cwd)).rejects.toMatchObject({
      kind: 'usage',
      fix: 'did you mean `posthog`?',
    });
    await expect(readWorkload('posthog', cwd)).rejects.toThrow('the workload `posthog` holds no query');
    await expect(readWorkload('x.txt', cwd)).rejects.toThrow('`x.txt` is not a workload');
  });

  it('shows no control characters of a file', async () => {
    const [line] = told(await readFiles({ 'a.sql': '-- name: x\n-- "k\\e[31m": 1\nSELECT 1' }));
    expect(line).toBe('a.sql:2:4 unknown key `k\\u001b[31m`');
  });
});

describe('overlays', () => {
  it('replace the cases of the same name and keep the rest, the setup and the defaults', async () => {
    const workload = await loadWorkload('overlay', fixtures);
    expect(workload.cases.map((one) => [one.id, one.place.file, one.settings.max_threads])).toEqual([
      ['orders_by_team[team=2,from=2026-01-01]', 'overlay/rewrite.sql', 8],
      ['orders_02', 'annotated/orders.sql', 8],
    ]);
    expect(workload).toMatchObject({ name: 'overlay', database: 'shop', requiredTags: ['product'] });
    expect(workload.setup.map((script) => script.file)).toEqual(['annotated/schema.sql', 'annotated/data.sql']);
  });

  it('add cases and remove them by name', async () => {
    const { workload, problems } = await readFiles(
      {
        'base/a.sql': 'SELECT 1',
        'base/b.sql': 'SELECT 2',
        'top/c.sql': 'SELECT 3',
        'top/workload.yaml': 'extends: ../base\nremove: [a, bb]',
      },
      'top',
    );
    expect(workload.cases.map((one) => one.name)).toEqual(['b', 'c']);
    expect(problems).toMatchObject([{ place: { line: 2, column: 13 }, fix: 'did you mean `b`?' }]);
  });

  it('that extend each other are refused', async () => {
    const read = await readFiles(
      { 'a/x.sql': 'SELECT 1', 'a/workload.yaml': 'extends: ../b', 'b/workload.yaml': 'extends: ../a' },
      'a',
    );
    expect(told(read)).toEqual(['b/workload.yaml:1:10 `a` extends this workload in turn']);
  });
});

describe('a shipped workload as a base', () => {
  it('is found by its name, with its dataset and its places', async () => {
    const cwd = await tempFolder({
      'mine/workload.yaml': 'extends: posthog\nrequired_tags: []',
      'mine/a.sql': '-- name: trends_dau\nSELECT 1',
    });
    const mine = await loadWorkload('mine', cwd);
    const { setup, database } = await loadWorkload('posthog', shippedFolder);
    expect(mine).toMatchObject({ name: 'mine', database, setup });
    expect(mine.cases.filter((one) => one.name === 'trends_dau').map((one) => one.sql)).toEqual(['SELECT 1']);
    expect(mine.cases.find((one) => one.name === 'lifecycle')?.place.file).toMatch(/^posthog\//);
  });

  it('gives way to a folder of that name beside the file', async () => {
    const cwd = await tempFolder({
      'mine/workload.yaml': 'extends: posthog',
      'mine/posthog/workload.yaml': 'name: own',
      'mine/posthog/own.sql': 'SELECT 1',
    });
    expect((await loadWorkload('mine', cwd)).cases.map((one) => one.name)).toEqual(['own']);
  });
});
