import { describe, expect, test } from 'vitest';
import type { ArmText } from '../../../src/model/comparison.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import {
  armText,
  evidence,
  hostileReport,
  hostileText,
  makeCase,
  manyCases,
  report,
  reportOf,
} from '../../fixtures/report.ts';

describe('the Markdown report', () => {
  const text = renderMarkdown(report);

  test('says the verdict first, then shows what is no equivalence, what was changed, and folds the rest', () => {
    const [first, , of] = text.split('\n');
    expect(first).toBe(
      '### ❌ 1 slower, 1 wrong result, 1 failed, 1 cheaper, 1 unconfirmed, 1 inconclusive, 1 new, 1 removed, of 10 cases',
    );
    expect(of).toBe('hogbench · <code>posthog → posthog-next</code>');
    const [open = '', folded = ''] = text.split('2 equivalent cases');
    expect(open).toContain('| ▲&nbsp;regressed | <code>trends_dau&#91;');
    expect(open).toContain('12 → 37 (3.08x); primary key of posthog.events no longer uses');
    expect(open).toContain('| The arms return different results: 118 rows against 121 rows; result rows 118');
    expect(open).toContain('| ?&nbsp;inconclusive | <code>logs_list');
    expect(open).not.toContain('trends_total');
    expect(folded).toContain('trends_total');
    expect(folded.split('</details>')[0]).not.toContain('trends_dau');
  });

  test('shows what the author changed, laid out, before its evidence', () => {
    const [shown = '', evidence = ''] = (
      text.split('at <code>workloads/posthog-next/trends.sql:12:1</code>')[1] ?? ''
    ).split('<details>');
    expect(shown).toContain(
      "```diff\n SELECT\n-  toStartOfDay(events.timestamp) AS day,\n+  toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day,",
    );
    expect(shown).toContain('@@ 8 unchanged lines @@\n```');
    expect(evidence).toContain('<summary>Evidence: 2.10x (2.02–2.18), 16 pairs</summary>');
  });

  test('shows what was written, not the clock that was pinned in it', () => {
    const pinned = (written: string, sql: string): ArmText => armText(sql, 1, { written });
    const item = makeCase('a', 'regressed', {
      baseline: pinned('SELECT now(), 1', "SELECT toDateTime('2026-01-01 00:00:00'), 1"),
      candidate: pinned('SELECT now(), 2', "SELECT toDateTime('2026-01-01 00:00:00'), 2"),
    });
    expect(renderMarkdown(reportOf([item]))).toContain('```diff\n SELECT\n   now(),\n-  1\n+  2\n```');
    const other = makeCase('a', 'regressed', {
      baseline: pinned('SELECT now()', 'SELECT 1'),
      candidate: pinned('SELECT now()', 'SELECT 2'),
    });
    expect(renderMarkdown(reportOf([other]))).not.toContain('```');
  });

  test('says so where the layout alone was changed', () => {
    const item = makeCase('a', 'regressed', { baseline: armText('SELECT 1', 1), candidate: armText('SELECT\n  1', 1) });
    expect(renderMarkdown(reportOf([item]))).toContain('Its SQL differs in spaces and line breaks alone.');
  });

  test.each(['SELECT `\n```\n@octocat', '$'.concat('{{ secrets.T }}'), '~~~', '</details><script>'])(
    'keeps %j inside of its block',
    (sql) => {
      const item = makeCase('a', 'regressed', { baseline: armText('SELECT 1', 1), candidate: armText(sql, 1) });
      const shown = renderMarkdown(reportOf([item]));
      expect(shown.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0).toBe(sql.startsWith('</') ? 2 : 0);
      expect(shown).not.toContain('$'.concat('{{'));
    },
  );

  test('names the revisions, what was left out, and where the report is', () => {
    const revision = (name: string, commit: string) => ({
      revision: { name, commit: commit.padEnd(40, '0'), uncommitted: false },
    });
    const [one, other] = report.arms;
    const arms = [
      { ...one!, ...revision('main', '1a2b3c4') },
      { ...other!, ...revision('feature', '4d5e6f1') },
    ];
    const shown = renderMarkdown({ ...report, arms, identical: 21 }, { reportUrl: 'https://ci.example.org/1?a=1&b=2' });
    expect(shown.split('\n')[2]).toBe(
      'hogbench · <code>main&#64;1a2b3c4 → feature&#64;4d5e6f1</code> · 21 identical cases were not measured · ' +
        '[The whole report](<https://ci.example.org/1?a=1&amp;b=2>)',
    );
    for (const reportUrl of ['javascript:alert(1)', 'https://e.org/)[x](y', 'https://e.org/>\n# x'])
      expect(renderMarkdown(report, { reportUrl })).not.toContain('[The whole');
  });

  test('of a run without arms and cases has no empty parts', () => {
    const shown = renderMarkdown(reportOf([], { arms: [], identical: 3, suite: null, notices: [] }));
    expect(shown.split('\n')[2]).toBe('hogbench · 3 identical cases were not measured');
    expect(shown).not.toContain('<code></code>');
    expect(shown.match(/<details>/g)).toHaveLength(1);
  });

  test('folds findings beyond five, each with what was changed', () => {
    const cases = Array.from({ length: 9 }, (_, at) =>
      makeCase(`case_${at}`, 'regressed', { candidate: armText(`SELECT ${at}`, 1) }),
    );
    const [open = '', further = ''] = renderMarkdown(reportOf(cases)).split('<summary>4 further findings</summary>');
    expect(open.match(/^\*\*▲ regressed/gm)).toHaveLength(5);
    expect(further.match(/^\*\*▲ regressed/gm)).toHaveLength(4);
    expect(further.match(/^```diff/gm)).toHaveLength(4);
  });

  test('every table row has as many cells as its head', () => {
    const tables = renderMarkdown(hostileReport)
      .split('\n\n')
      .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
      .filter((rows) => rows.length > 0);
    expect(tables.length).toBeGreaterThan(4);
    for (const rows of tables) expect(new Set(rows.map((row) => row.split('|').length)).size, rows[0]).toBe(1);
  });

  test('says what undecided cases could have hidden, what differs between the arms, and how to have it again', () => {
    expect(text).toContain('1 inconclusive case: a slowdown of 1.21x would have been seen; smaller ones not.');
    expect(text).toContain('| 1.03x (0.89–1.17) | a slowdown of 1.21x would have been seen |');
    const about = text.split('How it was measured')[1] ?? '';
    expect(about).toContain('- the arms differ in: ClickHouse, setting use_uncompressed_cache');
    expect(about).toContain('the same command with <code>--seed 42</code>, one case alone with <code>--filter');
    expect(about).toMatch(/note: The machine grew slower by 4% over the run\. \(<code>trends_dau.*<code>trends_wau/);
  });

  test('shows the rows in which results differ', () => {
    expect(text).toContain('- rows: Row counts differ: 118 against 121.');
    expect(text).toContain('| - baseline | /pricing | <b>120</b> |\n| + candidate | /pricing | <b>121</b> |');
    expect(text).toContain('| + candidate | <b><i>NULL</i></b> | <b><i>(empty)</i></b> |');
  });

  test('gives up the SQL of findings before it gives up findings', () => {
    const long = renderMarkdown(manyCases(500));
    expect(long).toContain('| ▲&nbsp;regressed | <code>trends_breakdown&#91;team=49,');
    expect(long.match(/^\*\*▲ regressed/gm)?.length).toBeGreaterThan(20);
    const diffs = long.match(/^```diff/gm)?.length ?? 0;
    expect(diffs).toBeGreaterThan(0);
    expect(diffs).toBeLessThan(long.match(/^\*\*▲ regressed/gm)?.length ?? 0);
  });

  test('counts notices that have no room', () => {
    const notices = Array.from({ length: 80 }, (_, index) => ({
      ...{ code: 'x', level: 'note' as const },
      text: `Remark ${index}: ${'a text of some length '.repeat(8)}`,
    }));
    const cut = renderMarkdown(reportOf([makeCase('a', 'equivalent')], { notices }));
    const shown = cut.match(/note: Remark/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(cut).toContain(`- ${80 - shown} further notes in the HTML report`);
  });

  test.each([100, 500, 3000])('stays within a comment at %i cases and counts what it left out', (count) => {
    const long = renderMarkdown(manyCases(count));
    expect(Buffer.byteLength(long)).toBeLessThan(65_536);
    expect(/cases left out/.test(long)).toBe(count > 400);
    expect(long.match(/<details>/g)?.length).toBe(long.match(/<\/details>/g)?.length);
  });

  test('stays within a comment whatever a single text holds', () => {
    const flood = `@${'\u0301'.repeat(50_000)}`.repeat(3);
    const item = makeCase(flood, 'regressed', { reason: flood, observations: [flood] });
    expect(Buffer.byteLength(renderMarkdown(reportOf([item], { runId: flood })))).toBeLessThan(65_536);
  });

  test('stays within a comment in bytes, whatever the script of its names', () => {
    const list = Array.from({ length: 500 }, (_, index) =>
      makeCase(`${'日本語の名前'.repeat(8)}${index}`, index < 80 ? 'regressed' : 'inconclusive', {
        reason: '理由'.repeat(100),
        evidence: evidence({ stoppedBy: hostileText }),
      }),
    );
    const long = renderMarkdown(reportOf(list));
    expect(Buffer.byteLength(long)).toBeLessThan(65_536);
    expect(long).toContain('cases left out');
  });

  test('lets nothing from outside act', () => {
    const hostile = renderMarkdown(hostileReport);
    const outsidePre = hostile.replace(/<pre lang="diff">[^<]*<\/pre>/g, '');
    for (const raw of ['@octocat', '](', 'https://', '|</']) expect(outsidePre.includes(raw), raw).toBe(false);
    for (const raw of ['<script', '</script', '<img', '`', '$'.concat('{{'), '\u001b', '\u202E', '\0']) {
      expect(hostile.includes(raw), raw).toBe(false);
    }
  });
});
