import { expect, it } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { progressLine } from '../../../src/cli/progressLine.ts';
import { displayWidth } from '../../../src/text/displayWidth.ts';
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

/** What a log of CI holds after so many steps of two seconds each, one every case and round. */
function log(steps: number, quiet = false): readonly string[] {
  const io = testIo('.');
  let now = 0;
  const progress = progressLine({ ...io, monotonic: () => now }, quiet);
  progress.phase('measuring');
  for (let step = 0; step < steps; step++) {
    if (step % 10 === 0) progress.remaining(70 - step, 10 - step / 10);
    now += 2000;
    progress.step('a_case');
  }
  progress.end();
  return io.err() === '' ? [] : io.err().trimEnd().split('\n');
}

it('is a line now and then on a pipe, with cases, share and time left, without a name or a carriage return', () => {
  const lines = log(60);
  expect(lines).toHaveLength(1 + 6);
  expect(lines[0]).toBe('measuring …');
  expect(lines[3]).toBe('measuring: 42%, 2 of 10 cases done, about 80 s left');
  expect(lines.join('')).not.toMatch(/\r|a_case/);
  expect(log(60, true)).toEqual([]);
});

it('stays on its line on a terminal, whatever a case is called', () => {
  const io = testIo('.', {}, [], true);
  const progress = progressLine({ ...io, isTerminal: true, columns: 60 }, false);
  progress.phase('測'.repeat(80));
  expect(displayWidth(io.err().split('\u001b[K').at(-1) ?? '')).toBeLessThan(60);
});
