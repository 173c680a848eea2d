import { expect, it } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { progressLine } from '../../../src/cli/progressLine.ts';
import { testIo } from '../../support/testIo.ts';

/** What stands on the terminal after a slow beginning and so many steps of a second each. */
function lastLine(steps: number, remaining = 30): string {
  const io = testIo('.', {}, [], true);
  let now = 0;
  const terminal: Io = { ...io, isTerminal: true, monotonic: () => now };
  const progress = progressLine(terminal, false);
  progress.phase('measuring');
  now += 600_000;
  progress.remaining(remaining);
  for (let step = 0; step < steps; step++) {
    now += 1000;
    progress.step('a_case');
  }
  return io.err().split('\r').at(-1) ?? '';
}

it('gives no estimate before ten steps, though the first came late', () => {
  expect(lastLine(10)).toContain('measuring: 10 of about 30');
  expect(lastLine(10)).not.toContain('left');
});

it('then rests the estimate on the steps since the first, not on what was before', () => {
  expect(lastLine(11)).toContain('measuring: 11 of about 30, about 19 s left');
});

it('gives none when nothing is left', () => {
  expect(lastLine(30)).not.toContain('left');
});
