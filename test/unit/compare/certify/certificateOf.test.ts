import { describe, expect, it } from 'vitest';
import type { Missing } from '../../../../src/model/certificate.ts';
import type { ComparisonReport } from '../../../../src/model/comparison.ts';
import { basisOf } from '../../../../src/report/certificate/certificateWords.ts';
import { certificateSchema } from '../../../../src/schema/certificate/certificateSchema.ts';
import { anArm, anArmCase, aPlan } from '../builders.ts';
import { alike, cases, certified, reportOf } from './made.ts';

const fine = reportOf();
const kinds = (report: ComparisonReport, terms = {}) =>
  certified(report, terms).missing.map(({ missing }) => missing.kind);
const noticed = (code: string): ComparisonReport => ({
  ...fine,
  notices: [...fine.notices, { code, level: 'caution', text: 'Why.' }],
});
const servers = (baseline: object, candidate: object) =>
  reportOf(alike, { arms: [anArm('baseline', baseline), anArm('candidate', candidate)] });

describe('a candidate', () => {
  it('is certified where all is checked and alike, as a whole and by its groups', () => {
    const certificate = certified(fine);
    expect(certificate).toMatchObject({ certified: true, missing: [] });
    expect(certificate.arms[0]).toMatchObject({ reservations: [], cases: { compared: 4, sameResults: 4 } });
    expect(certificate.arms[0]?.groups.map(({ value, kind }) => [value, kind])).toEqual([
      ['search', 'within'],
      ['shop', 'within'],
    ]);
    expect(certificateSchema.parse(JSON.parse(JSON.stringify(certificate)))).toEqual(certificate);
  });

  it.each<[Missing['kind'], ComparisonReport]>([
    ['debt', noticed('server-debt')],
    ['lessData', noticed('less-data')],
    ['lost', noticed('run-file-lost')],
    ['selfCheck', noticed('self-check-flagged')],
    ['oneServer', noticed('same-arms')],
    ['ownDesign', noticed('design-differs')],
    ['cached', noticed('query-cache')],
    ['stateUnknown', noticed('server-state-unknown')],
    ['filtered', { ...fine, options: [{ name: 'filter', value: 'a*', from: '--filter' }] }],
    ['foundOptions', { ...fine, options: [{ name: 'margin', value: '50%', from: 'c.yaml', found: true }] }],
    ['selfCheckOff', { ...fine, selfCheck: { kind: 'off' } }],
    ['selfCheckOff', { ...fine, selfCheck: null }],
    ['sameServer', servers({ target: 'old', serverId: '1' }, { target: 'new', serverId: '1' })],
    ['sameServer', servers({ target: 'old', serverId: '1' }, { target: 'new' })],
    ['incomplete', reportOf(alike, { status: { kind: 'interrupted' } })],
    ['timeNotJudged', { ...fine, method: { ...fine.method, countersOnly: true } }],
    ['regressed', reportOf([{ caseId: 'a', ratio: 2, confirmation: [2, 2, 2, 2] }, ...alike.slice(1)])],
    ['group', reportOf(alike.map((one, at) => (at < 2 ? { ...one, ratio: 1.2 } : { ...one, ratio: 0.5 })))],
  ])('is not where %s is missing', (kind, report) => {
    expect(certified(report).certified).toBe(false);
    expect(kinds(report)).toContain(kind);
  });

  it('costs what the cases cost that have a part in it, and says how many those are', () => {
    const arms = (['baseline', 'candidate'] as const).map((arm) => ({
      ...{ arm, currency: 'EUR', day: { value: 3, interval: null }, parts: [] },
    }));
    const coverage = { cases: 1, of: 4, executions: 1, ofExecutions: 4, leftOut: [] };
    const money = { arms, coverage } as unknown as NonNullable<ComparisonReport['money']>;
    const { baseline, arms: judged } = certified({ ...fine, money });
    for (const one of [baseline, judged[0]]) expect(one?.costCoverage).toEqual({ cases: 1, of: 4 });
  });

  it('is a condition of being the cheapest: what is proved equivalent and not certified is not chosen', () => {
    const day = { currency: 'EUR', parts: [] };
    const money = {
      arms: [
        { arm: 'baseline', ...day, day: { value: 12, interval: null } },
        { arm: 'candidate', ...day, day: { value: 6, interval: null } },
      ],
      change: { amount: { value: -6, interval: { low: -6.1, high: -5.9 } }, claim: 'less' },
    } as unknown as NonNullable<ComparisonReport['money']>;
    expect(certified({ ...fine, money }).cheapest).toMatchObject({ kind: 'chosen', label: 'new' });
    const open = certified({ ...fine, money }, { minCoverage: 0.9 });
    expect(open.cheapest).toEqual({ kind: 'chosen', label: 'old', among: ['old'], excluded: ['new'] });
    expect(basisOf(open).at(-1)).toBe(
      'No candidate is certified, so there is nothing to choose from. new is not certified.',
    );
  });

  it('is not where a case did not run on all replicas of an arm, be it the baseline', () => {
    const found = { cases: 1, of: 4, replicas: 2 };
    for (const side of ['baseline', 'candidate'] as const) {
      const { missing } = certified(fine, { unmeasured: (arm) => (arm === side ? found : undefined) });
      expect(missing.map((one) => one.missing)).toEqual([{ kind: 'replicasUnmeasured', arm: side, ...found }]);
    }
  });

  it('is not where a class costs as much, and its cases by themselves are slower by more than the margin', () => {
    const cases = alike.flatMap(({ caseId = '' }, at) =>
      (['baseline', 'candidate'] as const).map((arm) =>
        anArmCase({
          ...{ caseId, name: caseId, arm, tags: { product: at < 2 ? 'shop' : 'search' } },
          ...(at === 0 ? { weight: 1000, weightStated: true } : {}),
        }),
      ),
    );
    const ratios = [1, 1.3, 0.5, 0.5];
    const report = reportOf(
      alike.map((one, at) => ({ ...one, ratio: ratios[at]! })),
      { cases },
    );
    const { arms, missing } = certified(report);
    const shop = arms[0]?.groups.find(({ value }) => value === 'shop');
    expect(shop?.total?.interval?.high).toBeLessThan(1.05);
    expect(shop?.kind).toBe('beyond');
    const group = missing.map((one) => one.missing).find(({ kind }) => kind === 'group');
    expect(group).toMatchObject({ value: 'shop', high: shop?.geometricMean?.interval?.high });
  });

  it('is not where the cases that have a tag are slower, and the others have none', () => {
    const cases = alike.flatMap(({ caseId = '' }, at) =>
      (['baseline', 'candidate'] as const).map((arm) =>
        anArmCase({ caseId, name: caseId, arm, tags: at === 0 ? { product: 'billing' } : {} }),
      ),
    );
    const ratios = [1.2, 0.8, 0.8, 0.8];
    const { missing } = certified(
      reportOf(
        alike.map((one, at) => ({ ...one, ratio: ratios[at]!, noise: 0.3, screening: 20 })),
        { cases },
      ),
    );
    expect(missing.map((one) => one.missing)).toContainEqual(
      expect.objectContaining({ kind: 'group', tag: 'product', value: 'billing' }),
    );
  });

  it('is not by classes that were asked for and that the baseline does not have', () => {
    const gap = { kind: 'noClass', tag: 'tier' };
    const of = (report: ComparisonReport, ...totalsBy: readonly string[]) =>
      certified(report, { totalsBy }).missing.map(({ missing }) => missing);
    expect(of(fine, 'tier', 'product')).toEqual([gap]);
    expect(of(fine, 'product')).toEqual([]);
    const ofCandidate = cases.map((one) => (one.arm === 'candidate' ? { ...one, tags: { tier: 'gold' } } : one));
    const asked = { totalsBy: ['tier'] };
    expect(of(reportOf(alike, { cases: ofCandidate }, asked), 'tier')).toEqual([gap]);
    const ofBaseline = cases.map((one) => (one.arm === 'baseline' ? { ...one, tags: { tier: 'gold' } } : one));
    expect(of(reportOf(alike, { cases: ofBaseline }, asked), 'tier')).toEqual([]);
    const one = alike.slice(0, 1);
    expect(of(reportOf(one, { cases: ofBaseline.slice(0, 2) }, asked), 'tier'), 'one case').toEqual([]);
    expect(of(reportOf(one, { cases: ofCandidate.slice(0, 2) }, asked), 'tier'), 'one case').toEqual([gap]);
  });

  it('is not where the state of one arm alone was read', () => {
    const [reading] = [{ ...{ session: 0, round: 0, at: 1 }, arms: ['baseline'] as const, state: { tables: [] } }];
    expect(kinds(reportOf(alike, { states: [reading] }))).toContain('stateUnread');
    expect(kinds(reportOf(alike, { states: [] }))).toContain('stateUnread');
  });

  it('is not where one of the servers that an arm takes turns on is in the other arm, too, or tells nothing', () => {
    const onServers = (target: string, ...ids: readonly (string | undefined)[]) => {
      const [told] = ids;
      const replicas = ids.map((serverId, at) => ({
        ...{ url: `http://${target}-${at}`, host: 'h', version: '26.7.1', rows: {} },
        ...(serverId === undefined ? {} : { serverId }),
      }));
      return { target, replicas, ...(told === undefined ? {} : { serverId: told }) };
    };
    const isOne = (report: ComparisonReport) =>
      certified(report).missing.flatMap(({ missing }) => (missing.kind === 'sameServer' ? [missing.isOne] : []));
    expect(isOne(servers(onServers('old', '1', '2'), onServers('new', '2', '1')))).toEqual([true]);
    expect(isOne(servers(onServers('old', '1', '2'), { target: 'new', serverId: '2' }))).toEqual([true]);
    expect(isOne(servers(onServers('old', '1', '2'), onServers('new', '3', undefined)))).toEqual([null]);
    expect(isOne(servers(onServers('old', '1', '2'), onServers('new', '3', '4')))).toEqual([]);
  });

  it('is not over tables that are empty in both arms', () => {
    const dataset = [{ database: 'd', table: 't', engine: 'MergeTree', parts: 0, rows: 0, bytes: 0 }];
    const empty = servers({ target: 'old', serverId: '1', dataset }, { target: 'new', serverId: '2', dataset });
    expect(kinds(empty)).toEqual(['noData']);
  });

  it('is not where results of most cases need not agree, and says so of one', () => {
    const ignoring = (...ids: readonly string[]) =>
      reportOf(alike, {
        cases: alike.flatMap(({ caseId = '' }) =>
          (['baseline', 'candidate'] as const).map((arm) =>
            anArmCase({ caseId, name: caseId, arm, ...(ids.includes(caseId) ? { results: 'ignore' as const } : {}) }),
          ),
        ),
      });
    expect(kinds(ignoring('a', 'b', 'c'))).toEqual(['resultsIgnored']);
    const one = certified(ignoring('a'));
    expect(one.certified).toBe(true);
    expect(one.arms[0]?.reservations).toEqual([{ kind: 'resultsIgnored', cases: 1, of: 4 }, { kind: 'noGroups' }]);
  });

  it('is not where an undecided case failed now and then', () => {
    const failed = { outcome: { kind: 'failed', clientMs: 1, code: 1, message: 'no' }, evidence: null } as never;
    const noisy = (sample: object) => [
      { caseId: 'a', noise: 12, screening: 20, ...sample },
      ...alike.slice(1).map((one) => ({ ...one, noise: 0.3, screening: 20 })),
    ];
    const found = reportOf(
      noisy({ sample: (arm: string, n: number) => (arm === 'candidate' && n === 3 ? failed : {}) }),
    );
    expect(found.cases.find(({ caseId }) => caseId === 'a')).toMatchObject({
      verdict: 'inconclusive',
      unchecked: ['someFailed'],
    });
    expect(kinds(found)).toContain('withheld');
    expect(kinds(reportOf(noisy({})))).not.toContain('withheld');
  });

  it('is not where stalls touched a candidate that is undecided', () => {
    const stall = { what: 'server', server: 'new', from: 1000, to: 5000 } as const;
    const stands = (touches: (arm: string, n: number) => boolean) =>
      reportOf([
        {
          ...{ caseId: 'a', noise: 40, screening: 20 },
          sample: (arm, n) => (touches(arm, n) ? { stalls: [stall] } : {}),
        },
        ...alike.slice(1).map((one) => ({ ...one, noise: 0.3, screening: 20 })),
      ]);
    const often = stands((arm, n) => arm === 'candidate' && n % 3 === 0);
    expect(often.cases.find(({ caseId }) => caseId === 'a')).toMatchObject({
      verdict: 'inconclusive',
      unchecked: ['stalled'],
    });
    // Undecided by its noise, not for the stalls.
    expect(often.cases.find(({ caseId }) => caseId === 'a')?.because.map(({ kind }) => kind)).not.toContain('stalled');
    expect(kinds(often)).toContain('withheld');
    expect(kinds(stands((_, n) => n === 3))).not.toContain('withheld');
  });

  it('is not where a case looked slower when the time was over, and is where it looked faster', () => {
    const budget = { plan: aPlan({ budgetMs: 1000, caseIds: ['a', 'b', 'c', 'd'] }) };
    const looked = (ratio: number) =>
      reportOf([{ caseId: 'a', ratio }, ...alike.slice(1).map((one) => ({ ...one, ratio: 0.8 }))], budget);
    const slower = looked(1.3);
    expect(slower.cases.find(({ caseId }) => caseId === 'a')).toMatchObject({ verdict: 'unconfirmed' });
    expect(certified(slower).missing.map(({ missing }) => missing)).toContainEqual({ kind: 'openSuspicion', cases: 1 });
    expect(looked(0.7).cases.find(({ caseId }) => caseId === 'a')).toMatchObject({ verdict: 'unconfirmed' });
    expect(kinds(looked(0.7))).not.toContain('openSuspicion');
  });

  it('is asked for coverage and capacity where those are asked for', () => {
    expect(kinds(fine, { minCoverage: 0.9 })).toEqual(['coverage']);
    expect(kinds(fine, { minCoverage: 0.9, coverage: { executions: 0.95, cost: 0.8 } })).toEqual(['coverage']);
    expect(kinds(fine, { minCoverage: 0.9, coverage: { executions: 0.95, cost: 0.9 } })).toEqual([]);
    const less: Missing = { kind: 'capacity', why: 'less', text: 'less' };
    expect(kinds(fine, { capacities: new Map([['candidate', less]]) })).toEqual(['capacity']);
  });
});

it('tells what is left open', () => {
  const wide = { ...fine, method: { ...fine.method, margin: 5 } };
  expect(certified(wide).arms[0]?.reservations).toEqual([{ kind: 'wideMargin', margin: 5, usual: 0.05 }]);
  const one = certified(reportOf(alike.slice(0, 1)));
  expect(one.certified).toBe(true);
  expect(one.arms[0]?.reservations).toEqual([{ kind: 'oneCase' }]);
  const left = {
    ...fine,
    selfCheck: { kind: 'leftOut', needed: 9, allowed: 2, mostShare: 0.2 } as const,
    identical: 3,
  };
  expect(certified(left).arms[0]?.reservations.map(({ kind }) => kind)).toEqual(['identical', 'noSelfCheck']);
});

it('certifies nothing of no candidate', () => {
  const { certified: is } = certified({ ...fine, cases: [] });
  expect(is).toBe(false);
});
