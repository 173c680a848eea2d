import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordSchema } from '../../../src/schema/run/recordSchema.ts';
import { isCommonRecord } from '../../../src/store/commonRecords.ts';
import { evidenceOf, sampleOf } from './samples.ts';

const { events: _events, ...facts } = evidenceOf(1) as Extract<ReturnType<typeof evidenceOf>, { kind: 'facts' }>;
const sample = JSON.stringify({ kind: 'sample', sample: sampleOf(1) });
const evidence = JSON.stringify({
  kind: 'evidence',
  seq: 1,
  evidence: { ...facts, names: 'x', values: [1, null, 2.5] },
});

type Node = Record<string, unknown>;

/** Every object and array within a record, the record first. */
function nodesOf(json: unknown): Node[] {
  if (typeof json !== 'object' || json === null) return [];
  return [json as Node, ...Object.values(json).flatMap(nodesOf)];
}

it('recognises the records that a run consists of', () => {
  expect(isCommonRecord(JSON.parse(sample))).toBe(true);
  expect(isCommonRecord(JSON.parse(evidence))).toBe(true);
});

it('never accepts a changed record that the schema rejects', () => {
  const strange = fc.constantFrom<unknown>(
    -1,
    0,
    1,
    2,
    0.5,
    2 ** 60,
    Number.POSITIVE_INFINITY,
    null,
    '',
    'x',
    true,
    [],
    {},
  );
  const change = fc.record({
    text: fc.constantFrom(sample, evidence),
    node: fc.nat({ max: 4 }),
    key: fc.nat({ max: 12 }),
    value: strange,
    action: fc.constantFrom('replace', 'remove', 'rename', 'add'),
  });
  let rejected = 0;
  fc.assert(
    fc.property(change, ({ text, node, key, value, action }) => {
      const record: Node = JSON.parse(text);
      const nodes = nodesOf(record);
      const target = nodes[node % nodes.length] as Node;
      const keys = Object.keys(target);
      const name = keys[key % keys.length] as string;
      if (action === 'rename') target[`${name}x`] = target[name];
      if (action === 'add') target.extra = value;
      if (action === 'replace') target[name] = value;
      if ((action === 'remove' || action === 'rename') && !Array.isArray(target)) delete target[name];
      const json: unknown = JSON.parse(JSON.stringify(record).replaceAll(':null', ':1e999'));
      const valid = recordSchema.safeParse(json).success;
      if (!valid) rejected += 1;
      expect(isCommonRecord(json) && !valid).toBe(false);
    }),
    { numRuns: 2000 },
  );
  expect(rejected).toBeGreaterThan(200);
});
