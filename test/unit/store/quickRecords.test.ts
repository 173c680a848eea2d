import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Sample } from '../../../src/model/sample.ts';
import type { ServerFacts } from '../../../src/model/serverFacts.ts';
import { recordSchema } from '../../../src/schema/run/recordSchema.ts';
import { EventUnpacker } from '../../../src/store/eventNames.ts';
import { LineCursor } from '../../../src/store/lineCursor.ts';
import { QuickRecords } from '../../../src/store/quickRecords.ts';
import { RunWriter } from '../../../src/store/runWriter.ts';
import { evidenceOf, sampleOf } from './samples.ts';

const names = { kind: 'names', id: 'x', events: ['A', 'B', 'C'] } as const;

interface Taken {
  readonly behind: number;
  readonly samples: readonly unknown[];
  readonly facts: readonly { readonly seq: number; readonly facts: ServerFacts }[];
}

function take(text: string | Buffer, known = new Map([['x', new EventUnpacker(names)]])): Taken {
  const samples: unknown[] = [];
  const facts: { seq: number; facts: ServerFacts }[] = [];
  const quick = new QuickRecords({
    takeSample: (sample) => samples.push(sample) > 0,
    takeFacts: (seq, one) => facts.push({ seq, facts: one }),
    unpackerOf: (id) => known.get(id),
  });
  const behind = quick.take(Buffer.from(text), 0);
  return { behind, samples, facts };
}

/** What JSON.parse and the schema read out of a line, in the shape of what is taken of it; undefined when they reject it. */
function bySchema(line: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const record = parsed.data;
  if (record.kind === 'sample') return { samples: [{ ...record.sample, evidence: undefined }], facts: [] };
  if (record.kind !== 'evidence' || record.evidence.kind !== 'facts') return undefined;
  const { names: id, values, ...facts } = record.evidence;
  if (id !== names.id || values.length !== names.events.length) return undefined;
  const events = { names: names.events, values: Float64Array.from(values, (value) => value ?? Number.NaN) };
  return { samples: [], facts: [{ seq: record.seq, facts: { ...facts, events } }] };
}

function expectAsBySchema(line: string): boolean {
  const { behind, ...taken } = take(`${line}\n`);
  if (behind === -1) return false;
  expect(taken).toEqual(bySchema(line));
  expect(behind).toBe(Buffer.byteLength(line) + 1);
  return true;
}

const { events: _, ...facts } = evidenceOf(1) as ServerFacts;
const sampleLine = (sample: Partial<Sample>): string =>
  JSON.stringify({ kind: 'sample', sample: { ...sampleOf(1), ...sample } });
const evidenceLine = JSON.stringify({
  kind: 'evidence',
  seq: 1,
  evidence: { ...facts, names: 'x', values: [1, null, 2.5] },
});

it('takes the records that a run consists of, in whatever order the writer was given their keys', async () => {
  let text = '';
  const file = {
    write: (bytes: Uint8Array) => Promise.resolve({ bytesWritten: bytes.length }),
    truncate: () => Promise.resolve(),
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  class Heard extends RunWriter {
    override record(record: Parameters<RunWriter['record']>[0]): void {
      text += `${JSON.stringify(record)}\n`;
    }
  }
  const reversed = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
  const writer = new Heard(file, 'run', 0);
  const evidence = evidenceOf(1) as ServerFacts;
  writer.sample(reversed({ ...sampleOf(1), evidence: reversed(evidence) }));
  await writer.close();
  const [sample = '', named = '', counted = ''] = text.split(/(?<=\n)/);
  const record = JSON.parse(named) as { kind: 'names'; id: string; events: string[] };
  expect(take(sample).samples).toEqual([{ ...sampleOf(1), evidence: undefined }]);
  const { values } = JSON.parse(counted).evidence as { values: number[] };
  const known = new Map([[record.id, new EventUnpacker(record)]]);
  expect(take(counted, known).facts).toEqual([
    { seq: 1, facts: { ...evidence, events: { names: record.events, values: Float64Array.from(values) } } },
  ]);
});

it('reads case ids of any characters, and the numbers of any execution', () => {
  const plain = fc.record({
    caseId: fc.string({ unit: 'binary' }),
    queryId: fc.string({ unit: 'binary' }),
    seq: fc.maxSafeNat(),
    startedAt: fc.double({ noNaN: true, noDefaultInfinity: true }),
    outcome: fc.record({
      kind: fc.constant('completed' as const),
      clientMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
  });
  fc.assert(fc.property(plain, (sample) => expectAsBySchema(sampleLine(sample))));
});

it('never takes a line that the schema rejects, nor reads anything else out of one', () => {
  const edit = fc.record({
    line: fc.constantFrom(sampleLine({}), sampleLine({ caseId: 'ä\\"b' }), evidenceLine),
    at: fc.nat(),
    cut: fc.nat({ max: 4 }),
    put: fc.oneof(
      fc.constantFrom('', 'null', '-', '.', '0', '9e9', '1e999', '-0', '"', '\\', '\\u00e4', ',', '{', '}', ' ', 'é'),
      fc.string({ maxLength: 3 }),
    ),
  });
  const count = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(edit, ({ line, at, cut, put }) => {
      const place = at % line.length;
      const changed = line.slice(0, place) + put + line.slice(place + cut);
      if (changed.includes('\n')) return;
      if (expectAsBySchema(changed)) count.taken += 1;
      else if (bySchema(changed) === undefined) count.refused += 1;
    }),
    { numRuns: 5000 },
  );
  expect(count.taken).toBeGreaterThan(200);
  expect(count.refused).toBeGreaterThan(200);
});

it('leaves to others what has no end of line, no names yet, or another number of values', () => {
  expect(take(sampleLine({})).behind).toBe(-1);
  expect(take(`${evidenceLine}\n`, new Map()).behind).toBe(-1);
  expect(take(`${evidenceLine.replace('[1,null,2.5]', '[1,null]')}\n`).behind).toBe(-1);
  expect(take(`${evidenceLine.replace('[1,null,2.5]', '[1,null,2.5,4]')}\n`).behind).toBe(-1);
  expect(take(`${evidenceLine.replace('[1,null,2.5]', '[1,1e999null,2.5]')}\n`).behind).toBe(-1);
});

it('keeps nothing of a line that it does not take', () => {
  const unpacker = new EventUnpacker(names);
  const known = new Map([['x', unpacker]]);
  expect(take(`${evidenceLine.replace('2.5]', '2.5]x')}\n`, known).behind).toBe(-1);
  const [first] = take(`${evidenceLine.replace('[1,null,2.5]', '[7,8,9]')}\n`, known).facts;
  const [second] = take(`${evidenceLine.replace('[1,null,2.5]', '[null,5,6]')}\n`, known).facts;
  expect([...(first?.facts.events.values ?? [])]).toEqual([7, 8, 9]);
  expect([...(second?.facts.events.values ?? [])]).toEqual([Number.NaN, 5, 6]);
});

it('reads numbers as JSON.parse does', () => {
  const read = (text: string): number => new LineCursor(Buffer.from(text), 0).number();
  const asJson = (text: string): boolean => Object.is(read(`${text},`), JSON.parse(text));
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/);
  fc.assert(fc.property(fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), asJson), {
    numRuns: 5000,
  });
  for (const text of ['', '-', '01', '.5', '1.', '-.5', '1e', '1e999', '1e+', 'null', '+1', '00', '1234567890123456.'])
    expect(read(`${text},`)).toBeNaN();
});
