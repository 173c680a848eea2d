import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/model/workload.ts';
import { filterCases } from '../../../src/workloads/filter.ts';
import { readFiles } from './tempWorkload.ts';

async function cases(): Promise<readonly Case[]> {
  const { workload } = await readFiles({
    'a.sql': `-- name: trends_dau
-- tags: {product: web_analytics, team_id: 2}
-- params: [{team: 2}, {team: 7}]
SELECT {team:UInt8};
-- name: trends_total
-- tags: {product: insights, team_id: 2}
SELECT 1;
-- name: funnel
-- tags: {product: insights, team_id: 7}
SELECT 2;`,
  });
  return workload.cases;
}

describe('filterCases', () => {
  it.each([
    [[], ['trends_dau[team=2]', 'trends_dau[team=7]', 'trends_total', 'funnel']],
    [['trends_*'], ['trends_dau[team=2]', 'trends_dau[team=7]', 'trends_total']],
    [['trends_dau[team=7]'], ['trends_dau[team=7]']],
    [['trends_d?u'], ['trends_dau[team=2]', 'trends_dau[team=7]']],
    [['*[team=2]'], ['trends_dau[team=2]']],
    [
      ['funnel', 'trends_total'],
      ['trends_total', 'funnel'],
    ],
    [['product=insights'], ['trends_total', 'funnel']],
    [
      ['product=web_*', 'product=ins*'],
      ['trends_dau[team=2]', 'trends_dau[team=7]', 'trends_total', 'funnel'],
    ],
    [['product=insights', 'team_id=2'], ['trends_total']],
    [['product=insights', 'f*'], ['funnel']],
  ])('%j', async (filters, ids) => {
    expect(filterCases(await cases(), filters).map((one) => one.id)).toEqual(ids);
  });

  it.each([
    [['trends_dua'], 'no case matches `trends_dua`', 'Did you mean `trends_dau`?'],
    [['paths'], 'no case matches `paths`', 'Known names: trends_dau, trends_total, funnel.'],
    [['product=replay'], 'no case matches `product=replay`', 'Known values of `product`: web_analytics, insights.'],
    [['owner=x'], 'no case matches `owner=x`', 'Known tags: product, team_id.'],
    [['trends_(d|t)*'], 'no case matches `trends_(d|t)*`', 'Known names: trends_dau, trends_total, funnel.'],
    [['funnel', 'team_id=2'], 'no case matches `funnel` and `team_id=2` at once', 'narrow'],
  ])('%j matches nothing', async (filters, message, fix) => {
    const all = await cases();
    expect(() => filterCases(all, filters)).toThrow(
      expect.objectContaining({ kind: 'usage', message, fix: expect.stringContaining(fix) }),
    );
  });
});
