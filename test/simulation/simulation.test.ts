import { describe, expect, it } from 'vitest';
import { ours, rivals } from '../../calibration/methods.ts';
import { noiseModel } from '../../calibration/noise.ts';
import { calibrate, type Score, type Trial } from '../../calibration/score.ts';
import { simulate } from '../../calibration/simulate.ts';

/** A reduced grid of `npm run calibrate`, on seeds of its own. */
function trial(noise: string, part: Omit<Trial, 'noise' | 'firstSeed'>, methods = [ours]): readonly Score[] {
  return calibrate({ noise: noiseModel(noise), firstSeed: 4000, ...part }, methods);
}

function one(noise: string, part: Omit<Trial, 'noise' | 'firstSeed'>): Score {
  return trial(noise, part)[0]!;
}

describe('nothing changed', () => {
  it('shows a finding in at most 5% of whole runs, beyond what chance allows in 60 runs, for ten pairs a case, or eleven on two servers', () => {
    const score = one('standard', { cases: 100, runs: 60, change: 0 });
    // Binomial(60, 5%) exceeds 6 with a probability of 3%.
    expect(score.redRuns).toBeLessThanOrEqual(6);
    // On two servers six sessions confirm, which costs 0.7 of a pair.
    expect(score.pairsPerCase).toBeLessThan(11);
    expect(one('one process', { cases: 100, runs: 20, change: 0 }).pairsPerCase).toBeLessThan(10);
    expect(score.equivalent / score.unchanged).toBeGreaterThan(0.85);
  });

  it.each(['one process', 'mild modes', 'loud', 'strong drift', 'correlated neighbours'])(
    'nor under noise of the kind: %s',
    (noise) => {
      // Binomial(20, 5%) exceeds 3 with a probability of 2%.
      expect(one(noise, { cases: 100, runs: 20, change: 0 }).redRuns).toBeLessThanOrEqual(3);
    },
  );

  it('raises far fewer alarms than a rank test for each case, on the same samples', () => {
    const [own, ranks] = trial('standard', { cases: 100, runs: 20, change: 0 }, [ours, rivals[0]!]);
    expect(ranks!.redRuns).toBeGreaterThanOrEqual(15);
    expect(own!.redRuns).toBeLessThanOrEqual(3);
  });
});

describe('2% of 1,000 cases are slower', () => {
  it('by 10%: most are found, hardly any is called equivalent, and findings are true', () => {
    const score = one('standard', { cases: 1000, runs: 6, change: 0.1 });
    expect(score.found / score.changed).toBeGreaterThanOrEqual(0.85);
    // Binomial(120, 1%) exceeds 4 with a probability of 1%.
    expect(score.wrongEquivalent).toBeLessThanOrEqual(4);
    // Binomial(120, 5%) exceeds 11 with a probability of 2%.
    expect(score.falseFindings).toBeLessThanOrEqual(11);
  });

  it('by 20%: all but a few are found, many times as many as by the rule of the server’s own CI', () => {
    const [own, serverCi] = trial('standard', { cases: 1000, runs: 2, change: 0.2 }, [ours, rivals[1]!]);
    expect(own!.found / own!.changed).toBeGreaterThanOrEqual(0.95);
    expect(serverCi!.found).toBeLessThan(own!.found / 2);
  });
});

describe('single cases', () => {
  it('a clear 2x is a suspect after the first look and confirmed by the first fresh pairs', () => {
    const noise = noiseModel('standard');
    const doubled = [1, 2, 3].flatMap((seed) => {
      const { timings } = simulate({ seed, cases: 100, noise, shift: (index) => (index < 20 ? Math.log(2) : 0) });
      return [...timings].filter(([id]) => Number(id.slice(4)) < 20).map(([, timing]) => timing);
    });
    const quick = doubled.filter((timing) => timing.screened?.pairs === 5 && timing.time.confirmation?.pairs === 8);
    expect(doubled.every((timing) => timing.time.kind === 'regressed')).toBe(true);
    expect(quick.length / doubled.length).toBeGreaterThanOrEqual(0.95);
  });

  it('noise of 30% leaves cases inconclusive or unconfirmed rather than equivalent', () => {
    const noise = { ...noiseModel('standard'), noise: 0.3 };
    const { timings } = simulate({ seed: 7, cases: 100, noise, shift: () => 0 });
    const kinds = [...timings.values()].map((timing) => timing.time.kind);
    expect(kinds.filter((kind) => kind === 'equivalent').length).toBeLessThanOrEqual(5);
    expect(kinds.filter((kind) => kind === 'regressed' || kind === 'improved')).toEqual([]);
  });

  it('too few to borrow strength from each other are judged too', () => {
    const score = one('standard', { cases: 10, runs: 60, change: 0.5 });
    expect(score.found).toBeGreaterThanOrEqual(54);
    expect(score.falseFindings).toBeLessThanOrEqual(6);
  });
});
