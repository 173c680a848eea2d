import { expect, it } from 'vitest';
import { wasRestarted } from '../../../../src/runner/load/restarts.ts';

const asked = (askedAt: number, ...servers: readonly ([string, number] | undefined)[]) => ({
  askedAt,
  toldAt: askedAt + 100,
  servers: servers.map((one) => (one === undefined ? undefined : { host: one[0], seconds: one[1] })),
});

it.each([
  ['went on', asked(0, ['a', 5]), asked(30_000, ['a', 35]), false],
  ['tells its seconds roundly', asked(0, ['a', 5]), asked(30_000, ['a', 34]), false],
  ['was started anew', asked(0, ['a', 500]), asked(30_000, ['a', 3]), true],
  ['is up for longer than before, and not for long enough', asked(0, ['a', 5]), asked(30_000, ['a', 20]), true],
  ['was started anew within a moment', asked(0, ['a', 5]), asked(1000, ['a', 0]), true],
  ['is another one now', asked(0, ['a', 500]), asked(30_000, ['b', 3]), false],
  ['does not tell', asked(0, undefined), asked(30_000, ['a', 3]), false],
  ['is in another place now', asked(0, ['b', 500], ['c', 500]), asked(30_000, ['a', 1], ['b', 530], ['c', 3]), true],
  ['has neighbours in other places', asked(0, ['b', 500]), asked(30_000, ['a', 1], ['b', 530]), false],
  ['is one of two', asked(0, ['a', 500], ['b', 500]), asked(30_000, ['a', 530], ['b', 3]), true],
] as const)('a server that %s', (_, before, after, restarted) => {
  expect(wasRestarted(before, after)).toBe(restarted);
});
