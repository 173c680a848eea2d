import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovedMetric } from '../../../src/compare/counters/metricJudgement.ts';
import { comparePlans } from '../../../src/compare/plans/comparePlans.ts';
import { parsePlan } from '../../../src/compare/plans/planTree.ts';
import { planInWords } from '../../../src/compare/reasons/caseInWords.ts';
import type { Explanation } from '../../../src/model/explanation.ts';
import type { PlanComparison } from '../../../src/model/planComparison.ts';
import { exactMetric } from '../../fixtures/report.ts';

type Explained = Extract<Explanation, { kind: 'explained' }>;
type Fixture = { readonly baseline: Explained; readonly candidate: Explained };

/** Of a real server: see scripts/plan-fixtures.ts. */
const plans = JSON.parse(readFileSync(new URL('../../fixtures/plans.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Fixture>
>;

function fixture(name: string): Fixture {
  const found = plans[name];
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

function compare(
  { baseline, candidate }: { readonly baseline: Explanation; readonly candidate: Explanation },
  metrics: readonly MovedMetric[] = [],
): PlanComparison {
  const reading = (arm: 'baseline' | 'candidate', explanation: Explanation) => ({ caseId: 'a', arm, explanation });
  const both = { baseline: reading('baseline', baseline), candidate: reading('candidate', candidate) };
  const compared = comparePlans(both, metrics);
  if (compared === null) throw new Error('both arms were explained');
  return planInWords(compared);
}

function moved(metric: string, label: string, baseline: number, candidate: number): MovedMetric {
  return { ...exactMetric(metric, label, baseline, candidate), moved: true };
}

function firstOf(name: string): string {
  const [first] = compare(fixture(name)).differences;
  return first === undefined ? '' : `${first.kind}: ${first.text}${first.detail === '' ? '' : `, ${first.detail}`}`;
}

describe('plans of a real server', () => {
  it.each([
    ['lostPruningToString', 'index: primary key of lab.orders no longer used for toDate(at), granules 3 of 5 → 5 of 5'],
    ['lostPruningToTimeZone', 'index: primary key of lab.orders no longer uses toDate(at), granules 3 of 5 → 5 of 5'],
    ['droppedSkipIndex', 'index: skip index idx_total of lab.orders no longer used, granules 1 → 11'],
    ['joinAlgorithm', 'join: join algorithm changed from SpillingHashJoin(HashJoin) to FullSortingMergeJoin'],
    ['finalAdded', 'final: reads lab.customers with FINAL'],
    ['jsonInsteadOfColumn', 'columns: reads column body instead of column size of lab.orders'],
    ['aggregationInOrder', 'aggregation: aggregation in the order of the key lost'],
    ['sortingInOrder', 'sorting: sorting that only finishes the order of the key lost'],
    ['projectionLost', 'table: projection by_kind no longer used, reads lab.orders, granules 4 → 37'],
    ['otherTable', 'table: reads lab.archive instead of lab.customers'],
    ['noPrewhere', 'prewhere: PREWHERE on lab.orders no longer used'],
    ['distinct', 'steps: further steps: Distinct (2)'],
    ['streams', 'streams: at most 1 stream side by side instead of 2'],
  ])('%s', (name, expected) => {
    expect(firstOf(name)).toBe(expected);
  });

  it('says the opposite when the arms change places', () => {
    const swapped = (name: string): string | undefined => {
      const { baseline, candidate } = fixture(name);
      return compare({ baseline: candidate, candidate: baseline }).differences[0]?.text;
    };
    expect(swapped('lostPruningToTimeZone')).toBe('primary key of lab.orders now uses toDate(at)');
    expect(swapped('droppedSkipIndex')).toBe('skip index idx_total of lab.orders now used');
    expect(swapped('finalAdded')).toBe('no longer reads lab.customers with FINAL');
    expect(swapped('projectionLost')).toBe('projection by_kind used instead of reading lab.orders');
    expect(swapped('aggregationInOrder')).toBe('aggregation in the order of the key gained');
  });

  it('finds no difference between two explanations of one query, though the server numbers sets anew', () => {
    const renumbered = JSON.parse(JSON.stringify(fixture('set').candidate).replaceAll(/_\d{8,}/g, '_1234567890123'));
    expect(renumbered.plan).not.toBe(fixture('set').baseline.plan);
    for (const candidate of [fixture('set').candidate, renumbered])
      expect(compare({ baseline: fixture('set').baseline, candidate })).toMatchObject({
        differences: [],
        sentence: 'Both arms have the same plan.',
      });
  });

  it('does not call plans the same that differ beyond what is shown of a line', () => {
    const { baseline } = fixture('set');
    const plan = (last: string): Explained => ({
      ...baseline,
      form: 'json',
      plan: JSON.stringify([{ Plan: { 'Node Type': 'Expression', Note: `${'a'.repeat(700)}${last}` } }]),
    });
    const compared = compare({ baseline: plan('b'), candidate: plan('c') });
    expect(compared.sentence).toBe('The plans agree in all that is compared; their texts differ.');
    expect(compared.baseline).toContain(`${'a'.repeat(580)}`);
    expect(compared.baseline).not.toContain('b');
    expect(compare({ baseline: plan('b'), candidate: plan('b') }).sentence).toBe('Both arms have the same plan.');
  });

  it('puts an index that leaves out no more and no less last, whatever counter moved', () => {
    const { differences } = compare(fixture('lostPruningToString'), [moved('SelectedMarks', 'selected marks', 3, 5)]);
    expect(differences.at(-1)).toEqual({
      kind: 'index',
      text: 'partition key of lab.orders no longer used for toYYYYMM(at)',
      detail: 'granules 5 of 5 in both',
    });
  });
});

describe('the sentence', () => {
  it('names the counter that moved with the difference', () => {
    const marks = moved('SelectedMarks', 'selected marks', 3, 5);
    expect(compare(fixture('lostPruningToTimeZone'), [marks]).sentence).toBe(
      'The plan differs: primary key of lab.orders no longer uses toDate(at), granules 3 of 5 → 5 of 5; selected marks moved with it (1.67x).',
    );
  });

  it('names no counter that moved the other way, or not', () => {
    const fewer = moved('SelectedMarks', 'selected marks', 5, 3);
    const still = { ...moved('SelectedMarks', 'selected marks', 5, 5), moved: false };
    for (const metric of [fewer, still])
      expect(compare(fixture('lostPruningToTimeZone'), [metric]).sentence).toMatch(/3 of 5 → 5 of 5\.$/);
  });

  it('leads with the difference whose counter moved', () => {
    const memory = moved('memory', 'peak memory', 1_000_000, 50_000_000);
    const both = {
      baseline: fixture('aggregationInOrder').baseline,
      candidate: fixture('aggregationInOrder').candidate,
    };
    expect(compare(both, [memory]).sentence).toContain(
      'aggregation in the order of the key lost; peak memory moved with it (50.0x)',
    );
  });

  it('says why plans were not compared', () => {
    const { baseline } = fixture('finalAdded');
    const candidate = { kind: 'unavailable', reason: 'only a SELECT can be explained' } as const;
    expect(compare({ baseline, candidate })).toMatchObject({
      differences: [],
      sentence: 'Plans were not compared: only a SELECT can be explained.',
      candidate: '',
    });
  });
});

describe('plans in a form that is not known', () => {
  const text = (plan: string, rows = 10): Explained => ({
    kind: 'explained',
    form: 'text',
    plan,
    pipeline: null,
    estimate: [{ database: 'lab', table: 'orders', parts: 1, rows, marks: 1 }],
  });

  it('are shown as they are, and only said to differ', () => {
    expect(compare({ baseline: text('a storage: one'), candidate: text('a storage: two') })).toMatchObject({
      differences: [],
      sentence: 'The plans differ; in this form they can only be shown.',
      baseline: 'a storage: one',
      candidate: 'a storage: two',
    });
  });

  it('still have their estimates compared', () => {
    expect(compare({ baseline: text('a:', 1000), candidate: text('b:', 5000) }).sentence).toBe(
      'The plan differs: the server expects more rows of lab.orders, 1,000 → 5,000.',
    );
  });
});

describe('a distributed query', () => {
  const remote = JSON.stringify([{ Plan: { 'Node Type': 'ReadFromRemote', Description: 'Read from remote replica' } }]);
  const shard = (keys: string, granules: string): string => `      BlocksMarshalling
        Aggregating
          ReadFromMergeTree (shop.orders_local)
          Indexes:
            PrimaryKey
              Keys:
                ${keys}
              Condition: (${keys} in [20574, +Inf))
              Parts: 1/1
              Granules: ${granules}
              Search Algorithm: binary search
            Ranges: 1
`;
  const plan = (...shards: readonly string[]): Explained => ({
    ...{ kind: 'explained', form: 'json', plan: remote, pipeline: null, estimate: [] },
    ...(shards.length === 0
      ? {}
      : { distributed: `MergingAggregated\n  ReadFromRemote (Read from remote replica)\n${shards.join('')}` }),
  });

  it('is compared by what its shards read, and said once', () => {
    const baseline = plan(shard('toDate(at)', '2/12'), shard('toDate(at)', '2/12'));
    const candidate = plan(shard('id', '12/12'), shard('id', '12/12'));
    expect(compare({ baseline, candidate }).differences).toEqual([
      {
        kind: 'index',
        text: 'primary key of shop.orders_local no longer uses toDate(at), now uses id',
        detail: 'granules 2 of 12 → 12 of 12',
      },
    ]);
  });

  it('is not called the same where a server does not tell what the others do', () => {
    expect(compare({ baseline: plan(), candidate: plan() }).sentence).toMatch(/what others do is not known/);
    expect(compare({ baseline: plan(), candidate: plan(shard('id', '12/12')) }).differences).toEqual([]);
  });
});

describe('several reads of one table', () => {
  const plan = (...granules: readonly number[]): Explained => ({
    kind: 'explained',
    form: 'json',
    plan: JSON.stringify([
      {
        Plan: {
          'Node Type': 'Union',
          Plans: granules.map((one) => ({
            'Node Type': 'ReadFromMergeTree',
            Description: 'lab.orders',
            Granules: one,
            Indexes: [
              {
                ...{ Type: 'PrimaryKey', Keys: ['id'], Condition: `(id in [${one}, 9])` },
                ...{ 'Initial Granules': 100, 'Selected Granules': one },
              },
            ],
          })),
        },
      },
    ]),
    pipeline: null,
    estimate: null,
  });

  it('are paired by what is equal, whatever their order', () => {
    expect(compare({ baseline: plan(3, 40), candidate: plan(40, 3) }).differences).toEqual([]);
    expect(compare({ baseline: plan(3, 40), candidate: plan(40, 50) }).differences).toEqual([
      {
        kind: 'index',
        text: 'primary key of lab.orders: `id in [3, 9]` became `id in [50, 9]`',
        detail: 'granules 3 of 100 → 50 of 100',
      },
    ]);
  });

  it('are counted when one more is there', () => {
    expect(compare({ baseline: plan(3), candidate: plan(3, 40) }).differences[0]).toEqual({
      kind: 'table',
      text: 'reads lab.orders 2 times instead of 1',
      detail: 'granules 3 → 43 in all',
    });
  });
});

describe('any text', () => {
  const anyPlan = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.json().map((one) => `[{"Plan":${one}}]`),
    planLike(),
    linesLike(),
  );

  it('never makes the comparison throw', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, fc.constantFrom('json', 'text'), (before, after, form) => {
        const explained = (plan: string): Explained => ({
          kind: 'explained',
          form,
          plan,
          pipeline: plan,
          estimate: null,
        });
        expect(typeof compare({ baseline: explained(before), candidate: explained(after) }).sentence).toBe('string');
      }),
      { numRuns: 300 },
    );
  });

  it('nested far deeper than a query can be is no plan', () => {
    const deep = (open: string, close: string): string => `${open.repeat(60_000)}1${close.repeat(60_000)}`;
    expect(parsePlan(deep('[', ']'))).toBeNull();
    expect(parsePlan(deep('[{"Plan":{"Node Type":"Union","Plans":[', ']}}]'))).toBeNull();
    const nested = deep('{"Node Type":"Union","Plans":[', ']}');
    const explained = {
      kind: 'explained',
      form: 'json',
      plan: `[{"Plan":${nested}}]`,
      pipeline: null,
      estimate: null,
    } as const;
    expect(compare({ baseline: explained, candidate: explained }).differences).toEqual([]);
  });
});

