import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { anArm, aPlan, aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

const plan = aPlan({
  mode: { kind: 'counters', duet: false },
  minPairs: 2,
  maxPairs: 5,
  warmups: 0,
  confirmationSessions: 0,
});
const rule = createStopRule(plan);
const failed = { outcome: { kind: 'failed', clientMs: 1, code: 1, message: 'no' } } as const;
const unlogged = { evidence: { kind: 'missing', cause: 'sampled-or-filtered', detail: 'not all are logged' } } as const;

function rows(of: (arm: string, n: number) => number): Measured {
  return { facts: (arm, n) => ({ readRows: of(arm, n) }) };
}

const grown = rows((arm) => (arm === 'candidate' ? 40_000 : 10_000));
const jumping = rows((arm, n) => (arm === 'candidate' && n % 2 === 1 ? 1200 : 1000));
const cold = rows((arm, n) => (n === 0 ? 9000 : arm === 'candidate' ? 40_000 : 10_000));

function report(what: Measured, executions: number, part: Parameters<typeof aRun>[0] = {}) {
  return compareRun(aRun({ plan, samples: measured({ ...what, screening: executions }), ...part }));
}

function verdict(what: Measured, executions: number) {
  const [only] = report(what, executions).cases;
  return { verdict: only?.verdict, reason: only?.reason ?? '', notices: only?.notices.map((one) => one.code) };
}

describe('executions', () => {
  it.each<[string, Measured, number]>([
    ['two when counters agree', {}, 2],
    ['five when they moved, so that a finding repeats', grown, 5],
    ['five when they vary', jumping, 5],
    ['five when the log holds less than two of an arm', { sample: (_, n) => (n > 0 ? unlogged : {}) }, 5],
    ['two when an arm only fails', { sample: (arm) => (arm === 'candidate' ? failed : {}) }, 2],
  ])('are %s', (_name, what, expected) => {
    const open = (executions: number) => rule.screening(measured({ ...what, screening: executions })).length > 0;
    expect(open(expected - 1)).toBe(true);
    expect(open(expected)).toBe(false);
    expect(rule.confirmation(measured({ ...what, screening: expected })).open).toEqual([]);
  });

  it('of a run of one arm end when its own counters agree', () => {
    const single = createStopRule({ ...plan, arms: ['baseline'] });
    const baseline = (what: Measured, screening: number): readonly Sample[] =>
      measured({ ...what, screening }).filter((one) => one.arm === 'baseline');
    expect(single.screening(baseline({}, 1))).toEqual(['a']);
    expect(single.screening(baseline({}, 2))).toEqual([]);
    const varying = rows((_, n) => 1000 + n);
    expect(single.screening(baseline(varying, 4))).toEqual(['a']);
    expect(single.screening(baseline(varying, 5))).toEqual([]);
  });
});

describe('verdicts', () => {
  it('call equal work equivalent, and say that time was not judged', () => {
    const seen = verdict({ ratio: 1.4 }, 2);
    expect(seen.verdict).toBe('equivalent');
    expect(seen.reason).toBe(
      'It does the same work: rows read 1,000, bytes read 7.81 KiB, exactly equal over 2 executions of each arm. ' +
        'Server time was not judged.',
    );
  });

  it('say neither equivalent nor improved of a candidate that takes plainly more CPU time', () => {
    const taking = (cpu: (arm: string, n: number) => number, readRows = 100_000): Measured => ({
      facts: (arm, n) => ({
        readRows: arm === 'candidate' ? readRows : 100_000,
        events: { OSCPUVirtualTimeMicroseconds: cpu(arm, n) },
      }),
    });
    const dearer = (arm: string) => (arm === 'candidate' ? 64_000 : 3000);
    const seen = verdict(taking(dearer), 2);
    expect(seen.verdict).toBe('inconclusive');
    expect(seen.reason).toMatch(
      /^Each execution of the candidate took 64\.0 ms of CPU time or more, and each of the baseline 3\.00 ms or less\./,
    );
    // A kernel that counts in ticks has none for a short query.
    expect(
      verdict(
        taking((arm) => (arm === 'candidate' ? 60_000 : 0)),
        2,
      ).verdict,
    ).toBe('inconclusive');
    expect(verdict(taking(dearer, 20_000), 5).verdict).toBe('inconclusive');
    // What grew is red as before, and what one execution of the baseline took as well is no sign.
    expect(verdict(taking(dearer, 400_000), 5).verdict).toBe('regressed');
    expect(
      verdict(
        taking((arm, n) => (arm === 'candidate' || n === 0 ? 64_000 : 3000)),
        2,
      ).verdict,
    ).toBe('equivalent');
    expect(
      verdict(
        taking((arm) => (arm === 'candidate' ? 9000 : 3000)),
        2,
      ).verdict,
    ).toBe('equivalent');
  });

  it('name a move inside the margin', () => {
    const seen = verdict(
      rows((arm) => (arm === 'candidate' ? 1020 : 1000)),
      2,
    );
    expect(seen.verdict).toBe('equivalent');
    expect(seen.reason).toContain('within ±5%: rows read 1,000 → 1,020');
  });

  it('find more work and less', () => {
    expect(verdict(grown, 5)).toMatchObject({ verdict: 'regressed' });
    expect(verdict(grown, 5).reason).toContain('5 executions of each arm agree. Server time was not judged.');
    const shrunk = rows((arm) => (arm === 'candidate' ? 1000 : 10_000));
    expect(verdict(shrunk, 5)).toMatchObject({ verdict: 'improved' });
  });

  it.each([
    ['ten rows where there were none', { readRows: 0 }, { readRows: 10 }],
    ['a row less than a granule, however large the ratio', { readRows: 1 }, { readRows: 8192 }],
    ['bytes of less than a granule', { readBytes: 100 }, { readBytes: 65_635 }],
    ['one mark', { events: { SelectedMarks: 1 } }, { events: { SelectedMarks: 2 } }],
    ['one part fewer', { events: { SelectedParts: 2 } }, { events: { SelectedParts: 1 } }],
  ])('take %s for an observation', (_, baseline, candidate) => {
    const what: Measured = { facts: (arm) => (arm === 'candidate' ? candidate : baseline) };
    expect(verdict(what, 2)).toMatchObject({
      verdict: 'equivalent',
      reason: expect.stringContaining('or less apart than any execution costs: '),
    });
    expect(report(what, 2).cases[0]?.observations).toHaveLength(1);
  });

  it.each([
    ['a granule of rows', { readRows: 8192 }, { readRows: 16_384 }],
    ['bytes of a granule', { readBytes: 65_536 }, { readBytes: 131_072 }],
    ['two marks', { events: { SelectedMarks: 1 } }, { events: { SelectedMarks: 3 } }],
    ['two parts', { events: { SelectedParts: 1 } }, { events: { SelectedParts: 3 } }],
  ])('take %s more for work', (_, baseline, candidate) => {
    expect(verdict({ facts: (arm) => (arm === 'candidate' ? candidate : baseline) }, 5).verdict).toBe('regressed');
  });

  it('demote a counter that varies', () => {
    expect(verdict(jumping, 5).verdict).toBe('inconclusive');
    expect(verdict(jumping, 5).reason).toMatch(/varied within an arm over 5 executions.*rows read/);
  });

  it('leave out a first execution that alone differs, and say so', () => {
    expect(verdict(cold, 5)).toMatchObject({ verdict: 'regressed', notices: expect.arrayContaining(['cold-start']) });
    expect(verdict(cold, 5).reason).toContain('4 executions of each arm agree');
    expect(verdict(cold, 3).verdict).toBe('inconclusive');
  });

  it('are inconclusive where counters contradict each other, are missing, or speak of the tables', () => {
    const mixed: Measured = {
      facts: (arm) => (arm === 'candidate' ? { readRows: 50_000, readBytes: 8000 } : { readBytes: 800_000 }),
    };
    expect(verdict(mixed, 5)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('others shrank'),
    });
    expect(verdict({ sample: () => unlogged }, 5)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('not all are logged'),
    });
    const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 10, bytes: 10 };
    const arms = [anArm('baseline', { dataset: [table] }), anArm('candidate', { dataset: [{ ...table, rows: 20 }] })];
    expect(report(grown, 5, { arms }).cases[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(report({}, 2, { arms }).cases[0]).toMatchObject({ verdict: 'inconclusive' });
  });

  it('put failures and results first', () => {
    expect(verdict({ sample: (arm) => (arm === 'candidate' ? failed : {}) }, 2).verdict).toBe('failed');
    const digests = (['baseline', 'candidate'] as const).flatMap((arm) =>
      [0, 1].map((attempt) => ({
        ...{ caseId: 'a', arm, attempt },
        digest: { kind: 'digest', rows: '1', checksum: arm } as const,
      })),
    );
    expect(report({}, 2, { digests }).cases[0]).toMatchObject({
      verdict: 'resultChanged',
      evidence: { restsOn: 'results' },
    });
  });
});

