import { expect, it } from 'vitest';
import { ours } from '../../calibration/methods.ts';
import { noiseModel } from '../../calibration/noise.ts';
import { calibrate, type Score } from '../../calibration/score.ts';

/** Runs of 100 cases in which a stall touches 1 of 20 executions of either arm, and makes it 50 times as long. */
function score(stalls: number, change: number, runs: number): Score {
  const noise = { ...noiseModel('standard'), stalls };
  return calibrate({ noise, firstSeed: 9000, cases: 100, runs, change }, [ours])[0]!;
}

it('random stalls raise no alarm where nothing changed, and leave nearly all cases equivalent', () => {
  const stalled = score(0.05, 0, 20);
  // Binomial(20, 5%) exceeds 3 with a probability of 2%.
  expect(stalled.redRuns).toBeLessThanOrEqual(3);
  expect(stalled.equivalent / stalled.unchanged).toBeGreaterThan(0.8);
});

it('nor do they hide cases that are slower in each execution', () => {
  const stalled = score(0.05, 0.2, 10);
  expect(stalled.found / stalled.changed).toBeGreaterThanOrEqual(0.8);
  expect(stalled.falseFindings).toBeLessThanOrEqual(4);
});
