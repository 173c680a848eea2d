import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import { summarizeRun } from '../../../src/compare/summarizeRun.ts';
import { UserError } from '../../../src/model/errors.ts';
import { gateOutcome, usualRules } from '../../../src/model/gateOutcome.ts';
import type { Run } from '../../../src/model/run.ts';
import { stableJson } from '../../../src/report/data/json.ts';
import { drawSelfChecks } from '../../../src/runner/selfCheckCases.ts';
import { joinRuns, type NamedRun } from '../../../src/shards/joinRuns.ts';
import { cutCases } from '../../../src/shards/partition.ts';
import { anArm, anArmCase, aPlan, aRun, aSample, sameDigests } from '../compare/builders.ts';
import { measured, together } from '../compare/measured.ts';
import { simulate } from '../compare/simulatedRun.ts';

import { splitRun } from './splitRun.ts';

/** 60 cases, which is enough for them to share a spread; some slower, one faster, one of one arm alone, and self-checks that ran. */
function simulated(seed: number): Run {
  const { plan, samples } = simulate({
    seed,
    cases: 60,
    noise: 0.03,
    shift: (index) => (index % 7 === 0 ? 0.3 : index === 5 ? -0.3 : 0),
  });
  const selfCheck = { ...drawSelfChecks(plan.caseIds, seed), mostShare: 0.5 };
  const [first] = selfCheck.pool;
  if (first === undefined) throw new Error('no self-check was drawn');
  const own = samples.filter((one) => one.caseId === first.of && one.arm === 'baseline' && one.stage === 'screening');
  const checked = own.flatMap((one) =>
    (['baseline', 'candidate'] as const).map((arm) => ({ ...one, arm, caseId: first.caseId })),
  );
  const whole = { ...plan, selfCheck: { ...selfCheck, pool: [first], count: 1 } };
  const run = aRun({
    plan: whole,
    samples: [...samples, ...checked].map((one, seq) => ({ ...one, seq })),
    digests: sameDigests(plan),
    notices: [{ code: 'of-a-case', level: 'note', text: 'a remark', caseId: plan.caseIds[3] ?? '' }],
  });
  return { ...run, cases: [...run.cases, anArmCase({ caseId: 'gone', name: 'gone' })] };
}

/** All that a report says, but for what says that it was joined. */
function said(run: Run): string {
  const report = compareRun(run);
  return stableJson({
    ...report,
    runId: '',
    startedAt: 0,
    notices: report.notices.filter(({ code }) => code !== 'shards'),
  });
}

function cut(run: Run, of: number, salt = ''): readonly NamedRun[] {
  const ids = [...new Set(run.cases.map(({ caseId }) => caseId))];
  const times = new Map(ids.map((caseId, at) => [caseId, 1 + ((at * 7919 + salt.length) % 13)]));
  return splitRun(run, cutCases(ids, of, times), of);
}

