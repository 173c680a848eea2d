import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onNpxGone } from '../../../src/cli/process/parentGone.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A process whose parent goes after it has been looked at a few times; how often the listener was called. */
function calls(env: Readonly<Record<string, string>>, whileWatching: (unwatch: () => void) => void = () => {}): number {
  const listener = vi.fn();
  let parent = 4711;
  const unwatch = onNpxGone({ env, parent: () => parent }, listener, 1000);
  vi.advanceTimersByTime(5000);
  expect(listener).not.toHaveBeenCalled();
  whileWatching(unwatch);
  parent = 1;
  vi.advanceTimersByTime(5000);
  return listener.mock.calls.length;
}

it('tells once that npx has gone', () => {
  expect(calls({ npm_command: 'exec' })).toBe(1);
});

it.each([{}, { npm_command: 'run-script' }])('leaves a process alone that npx did not start: %j', (env) => {
  expect(calls(env)).toBe(0);
});

it('tells nothing to whoever has stopped listening', () => {
  expect(calls({ npm_command: 'exec' }, (unwatch) => unwatch())).toBe(0);
});
