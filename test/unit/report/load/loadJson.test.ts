import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { loadJson } from '../../../../src/report/load/loadJson.ts';
import { loadReportJsonSchema, loadReportSchema } from '../../../../src/schema/loadReport/loadReportSchema.ts';
import * as loads from '../../../support/loadReports.ts';

const published: unknown = JSON.parse(
  readFileSync(new URL('../../../../docs/load-report.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published as object);

test('docs/load-report.schema.json is up to date', () => {
  expect(published).toEqual(loadReportJsonSchema());
});

test.each(Object.entries(loads))('the JSON of %s is what the schema says, and one document', (_, make) => {
  const json: unknown = JSON.parse(loadJson(make()));
  expect(validate(json), JSON.stringify(validate.errors?.[0])).toBe(true);
  expect(loadReportSchema.safeParse(json).error?.issues).toBeUndefined();
});

describe('capacity', () => {
  test('of one arm stands at the top, in requests a second', () => {
    const json = JSON.parse(loadJson(loads.oneCapacity()));
    expect(json.capacity).toMatchObject({ low: 167, high: 176, binding: 'online', waitedFor: 'slots', shape: 'cliff' });
    expect(json.capacities).toEqual([json.capacity]);
    expect(json.verdict).toEqual({ kind: 'kept', reasons: [] });
  });

  test('of two arms: both, with the ratio', () => {
    const json = JSON.parse(loadJson(loads.twoCapacities()));
    expect(json.capacity).toBeUndefined();
    expect(json.capacities.map(({ arm }: { arm: string }) => arm)).toEqual(['baseline', 'candidate']);
    expect(json.capacityRatio).toEqual({ value: 1.22, low: 1.14, high: 1.3 });
  });

  test('without an end is null there, which is no number that a rule could take for one', () => {
    const report = loads.oneCapacity();
    const capacity = report.capacity!.map((one) => ({ ...one, high: Number.POSITIVE_INFINITY }));
    const text = loadJson({ ...report, capacity });
    const json: unknown = JSON.parse(text);
    expect(json).toMatchObject({ capacity: { high: null } });
    expect(validate(json)).toBe(true);
  });

  test('is not there where none was searched for', () => {
    const json = JSON.parse(loadJson(loads.keptLoad()));
    expect(json).not.toHaveProperty('capacity');
    expect(json).not.toHaveProperty('capacities');
  });
});
