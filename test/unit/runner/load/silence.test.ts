import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SilenceWatch } from '../../../../src/runner/load/silence.ts';
import type { Pulse } from '../../../../src/runner/stalls/stallWatch.ts';

let now = 0;
let answers: (() => void)[] = [];
const pulse: Pulse = {
  server: 'x',
  beat: () => new Promise<void>((resolve) => answers.push(resolve)),
  close: () => undefined,
};

beforeEach(() => {
  vi.useFakeTimers();
  [now, answers] = [0, []];
});
afterEach(() => vi.useRealTimers());

/** Time passes, beat by beat, in which the server answers or not. */
async function pass(ms: number, answering: boolean): Promise<void> {
  for (let left = ms; left > 0; left -= 200) {
    now += 200;
    await vi.advanceTimersByTimeAsync(200);
    if (answering) await answerAll();
  }
}

async function answerAll(): Promise<void> {
  for (const answer of answers.splice(0)) answer();
  await vi.advanceTimersByTimeAsync(0);
}

it('tells a server that was silent', async () => {
  const watch = new SilenceWatch([pulse], () => now);
  watch.start();
  await pass(2000, true);
  await pass(3000, false);
  expect(watch.open()).toEqual([{ from: 2000, to: 5000 }]);
  await answerAll();
  await pass(1000, true);
  watch.stop();
  expect(watch.spans()).toEqual([{ from: 2000, to: 5000 }]);
  expect(watch.pauses()).toEqual([]);
});

it.each(['a beat', 'an answer'])(
  'does not call it silence when it was stopped itself, and first hears %s',
  async (first) => {
    const watch = new SilenceWatch([pulse], () => now);
    watch.start();
    await pass(2000, true);
    await pass(200, false);
    now += 4000;
    if (first === 'an answer') await answerAll();
    await pass(1000, true);
    watch.stop();
    expect(watch.spans()).toEqual([]);
    const [pause, ...others] = watch.pauses();
    expect(others).toEqual([]);
    expect([pause?.from, (pause?.to ?? 0) - (pause?.from ?? 0)]).toEqual([2200, first === 'a beat' ? 4200 : 4000]);
  },
);

it('keeps the silence before a pause of its own', async () => {
  const watch = new SilenceWatch([pulse], () => now);
  watch.start();
  await pass(1000, true);
  await pass(3000, false);
  now += 2000;
  await pass(1000, true);
  watch.stop();
  expect(watch.spans()).toEqual([{ from: 1000, to: 4000 }]);
  expect(watch.pauses()).toEqual([{ from: 4000, to: 6200 }]);
});
