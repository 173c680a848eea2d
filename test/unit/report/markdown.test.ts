import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { evidence, hostileReport, hostileText, makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

describe('the Markdown report', () => {
  const text = renderMarkdown(report);

  test('says the verdict first, then shows the findings, then folds the rest', () => {
    expect(text).toMatch(/^### hogbench: 1 of 10 cases regressed/);
    const [findings = '', details = ''] = text.split('<details>', 3);
    expect(findings).toContain('| ▲ regressed | <code>trends_dau&#91;');
    expect(findings).toContain('12 -&#62; 37 (3.08x); primary key of posthog.events no longer uses');
    expect(findings).toContain('| The arms return different results: 118 rows against 121 rows; result rows 118');
    expect(findings).not.toContain('trends_total');
    const others = text.split('The other 5 cases')[1] ?? '';
    expect(others).toContain('trends_total');
    expect(others.split('</details>')[0]).not.toContain('trends_dau');
    expect(details).toContain('+    toStartOfDay(toTimeZone(events.timestamp, &#39;UTC&#39;)) AS day,');
  });

  test('names further differences of a plan below a finding', () => {
    expect(text).toContain(
      '- plan: PREWHERE on posthog.events no longer by column timestamp\n- plan: further steps: Filter',
    );
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
    const [top = ''] = text.split('<details>');
    expect(top).toContain('1 inconclusive case: a slowdown of 1.21x would have been seen; smaller ones not.');
    expect(text).toContain('| 20 | a slowdown of 1.21x would have been seen |');
    const about = text.split('</details>').at(-1) ?? '';
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
    const details = long.split('What was seen in each finding')[1]?.split('</details>')[0] ?? '';
    expect(long).toContain('| ▲ regressed | <code>trends_breakdown&#91;team=49,');
    expect(details.match(/^\*\*▲ regressed/gm)?.length).toBeGreaterThan(20);
    const diffs = details.match(/<pre lang="diff">/g)?.length ?? 0;
    expect(diffs).toBeGreaterThan(0);
    expect(diffs).toBeLessThan(details.match(/^\*\*▲ regressed/gm)?.length ?? 0);
  });

  test('counts notices that have no room', () => {
    const notices = Array.from({ length: 80 }, (_, index) => ({
      ...{ code: 'x', level: 'note' as const },
      text: `Remark ${index}: ${'a text of some length '.repeat(8)}`,
    }));
    const cut = renderMarkdown(reportOf([makeCase('a', 'equivalent')], { notices }));
    const shown = cut.match(/note: Remark/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(cut).toContain(`- ${80 - shown} further notices in the HTML report`);
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