it('a report says once what was not judged, shows no ratio of times, and has no self-check', () => {
  const { notices, suite, method, selfCheck, cases } = report({ ratio: 1.4 }, 2);
  expect(notices.map((one) => one.code)).toEqual(['counters-only']);
  expect({ suite, selfCheck }).toEqual({ suite: null, selfCheck: null });
  expect(method.countersOnly).toBe(true);
  const time = cases[0]?.metrics.find((one) => one.metric === 'server_time');
  expect(time?.result).toMatchObject({ kind: 'notCompared', reason: expect.stringContaining('counters alone') });
  expect(cases[0]?.metrics[0]?.metric).toBe('read_rows');
  expect(cases[0]?.evidence).toMatchObject({ restsOn: 'counters', estimate: null, executions: { baseline: 2 } });
});

it('two saved runs of counters only are judged like one comparison', () => {
  const single = (id: string, what: Measured) => {
    const samples = measured({ ...what, screening: 2 }).filter((one) => one.arm === 'baseline');
    return aRun({ id, plan: { ...plan, arms: ['baseline'] }, samples });
  };
  expect(compareRuns(single('one', {}), single('two', {})).cases[0]?.verdict).toBe('equivalent');
  expect(
    compareRuns(
      single('one', {}),
      single(
        'two',
        rows(() => 90_000),
      ),
    ).cases[0]?.verdict,
  ).toBe('regressed');
  const timed = aRun({ id: 'timed', plan: aPlan({ arms: ['baseline'] }), samples: single('x', {}).samples });
  expect(compareRuns(single('one', {}), timed).cases[0]?.verdict).toBe('inconclusive');
});
