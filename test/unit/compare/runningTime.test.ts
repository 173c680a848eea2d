import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../../calibration/random.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { provedEquivalent } from '../../../src/compare/provedEquivalent.ts';
import { runningTime } from '../../../src/compare/timing/runningTime.ts';
import type { ArmName, PerArm } from '../../../src/model/arm.ts';
import { firstDesign } from '../../../src/model/design.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import { closingSentence } from '../../../src/report/words/closing.ts';
import { costClaim } from '../../../src/report/words/costClaim.ts';
import { suiteSentence } from '../../../src/report/words/suiteTable.ts';
import { aPlan, aRun, facts, type SomeFacts } from './builders.ts';
import { measured, together } from './measured.ts';

const ids = Array.from({ length: 8 }, (_, n) => `c${n}`);

/** A machine: how much of each execution waits for a core, drawn for each. */
interface World {
  readonly waits: (random: () => number) => number;
  /** Candidate over baseline, of the work itself. */
  readonly ratio?: number;
  readonly threads?: (arm: ArmName) => number;
  /** What an arm waits for beside the machine's other work. */
  readonly ownWait?: (arm: ArmName) => number;
}

const busy: World['waits'] = (random) => -0.35 * Math.log(1 - 0.95 * random());
const quiet: World['waits'] = (random) => (random() < 0.1 ? 0.02 : 0);

function samplesOf(world: World, pairs: number, seed = 7) {
  const random = mulberry32(seed);
  const of = (arm: ArmName): SomeFacts => {
    const threads = world.threads?.(arm) ?? 1;
    const work = 20_000 * (arm === 'candidate' ? (world.ratio ?? 1) : 1) * Math.exp(0.02 * normal(random));
    const wait = work * (world.waits(random) + (world.ownWait?.(arm) ?? 0));
    const real = (work + wait) * threads;
    return {
      durationUs: work + wait,
      events: {
        RealTimeMicroseconds: real,
        OSCPUWaitMicroseconds: wait * threads,
        OSCPUVirtualTimeMicroseconds: work * threads,
      },
    };
  };
  return together(
    ...ids.map((caseId) => measured({ caseId, screening: pairs, confirmation: [6, 6, 6, 6], facts: of })),
  );
}

function judged(world: World, plan: Partial<RunPlan> = {}) {
  const whole = aPlan({ caseIds: ids, oneMachine: true, ...plan });
  return compareRun(aRun({ plan: whole, samples: samplesOf(world, whole.maxPairs) }));
}

describe('running time', () => {
  const of = (durationUs: number, events: Readonly<Record<string, number>>) =>
    runningTime(facts({ durationUs, events }));

  it.each([
    [
      'of one thread is server time less its waits',
      1000,
      { RealTimeMicroseconds: 1000, OSCPUWaitMicroseconds: 400 },
      600,
    ],
    [
      'of two threads loses the share that both waited for',
      1000,
      { RealTimeMicroseconds: 2000, OSCPUWaitMicroseconds: 400 },
      800,
    ],
    [
      'keeps what is waited for elsewhere, as for a disk',
      1000,
      { RealTimeMicroseconds: 1000, OSCPUVirtualTimeMicroseconds: 10 },
      1000,
    ],
    [
      'is no less than CPU time tells, where waits are counted in ticks',
      1000,
      { RealTimeMicroseconds: 1000, OSCPUWaitMicroseconds: 4000, OSCPUVirtualTimeMicroseconds: 1000 },
      200,
    ],
  ])('%s', (_, durationUs, events, expected) => {
    expect(of(durationUs, events)).toBeCloseTo(expected, 6);
  });

  it('is not known where the server does not count the time of threads, or nothing but waits', () => {
    expect(of(1000, {})).toBeNull();
    expect(of(1000, { RealTimeMicroseconds: 1000, OSCPUWaitMicroseconds: 4000 })).toBeNull();
  });
});

