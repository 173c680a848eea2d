import { expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { SchemaReading, TableShape } from '../../../src/model/tableShape.ts';
import { schemaWords } from '../../../src/report/words/schemaWords.ts';
import { aRun } from './builders.ts';
import { measured } from './measured.ts';

const shape = (part: Partial<TableShape> = {}): TableShape => ({
  ...{ database: 'shop', table: 'orders', rows: 10, parts: 1, bytes: 100, uncompressedBytes: 400, primaryKeyBytes: 8 },
  definition: 'CREATE TABLE orders\n(\n    `id` UInt64\n)\nENGINE = MergeTree\nORDER BY id',
  ...{ columns: [], additions: [] },
  ...part,
});
const otherwise = 'CREATE TABLE orders\n(\n    `id` UInt64\n)\nENGINE = MergeTree\nORDER BY tuple()';

const judged = (baseline: readonly TableShape[] | undefined, candidate: readonly TableShape[] | undefined) => {
  const schemas: SchemaReading = [
    { arm: 'baseline', ...(baseline === undefined ? {} : { tables: baseline }) },
    { arm: 'candidate', ...(candidate === undefined ? {} : { tables: candidate }) },
  ];
  return compareRun({ ...aRun({ samples: measured({}) }), schemas }).schema;
};

it('tells the lines that one arm alone has, and puts tables first that are made otherwise', () => {
  const alike = shape({ table: 'people' });
  const found = judged([alike, shape()], [alike, shape({ definition: otherwise })]);
  expect(found?.tables?.map(({ table }) => table)).toEqual(['shop.orders', 'shop.people']);
  expect(found?.tables?.[0]?.lines).toEqual({ baseline: ['ORDER BY id'], candidate: ['ORDER BY tuple()'] });
  expect(found === undefined ? [] : schemaWords(found).map(({ state }) => state)).toEqual([
    'made otherwise',
    'made alike',
  ]);
});

it('sets a table beside that of the same name in another database, and one that is missing beside nothing', () => {
  const moved = shape({ database: 'shop_new', definition: otherwise });
  const found = judged([shape()], [moved, shape({ database: 'shop_new', table: 'daily' })]);
  expect(found?.tables).toMatchObject([
    { table: 'shop.orders', other: 'shop_new.orders' },
    { table: 'shop_new.daily', sizes: { baseline: null, candidate: { rows: 10 } } },
  ]);
});

it('says nothing where all is made alike, and not that it is where a server does not tell', () => {
  expect(judged([shape()], [shape({ bytes: 7 })])).toBeUndefined();
  expect(judged([shape()], undefined)).toEqual({ tables: null });
});

it('says that rows are not the same in number', () => {
  const found = judged([shape()], [shape({ definition: otherwise, rows: 9 })]);
  expect(found === undefined ? '' : schemaWords(found)[0]?.remark).toMatch(/not the same in number/);
});
