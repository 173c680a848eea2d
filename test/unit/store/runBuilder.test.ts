import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServerFacts } from '../../../src/model/serverFacts.ts';
import type { StoredRecord } from '../../../src/schema/run/record.ts';
import { RunBuilder } from '../../../src/store/runBuilder.ts';
import { evidenceOf, headerOf, sampleOf } from './samples.ts';

const { events: _, ...facts } = evidenceOf(1) as ServerFacts;
const executions = 4;

const sample = fc.nat({ max: executions }).map((seq): StoredRecord => ({ kind: 'sample', sample: sampleOf(seq) }));
const names = fc
  .constantFrom('x', 'y')
  .map((id): StoredRecord => ({ kind: 'names', id, events: id === 'x' ? ['A'] : ['A', 'B'] }));
const evidence = fc
  .record({ seq: fc.nat({ max: executions }), readRows: fc.nat(), of: fc.constantFrom('x', 'y', 'never', 'missing') })
  .map(({ seq, readRows, of }): StoredRecord => {
    const stored = { ...facts, readRows, names: of, values: of === 'y' ? [1, 2] : [1] };
    const missing = { kind: 'missing', cause: 'unknown', detail: String(readRows) } as const;
    return { kind: 'evidence', seq, evidence: of === 'missing' ? missing : stored };
  });

/** What a file says, by what it means: one sample a number, and the last evidence of it, wherever its names stand. */
function meaningOf(records: readonly StoredRecord[]): readonly unknown[] {
  const known = new Set(records.flatMap((one) => (one.kind === 'names' ? [one.id] : [])));
  const seqs = new Set(records.flatMap((one) => (one.kind === 'sample' ? [one.sample.seq] : [])));
  const last = new Map(records.flatMap((one) => (one.kind === 'evidence' ? [[one.seq, one.evidence] as const] : [])));
  return [...seqs].sort().map((seq) => {
    const found = last.get(seq);
    if (found === undefined || (found.kind === 'facts' && !known.has(found.names))) return { seq };
    return { seq, evidence: found.kind === 'facts' ? found.readRows : found.detail };
  });
}

it('puts samples, evidence and names together in whatever order they come', () => {
  const records = fc.array(fc.oneof(sample, names, evidence), { maxLength: 20 });
  let whole = 0;
  fc.assert(
    fc.property(records, (all) => {
      const builder = new RunBuilder(headerOf());
      for (const one of all) builder.add(one);
      const { run, missingSamples, unusedEvidence } = builder.finish();
      const built = run.samples.map(({ seq, evidence: found }) =>
        found === undefined ? { seq } : { seq, evidence: found.kind === 'facts' ? found.readRows : found.detail },
      );
      const meant = meaningOf(all);
      expect(built).toEqual(meant);
      expect(run.samples.filter((one) => 'evidence' in one)).toHaveLength(
        built.filter((one) => 'evidence' in one).length,
      );
      const highest = Math.max(-1, ...run.samples.map(({ seq }) => seq));
      expect(missingSamples).toBe(highest + 1 - run.samples.length);
      const told = new Set(all.flatMap((one) => (one.kind === 'evidence' ? [one.seq] : []))).size;
      const used = built.filter((one) => 'evidence' in one).length;
      expect(unusedEvidence).toBe(told - used);
      whole += used;
    }),
    { numRuns: 1000 },
  );
  expect(whole).toBeGreaterThan(200);
});

it('says of a number that is there twice, and keeps the first', () => {
  const builder = new RunBuilder(headerOf());
  for (const seq of [0, 2]) expect(builder.add({ kind: 'sample', sample: sampleOf(seq) })).toBeUndefined();
  for (const seq of [0, 2])
    expect(builder.add({ kind: 'sample', sample: { ...sampleOf(seq), caseId: 'other' } })).toContain('there twice');
  expect(builder.finish().run.samples.map(({ seq, caseId }) => [seq, caseId])).toEqual([
    [0, 'a'],
    [2, 'a'],
  ]);
});
