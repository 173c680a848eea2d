import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../calibration/random.ts';
import { pAbove, trimmedLocation } from '../../src/compare/statistics/location.ts';
import { logRatios } from '../../src/compare/timing/families.ts';
import type { CaseSamples } from '../../src/compare/timing/pairing.ts';
import { isClocked, withClock } from '../../src/compare/timing/runningTime.ts';
import { currentDesign } from '../../src/model/design.ts';
import { aPlan, facts } from '../unit/compare/builders.ts';

interface Clocks {
  /** Standard deviation of ln(candidate/baseline) by each clock. */
  readonly server: number;
  readonly running: number;
  readonly correlation: number;
}

const plan = aPlan({ oneMachine: true });

/** Cases that did not change, on a machine where a third of the time of threads is waiting. */
function cases(count: number, { server, running, correlation }: Clocks, random: () => number) {
  const half = (serverUs: number, runningUs: number) =>
    facts({
      durationUs: serverUs,
      events: {
        RealTimeMicroseconds: serverUs,
        OSCPUWaitMicroseconds: serverUs - runningUs,
        OSCPUVirtualTimeMicroseconds: runningUs,
      },
    });
  const nothing = { completed: 5, missing: 0, cut: 0, failed: 0, timedOut: 0, message: null, missingDetail: null };
  const tally = { ...nothing, unanswered: 0, halted: 0, limitMs: null };
  return new Map(
    Array.from({ length: count }, (_, index): readonly [string, CaseSamples] => {
      const caseId = `c${index}`;
      const screening = Array.from({ length: plan.minPairs }, (_unused, round) => {
        const common = normal(random);
        const other = correlation * common + Math.sqrt(1 - correlation ** 2) * normal(random);
        const pair = {
          baseline: half(900_000, 600_000),
          candidate: half(900_000 * Math.exp(server * common), 600_000 * Math.exp(running * other)),
        };
        return { session: 0, round, pair, compiled: false, stalled: [] };
      });
      const samples = { baseline: [], candidate: [] };
      const one = { caseId, screening, confirmation: [], samples, halfPairs: 0 };
      return [caseId, { ...one, tally: { baseline: tally, candidate: tally } }];
    }),
  );
}

/** Of cases that did not change, the share that a one-sided test at 5% calls slower by the clock that was chosen. */
function errors(count: number, runs: number, clocks: Clocks): { readonly share: number; readonly clocked: number } {
  let [slower, clocked] = [0, 0];
  const random = mulberry32(17);
  for (let run = 0; run < runs; run++)
    for (const one of withClock(cases(count, clocks, random), plan).values()) {
      const location = trimmedLocation(logRatios(one.screening, 'time', currentDesign), 0)!;
      if (pAbove(location, 0) <= 0.05) slower++;
      if (isClocked(one)) clocked++;
    }
  return { share: slower / (count * runs), clocked: clocked / (count * runs) };
}

describe('the choice of the clock by the noise of all cases', () => {
  it.each([0, 0.6])('costs hardly an error where both are as noisy, correlated by %d', (correlation) => {
    const { share, clocked } = errors(10, 2000, { server: 0.05, running: 0.05, correlation });
    expect(clocked).toBeGreaterThan(0.4);
    expect(clocked).toBeLessThan(0.6);
    // Chosen by the pairs of each case alone, it is 8.2% without correlation and 7.7% with 0.6. A standard error is 0.15 points.
    expect(share).toBeLessThan(0.059);
    expect(share).toBeGreaterThan(0.044);
  });

  it('is for running time where waits are the noise, and for server time where leaving them out is', () => {
    expect(errors(12, 50, { server: 0.2, running: 0.05, correlation: 0.2 }).clocked).toBe(1);
    expect(errors(12, 50, { server: 0.05, running: 0.3, correlation: 0.2 }).clocked).toBe(0);
  });

  it('is not made by the noise of a few cases: there the share of waits alone decides', () => {
    expect(errors(3, 50, { server: 0.05, running: 0.1, correlation: 0.2 }).clocked).toBe(1);
  });
});
