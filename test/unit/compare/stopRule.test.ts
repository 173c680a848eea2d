import { describe, expect, it } from 'vitest';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import { aPlan } from './builders.ts';
import { measured, together } from './measured.ts';
import { simulate } from './simulatedRun.ts';

const plan = aPlan();
const rule = createStopRule(plan);
const failing = { outcome: { kind: 'failed', clientMs: 1, code: 1, message: 'no' } } as const;
const unlogged = { evidence: { kind: 'missing', cause: 'log-disabled', detail: 'off' } } as const;

describe('screening', () => {
  it('goes on with every case before the first look', () => {
    expect(rule.screening([])).toEqual(['a']);
    expect(rule.screening(measured({ screening: 4 }))).toEqual(['a']);
  });

  it('stops when the interval lies inside the margin', () => {
    expect(rule.screening(measured({ screening: 5 }))).toEqual([]);
    expect(rule.suspects(measured({ screening: 5 }))).toEqual([]);
  });

  it.each([2, 0.5])('makes a case with a ratio of %d a suspect at the first look', (ratio) => {
    const samples = measured({ ratio });
    expect(rule.screening(samples)).toEqual([]);
    expect(rule.suspects(samples)).toEqual(['a']);
  });

  it('makes a case a suspect by CPU time alone', () => {
    expect(rule.suspects(measured({ ratio: 1, cpuRatio: 1.5 }))).toEqual(['a']);
  });

  it('goes on with a noisy case up to the pair limit, and no further', () => {
    const noisy = { noise: 15 };
    expect(rule.screening(measured({ ...noisy, screening: 19 }))).toEqual(['a']);
    expect(rule.screening(measured({ ...noisy, screening: 20 }))).toEqual([]);
  });

  it('gives up a case that fails every time after two tries, and one that fails half the time at the first look', () => {
    expect(rule.screening(measured({ screening: 1, sample: (arm) => (arm === 'candidate' ? failing : {}) }))).toEqual([
      'a',
    ]);
    expect(rule.screening(measured({ screening: 2, sample: (arm) => (arm === 'candidate' ? failing : {}) }))).toEqual(
      [],
    );
    const half = { sample: (_: string, n: number) => (n % 2 === 0 ? failing : {}) };
    expect(rule.screening(measured({ ...half, screening: 4 }))).toEqual(['a']);
    expect(rule.screening(measured({ ...half, screening: 5 }))).toEqual([]);
  });

  it('gives up a case without any evidence at the first look', () => {
    expect(rule.screening(measured({ screening: 5, sample: () => unlogged }))).toEqual([]);
  });

  it('ends at the pair limit even when pairs are missing', () => {
    const gaps = { noise: 15, sample: (_: string, n: number) => (n % 3 === 0 ? unlogged : {}) };
    expect(rule.screening(measured({ ...gaps, screening: 20 }))).toEqual([]);
  });
});

describe('confirmation', () => {
  it('asks for two rounds in each fresh session, look after look', () => {
    expect(rule.confirmation(measured({ ratio: 1.5 }))).toEqual({ open: ['a'], roundsPerSession: 2, looksLeft: 3 });
    const undecided = together(
      measured({ ratio: 1.5 }),
      measured({ screening: 0, ratio: 1.09, noise: 12, confirmation: [2, 2, 2, 2] }),
    );
    expect(rule.suspects(undecided)).toEqual(['a']);
    expect(rule.confirmation(undecided)).toEqual({ open: ['a'], roundsPerSession: 2, looksLeft: 2 });
  });

  it('ends a clear 2x after eight fresh pairs', () => {
    expect(rule.confirmation(measured({ ratio: 2, confirmation: [2, 2, 2, 2] }))).toEqual({
      open: [],
      roundsPerSession: 0,
      looksLeft: 0,
    });
  });

  it('ends as futile when fresh sessions show nothing', () => {
    const samples = together(measured({ ratio: 1.5 }), measured({ confirmation: [2, 2, 2, 2], screening: 0 }));
    expect(rule.suspects(samples)).toEqual(['a']);
    expect(rule.confirmation(samples).open).toEqual([]);
  });

  it('ends when no fresh pair worked', () => {
    const dead = measured({ screening: 0, confirmation: [2, 2, 2, 2], sample: () => unlogged });
    expect(rule.confirmation(together(measured({ ratio: 1.5 }), dead)).open).toEqual([]);
  });

  it('is off without confirmation sessions', () => {
    const off = createStopRule(aPlan({ confirmationSessions: 0 }));
    expect(off.confirmation(measured({ ratio: 2 }))).toEqual({ open: [], roundsPerSession: 0, looksLeft: 0 });
  });

  it('has no suspects when nothing was measured', () => {
    expect(rule.confirmation([])).toEqual({ open: [], roundsPerSession: 0, looksLeft: 0 });
  });
});

describe('a resumed run', () => {
  it('is told the same as one that never stopped: answers depend on the samples, not on their order or on the rule asked', () => {
    const world = simulate({ seed: 11, cases: 60, noise: 0.03, shift: (i) => (i < 5 ? 0.3 : 0) });
    const shuffled = world.samples.map((one, i) => ({ one, key: (i * 7919) % 10_007 })).sort((a, b) => a.key - b.key);
    for (const upTo of [200, 605, 900, world.samples.length]) {
      const before = world.samples.slice(0, upTo);
      const resumed = shuffled.map(({ one }) => one).filter((one) => one.seq < upTo);
      const [first, second] = [createStopRule(world.plan), createStopRule(world.plan)];
      first.screening(world.samples);
      expect(second.screening(resumed)).toEqual(first.screening(before));
      expect(second.confirmation(resumed)).toEqual(first.confirmation(before));
    }
  });

  it('is told the same round by round as all at once, also by a rule that was asked about other samples between', () => {
    const world = simulate({ seed: 12, cases: 60, noise: 0.03, shift: (i) => (i < 5 ? 0.3 : 0) });
    // Some fail, some are not in the log, and some halves come late.
    const samples = world.samples.map((one) => {
      if (one.caseId === 'case7' && one.arm === 'candidate') return { ...one, ...failing };
      return one.seq % 13 === 0 ? { ...one, ...unlogged } : one;
    });
    const live = createStopRule(world.plan);
    for (let upTo = 60; upTo < samples.length + 60; upTo += 60 + (upTo % 7)) {
      const soFar = samples.slice(0, upTo);
      const fresh = createStopRule(world.plan);
      expect(live.screening(soFar)).toEqual(fresh.screening(soFar));
      expect(live.confirmation(soFar)).toEqual(createStopRule(world.plan).confirmation(soFar));
      if (upTo % 5 === 0) live.suspects(soFar.slice(0, upTo / 2));
    }
  });

  it('sees samples that were added to the list it was given before', () => {
    const list = [...measured({ screening: 4 })];
    const live = createStopRule(plan);
    expect(live.screening(list)).toEqual(['a']);
    list.push(...measured({ screening: 5 }).slice(8));
    expect(live.screening(list)).toEqual([]);
  });

  it('sees a pair that was repeated between two looks', () => {
    const live = createStopRule(plan);
    const first = measured({ screening: 6, noise: 15 });
    expect(live.screening(first)).toEqual(['a']);
    const repeated = together(first, measured({ screening: 6, ratio: 1.5 }));
    expect(live.screening(repeated)).toEqual(createStopRule(plan).screening(repeated));
    expect(live.suspects(repeated)).toEqual(['a']);
  });
});
