import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severity } from '../../../src/model/decided.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { displayWidth } from '../../../src/text/displayWidth.ts';
import { arm, hostileReport, makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

const plain = renderTerminal(report, { color: false, width: 140, verbose: true });
const brief = renderTerminal(report, { color: false, width: 140 });

describe('the terminal report', () => {
  test('has one line a case with word, mark, medians, ratio, interval, pairs and observation', () => {
    expect(plain).toMatch(/^▲ regressed +trends_dau.*1\] \*3 +12\.3 ms → 25\.8 ms {2}2\.10x {2}2\.02–2\.18 +16$/m);
    expect(plain).toMatch(/^~ equivalent +trends_total\[team=2\] +18\.4 ms → 18\.5 ms/m);
  });

  test('shows what is missing as ? and what cannot be as -, never as 0', () => {
    expect(plain).toMatch(/^✗ failed +funnel_ordered\[team=7\] +840 ms → \? +- +- +-$/m);
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
        'Columns that differ: visits. First: visits 120 → 121 where path is /pricing.',
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

  test('fits every width, whole or brief, whatever is in it', () => {
    const verdicts = fc.constantFrom(...severity);
    const name = fc.stringMatching(/^[a-z_]{1,60}(\[team=\d{1,6},days=\d{1,3}\])?$/);
    const wide = fc.constantFrom('日本語のクエリ', 'größte', 'a 👩‍👩‍👧 b');
    const someCase = fc.record({ verdict: verdicts, id: fc.oneof(name, wide), reason: fc.lorem({ maxCount: 60 }) });
    fc.assert(
      fc.property(
        fc.array(someCase, { maxLength: 30 }),
        fc.integer({ min: 60, max: 200 }),
        fc.boolean(),
        (list, width, verbose) => {
          const cases = list.map(({ verdict, id, reason }, at) => makeCase(`${id}${at}`, verdict, { reason }));
          const text = renderTerminal(reportOf(cases), { color: false, width, verbose });
          for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is one screen where nothing is wrong, and has no table then', () => {
    const same = Array.from({ length: 39 }, (_, at) => makeCase(`query_${at % 25}[team=${at}]`, 'equivalent'));
    const text = renderTerminal(reportOf(same), { color: false, width: 80 });
    expect(text.split('\n').length).toBeLessThanOrEqual(22);
    expect(text).toContain('~ 39 equivalent within 5%: query_0 ×2, query_1 ×2, ');
    expect(text).toMatch(/, and \d+ more\n/);
    expect(text).not.toMatch(/verdict +case|by product/);
    const whole = renderTerminal(reportOf(same), { color: false, width: 80, verbose: true });
    expect(whole).toMatch(/verdict +case/);
    expect(whole).toContain('by product');
  });

  test('shows the worst of many findings, and counts the others', () => {
    const many = manyCases(2000);
    const text = renderTerminal(many, { color: false, width: 80 });
    expect(text.split('\n').length).toBeLessThan(120);
    expect(text).toContain('and 180 more in the HTML report, or with --verbose');
    expect(text).toContain('and 192 more findings in the HTML report, or with --verbose');
    expect(text.match(/^▲ regressed {2}trends_breakdown/gm)).toHaveLength(8);
    expect(
      renderTerminal(many, { color: false, width: 80, verbose: true }).match(/^▲ regressed {2}trends/gm),
    ).toHaveLength(200);
  });

  test('gives results that differ no ratio', () => {
    expect(brief).toMatch(/^≠ result changed +paths\[team=2\] +18\.4 ms → 18\.5 ms +- +- +7$/m);
  });

  test('names undecided cases, says why, and what would help', () => {
    expect(brief).toContain(
      'Undecided: 1 suspected and not confirmed (retention[team=2]), 1 too noisy (logs_list[team=7]).',
    );
    expect(brief).toContain('What would help: a quieter machine, and another run (1); hogbench ab … --max-pairs 40 or');
  });

  test('says the arms in one line where they are on one server', () => {
    const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f80912345678';
    const of = (name: string) => ({ ...arm('baseline'), revision: { name, commit, uncommitted: name === 'feature' } });
    const shown = renderTerminal({ ...report, arms: [of('main'), of('feature')] }, { color: false, width: 200 });
    expect(shown).toContain(
      '\nmain@1a2b3c4 → feature@1a2b3c4 with uncommitted changes of posthog at embedded, ClickHouse 25.8.2.1 on bench-1\n',
    );
    expect(brief).toContain('\ncandidate  posthog-next at embedded, ClickHouse 25.8.3.4 on bench-1\n');
  });

  test('lays the costs of a single case side by side', () => {
    const [only] = report.cases;
    const text = renderTerminal(reportOf([only!], { identical: 12 }), { color: false, width: 80 });
    expect(text).toMatch(/^ +posthog +posthog-next +ratio +interval$/m);
    expect(text).toMatch(/^ {2}Server time +12\.3 ms +25\.8 ms +2\.10x +2\.02–2\.18$/m);
    expect(text).toMatch(/^ {2}Selected marks +12 +37 +3\.08x +exact$/m);
    expect(text).toContain('12 identical cases were not measured');
    expect(text).not.toMatch(/verdict +case/);
    const changed = renderTerminal(reportOf([makeCase('a', 'resultChanged')]), { color: false, width: 80 });
    expect(changed).toMatch(/^ {2}Server time +18\.4 ms +18\.5 ms +-$/m);
  });

  test('colour adds nothing but colour', () => {
    const colored = renderTerminal(report, { color: true, width: 140 });
    expect(colored).not.toBe(brief);
    expect(stripVTControlCharacters(colored)).toBe(brief);
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
      verbose: true,
    });
    const columns = wide.split('\n').filter((line) => line.startsWith('~ equivalent '));
    const [first = '', second = ''] = columns.map((line) => line.slice(0, line.indexOf('18.4')));
    expect(displayWidth(first)).toBe(displayWidth(second));
    expect(renderTerminal(reportOf([]), { color: false, width: 80 })).toContain('No case was compared.');
  });
});