describe('a run that was measured in parts', () => {
  it.each([1, 2, 3])(
    'is judged byte for byte as one that was not, in any number of parts and any order: seed %i',
    (seed) => {
      const run = simulated(seed);
      const expected = said(run);
      const { counts, selfCheck, suite } = compareRun(run);
      // What is to survive is there: findings, a case of one arm, totals, self-checks.
      expect(counts.regressed + counts.unconfirmed).toBeGreaterThan(0);
      expect([counts.removed, selfCheck?.kind, suite === null]).toEqual([1, 'ran', false]);
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 30 }),
          fc.string({ maxLength: 5 }),
          fc.infiniteStream(fc.nat()),
          (of, salt, order) => {
            const shuffled = [...cut(run, of, salt)]
              .map((part) => ({ part, at: order.next().value as number }))
              .sort((a, b) => a.at - b.at)
              .map(({ part }) => part);
            const joined = joinRuns(shuffled, { partial: false });
            expect(joined.shards?.parts.map(({ index }) => index)).toEqual(
              Array.from({ length: of }, (_, at) => at + 1),
            );
            expect(said(joined)).toBe(expected);
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  it('is judged so where no self-check fitted, where counters alone are asked for, and where a case failed', () => {
    const ids = ['a', 'b', 'c'];
    const samples = together(...ids.map((caseId, at) => measured({ caseId, ratio: 1 + at, screening: 5 })));
    const selfCheck = { count: 1, pool: [{ caseId: 'b (self-check)', of: 'b' }], mostShare: 0.1 };
    const failed = samples.map((one) =>
      one.caseId === 'c' && one.arm === 'candidate'
        ? { ...one, outcome: { kind: 'failed', clientMs: 1, code: 241, message: 'too much' } as const }
        : one,
    );
    for (const part of [
      { plan: aPlan({ caseIds: ids, selfCheck }), samples },
      { plan: aPlan({ caseIds: ids, mode: { kind: 'counters', duet: false } }), samples },
      { plan: aPlan({ caseIds: ids, selfCheck: { count: 0, pool: [] } }), samples: failed },
    ]) {
      const run = aRun(part);
      expect(said(joinRuns(cut(run, 2), { partial: false }))).toBe(said(run));
    }
  });

  it('tells which replica did what by the server that a part was measured on', () => {
    const ids = ['a', 'b'];
    const run = aRun({
      plan: aPlan({ caseIds: ids }),
      arms: [anArm('baseline', { serverId: 'one' }), anArm('candidate', { serverId: 'one' })],
      samples: together(...ids.map((caseId) => measured({ caseId }))),
    });
    const [first, second] = cut(run, 2);
    if (first === undefined || second === undefined) throw new Error('two parts');
    const elsewhere = ['two', 'three'].map((serverId, at) =>
      anArm(at === 0 ? 'baseline' : 'candidate', { serverId, serverHost: `host-${serverId}` }),
    );
    const report = compareRun(
      joinRuns([first, { ...second, run: { ...second.run, arms: elsewhere } }], { partial: false }),
    );
    // One case was sent alike to one server, the other to two, on hosts that differ.
    expect(report.notices.find(({ code }) => code === 'same-arms')?.text).toContain('In 1 of 2 cases');
    expect(report.notices.some(({ text }) => text.includes('host-two') && text.includes('host-three'))).toBe(true);
  });

  it('of one arm holds all of its cases, and its times are not compared with another run', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const plan = aPlan({
      caseIds: ids,
      arms: ['baseline'],
      mode: { kind: 'sessions' },
      maxPairs: 15,
      screeningSessions: 5,
    });
    const samples = ids
      .flatMap((caseId) => [0, 1, 2, 3, 4].map((session) => aSample({ caseId, session })))
      .map((one, seq) => ({ ...one, seq }));
    const run = aRun({ plan, samples });
    const joined = joinRuns(cut(run, 3), { partial: false });
    const summary = (one: Run) => ({ ...summarizeRun(one), runId: '', startedAt: 0, notices: [] });
    expect(summary(joined)).toEqual(summary(run));
    const report = compareRuns(joined, run);
    expect(report.notices.find(({ code }) => code === 'time-not-gated')?.text).toContain('measured in 3 parts');
    expect(report.cases.every(({ verdict }) => verdict === 'inconclusive')).toBe(true);
  });
});

describe('a part by itself', () => {
  it('passes no gate, and has no share in what was left out as identical', () => {
    const run = { ...aRun({ samples: measured(), plan: aPlan({ selfCheck: { count: 0, pool: [] } }) }), identical: 9 };
    expect(gateOutcome(compareRun(run), usualRules)).toBe('passed');
    const [part] = cut(run, 2);
    if (part === undefined) throw new Error('two parts');
    const report = compareRun(part.run);
    expect([report.status, report.identical]).toEqual([{ kind: 'incomplete', reason: 'it is part 1 of 2' }, undefined]);
    expect(gateOutcome(report, usualRules)).toBe('invalid');
  });

  it('without a case is no proof that nothing differs', () => {
    const run = { ...aRun({ samples: measured() }), identical: 9 };
    const [, empty] = cut(run, 2);
    expect(empty?.run.cases).toEqual([]);
    if (empty === undefined) throw new Error('two parts');
    expect(gateOutcome(compareRun(empty.run), usualRules)).toBe('invalid');
  });

  it('of one arm is no run to compare another with', () => {
    const plan = aPlan({ arms: ['baseline'], mode: { kind: 'sessions' } });
    const run = aRun({ plan, samples: [0, 1, 2, 3, 4].map((session) => aSample({ seq: session, session })) });
    const [part] = cut(run, 2);
    if (part === undefined) throw new Error('two parts');
    expect(gateOutcome(compareRuns(run, part.run), usualRules)).toBe('invalid');
    expect(gateOutcome(compareRuns(part.run, run), usualRules)).toBe('invalid');
  });
});

