import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseGroups, planCases } from '../../../src/capture/casePlan.ts';
import { PrivacyTally } from '../../../src/capture/privacyReport.ts';
import { noRule } from '../../../src/capture/privacyRules.ts';
import { Pseudonyms } from '../../../src/capture/pseudonyms.ts';
import { redactSettings } from '../../../src/capture/redactSettings.ts';
import { redactTags, shownTag } from '../../../src/capture/redactTags.ts';
import { shownId } from '../../../src/capture/workloadText.ts';
import { group } from '../../support/fakeTraffic.ts';

const privacy = {
  pseudonyms: new Pseudonyms('key'),
  rules: { allow: { ...noRule, tags: ['region', 'user_email'] }, drop: noRule, hash: noRule },
  eventColumns: ['event'],
  keepLiterals: false,
  tally: new PrivacyTally(),
};

function ranking(shares: readonly number[]) {
  const groups = shares.map((share, at) => group(String(at), { share }));
  return { by: 'cost' as const, groups, groupCount: groups.length, executions: 1, failures: 0, metric: 1, cost: 1 };
}

it('takes groups until the share is covered, and no further', () => {
  const keys = (share: number) =>
    chooseGroups(ranking([0.6, 0.3, 0.1]), { kind: 'cover', share }).map((one) => one.key);
  expect(keys(0.6)).toEqual(['0']);
  expect(keys(0.61)).toEqual(['0', '1']);
  expect(keys(1)).toEqual(['0', '1', '2']);
  expect(chooseGroups(ranking([0.6, 0.3, 0.1]), { kind: 'top', count: 2 })).toHaveLength(2);
});

it('property: the weights of a group add up to its executions a day', () => {
  const count = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(
      count,
      fc.double({ min: 0.05, max: 30, noNaN: true }),
      fc.subarray(['a', 'b', 'c', 'd']),
      (executions, days, ids) => {
        const failures = Math.floor(executions / 10);
        const [typical = 'p', high = 'p', highest = 'q', failed = 'f'] = ids;
        const cases = planCases(group('1', { executions, failures }), { typical, high, highest, failed }, [], days);
        const total = cases.reduce((sum, one) => sum + one.weight, 0);
        expect(total).toBeCloseTo(executions / days, 5);
        expect(new Set(cases.map((one) => one.queryId)).size).toBe(cases.length);
      },
    ),
  );
});

it('takes the weight of strata from the group they are in', () => {
  const stratum = { tag: 'team_id', value: '7', key: '1', tags: {}, executions: 100, queryId: 's' };
  const cases = planCases(group('1', { executions: 700 }), { typical: 'a', high: 'b', highest: 'c' }, [stratum], 7);
  expect(cases.map((one) => one.label)).toEqual(['p50', 'p95', 'max', 'team_id-7']);
  expect(cases.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(100, 6);
});

it('writes no tag that names people, whatever the rules allow', () => {
  const tags = {
    product: 'web',
    team_id: 2,
    user_email: 'jane@example.com',
    user_id: 7,
    api_key_label: 'x',
    api_key_mask: 'phc_',
    region: 'EU West',
    feature: 'jane@example.com',
    unknown: 'jane',
    'temporal.workflow_type': 'sync',
  };
  const kept = redactTags(tags, privacy);
  expect(Object.keys(kept)).toEqual(['product', 'team_id', 'region', 'feature', 'temporal.workflow_type']);
  expect(kept).toMatchObject({ product: 'web', team_id: 2, region: 'EU West' });
  expect(kept.feature).not.toContain('jane');
  expect(shownTag('user_email', 'jane@example.com', privacy)).not.toContain('jane');
  expect(shownTag('customer', 'Jane', privacy)).not.toBe('Jane');
});

it('replaces numbers of the tags that a rule names', () => {
  const rules = { ...privacy.rules, hash: { ...noRule, tags: ['team_id', 'user_id'] } };
  const kept = redactTags({ team_id: 1234, org_id: 77, user_id: 7 }, { ...privacy, rules });
  expect(kept).toEqual({ team_id: expect.stringMatching(/^(?!1234)\d{4}$/), org_id: 77 });
});

it('keeps settings of the query alone', () => {
  const known = new Map([
    ['max_threads', false],
    ['max_memory_usage', true],
    ['log_comment', false],
    ['compatibility', false],
    ['readonly', false],
    ['join_use_nulls', false],
    ['additional_table_filters', false],
  ]);
  const settings = {
    max_threads: '4',
    max_memory_usage: '1',
    log_comment: 'x',
    compatibility: '24.10',
    readonly: '2',
    join_use_nulls: '1',
    gone: '1',
    additional_table_filters: "{'t':'x=1'}",
  };
  expect(redactSettings(settings, 'SELECT 1 SETTINGS join_use_nulls=1', known, privacy)).toEqual({
    max_threads: 4,
    compatibility: '24.10',
  });
  expect(Object.fromEntries(privacy.tally.droppedSettings)).toMatchObject({
    max_memory_usage: 'this user may not change it',
    gone: 'the server does not know it',
  });
});

it('shows an id that is one, and no word', () => {
  expect(shownId('7c0f7d62-1111-4222-8333-0123456789ab')).not.toBe('not shown');
  expect(shownId('2_7c0f7d62-1111-4222-8333-0123456789ab')).not.toBe('not shown');
  for (const id of ['jane-1', 'jane@example.com', 'a b', '']) expect(shownId(id)).toBe('not shown');
});
