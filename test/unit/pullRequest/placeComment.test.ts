import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commentKey, commentStates, isWorse, markedBody, markOf } from '../../../src/pullRequest/commentMark.ts';
import { longestComment, placeComment } from '../../../src/pullRequest/placeComment.ts';

const mark = fc.record({
  key: fc.string().map((name) => commentKey([name])),
  state: fc.constantFrom(...commentStates),
  failing: fc.nat(999_999_999),
  sequence: fc.option(fc.nat()),
});

it('a mark is read as it was written, whatever stands above it', () => {
  fc.assert(
    fc.property(fc.string(), mark, (text, one) => {
      expect(markOf(markedBody(text, one))).toEqual(one);
    }),
  );
});

it('no other line is a mark: none in the middle, and none that is quoted', () => {
  const body = markedBody('text', { key: commentKey([]), state: 'calm', failing: 0, sequence: 1 });
  for (const other of [
    '',
    'text',
    `${body}\nmore`,
    body.replace('calm', 'fine'),
    body.replace('failing=0', 'failing='),
  ])
    expect(markOf(other)).toBeUndefined();
});

it('of two different comments at most one is worse, and none is worse than itself', () => {
  fc.assert(
    fc.property(mark, mark, (one, other) => {
      expect(isWorse(one, other) && isWorse(other, one)).toBe(false);
      expect(isWorse(one, one)).toBe(false);
    }),
  );
});

it('a text that GitHub would refuse is refused before it is asked', async () => {
  const asked = placeComment(
    'x'.repeat(longestComment),
    { key: commentKey([]), state: 'calm', failing: 0, sequence: null },
    { owner: 'owner', name: 'name', number: 1 },
    () => Promise.reject(new Error('it was asked')),
  );
  await expect(asked).rejects.toThrow(/the comment has 65\d{3} characters, and GitHub takes 65536/);
});

it('an answer of another form is an error, not a comment', async () => {
  const asked = placeComment(
    'text',
    { key: commentKey([]), state: 'calm', failing: 0, sequence: null },
    { owner: 'owner', name: 'name', number: 1 },
    () => Promise.resolve({ repository: 'no' }),
  );
  await expect(asked).rejects.toThrow(/in a form that is not known/);
});
