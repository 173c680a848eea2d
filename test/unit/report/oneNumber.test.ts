import { describe, expect, test } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { CaseComparison, ComparisonReport } from '../../../src/model/comparison.ts';
import { renderJunit } from '../../../src/report/ci/junit.ts';
import { renderComment } from '../../../src/report/comment/comment.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { headline } from '../../../src/report/words/headline.ts';
import { formatRatio } from '../../../src/text/quantity.ts';
import { aPlan, aRun, type SomeFacts } from '../compare/builders.ts';
import { measured } from '../compare/measured.ts';

/** A slowdown by `ratio` that reads, selects and holds more. */
function reportOf(ratio: number, rows: readonly [number, number]): ComparisonReport {
  const facts = (arm: 'baseline' | 'candidate'): SomeFacts => {
    const isBaseline = arm === 'baseline';
    return {
      readRows: rows[isBaseline ? 0 : 1],
      readBytes: 8 * rows[isBaseline ? 0 : 1],
      memoryBytes: isBaseline ? 100_000_000 : 234_500_000,
      events: { SelectedMarks: isBaseline ? 31 : 97 },
    };
  };
  const samples = measured({ ratio, facts, confirmation: [2, 2, 2, 2] });
  return compareRun(aRun({ plan: aPlan(), samples }));
}

/** What a reader of a page or a comment sees; axes have round numbers of their own. */
function seen(markup: string): string {
  return markup
    .replaceAll(/<(svg|text|script|style)\b.*?<\/\1>/gs, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#x([0-9A-F]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&gt;', '>');
}

function renderings(report: ComparisonReport): Readonly<Record<string, string>> {
  const [one] = report.cases as [CaseComparison];
  return {
    reason: one.reason,
    observations: one.observations.join('\n'),
    headline: headline(report),
    terminal: renderTerminal(report, { color: false, width: 400 }),
    markdown: seen(renderMarkdown(report)),
    page: seen(renderHtml(report)),
    junit: seen(renderJunit(report)),
    comment: seen(renderComment(report)),
  };
}

/** The digits that the formatter gives to a number beside a ratio or a unit. */
function asFormatted(digits: string): string {
  return formatRatio(Number(digits.replaceAll(',', ''))).slice(0, -1);
}

const numbers = /(?<![\w.,])(\d[\d,]*(?:\.\d+)?)(x|–\d|(?= (?:µs|ms|KiB|MiB|GiB|M)\b))/g;

describe.each([
  { ratio: 1.996, rows: [100_000, 303_104] },
  { ratio: 2.345, rows: [1_240_000, 3_100_400] },
  { ratio: 12.34, rows: [100_000, 5_000_000] },
  { ratio: 137.5, rows: [1000, 50_000_000] },
] as const)('a case that took $ratio times as long', ({ ratio, rows }) => {
  const report = reportOf(ratio, rows);
  const texts = renderings(report);
  const [one] = report.cases as [CaseComparison];
  const result = one.metrics[0]?.result;
  const main = formatRatio(result?.kind === 'estimate' ? result.ratio : null);

  test.each(Object.keys(texts))('has every number of its %s in one precision', (name) => {
    const found = [...(texts[name] ?? '').matchAll(numbers)].map(([, digits = '']) => digits);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(found.map(asFormatted));
  });

  test.each(['reason', 'terminal', 'markdown', 'page', 'junit', 'comment'])(
    'shows its ratio alike in its %s',
    (name) => {
      expect(one.verdict).toBe('regressed');
      expect(texts[name]).toMatch(new RegExp(`(?<![\\d.,])${main.replace('.', '\\.')}`));
    },
  );

  test('shows what was observed as the table of metrics does', () => {
    expect(one.observations.length).toBeGreaterThan(3);
    for (const text of one.observations) {
      const [, label = '', from, to, factor] = /^(.*?) (\d\S*(?: [a-zA-Zµ]+)?) → (.*?) \(([\d.,]*x)/.exec(text) ?? [];
      const row = `<th scope="row">${label}</th><td>${from}</td><td>${to}</td>\n<td>${factor}</td>`;
      expect(texts.page?.toLowerCase(), text).toContain(row.toLowerCase());
    }
  });
});
