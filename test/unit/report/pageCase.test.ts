import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../../src/report/page/html.ts';
import { armText, makeCase, report, reportOf, timeMetric } from '../../fixtures/report.ts';

/** The card of the only case, without what is folded in it. */
function unfolded(html: string): string {
  const card = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
  return card.replace(/<div class="folds">[\s\S]*$/, '');
}

function cardOf(verdict: Parameters<typeof makeCase>[1], more: Parameters<typeof makeCase>[2] = {}): string {
  return renderHtml(reportOf([makeCase('one', verdict, { metrics: [timeMetric(12_300, 2.1)], ...more })]));
}

describe('a ratio that is no comparison', () => {
  test.each(['resultChanged', 'failed'] as const)('is neither shown big nor drawn where a case %s', (verdict) => {
    const html = cardOf(verdict);
    const card = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    expect(card).not.toContain('class="ratio"');
    expect(card).not.toContain('<b>Ratio</b>');
    expect(card).not.toContain('<b>Paired differences</b>');
    expect(card).toContain('<b>In time order</b>');
    expect(html).toContain('<td data-label="ratio">-</td>');
    expect(html).toMatch(/<tr[^>]* data-ratio=""/);
  });

  test('a comparison has its ratio', () => {
    expect(cardOf('regressed')).toContain('<p class="ratio">2.10x');
    expect(cardOf('regressed')).toContain('<td data-label="ratio">2.10x</td>');
  });
});

describe('charts', () => {
  test('are unfolded where a change is claimed', () => {
    expect(unfolded(cardOf('regressed'))).toContain('<b>Paired differences</b>');
    expect(unfolded(cardOf('improved'))).toContain('<b>Ratio</b>');
    expect(cardOf('regressed')).toContain('<summary>More charts</summary>');
  });

  test.each(['unconfirmed', 'resultChanged'] as const)('are folded where a case is %s', (verdict) => {
    expect(unfolded(cardOf(verdict))).not.toContain('<figure');
    expect(cardOf(verdict)).toContain('<summary>Charts</summary>');
  });
});

test('rows that differ come before all else that is known of a case', () => {
  const html = renderHtml(report);
  const changed = report.cases.find(({ rowDifference }) => rowDifference !== null);
  const card = html.slice(
    html.indexOf(`id="case&#x3D;${encodeURIComponent(changed?.caseId ?? '').replaceAll('=', '&#x3D;')}"`),
  );
  const places = ['class="reason"', '<summary>Rows that differ', 'class="evidence"'].map((text) => card.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('what the reason tells is not told again below it', () => {
  const said = 'selected marks 12 → 37 (3.08x)';
  const html = cardOf('regressed', {
    reason: `It grew. Counters: ${said}.`,
    observations: [said, 'rows read 1 → 2 (2.00x)'],
  });
  const list = html.match(/<ul class="observations">.*?<\/ul>/)?.[0] ?? '';
  expect(list).toContain('rows read 1 → 2');
  expect(list).not.toContain('selected marks');
});

test('what changed as in a case above is folded, and says as in which', () => {
  const change = { baseline: armText('SELECT a FROM t', 1), candidate: armText('SELECT b FROM t', 1) };
  const names = ['q[team=2]', 'q[team=7]', 'other'];
  const html = renderHtml(
    reportOf(
      names.map((name) =>
        makeCase(
          name,
          'regressed',
          name === 'other' ? { ...change, candidate: armText('SELECT c FROM t', 1) } : change,
        ),
      ),
    ),
  );
  expect(
    [...html.matchAll(/<details class="more printed"( open)?><summary>What changed in the SQL([^<]*)/g)].map(
      ([, open, said]) => [open, said],
    ),
  ).toEqual([
    [' open', ''],
    [undefined, ': the same as in q[team&#x3D;2]'],
    [' open', ''],
  ]);
});

describe('SQL with a clock that was pinned', () => {
  const pinned = (written: string, line = 1) =>
    armText(written.replace('now()', "toDateTime('2026-01-31 12:00:00')"), line, { written });

  test('is compared as it was written, and can be had as it was sent', () => {
    const html = cardOf('regressed', {
      baseline: pinned('SELECT now() AS at, a FROM t'),
      candidate: pinned('SELECT now() AS at, b FROM t'),
    });
    const diff = html.match(/<pre class="diff">[\s\S]*?<\/pre>/)?.[0] ?? '';
    expect(diff).toContain('now() AS at');
    expect(diff).not.toContain('2026-01-31');
    expect(html).toMatch(
      /SQL of the baseline, as sent<\/summary><pre class="source">SELECT toDateTime\(&#x27;2026-01-31/,
    );
  });

  test('is shown as it was sent where that alone differs', () => {
    const [one, other] = [pinned('SELECT now()'), { ...pinned('SELECT now()'), sql: 'SELECT 2' }];
    expect(cardOf('regressed', { baseline: one, candidate: other })).toMatch(/data-sign="\+">\+ [\s\S]{0,40}2/);
  });
});
