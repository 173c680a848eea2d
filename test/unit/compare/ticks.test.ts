import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../../calibration/random.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { pairSamples } from '../../../src/compare/timing/pairing.ts';
import { runningTime } from '../../../src/compare/timing/runningTime.ts';
import { tickOf } from '../../../src/compare/timing/ticks.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import { noiseText } from '../../../src/report/words/noiseText.ts';
import { aPlan, aRun, facts, type SomeFacts } from './builders.ts';
import { measured, together } from './measured.ts';

const ids = Array.from({ length: 6 }, (_, n) => `c${n}`);
const cpu = 'OSCPUVirtualTimeMicroseconds';
const wait = 'OSCPUWaitMicroseconds';

/** A kernel and the queries on it: what CPU time and waits are rounded to, and how much more CPU time the candidate takes. */
interface Kernel {
  readonly cpuTick?: number;
  readonly waitTick?: number;
  readonly cpuRatio?: number;
  readonly cpuUs?: number;
  /** Of its time, that each execution waits for a core at most. */
  readonly busy?: number;
}

/** Sampled by ticks that fall at any moment, as a kernel counts. */
function counted(us: number, tick: number | undefined, random: () => number): number {
  return tick === undefined ? Math.round(us) : Math.floor(us / tick + random()) * tick;
}

function samplesOf({ cpuTick, waitTick, cpuRatio = 1, cpuUs = 3_000, busy = 0 }: Kernel) {
  const random = mulberry32(5);
  const of = (arm: ArmName): SomeFacts => {
    const work = cpuUs * Math.exp(0.02 * normal(random)) * (arm === 'candidate' ? cpuRatio : 1);
    const waited = work * busy * random();
    // The rest of a constant time goes to a disk, so that CPU time alone differs.
    const elsewhere = 2 * cpuUs * Math.max(1, cpuRatio) - work;
    const real = work + waited + Math.max(0, elsewhere);
    return {
      durationUs: Math.round(real),
      events: {
        RealTimeMicroseconds: Math.round(real),
        [wait]: counted(waited, waitTick, random),
        [cpu]: counted(work, cpuTick, random),
      },
    };
  };
  return together(...ids.map((caseId) => measured({ caseId, screening: 20, confirmation: [6, 6, 6, 6], facts: of })));
}

const plan = aPlan({ caseIds: ids, oneMachine: true });
const judged = (kernel: Kernel) => compareRun(aRun({ plan, samples: samplesOf(kernel) }));

describe('the tick of a kernel', () => {
  it.each([10_000, 4_000, 1_000])('of %d µs is seen', (cpuTick) => {
    expect(tickOf(pairSamples(samplesOf({ cpuTick, cpuUs: 15_000 })), plan, cpu)).toBe(cpuTick);
  });

  it('is none where microseconds are counted, and where too little is', () => {
    expect(tickOf(pairSamples(samplesOf({})), plan, cpu)).toBeUndefined();
    expect(tickOf(pairSamples(samplesOf({ cpuTick: 10_000, cpuUs: 1 })), plan, cpu)).toBeUndefined();
  });

  it('is none where every execution took the same, as whole milliseconds can', () => {
    const same = measured({ facts: () => ({ events: { [cpu]: 20_000 } }) });
    expect(tickOf(pairSamples(same), plan, cpu)).toBeUndefined();
  });
});

describe('a report', () => {
  it('says that CPU time is counted in ticks, beside its noise', () => {
    const { method } = judged({ cpuTick: 4_000, cpuUs: 15_000 });
    expect(method.noise).toMatchObject({ cpuTickUs: 4_000 });
    expect(noiseText(method)).toMatch(/by CPU time \(counted in ticks of 4 ms\)/);
  });

  it('says nothing of ticks where there are none', () => {
    expect(judged({}).method.noise).not.toHaveProperty('cpuTickUs');
  });
});

describe('CPU time in ticks', () => {
  it('decides nothing by two ticks or fewer', () => {
    const far = { cpuUs: 12_000, cpuRatio: 2 };
    expect(judged(far).counts.regressed).toBe(6);
    expect(judged({ ...far, cpuTick: 10_000 }).counts.regressed).toBe(0);
  });

  it('decides by many', () => {
    expect(judged({ cpuTick: 1_000, cpuUs: 12_000, cpuRatio: 2 }).counts.regressed).toBe(6);
  });
});

describe('running time', () => {
  it('does not rest on CPU time in ticks', () => {
    const one = facts({ durationUs: 5000, events: { RealTimeMicroseconds: 5000, [wait]: 2000, [cpu]: 10_000 } });
    expect(runningTime(one)).toBeCloseTo(4166.7, 0);
    expect(runningTime(one, 10_000)).toBe(3000);
  });

  it('decides on a busy machine whose kernel counts CPU time in ticks and waits by the microsecond', () => {
    const { method, counts } = judged({ cpuTick: 10_000, busy: 1 });
    expect(method.noise).toMatchObject({ clock: 'running_time', cpuTickUs: 10_000 });
    expect(method.noise?.runningTime).toBeLessThan(0.05);
    expect(counts).toMatchObject({ equivalent: 6 });
  });

  it('does not decide where waits are counted in ticks, too: they cannot be told from none', () => {
    const { method } = judged({ cpuTick: 4_000, waitTick: 4_000, busy: 1, cpuUs: 9_000 });
    expect(method.noise?.waitShare).toBeGreaterThan(0.05);
    expect(method.noise).toMatchObject({ clock: 'server_time' });
  });
});
