import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { StateReading, TableWork } from '../../../src/model/serverState.ts';
import { publishedReport } from '../../../src/report/data/json.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { reportSchema } from '../../../src/schema/report/reportSchema.ts';
import { aRun } from '../compare/builders.ts';
import { measured } from '../compare/measured.ts';

const evil = '<img src=x onerror=alert(1)>';

function reading(
  at: number,
  arm: 'baseline' | 'candidate',
  work: Partial<TableWork> = {},
  more: object = {},
): StateReading {
  const table = { table: 'shop.orders', merges: 0, mutations: 0, parts: 4, mostParts: 3, rows: 9, bytes: 8, ...work };
  const state = { merges: table.merges, mutations: 0, foreignQueries: 0, tables: [table], ...more };
  return { arms: [arm], session: 0, round: at, at, state };
}

function reportOf(states: readonly StateReading[]) {
  return compareRun(aRun({ samples: measured(), ...(states.length === 0 ? {} : { states }) }));
}

const quiet = [0, 1, 2].flatMap((at) => [reading(at, 'baseline'), reading(at, 'candidate')]);
const merging = [
  ...[0, 1, 2].map((at) => reading(at, 'baseline')),
  ...[200, 90, 5].map((parts, at) => reading(at, 'candidate', { parts, mostParts: parts, merges: at === 1 ? 2 : 0 })),
];

describe('the state of the servers', () => {
  it('is part of no report of a run in which nobody looked', () => {
    const report = reportOf([]);
    expect(report).not.toHaveProperty('state');
    expect(renderHtml(report)).not.toContain('State of the servers');
    expect(renderMarkdown(report)).not.toContain('State of the servers');
  });

  it('is told of each server and table: what it was first and last, at least and at most, and how often it was worked on', () => {
    const { state } = reportOf(merging);
    expect(state?.servers.map(({ arms, readings }) => [arms.join(), readings])).toEqual([
      ['baseline', 3],
      ['candidate', 3],
    ]);
    expect(state?.servers[1]?.tables[0]).toMatchObject({
      table: 'shop.orders',
      busy: { readings: 2, of: 3 },
      parts: { first: 200, last: 5, least: 5, most: 200 },
      merges: { first: 0, last: 0, least: 0, most: 2 },
      points: [
        { at: 0, parts: 200, busy: false },
        { at: 1, parts: 90, busy: true },
        { at: 2, parts: 5, busy: true },
      ],
    });
    expect(state?.debts.map(({ kind, arm }) => `${kind} ${arm}`)).toEqual(['busy candidate', 'parts candidate']);
  });

  it('keeps as many points as a chart can show, the first and the last among them', () => {
    const many = Array.from({ length: 1000 }, (_, at) => reading(at, 'baseline'));
    const points = reportOf(many).state?.servers[0]?.tables[0]?.points ?? [];
    expect(points).toHaveLength(40);
    expect([points[0]?.at, points.at(-1)?.at]).toEqual([0, 999]);
  });

  it('keeps to the published schema, what is not told too', () => {
    const missing = [{ source: 'merges', cause: 'not-permitted', detail: 'no' }];
    const replication = { queue: 2, delaySeconds: 90 };
    for (const states of [quiet, merging, [reading(0, 'baseline', { replication }, { missing })]]) {
      const report = publishedReport(reportOf(states));
      expect(reportSchema.safeParse(report).error?.issues).toBeUndefined();
    }
  });

  it('has its section on the page, with bars of parts, and a mark where they were merged', () => {
    const page = renderHtml(reportOf(merging));
    expect(page).toContain('<h2 id="state">State of the servers</h2>');
    expect(page).toContain('200 → 5');
    expect(page).toContain('aria-label="200 parts at first, 5 at last, at most 200; worked on at 2 of 3"');
    expect(page.match(/<rect class="busy"/g)).toHaveLength(2);
  });

  it('escapes what tables are called', () => {
    const report = reportOf(
      merging.map((one) => ({
        ...one,
        state: { ...one.state, tables: one.state.tables.map((table) => ({ ...table, table: `shop.${evil}` })) },
      })),
    );
    expect(renderHtml(report)).not.toContain(evil);
    expect(renderMarkdown(report)).not.toContain(evil);
  });

  it('is in a comment only where something happened', () => {
    expect(renderMarkdown(reportOf(quiet))).not.toContain('State of the servers');
    expect(renderMarkdown(reportOf(merging))).toContain(
      '| <code>shop.orders</code> | candidate | 200 → 5 | 200 → 5 | 2 of 3 | none |',
    );
  });
});