describe('what is no run', () => {
  const ids = ['a', 'b', 'c'];
  const run = aRun({ plan: aPlan({ caseIds: ids }), samples: together(...ids.map((caseId) => measured({ caseId }))) });
  const parts = cut(run, 3);
  const [one, two, three] = parts as readonly [NamedRun, NamedRun, NamedRun];
  const changed = (change: (run: Run) => Partial<Run>, part: NamedRun = two): NamedRun => ({
    place: 'other/run.jsonl.gz',
    run: { ...part.run, ...change(part.run) },
  });
  const ofShard = (change: Partial<NonNullable<Run['shard']>>): NamedRun =>
    changed(({ shard }) => (shard === undefined ? {} : { shard: { ...shard, ...change } }));
  const onServer = (environment: Parameters<typeof anArm>[1]): NamedRun =>
    changed(() => ({ arms: [anArm('baseline', environment), anArm('candidate', environment)] }));

  const tables = [{ database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 5, bytes: 9 }];

  it.each<readonly [string, readonly NamedRun[], RegExp]>([
    ['a part is missing', [one, three], /^part 2 of 3 is missing, with 1 of 3 cases$/],
    ['two are', [three], /^parts 1, 2 of 3 are missing, with 2 of 3 cases$/],
    ['one file twice', [one, two, three, two], /part 2 of 3 is there twice: .* \(the same run\)/],
    [
      'one part measured twice',
      [one, two, three, changed(() => ({ id: 'x' }))],
      /part 2 of 3 is there twice: .*other.* \(two runs\)/,
    ],
    ['a whole run', [one, { run, place: 'w' }], /no part of one/],
    ['a joined run', [{ run: joinRuns(parts, { partial: false }), place: 'w' }], /joined from parts already/],
    ['another number of parts', [one, ofShard({ of: 4 }), three], /one of 4 parts, the other of 3/],
    ['another run', [one, ofShard({ run: 'ci 2' }), three], /one of ci 2 and one of ci 1/],
    ['other texts', [one, ofShard({ workload: 'v' }), three], /send other queries/],
    [
      'another cut',
      [one, ofShard({ whole: [...(two.run.shard?.whole ?? [])].reverse() }), three],
      /cut into parts in two ways/,
    ],
    [
      'another margin',
      [one, changed(({ plan }) => ({ plan: { ...plan, margin: 0.2 } })), three],
      /margin 0\.2 and 0\.05/,
    ],
    ['another seed', [one, changed(({ plan }) => ({ plan: { ...plan, seed: 2 } })), three], /seed 2 and 1/],
    [
      'another mode',
      [one, changed(({ plan }) => ({ plan: { ...plan, mode: { kind: 'duet' } } })), three],
      /mode .*duet/,
    ],
    [
      'a limit that one has',
      [one, changed(({ plan }) => ({ plan: { ...plan, caseMs: 9 } })), three],
      /caseMs 9 and unset/,
    ],
    [
      'other thresholds',
      [one, changed(({ plan }) => ({ plan: { ...plan, design: { ...plan.design, power: 0.9 } } })), three],
      /thresholds differ/,
    ],
    ['other identical cases', [one, changed(() => ({ identical: 3 })), three], /leave out other cases/],
    [
      'other prices',
      [one, changed(() => ({ prices: { currency: 'EUR', cpuSecond: 1 } })), three],
      /they were given other prices/,
    ],
    [
      'another price of a target',
      [
        one,
        changed(({ arms }) => ({ arms: arms.map((arm) => ({ ...arm, price: { perHour: 1, currency: 'EUR' } })) })),
        three,
      ],
      /they were given other prices/,
    ],
    [
      'another server version',
      [one, onServer({ serverVersion: '25.1' }), three],
      /the server version of the baseline: 26\.7\.1 \(abc\) and 25\.1 \(abc\)/,
    ],
    [
      'another hogbench',
      [one, onServer({ hogbenchVersion: '9' }), three],
      /the hogbench of the baseline: 0\.1\.0 and 9/,
    ],
    [
      'other settings',
      [one, onServer({ changedSettings: { max_threads: '1' } }), three],
      /all as usual and max_threads=1/,
    ],
    ['a damaged part', [one, changed(() => ({ lost: 'Parts of it are lost.' })), three], /Parts of it are lost/],
    [
      'a case of another part',
      [one, changed(({ cases }) => ({ cases: [...cases, ...one.run.cases] })), three],
      /is not one of its cases/,
    ],
    ['samples of another part', [one, changed(() => ({ samples: one.run.samples })), three], /is not one of its cases/],
    [
      'a case that is gone',
      [one, changed(() => ({ cases: [], samples: [], digests: [] })), three],
      /lacks ., which is one of its cases/,
    ],
  ])('is not joined: %s', (_, given, says) => {
    expect(() => joinRuns(given, { partial: false })).toThrow(says);
    expect(() => joinRuns([...given].reverse(), { partial: false })).toThrow(UserError);
  });

  it('is not joined: data that differ, by the table', () => {
    const there = (rows: number) => ({ dataset: tables.map((table) => ({ ...table, rows })) });
    const first = { ...one, run: { ...one.run, arms: [anArm('baseline', there(5)), anArm('candidate', there(5))] } };
    expect(() => joinRuns([first, onServer(there(0)), three], { partial: false })).toThrow(
      /the table d\.t of the baseline: MergeTree of 5 rows and MergeTree of 0 rows/,
    );
  });

  it('is joined in part when asked, and then passes no gate', () => {
    const report = compareRun(joinRuns([three, one], { partial: true }));
    expect(report.status).toEqual({ kind: 'incomplete', reason: 'part 2 of 3 is missing' });
    expect(gateOutcome(report, usualRules)).toBe('invalid');
    expect(() => joinRuns([one, one], { partial: true })).toThrow(/there twice/);
  });

  it('is not complete where a part is not', () => {
    const cutShort = changed(() => ({ status: { kind: 'interrupted' } }));
    const late = changed(() => ({ status: { kind: 'incomplete', reason: 'the server is gone' } }), three);
    const joined = joinRuns([one, cutShort, late], { partial: false });
    expect(joined.status).toEqual({
      kind: 'incomplete',
      reason: 'part 2 of 3 was interrupted; part 3 of 3 did not finish (the server is gone)',
    });
    expect(gateOutcome(compareRun(joined), usualRules)).toBe('invalid');
  });

  it('says of machines that differ that they do, and of parts without a name that nothing holds them together', () => {
    const nameless = splitRun(run, one.run.shard?.whole ?? [], 3).map(({ run: part, place }) => {
      const { run: _, ...shard } = part.shard ?? { index: 1, of: 3, workload: 'w', whole: [] };
      return { place, run: { ...part, shard } };
    });
    const [a, b, c] = nameless;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three parts');
    const large = [anArm('baseline', { serverCores: 64 }), anArm('candidate', { serverCores: 64 })];
    const report = compareRun(joinRuns([a, { ...b, run: { ...b.run, arms: large } }, c], { partial: false }));
    expect(report.notices.find(({ code }) => code === 'shards-unlike')?.text).toContain('cores of the server (2; 64)');
    expect(report.notices.find(({ code }) => code === 'shards-unnamed')?.level).toBe('caution');
    const named = compareRun(joinRuns(parts, { partial: false })).notices.map(({ code }) => code);
    expect(named.filter((code) => code.startsWith('shards'))).toEqual(['shards']);
  });
});
