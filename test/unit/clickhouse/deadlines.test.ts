import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { after } from '../../../src/runner/waiting.ts';

it.each([39886.96362699941, 0.5, 1e12, Number.POSITIVE_INFINITY])('a limit of %d ms is no error', (ms) => {
  expect(() => after(ms)).not.toThrow();
});

it.each([0.4, 0, -3])('%d ms are over at once', async (ms) => {
  const limit = after(ms);
  while (!limit.aborted) await pause(1);
  expect(limit.reason).toMatchObject({ name: 'TimeoutError' });
});

it('a limit longer than any timer does not end at once', async () => {
  const limit = after(1e12);
  await pause(20);
  expect(limit.aborted).toBe(false);
});