/** Plans of the right outline with anything in their fields. */
function planLike(): fc.Arbitrary<string> {
  const fields = fc.dictionary(
    fc.constantFrom('Indexes', 'Keys', 'Header', 'Prewhere info', 'Granules', 'Algorithm', 'FINAL', 'Order', 'Plans'),
    fc.jsonValue(),
  );
  const index = fc.record({
    Type: fc.string(),
    Name: fc.string(),
    Condition: fc.string(),
    Keys: fc.array(fc.string()),
  });
  const node = fc
    .tuple(fc.constantFrom('ReadFromMergeTree', 'Join', 'Sorting', 'Aggregating'), fields, fc.array(index))
    .map(([type, other, Indexes]) => ({ 'Node Type': type, Description: 'a.b', Indexes, ...other }));
  return fc.array(node, { maxLength: 4 }).map((Plans) => JSON.stringify([{ Plan: { 'Node Type': 'Union', Plans } }]));
}

/** Lines with the words that plans are made of, at any indentation. */
function linesLike(): fc.Arbitrary<string> {
  const words = fc.constantFrom(
    'Indexes:',
    'Keys:',
    'PrimaryKey',
    'Skip',
    'Parts: 1/2',
    'Granules: 3/x',
    'ReadFromRemote',
    'Union (a)',
    '└──Join',
  );
  const line = fc.tuple(fc.nat({ max: 6 }), words).map(([indent, word]) => `${' '.repeat(indent)}${word}`);
  return fc.array(line).map((lines) => lines.join('\n'));
}
