import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../../src/model/comparison.ts';
import { renderComment } from '../../../src/report/comment/comment.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { armText, hostileReport, hostileText, makeCase, manyCases, report, reportOf } from '../../fixtures/report.ts';

const reportUrl = 'https://ci.example.org/runs/1?a=1&b=2';

/** As GitHub reads it, before it takes away what it does not allow: nothing of that may be needed. */
function rendered(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<\/?([a-z][a-z0-9]*)[^>]*>/gi)].map(([, name = '']) => name);
}

const known = new Set('h3 p a strong code pre table thead tbody tr th td ul li details summary b i'.split(' '));

/** Rows of each table, by their number of cells. */
function widthsOf(html: string): readonly (readonly number[])[] {
  return [...html.matchAll(/<table>.*?<\/table>/gs)].map(([table]) =>
    [...table.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row.match(/<t[hd][ >]/g)?.length ?? 0),
  );
}

function expectInert(html: string): void {
  expect(new Set(tagsOf(html).filter((name) => !known.has(name)))).toEqual(new Set());
  expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  const links = [...html.matchAll(/<a [^>]*>/g)].map(([link]) => link);
  expect(links.filter((link) => link !== '<a href="https://ci.example.org/runs/1?a=1&amp;b=2">')).toEqual([]);
  expect(html.match(/<[^>]*\son\w+=/i)).toBeNull();
  for (const widths of widthsOf(html)) expect(new Set(widths).size).toBe(1);
}

/** Names and texts that end a cell, a fold, a fence or a link. */
const traps = [
  hostileText,
  '|',
  'a | b | c',
  '`',
  '\\|',
  '</details>',
  '</code></td></tr></table>',
  '```',
  '\n\n# x',
  '[a](https://evil.example)',
  '![a](https://evil.example/x.png)',
  'www.evil.example',
  'a@evil.example',
  '<!--',
  '&#124;',
  '~~x~~ __x__ **x**',
];

const trapped: ComparisonReport = reportOf(
  traps.flatMap((trap, at) =>
    (['regressed', 'resultChanged', 'inconclusive', 'equivalent'] as const).map((verdict) =>
      makeCase(`${trap}${at}`, verdict, {
        reason: trap,
        observations: [trap],
        baseline: armText(`SELECT 1`, 1, { place: trap }),
        candidate: armText(`SELECT ${trap}`, 1, { place: trap }),
      }),
    ),
  ),
  { runId: traps.join(' ') },
);

describe.each([
  ['of every verdict', report],
  ['of hostile texts', hostileReport],
  ['of names that are traps', trapped],
  ['of 500 cases', manyCases(500)],
] as const)('a comment %s, as GitHub shows it', (_, shown) => {
  it('is a table, folds and blocks, and nothing that came from outside acts', () => {
    const html = rendered(renderMarkdown(shown, { reportUrl }));
    expectInert(html);
    expect(widthsOf(html)[0]?.length).toBeGreaterThan(2);
    expect(html).toMatch(/^<h3>❌ /);
  });

  it('is so for a stranger, too', () => {
    const html = rendered(renderComment(shown, { reportUrl }));
    expectInert(html);
    expect(widthsOf(html).length).toBeGreaterThan(0);
    expect(html).toMatch(/^<h3>❌ /);
  });
});

it('what was changed in a finding is a block of its own, which GitHub colours', () => {
  expect(rendered(renderMarkdown(report))).toContain('<pre><code class="language-diff"> SELECT\n-  toStartOfDay');
});
