import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoCases } from '../../../src/app/demoCases.ts';
import { classify } from '../../../src/load/classes.ts';
import type { Workload } from '../../../src/model/workload.ts';
import { filterCases } from '../../../src/workloads/filter.ts';
import { loadWorkload } from '../../../src/workloads/loadWorkload.ts';

const shipped = join(import.meta.dirname, '../../../workloads');

const shapes = [
  ...['trends_total', 'trends_dau', 'trends_wau', 'trends_breakdown', 'trends_person_cohort', 'trends_groups'],
  ...['funnel_ordered', 'funnel_trends_breakdown', 'funnel_correlation', 'retention', 'paths', 'lifecycle'],
  ...['stickiness', 'web_overview_compare', 'web_stats_table', 'web_preaggregated', 'sessions_list', 'replay_list'],
  ...['events_explorer', 'experiment_exposures', 'actors_drilldown', 'cohort_calculation', 'error_issues'],
  ...['logs_list', 'hogql_adhoc'],
];

/** One has its range in its text, and nobody can be in a cohort of those who were away for a week after seven days. */
function windowsOf(shape: string): readonly number[] {
  if (shape === 'hogql_adhoc') return [];
  return shape === 'cohort_calculation' ? [30, 90] : [7, 30, 90];
}

function casesOf({ cases }: Workload, name: string): Workload['cases'] {
  return cases.filter((one) => one.name === name);
}

describe('posthog', () => {
  it('holds 25 shapes, each over a small, a medium and a very large tenant, and over 7, 30 and 90 days', async () => {
    const workload = await loadWorkload('posthog', shipped);
    expect(shapes).toHaveLength(25);
    for (const shape of shapes) {
      const params = casesOf(workload, shape).map((one) => one.params);
      const teams = params.map((one) => one.team);
      expect({ shape, teams }).toEqual({ shape, teams: expect.arrayContaining([12, 7, 2]) });
      const days = params.filter((one) => one.team === 2).map((one) => one.days);
      expect({ shape, days }).toEqual({ shape, days: expect.arrayContaining([...windowsOf(shape)]) });
    }
  });

  it('reads properties from the JSON and from columns of their own in twins that differ in nothing else', async () => {
    const workload = await loadWorkload('posthog', shipped);
    for (const [json, materialised] of [
      ['trends_breakdown', 'trends_breakdown_materialised'],
      ['trends_total_json', 'trends_total'],
      ['web_stats_table_json', 'web_stats_table'],
      ['paths_json', 'paths'],
      ['funnel_trends_breakdown_json', 'funnel_trends_breakdown'],
    ] as const) {
      const jsonRead =
        /replaceRegexpAll\(nullIf\(nullIf\(JSONExtractRaw\(events\.properties, '([^']+)'\), ''\), 'null'\), '\^"\|"\$', ''\)/g;
      const read = casesOf(workload, json)[0]?.sql ?? '';
      expect(read).toMatch(jsonRead);
      const column = read.replaceAll(jsonRead, "nullIf(nullIf(events.`mat_$1`, ''), 'null')");
      expect(column).toBe(casesOf(workload, materialised)[0]?.sql);
    }
  });

  it('says of every case what it is under load: waited for by somebody, or done in the background', async () => {
    for (const name of ['posthog', 'posthog-pr']) {
      const { cases, classes, scheduling } = await loadWorkload(name, shipped);
      const { classOf } = classify(cases, classes);
      const batch = cases.filter(({ id }) => classOf[id] === 'batch').map((one) => one.name);
      expect([...new Set(batch)]).toEqual(['cohort_calculation']);
      const defined = JSON.stringify(scheduling);
      for (const { settings } of classes ?? [])
        expect(defined).toContain(`CREATE WORKLOAD ${settings.workload} IN all`);
    }
  });

  it('is changed by posthog-pr in six shapes, and has the same cases there', async () => {
    const base = await loadWorkload('posthog', shipped);
    const branch = await loadWorkload('posthog-pr', shipped);
    expect(branch.cases.map((one) => one.id).sort()).toEqual(base.cases.map((one) => one.id).sort());
    const text = new Map(base.cases.map((one) => [one.id, one.sql]));
    const changed = new Set(branch.cases.filter((one) => text.get(one.id) !== one.sql).map((one) => one.name));
    expect([...changed].sort()).toEqual([
      'cohort_calculation',
      'lifecycle',
      'retention',
      'trends_breakdown',
      'trends_total',
      'web_preaggregated',
    ]);
  });

  it('has every case of the demo, which are of every shape', async () => {
    for (const name of ['posthog', 'posthog-pr']) {
      const cases = filterCases((await loadWorkload(name, shipped)).cases, demoCases);
      expect(cases.map((one) => one.id).sort()).toEqual([...demoCases].sort());
      expect(new Set(cases.map((one) => one.name))).toEqual(new Set(shapes));
    }
  });
});

it('clickbench holds 43 statements over one table, each with words for what it stands for', async () => {
  const { cases } = await loadWorkload('clickbench', shipped);
  expect(cases).toHaveLength(43);
  for (const one of cases) {
    expect(one.sql).toMatch(/^SELECT\s[\s\S]*\sFROM hits\b/);
    expect(one.description).not.toBe('');
    // Without a complete order, a LIMIT may give other rows in every execution.
    if (/\bLIMIT\b/.test(one.sql)) expect(one.sql).toMatch(/\bORDER BY\b/);
  }
});
