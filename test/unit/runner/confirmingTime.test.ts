import { describe, expect, it } from 'vitest';
import { confirmingMs } from '../../../src/runner/confirmingTime.ts';

const plan = { confirmationSessions: 6, warmups: 2, concurrency: 1 };
const look = { looksLeft: 3, roundsPerSession: 2 };
const costs = { startMs: 1500, betweenRoundsMs: 50, suspectsMs: [300, 200] };

describe('what testing the present suspicions takes', () => {
  it('is every session of every look that is left: its start, its warm-ups, its rounds and the log of each', () => {
    expect(confirmingMs(look, plan, costs)).toBe(3 * 6 * (1500 + (2 + 2) * 500 + 2 * 50));
  });

  it('takes executions beside each other into account, and nothing else', () => {
    expect(confirmingMs(look, { ...plan, concurrency: 4 }, costs)).toBe(3 * 6 * (1500 + (2 + 2) * 125 + 2 * 50));
  });

  it('is nothing where nothing is suspected, or no look is left', () => {
    expect(confirmingMs(look, plan, { ...costs, suspectsMs: [] })).toBe(0);
    expect(confirmingMs({ ...look, looksLeft: 0 }, plan, costs)).toBe(0);
  });
});
