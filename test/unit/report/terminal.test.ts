import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { displayWidth } from '../../../src/text/displayWidth.ts';
import { hostileReport, makeCase, report, reportOf } from '../../fixtures/report.ts';

const plain = renderTerminal(report, { color: false, width: 140 });

describe('the terminal report', () => {
  test('has one line a case with word, mark, medians, ratio, interval, pairs and observation', () => {
    expect(plain).toMatch(
      /^▲ regressed +trends_dau.*1\] \*3 +12\.3 ms → 25\.8 ms {2}2\.10x {2}2\.02–2\.18 +16 {2}selected marks 12 -> 37/m,
    );
    expect(plain).toMatch(/^~ equivalent +trends_total\[team=2\] +18\.4 ms → 18\.5 ms/m);
  });

  test('shows what is missing as ? and what cannot be as -, never as 0', () => {
    expect(plain).toMatch(/^✗ failed +funnel_ordered\[team=7\] +840 ms → \? +\? +- +-$/m);
    expect(plain).toMatch(/^\+ added +stickiness\[team=2\] +- → \? +- +- +-$/m);
  });

  test('gives equal notices one footnote and marks their cases', () => {
    expect(plain.match(/The machine grew slower/g)).toHaveLength(1);
    expect(plain).toMatch(/trends_wau\[team=2\] \*3/);
    expect(plain).toMatch(/^\*3 note: The machine grew slower by 4% over the run\.$/m);
  });

  test('shows three differences of a plan at most, the first of them in the reason', () => {
    const paragraph = plain.slice(plain.indexOf('▲ regressed  trends_dau'));
    const [finding = ''] = paragraph.split('\n\n');
    expect(finding).toContain('  - plan: PREWHERE on posthog.events no longer by column timestamp\n');
    expect(finding).toContain('  - plan: further steps: Filter\n  - plan: 1 more difference in the HTML report\n');
    expect(finding).not.toContain('side by side');
  });

  test('tells the rows in which results differ in one line', () => {
    const [, paragraph = ''] = plain.split('≠ result changed  paths[team=2]\n');
    expect(paragraph.replaceAll(/\s+/g, ' ')).toContain(
      'Rows: Row counts differ: 118 against 121. Of those read, 1 is only in the baseline, 4 in the candidate. ' +
        'Columns that differ: visits. First: visits 120 -> 121 where path is /pricing.',
    );
  });

  test('says the seed, and what undecided cases could have hidden', () => {
    expect(plain).toMatch(/412 executions, seed 42$/m);
    expect(plain).toContain('1 inconclusive case: a slowdown of 1.21x would have been seen; smaller ones not');
  });

  test('explains findings and only findings', () => {
    expect(plain).toContain('▲ regressed  trends_dau[team=2,date_from=2026-01-01]\n  Server time rose');
    expect(plain).not.toContain('The whole interval lies within the margin.');
  });

  test.each([60, 80, 100, 200])('fits a terminal of %i columns', (width) => {
    const [, , table = ''] = renderTerminal(report, { color: false, width }).split('\n\n');
    for (const line of table.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test('colour adds nothing but colour', () => {
    const colored = renderTerminal(report, { color: true, width: 140 });
    expect(colored).not.toBe(plain);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  test('lets nothing from outside reach the terminal as a command', () => {
    const text = renderTerminal(hostileReport, { color: false, width: 120 });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
    expect(text).toContain('\\u{1b}[31m');
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });

  test('keeps columns aligned beside wide names, and counts nothing when there is nothing', () => {
    const wide = renderTerminal(reportOf([makeCase('日本語', 'equivalent'), makeCase('abc', 'equivalent')]), {
      color: false,
      width: 100,
    });
    const columns = wide.split('\n').filter((line) => line.startsWith('~ equivalent '));
    const [first = '', second = ''] = columns.map((line) => line.slice(0, line.indexOf('18.4')));
    expect(displayWidth(first)).toBe(displayWidth(second));
    expect(renderTerminal(reportOf([]), { color: false, width: 80 })).toContain('No case was compared.');
  });
});
