import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from '../../../src/report/data/json.ts';
import { reportSchema } from '../../../src/schema/report/reportSchema.ts';
import { hostileReport, manyCases, report, reportOf } from '../../fixtures/report.ts';

const published = JSON.parse(
  await readFile(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(published);

function printed(shown: typeof report): unknown {
  return JSON.parse([...jsonPieces(shown)].join(''));
}

describe('the published schema of the JSON report', () => {
  it.each([
    ['a report of every verdict', report],
    ['hostile texts', hostileReport],
    ['no case', reportOf([], { arms: [], suite: null, selfCheck: null })],
    ['an interrupted run', reportOf([], { status: { kind: 'interrupted' }, selfCheck: { kind: 'off' } })],
    ['500 cases', manyCases(500)],
  ])('accepts %s, and so does the check that knows every key', (_, shown) => {
    const json = printed(shown);
    expect(validate(json), JSON.stringify(validate.errors?.[0])).toBe(true);
    expect(reportSchema.safeParse(json).error?.issues).toBeUndefined();
  });

  it.each([
    ['another version', { schemaVersion: 2 }],
    ['another kind', { kind: 'forecast' }],
    ['a case without a verdict', { cases: [{ ...report.cases[0], verdict: undefined }] }],
    ['a count that is text', { counts: { ...report.counts, regressed: '1' } }],
  ])('refuses %s', (_, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...report, ...change })))).toBe(false);
  });

  it('lets keys pass that a later program may add, and names no host of its own', () => {
    expect(validate({ ...(printed(report) as object), further: 1 })).toBe(true);
    expect(published.$id).toBe('urn:hogbench:report:1');
    expect(reportSchema.safeParse({ ...report, further: 1 }).success).toBe(false);
  });
});
