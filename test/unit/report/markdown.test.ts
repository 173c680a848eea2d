import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { hostileReport, makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

describe('the Markdown report', () => {
  const text = renderMarkdown(report);

  test('says the verdict first, then shows the findings, then folds the rest', () => {
    expect(text).toMatch(/^### hogbench: 1 of 10 cases regressed/);
    const [findings = '', , rest = ''] = text.split('<details>', 3);
    expect(findings).toContain('| ▲ regressed | <code>trends_dau&#91;');
    expect(findings).not.toContain('trends_total');
    expect(text.split('All 10 cases')[1]).toContain('trends_total');
    expect(rest).toContain('+    toStartOfDay(toTimeZone(events.timestamp, &#39;UTC&#39;)) AS day,');
  });

  test('names further differences of a plan below a finding', () => {
    expect(text).toContain(
      '- plan: PREWHERE on posthog.events no longer by column timestamp\n- plan: further steps: Filter',
    );
  });

  test('every table row has as many cells as its head', () => {
    const rows = renderMarkdown(hostileReport)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const widths = new Set(rows.map((row) => row.split('|').length));
    expect(rows.length).toBeGreaterThan(4);
    expect(widths).toEqual(new Set([9, 10]));
  });

  test.each([100, 500, 3000])('stays within a comment at %i cases and counts what it left out', (count) => {
    const long = renderMarkdown(manyCases(count));
    expect(long.length).toBeLessThan(65_536);
    expect(/cases left out/.test(long)).toBe(count > 400);
    expect(long.match(/<details>/g)?.length).toBe(long.match(/<\/details>/g)?.length);
  });

  test('stays within a comment whatever a single text holds', () => {
    const flood = `@${'\u0301'.repeat(50_000)}`.repeat(3);
    const item = makeCase(flood, 'regressed', { reason: flood, observations: [flood] });
    expect(renderMarkdown(reportOf([item], { runId: flood })).length).toBeLessThan(65_536);
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
