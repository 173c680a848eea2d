import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../../calibration/random.ts';
import { referenceNoise } from '../../../src/compare/forecast/referenceNoise.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { noiseCheck } from '../../../src/report/words/referenceText.ts';
import { aPlan, facts } from './builders.ts';

const oneMachine = aPlan({ oneMachine: true });

interface Machine {
  /** Standard deviation of the logarithm of an execution's work; of a pair it is √2 times that. */
  readonly sd: number;
  /** Of the work, that an execution waits for a core at most. */
  readonly busy?: number;
  readonly isLogged?: boolean;
  readonly pairs?: number;
}

function samplesOn({ sd, busy = 0, isLogged = true, pairs = 200 }: Machine): readonly Sample[] {
  const random = mulberry32(11);
  return Array.from({ length: 2 * pairs }, (_, seq): Sample => {
    const work = 8000 * Math.exp(sd * normal(random));
    const wait = work * busy * random();
    const durationUs = Math.round(work + wait);
    const events = {
      RealTimeMicroseconds: durationUs,
      OSCPUWaitMicroseconds: Math.round(wait),
      OSCPUVirtualTimeMicroseconds: Math.round(work),
    };
    return {
      ...{ seq, caseId: 'reference', stage: 'screening', session: 0, round: Math.floor(seq / 2), startedAt: seq },
      ...{ arm: seq % 2 === 0 ? 'baseline' : 'candidate', position: seq % 2 === 0 ? 0 : 1, queryId: `q${seq}` },
      outcome: { kind: 'completed', clientMs: durationUs / 1000 + 0.5 },
      evidence: isLogged
        ? facts({ durationUs, events })
        : { kind: 'missing', cause: 'not-permitted', detail: 'no grant' },
    };
  });
}

describe('the noise of a machine', () => {
  it.each([0.01, 0.05, 0.2])('is found where it is known: %d', (sd) => {
    const found = referenceNoise(samplesOn({ sd }), oneMachine);
    const pair = sd * Math.SQRT2;
    expect(found?.noise?.serverTime).toBeGreaterThan(0.8 * pair);
    expect(found?.noise?.serverTime).toBeLessThan(1.2 * pair);
    expect(found).toMatchObject({ pairs: 200, noise: { clock: 'server_time' } });
  });

  it('tells more pairs and a larger slowdown where there is more of it', () => {
    const usual = [0.01, 0.05, 0.2].map((sd) => referenceNoise(samplesOn({ sd }), oneMachine)?.usual);
    const pairs = usual.map((one) => one?.pairsToSettle ?? 0);
    const visible = usual.map((one) => one?.smallestVisible ?? 0);
    expect(pairs).toEqual(pairs.toSorted((a, b) => a - b));
    expect(visible).toEqual(visible.toSorted((a, b) => a - b));
    expect(pairs[0]).toBe(5);
    expect(pairs[2]).toBeGreaterThan(100);
    expect(visible[0]).toBeGreaterThanOrEqual(1.05);
  });

  it('is that of running time on a busy machine, as a run would judge', () => {
    const samples = samplesOn({ sd: 0.02, busy: 1 });
    const found = referenceNoise(samples, oneMachine);
    expect(found?.noise?.clock).toBe('running_time');
    const { oneMachine: _, ...apart } = oneMachine;
    const byServer = referenceNoise(samples, apart);
    expect(byServer?.noise?.clock).toBe('server_time');
    expect(found?.usual.pairsToSettle).toBeLessThan(byServer?.usual.pairsToSettle ?? 0);
  });

  it('is that of the client where the log tells nothing', () => {
    const found = referenceNoise(samplesOn({ sd: 0.05, isLogged: false }), oneMachine);
    expect(found?.noise).toBeNull();
    expect(found?.clientTime).toBeGreaterThan(0.05);
    expect(found?.clientTime).toBeLessThan(0.09);
  });

  it('is not known by a few pairs', () => {
    expect(referenceNoise(samplesOn({ sd: 0.05, pairs: 7 }), oneMachine)).toBeNull();
  });

  it('does not believe what the server cannot have measured', () => {
    const samples = samplesOn({ sd: 0.05 }).map((one) => ({ ...one, evidence: facts({ durationUs: 1e12 }) }));
    expect(referenceNoise(samples, oneMachine)?.noise).toBeNull();
  });
});

describe('doctor', () => {
  const check = (machine: Machine, why?: string) => noiseCheck(referenceNoise(samplesOn(machine), oneMachine), why);

  it('says what a quiet machine lets a run see, and advises nothing', () => {
    const { state, detail, meaning, fix } = check({ sd: 0.01 });
    expect({ state, fix }).toEqual({ state: 'ok', fix: undefined });
    expect(detail).toMatch(/^a pair differs by 1\.\d% by server time, .*\(200 pairs of a query of 8\.\d+ ms\)$/);
    expect(meaning).toMatch(
      /^A usual run of 20 pairs finds such a query slower from about 1\.0\dx on\. .*±5% takes about 5 pairs\.$/,
    );
  });

  it('advises more pairs where they help, and quiet', () => {
    const { state, fix } = check({ sd: 0.08 });
    expect(state).toBe('limited');
    expect(fix).toMatch(/^Measure at a quieter time\. Or allow more pairs: --max-pairs \d+\. A wider --margin/);
  });

  it('does not advise thousands of pairs', () => {
    expect(check({ sd: 1 }).fix).not.toContain('--max-pairs');
  });

  it('names other work where it keeps the cores busy', () => {
    expect(check({ sd: 0.2, busy: 1 })).toMatchObject({
      detail: expect.stringContaining('so running time decides'),
      fix: expect.stringMatching(/^Other work keeps its cores busy/),
    });
  });

  it('says why it knows the clock of the client alone, and why it knows nothing', () => {
    expect(check({ sd: 0.05, isLogged: false }, 'no grant').detail).toMatch(
      /^a pair differs by \S+% by the clock of this program; by the server's clocks it is not known: no grant/,
    );
    expect(check({ sd: 0.05, pairs: 3 }, 'no whole answer within 5 s')).toEqual({
      ...{ name: 'noise', state: 'limited', detail: 'not measured: no whole answer within 5 s' },
    });
  });
});
