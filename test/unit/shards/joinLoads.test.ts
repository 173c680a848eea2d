import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TallyBook } from '../../../src/load/tallyBook.ts';
import type { LoadShard } from '../../../src/model/loadPlan.ts';
import type { LoadOutcome, LoadRequest, LoadRun, LoadTally, Trial } from '../../../src/model/loadRun.ts';
import { joinLoads } from '../../../src/shards/joinLoads.ts';
import type { NamedLoad } from '../../../src/shards/loadPart.ts';
import { loadEnvironment, loadRunOf, requestOf, tallyOf, trialEndOf, trialPlanOf } from '../../support/loadRuns.ts';

const outcomes: readonly LoadOutcome[] = [
  { kind: 'completed' },
  { kind: 'refused', code: 202, name: 'TOO_MANY_SIMULTANEOUS_QUERIES' },
  { kind: 'timedOut', limitMs: 1000 },
];

const someRequests: fc.Arbitrary<readonly LoadRequest[]> = fc
  .array(
    fc.record({
      of: fc.constantFrom('online', 'batch'),
      intended: fc.integer({ min: 0, max: 5000 }),
      tookMs: fc.integer({ min: 0, max: 90_000 }),
      outcome: fc.constantFrom(...outcomes),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((all) =>
    all.map(({ of, intended, tookMs, outcome }, seq) =>
      requestOf(seq, { of, intended, sent: intended, firstByte: intended, done: intended + tookMs, outcome }),
    ),
  );

function trialOf(requests: readonly LoadRequest[]): Trial {
  const book = new TallyBook(0);
  for (const { of, intended, done, outcome } of requests)
    book.ended({ of, intended, turn: intended, sent: intended, done, outcome });
  return { plan: trialPlanOf(), tallies: inOrder(book.take()), requests, end: trialEndOf() };
}

function inOrder(tallies: readonly LoadTally[]): readonly LoadTally[] {
  const plain = ({ outcomes: named, ...rest }: LoadTally): LoadTally => ({
    ...rest,
    outcomes: Object.fromEntries(Object.entries(named).sort()),
  });
  return tallies.map(plain).sort((a, b) => a.second - b.second || (a.of === 'online' ? -1 : 1));
}

function partOf(shard: LoadShard, change: Partial<LoadRun> = {}): NamedLoad {
  return { run: loadRunOf({ id: `load-${shard.index}`, shard, ...change }), place: `${shard.index}/run.jsonl.gz` };
}

const pair = (change: Partial<LoadRun> = {}, own: Partial<LoadShard> = {}): readonly NamedLoad[] => [
  partOf({ index: 1, of: 2 }),
  partOf({ index: 2, of: 2, ...own }, change),
];
const join = (loads: readonly NamedLoad[]): LoadRun => joinLoads(loads, { partial: false });
const ending = (change: Parameters<typeof trialEndOf>[0]): Partial<LoadRun> => ({
  trials: loadRunOf().trials.map((trial) => ({ ...trial, requests: [], end: trialEndOf(change) })),
});

describe('parts of a load', () => {
  it('that were thinned join to what one machine would have measured, in any number and order', () => {
    fc.assert(
      fc.property(someRequests, fc.integer({ min: 1, max: 7 }), fc.infiniteStream(fc.nat()), (requests, of, draws) => {
        const whole = trialOf(requests);
        const homes = requests.map(() => draws.next().value % of);
        const parts = Array.from({ length: of }, (_, at) =>
          partOf(
            { index: at + 1, of, run: 'ci-1' },
            { trials: [trialOf(requests.filter(({ seq }) => homes[seq] === at))] },
          ),
        );
        const shuffled = parts
          .map((part) => ({ part, at: draws.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ part }) => part);
        const joined = join(shuffled);
        expect(joined.trials.map((one) => ({ ...one, tallies: inOrder(one.tallies) }))).toEqual([
          { ...whole, end: { ...whole.end, leftRunning: 0 } },
        ]);
        expect(joined).toEqual(join(parts));
        expect(joined.status).toEqual({ kind: 'complete' });
        expect(joined.shard).toBeUndefined();
        expect(joined.shards?.parts.map(({ index }) => index)).toEqual(parts.map((_, at) => at + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('keep a uniform sample that is no larger than that of one machine, with as large a share of each', () => {
    const many = (from: number, length: number) => Array.from({ length }, (_, at) => requestOf(from + at));
    const part = (index: number, requests: readonly LoadRequest[], offered: number): NamedLoad =>
      partOf(
        { index, of: 2 },
        {
          sampleSize: 30,
          trials: [
            {
              plan: trialPlanOf(),
              tallies: [tallyOf(0, { offered, outcomes: { completed: offered }, latency: [[5, offered]] })],
              requests,
            },
          ],
        },
      );
    const slow = requestOf(5000, { why: 'slow' });
    const { requests } = join([part(1, [...many(0, 30), slow], 300), part(2, many(1000, 30), 600)]).trials[0] ?? {};
    const kept = (from: number) => requests?.filter(({ seq }) => seq >= from && seq < from + 1000).length;
    expect([kept(0), kept(1000), kept(5000)]).toEqual([10, 20, 1]);
  });

  it('that gave requests the same number, as closed loops do, keep them all, each with its evidence', () => {
    const evidence = { kind: 'missing', detail: 'of the second' } as const;
    const own = requestOf(3, { of: 'batch' });
    const trials = (requests: Trial['requests']) => ({
      trials: loadRunOf().trials.map((one) => ({ ...one, requests })),
    });
    const parts = [
      partOf({ index: 1, of: 2 }, trials([own, requestOf(8)])),
      partOf({ index: 2, of: 2 }, trials([{ ...own, evidence }, requestOf(11)])),
    ];
    const { requests } = join(parts).trials[0] ?? {};
    expect(requests).toEqual([own, requestOf(8), requestOf(11), { ...own, seq: 12, evidence }]);
  });

  it('that hold the same request of a schedule are refused', () => {
    expect(() => join(pair({ trials: loadRunOf().trials }))).toThrow(
      /not of one load: both hold request 3 of trial 0, which one machine sends/,
    );
  });

  it('end as the worst of them', () => {
    const lost = { kind: 'lost', afterMs: 900, reason: 'refused' } as const;
    const silent = [{ from: 0, to: 50 }];
    const [trial] = join(pair(ending({ ended: lost, leftRunning: 3, sentForMs: 900, silent }))).trials;
    expect(trial?.end).toEqual(trialEndOf({ ended: lost, leftRunning: 3, sentForMs: 900 }));
    const { leftRunning: _, ...untold } = trialEndOf();
    const trials = loadRunOf().trials.map((one) => ({ ...one, requests: [], end: untold }));
    expect(join(pair({ trials })).trials[0]?.end).toEqual(untold);
  });

  it('were silent where no machine got an answer', () => {
    const of = (silent: readonly { readonly from: number; readonly to: number }[], index: number) =>
      partOf({ index, of: 2 }, ending({ silent }));
    const [trial] = join([
      of([{ from: 0, to: 10 }, { from: 20, to: 30 }], 1), // biome-ignore format: beside the other
      of([{ from: 5, to: 25 }], 2),
    ]).trials;
    expect(trial?.end?.silent).toEqual([
      { from: 5, to: 10 },
      { from: 20, to: 25 },
    ]);
  });

  it('have no end where one of them has none, or did not come to the trial', () => {
    const unended = loadRunOf().trials.map(({ end: _, ...rest }) => ({ ...rest, requests: [] }));
    expect(join(pair({ trials: unended })).trials[0]?.end).toBeUndefined();
    expect(join(pair({ trials: [] })).trials[0]?.end).toBeUndefined();
  });

  it('that did not begin together are incomplete, and say by how much', () => {
    const startedAt = trialEndOf().startedAt;
    expect(join(pair(ending({ startedAt: startedAt + 1000 }))).status).toEqual({ kind: 'complete' });
    const { status, notices } = join(pair(ending({ startedAt: startedAt - 1001 })));
    expect(status).toEqual({ kind: 'incomplete', reason: 'the parts did not load together' });
    expect(notices.map(({ code, level }) => [code, level])).toEqual([['load-parts-apart', 'caution']]);
  });

  it('that were interrupted make an incomplete load', () => {
    const status = { kind: 'interrupted' } as const;
    expect(join(pair({ status })).status).toEqual({ kind: 'incomplete', reason: 'part 2 of 2 was interrupted' });
  });

  it('of which one is missing are joined on request alone, and incomplete', () => {
    const parts = [partOf({ index: 3, of: 3 }), partOf({ index: 1, of: 3 })];
    expect(() => join(parts)).toThrow(/part 2 of 3 is missing/);
    expect(joinLoads(parts, { partial: true }).status).toEqual({
      kind: 'incomplete',
      reason: 'part 2 of 3 is missing',
    });
  });

  const [online, batch] = loadRunOf().classes;
  const [arm] = loadRunOf().arms;
  const onServer = (serverId: string, change: object = {}) => [
    { ...arm!, environment: { ...loadEnvironment, serverId, ...change } },
  ];
  const [quick, long] = loadRunOf().cases;
  it.each<[string, readonly NamedLoad[], RegExp]>([
    ['nothing', [], /nothing to join/],
    [
      'one of them twice',
      [partOf({ index: 1, of: 2 }), partOf({ index: 1, of: 2 })],
      /part 1 of 2 is there twice.*the same run/,
    ],
    ['a load without parts', [{ run: loadRunOf(), place: 'a' }], /without --shard/],
    ['a load that was joined', [{ run: join(pair()), place: 'a' }], /joined from parts already/],
    ['a damaged part', pair({ lost: 'Parts of it are lost.' }), /are lost/],
    ['another number of parts', pair({}, { of: 3 }), /one of 3 parts, the other of 2/],
    ['another name', pair({}, { run: 'ci-8' }), /one of ci-8 and one without a name/],
    ['another seed', pair({ seed: 8 }), /seed 8 and 7/],
    ['another command', pair({ command: 'matrix' }), /hogbench matrix and load/],
    ['a search for capacity', pair({ command: 'capacity' }), /search for capacity/],
    [
      'other promises',
      pair({ classes: [{ ...online!, slo: { latency: [], errors: 0.5 } }, batch!] }),
      /promises differ/,
    ],
    ['cases in other classes', pair({ classOf: { quick: 'batch', long: 'batch' } }), /classes or promises differ/],
    ['another text', pair({ cases: [{ ...quick!, sql: 'SELECT 2' }, long!] }), /other queries/],
    ['another weight', pair({ cases: [{ ...quick!, weight: 2 }, long!] }), /other queries/],
    ['other recorded times', pair({ recordedDigest: 'abc' }), /other recorded times/],
    ['another version of the server', pair({ arms: onServer('a', { serverVersion: '1.2' }) }), /server version/],
    [
      'another rate',
      pair({ trials: [{ ...loadRunOf().trials[0]!, plan: trialPlanOf({ durationMs: 9 }) }] }),
      /durationMs of trial 0: 9 and 30000/,
    ],
    [
      'another server',
      [partOf({ index: 1, of: 2 }, { arms: onServer('a') }), partOf({ index: 2, of: 2 }, { arms: onServer('b') })],
      /two servers as the baseline/,
    ],
  ])('are refused: %s', (_name, loads, message) => {
    expect(() => join(loads)).toThrow(message);
  });

  it('may differ in what is their own: threads, places of files, machines, nodes of a cluster', () => {
    const nodes = (serverId: string) => onServer(serverId, { serverHosts: 2 });
    const joined = join([
      partOf({ index: 1, of: 2 }, { arms: nodes('a') }),
      partOf(
        { index: 2, of: 2 },
        {
          arms: nodes('b'),
          driving: { workers: 3, maxInFlight: 50, timeoutMs: 10_000 },
          cases: [{ ...quick!, place: 'elsewhere.sql:1:1' }, long!],
        },
      ),
    ]);
    expect(joined.driving).toEqual({ workers: 4, maxInFlight: 150, timeoutMs: 10_000 });
  });
});