describe('on a machine that is busy with other work', () => {
  it('proves equivalent what server time leaves undecided, and says by which clock', () => {
    const report = judged({ waits: busy });
    expect(report.counts.equivalent).toBe(8);
    expect(judged({ waits: busy }, { design: firstDesign }).counts).toMatchObject({ equivalent: 0, regressed: 0 });
    expect(report.cases[0]).toMatchObject({ clock: 'running_time', evidence: { restsOn: 'time' } });
    expect(report.cases[0]?.reason).toMatch(/^Running time stayed within ±5%/);
    expect(report.cases[0]?.metrics.slice(0, 2).map(({ metric }) => metric)).toEqual(['running_time', 'server_time']);
    expect(report.method.noise).toMatchObject({ clock: 'running_time' });
    expect(report.method.noise?.runningTime).toBeLessThan(0.05);
    expect(report.method.noise?.serverTime).toBeGreaterThan(0.2);
  });

  it('finds a true slowdown of 20%', () => {
    expect(judged({ waits: busy, ratio: 1.2 }).counts).toMatchObject({ regressed: 8 });
  });

  it('calls nothing equivalent that is slower by 10%', () => {
    expect(judged({ waits: busy, ratio: 1.1 }).counts).toMatchObject({ equivalent: 0 });
  });

  it('keeps server time on two machines, of which one may have too few cores', () => {
    const starved: World = { waits: quiet, ownWait: (arm) => (arm === 'candidate' ? 1 : 0) };
    const { oneMachine: _, ...apart } = aPlan({ caseIds: ids });
    const report = compareRun(aRun({ plan: apart, samples: samplesOf(starved, 20) }));
    expect(report.counts).toMatchObject({ regressed: 8, equivalent: 0 });
    expect(report.cases[0]?.clock).toBeUndefined();
  });

  it('keeps server time where the candidate has more threads than cores, which wait for each other', () => {
    const crowded: World = {
      waits: quiet,
      threads: (arm) => (arm === 'candidate' ? 4 : 2),
      ownWait: (arm) => (arm === 'candidate' ? 1 : 0),
    };
    const report = judged(crowded);
    // The machine is busy by its own doing, and no case is judged by running time.
    expect(report.method.noise).toMatchObject({ clock: 'server_time' });
    expect(report.method.noise?.waitShare).toBeGreaterThan(0.2);
    expect(report.counts).toMatchObject({ regressed: 8, equivalent: 0 });
    expect(report.cases[0]?.clock).toBeUndefined();
  });

  it('keeps server time where one arm waits more by its own doing, as threads of a lower priority do', () => {
    const nice: World = { waits: busy, ownWait: (arm) => (arm === 'candidate' ? 1 : 0) };
    const report = judged(nice);
    expect(report.method.noise).toMatchObject({ clock: 'server_time' });
    expect(report.counts).toMatchObject({ equivalent: 0 });
    expect(report.counts.regressed).toBeGreaterThan(4);
  });

  it('keeps server time for a case whose log lacks the clock in one execution', () => {
    const samples = samplesOf({ waits: busy }, 20).map((one) =>
      one.seq === 3 && one.evidence?.kind === 'facts' ? { ...one, evidence: facts({ durationUs: 20_000 }) } : one,
    );
    const report = compareRun(aRun({ plan: aPlan({ caseIds: ids, oneMachine: true }), samples }));
    expect(report.cases.filter(({ clock }) => clock === undefined).map(({ caseId }) => caseId)).toEqual(['c0']);
  });
});

