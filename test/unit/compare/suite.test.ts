import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { judgeSuite, type SuiteCase } from '../../../src/compare/suite/workloadCost.ts';
import { pairSamples } from '../../../src/compare/timing/pairing.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { Suite, SuiteCost, SuiteFigures } from '../../../src/model/suite.ts';
import { anArmCase, aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const aCase = (caseId: string, part: Partial<SuiteCase> = {}): SuiteCase => ({
  caseId,
  verdict: 'equivalent',
  tags: {},
  weight: 1,
  results: part.verdict === 'resultChanged' ? 'changed' : 'same',
  ...part,
});

function suiteOf(
  cases: readonly SuiteCase[],
  worlds: readonly Measured[],
  tags: readonly string[] = [],
  minPairs = 5,
): Suite {
  return judgeSuite(cases, pairSamples(together(...worlds.map(measured))), { minPairs, design: currentDesign }, tags);
}

const cost = (figures: SuiteFigures, metric: SuiteCost['metric']): SuiteCost =>
  figures.costs.find((one) => one.metric === metric)!;
const bytes = (baseline: number, candidate: number) => ({
  facts: (arm: 'baseline' | 'candidate') => ({ readBytes: arm === 'baseline' ? baseline : candidate }),
});

describe('the whole workload', () => {
  const cases = [aCase('a', { weight: 30 }), aCase('b', { weight: 10 })];

  it('sums weight times cost, and takes the geometric mean without weights', () => {
    const { whole } = suiteOf(cases, [
      { caseId: 'a', noise: 0 },
      { caseId: 'b', ratio: 2, noise: 0 },
    ]);
    expect(whole).toMatchObject({ cases: 2, of: 2, rounds: 5, leftOut: [] });
    expect(whole.geometricMean?.ratio).toBeCloseTo(Math.SQRT2, 3);
    const time = cost(whole, 'server_time');
    expect(time.baseline).toBeCloseTo(40 * 20_000, 0);
    expect(time.candidate).toBeCloseTo(50 * 20_000, 0);
    expect(time.ratio).toBeCloseTo(1.25, 3);
    expect(cost(whole, 'cpu_time').ratio).toBeCloseTo(1.25, 3);
  });

  it('has a point for an interval where a counter is constant', () => {
    const { whole } = suiteOf(cases, [
      { caseId: 'a', ...bytes(100, 50) },
      { caseId: 'b', ...bytes(100, 100) },
    ]);
    const read = cost(whole, 'read_bytes');
    expect(read).toMatchObject({ baseline: 4000, candidate: 2500 });
    expect(read.interval?.low).toBe(read.interval?.high);
    expect(cost(whole, 'server_time').interval?.low).toBeLessThan(cost(whole, 'server_time').ratio);
  });

  it('leaves out a cost that nothing was counted of', () => {
    const { whole } = suiteOf(cases, [
      { caseId: 'a', ...bytes(0, 0) },
      { caseId: 'b', ...bytes(0, 0) },
    ]);
    expect(whole.costs.map((one) => one.metric)).toEqual(['server_time', 'cpu_time']);
  });

  it('is made of the first look, which no decision has selected', () => {
    const early = [{ caseId: 'a' }, { caseId: 'b', ratio: 1.03 }];
    const later = measured({ caseId: 'b', ratio: 3, screening: 20, confirmation: [2, 2, 2, 2] });
    const longer = together(
      measured({ caseId: 'a' }),
      measured(early[1]),
      later.filter((one) => one.round > 4 || one.stage === 'confirmation'),
    );
    expect(judgeSuite(cases, pairSamples(longer), { minPairs: 5, design: currentDesign }, [])).toEqual(
      suiteOf(cases, early),
    );
  });

  it('keeps what the cases of a round have in common', () => {
    const shaken = (caseId: string, sign: 1 | -1): readonly Sample[] =>
      measured({
        caseId,
        noise: 0,
        facts: (arm, n) => ({ durationUs: arm === 'baseline' ? 20_000 : 20_000 * (1 + sign * (n % 2) * 0.04) }),
      });
    const width = (other: 1 | -1): number => {
      const samples = pairSamples(together(shaken('a', 1), shaken('b', other)));
      const { interval } = judgeSuite([aCase('a'), aCase('b')], samples, { minPairs: 5, design: currentDesign }, [])
        .whole.geometricMean!;
      return Math.log(interval!.high / interval!.low);
    };
    expect(width(1)).toBeGreaterThan(10 * width(-1));
  });

  it('has no interval from two rounds, and no figure from one', () => {
    const of = (screening: number): SuiteFigures => suiteOf([aCase('a')], [{ caseId: 'a', screening }]).whole;
    expect(of(2).geometricMean).toMatchObject({ interval: null });
    expect(of(1)).toMatchObject({ cases: 0, geometricMean: null, costs: [] });
    expect(of(1).leftOut).toEqual([{ caseId: 'a', reason: 'fewer than two pairs with server time' }]);
  });

  it('goes without a pair that is missing, and names the cases it cannot cover', () => {
    const lost = { evidence: { kind: 'missing', cause: 'unknown', detail: '' } } as const;
    const gap = measured({ caseId: 'a', sample: (arm, n) => (arm === 'candidate' && n === 2 ? lost : {}) });
    const other = measured({ caseId: 'b', ratio: 2, noise: 0 });
    const all = [
      aCase('a'),
      aCase('b'),
      aCase('c', { verdict: 'failed' }),
      aCase('d', { verdict: 'resultChanged' }),
      aCase('e', { verdict: 'added' }),
    ];
    const { whole } = judgeSuite(all, pairSamples(together(gap, other)), { minPairs: 5, design: currentDesign }, []);
    expect(whole).toMatchObject({ cases: 2, of: 5, rounds: 5 });
    expect(whole.geometricMean?.ratio).toBeCloseTo(Math.SQRT2, 2);
    expect(whole.leftOut).toEqual([
      { caseId: 'c', reason: 'an arm failed' },
      { caseId: 'd', reason: 'the arms return different results' },
      { caseId: 'e', reason: 'only one arm has it' },
    ]);
  });

  it('does not let one hiccup of a heavy case outweigh the others', () => {
    const hiccup = (arm: string, n: number) => (arm === 'candidate' && n === 3 ? { durationUs: 400_000 } : {});
    const { whole } = suiteOf(
      [aCase('a', { weight: 1000 }), aCase('b')],
      [{ caseId: 'a', facts: hiccup }, { caseId: 'b' }],
    );
    expect(cost(whole, 'server_time').ratio).toBeLessThan(1.02);
  });
});

describe('groups', () => {
  const tagged = (caseId: string, weight: number, tags: SuiteCase['tags']): SuiteCase =>
    aCase(caseId, { weight, tags });
  const cases = [
    tagged('a', 1, { team_id: 2, product: 'x' }),
    tagged('b', 50, { team_id: 7, product: 'x' }),
    tagged('c', 3, { product: 'x' }),
  ];
  const run = aRun({
    plan: aPlan({ caseIds: ['a', 'b', 'c'] }),
    samples: together(...['a', 'b', 'c'].map((caseId) => measured({ caseId }))),
    cases: cases.flatMap(({ caseId, tags, weight }) =>
      (['baseline', 'candidate'] as const).map((arm) => anArmCase({ caseId, arm, tags, weight })),
    ),
  });
  const shown = (totalsBy?: readonly string[]) =>
    compareRun(run, { totalsBy }).suite?.groups.map(({ tag, value, of }) => [tag, value, of]);

  it('are those of the usual tags that tell cases apart, the heaviest first', () => {
    expect(shown()).toEqual([
      ['team_id', '7', 1],
      ['team_id', null, 1],
      ['team_id', '2', 1],
    ]);
  });

  it('are of a tag with one value, too, where a case has none', () => {
    const some = (tags: SuiteCase['tags']) =>
      compareRun({
        ...run,
        cases: run.cases.map((one) => (one.caseId === 'a' ? { ...one, tags } : { ...one, tags: {} })),
      });
    expect(some({ product: 'x' }).suite?.groups.map(({ tag, value, of }) => [tag, value, of])).toEqual([
      ['product', null, 2],
      ['product', 'x', 1],
    ]);
    expect(some({ region: 'x' }).suite?.groups).toEqual([]);
  });

  it('go by the tags of the baseline, whatever the candidate makes of them, and by its own where it is alone', () => {
    const retagged = (tags: SuiteCase['tags'], totalsBy?: readonly string[]) =>
      compareRun(
        {
          ...run,
          cases: [
            ...run.cases.map((one) => (one.arm === 'candidate' ? { ...one, tags } : one)),
            anArmCase({ caseId: 'new', arm: 'candidate', tags: { team_id: 9 } }),
          ],
        },
        { totalsBy },
      ).suite?.groups.map(({ tag, value, of }) => [tag, value, of]);
    const own = [
      ['team_id', '7', 1],
      ['team_id', null, 1],
      ['team_id', '2', 1],
      ['team_id', '9', 1],
    ];
    expect(retagged({}, ['team_id'])).toEqual(own);
    expect(retagged({ team_id: 1 }, ['team_id'])).toEqual(own);
    expect(retagged({ region: 'x' }, ['region'])).toEqual([]);
    expect(retagged({})?.filter(([tag]) => tag === 'team_id')).toEqual(own);
  });

  it('are those that were asked for, and a tag that no case has is noticed', () => {
    expect(shown(['product', 'product'])).toEqual([['product', 'x', 3]]);
    const report = compareRun(run, { totalsBy: ['region'] });
    expect(report.suite?.groups).toEqual([]);
    expect(report.notices.map((one) => one.text)).toContain(
      'No case has the tag region in the baseline, so there are no totals by it.',
    );
  });

  it('have the figures of a workload of their own, as far as time is concerned', () => {
    const samples = pairSamples(run.samples);
    const { groups } = judgeSuite(cases, samples, { minPairs: 5, design: currentDesign }, ['team_id']);
    const alone = judgeSuite(cases.slice(1, 2), samples, { minPairs: 5, design: currentDesign }, []).whole;
    expect(groups[0]?.geometricMean?.ratio).toBeCloseTo(alone.geometricMean!.ratio, 9);
  });
});
