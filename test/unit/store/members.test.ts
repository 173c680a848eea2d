import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMembers, type Stretch } from '../../../src/store/members.ts';

const members = ['first', 'second, somewhat longer', '', 'last'].map((text) => gzipSync(text));
const damaged = Buffer.from(members[1]!).fill(0xff, 12, 20);
const files = {
  whole: Buffer.concat(members),
  damaged: Buffer.concat([members[0]!, damaged, members[2]!, members[3]!]),
  torn: Buffer.concat(members).subarray(0, -6),
  'followed by something else': Buffer.concat([...members, Buffer.from('more')]),
  plain: Buffer.from('{"a":1}\n{"b":2}\n'),
  empty: Buffer.alloc(0),
};

async function stretchesOf(chunks: readonly Buffer[]): Promise<readonly Stretch[]> {
  const found: Stretch[] = [];
  for await (const stretch of readMembers(chunks)) found.push(stretch);
  return found;
}

function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const cuts = [0, ...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end));
}

it.each(Object.entries(files))('reads the same wherever its chunks end: %s', async (_name, bytes) => {
  const expected = await stretchesOf([bytes]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (places) => {
      expect(await stretchesOf(cutAt(bytes, places))).toEqual(expected);
    }),
  );
});

it('leaves no gap, and says what each stretch is', async () => {
  const kinds = async (bytes: Buffer) => (await stretchesOf([bytes])).map(({ kind }) => kind);
  expect(await kinds(files.whole)).toEqual(['text', 'text', 'text', 'text']);
  expect(await kinds(files.damaged)).toEqual(['text', 'damaged', 'text', 'text']);
  expect(await kinds(files.torn)).toEqual(['text', 'text', 'text', 'torn']);
  expect(await kinds(files['followed by something else'])).toEqual(['text', 'text', 'text', 'text', 'damaged']);
  for (const bytes of Object.values(files)) {
    const stretches = await stretchesOf([bytes]);
    expect(stretches.map(({ start }) => start)).toEqual([0, ...stretches.slice(0, -1).map(({ end }) => end)]);
    expect(stretches.at(-1)?.end).toBe(bytes.length);
  }
});