describe('totals on a busy machine', () => {
  const costs = (report: ReturnType<typeof judged>) => report.suite?.whole.costs ?? [];
  const time = (report: ReturnType<typeof judged>, metric: string) =>
    costs(report).find((one) => one.metric === metric);

  it('are of running time first, and of server time beside it', () => {
    const report = judged({ waits: busy });
    expect(costs(report).map(({ metric }) => metric)).toEqual([
      'running_time',
      'server_time',
      'cpu_time',
      'read_bytes',
    ]);
    const [running, server] = [time(report, 'running_time'), time(report, 'server_time')];
    expect(costClaim(running!, 0.05)).toBe('within');
    expect(costClaim(server!, 0.05)).toBe('undecided');
    expect(running?.byServerTime).toBeUndefined();
    expect(closingSentence(report)).toMatch(/running time within ±5% \(/);
    expect(closingSentence(report)).not.toContain('server time');
    expect(suiteSentence(report)).toMatch(/weighted running time within ±5% .*server time undecided/);
  });

  it('do not hide that server time changed', () => {
    const report = judged({ waits: busy });
    const { suite } = report;
    if (suite === null) throw new Error('it has totals');
    const slower = { ratio: 1.3, interval: { low: 1.2, high: 1.4, level: 0.9 }, pValue: 0.001 };
    const told = suite.whole.costs.map((one) => (one.metric === 'server_time' ? { ...one, ...slower } : one));
    const closing = closingSentence({ ...report, suite: { ...suite, whole: { ...suite.whole, costs: told } } });
    expect(closing).toMatch(/running time within ±5% \(.*\), server time \+30\.0%/);
  });

  it('show a true slowdown', () => {
    const running = time(judged({ waits: busy, ratio: 1.2 }), 'running_time');
    expect(costClaim(running!, 0.05)).toBe('changed');
    expect(running?.interval?.low).toBeGreaterThan(1.1);
  });

  it('have the server time of a case that is judged by it, and say so', () => {
    const crowded = (arm: ArmName) => (arm === 'candidate' ? 3 : 2);
    const alone = samplesOf({ waits: busy, threads: crowded, ownWait: (arm) => (arm === 'candidate' ? 1 : 0) }, 20);
    const samples = together(
      samplesOf({ waits: busy }, 20).filter(({ caseId }) => caseId !== 'c0'),
      alone.filter(({ caseId }) => caseId === 'c0'),
    );
    const report = compareRun(aRun({ plan: aPlan({ caseIds: ids, oneMachine: true }), samples }));
    expect(report.cases.filter(({ clock }) => clock === undefined).map(({ caseId }) => caseId)).toEqual(['c0']);
    const running = time(report, 'running_time');
    expect(running).toMatchObject({ cases: 8, byServerTime: 1 });
    // Seven cases are as they were, and one waits for as long again as it works.
    expect(running?.ratio).toBeGreaterThan(1.08);
    expect(suiteSentence(report)).toContain('with the server time of 1 case');
  });

  it('are of server time alone where an arm waits by its own doing, and on a quiet machine', () => {
    for (const world of [{ waits: busy, ownWait: (arm: ArmName) => (arm === 'candidate' ? 1 : 0) }, { waits: quiet }])
      expect(costs(judged(world)).map(({ metric }) => metric)).toEqual(['server_time', 'cpu_time', 'read_bytes']);
  });
});

it('on a quiet machine nothing is judged otherwise than by server time', () => {
  const [own, first] = [judged({ waits: quiet }), judged({ waits: quiet }, { design: firstDesign })];
  expect(own.method.noise?.clock).toBe('server_time');
  expect(own.cases).toEqual(first.cases);
});

describe('the choice of the clock costs no error', () => {
  it('calls unchanged cases suspect as seldom as a clock that nobody chose, with clocks of a pair that are correlated', () => {
    let suspects = 0;
    const runs = 60;
    for (let seed = 0; seed < runs; seed++) {
      const plan = aPlan({ caseIds: ids, oneMachine: true });
      const samples = samplesOf({ waits: busy }, 5, seed).filter(({ stage }) => stage === 'screening');
      const { counts } = compareRun(aRun({ plan, samples }));
      suspects += counts.unconfirmed + counts.regressed + counts.improved;
    }
    // A one-sided test at 5% in each direction, of 480 cases: 48 are expected where nothing else were asked; 3 sd more are 68.
    expect(suspects).toBeLessThan(68);
  });
});

describe('a candidate of fewer threads', () => {
  /** Thread time of each arm, of which a share waits; server time is the same unless `quicker` says otherwise. */
  function against(waits: PerArm<number>, quicker = 1, noise = 0.01, idle = 0, counts = true) {
    const random = mulberry32(11);
    const of = (arm: ArmName): SomeFacts => {
      const durationUs = 20_000 * (arm === 'candidate' ? quicker : 1) * Math.exp(noise * normal(random));
      const waitsForWork = arm === 'candidate' ? 0 : idle * durationUs;
      const real = durationUs * (arm === 'candidate' ? 1 : 2) + waitsForWork;
      const wait = real * waits[arm];
      const events = {
        RealTimeMicroseconds: real,
        OSCPUWaitMicroseconds: wait,
        OSCPUVirtualTimeMicroseconds: arm === 'baseline' || counts ? real - wait - waitsForWork : 0,
      };
      return { durationUs, events };
    };
    const samples = together(
      ...ids.map((caseId) => measured({ caseId, screening: 12, confirmation: [6, 6, 6, 6], facts: of })),
    );
    return compareRun(aRun({ plan: aPlan({ caseIds: ids, oneMachine: true, maxPairs: 12 }), samples }));
  }

  it('is not called as good where the machine was too busy for the threads of the baseline', () => {
    const report = against({ baseline: 0.5, candidate: 0.02 });
    for (const { verdict, because } of report.cases) {
      expect(verdict).toBe('inconclusive');
      expect(because[0]).toMatchObject({ kind: 'fewerThreads' });
    }
    expect(report.cases[0]?.reason).toContain('other work hides what fewer threads cost');
    expect(provedEquivalent(report)).toMatchObject({ kind: 'notProved', gaps: [{ kind: 'withheld', cases: 8 }] });
  });

  it('is not, however quick it seems without the waits, which are noise there', () => {
    // A third thread has nothing to do: it is in the thread time, and its core is not there.
    const report = against({ baseline: 0.3, candidate: 0.3 }, 1, 0.01, 1);
    expect(report.cases.map(({ because }) => because[0]?.kind)).toEqual(ids.map(() => 'fewerThreads'));
    expect(provedEquivalent(report).gaps).toContainEqual(expect.objectContaining({ kind: 'withheld', cases: 8 }));
  });

  it('is not where its CPU time was not counted, which is no less work', () => {
    const report = against({ baseline: 0.5, candidate: 0.4 }, 0.3, 0.01, 0, false);
    expect(provedEquivalent(report).gaps).toContainEqual(expect.objectContaining({ kind: 'withheld', cases: 8 }));
  });

  it('is told so where noise alone leaves it undecided, since no longer run would decide it', () => {
    const noisy = against({ baseline: 0.5, candidate: 0.02 }, 1, 0.2);
    const open = noisy.cases.filter(({ verdict }) => verdict === 'inconclusive');
    expect(open.length).toBeGreaterThan(0);
    for (const { because } of open) expect(because[0]).toMatchObject({ kind: 'fewerThreads' });
    expect(provedEquivalent(noisy).gaps).toContainEqual(expect.objectContaining({ kind: 'withheld' }));
  });

  it('is, where nothing waits, and where it is quicker without waits, too', () => {
    for (const report of [
      against({ baseline: 0.02, candidate: 0.02 }),
      against({ baseline: 0.5, candidate: 0.4 }, 0.3),
    ])
      expect(new Set(report.cases.map(({ verdict }) => verdict))).toEqual(new Set(['improved']));
  });
});
