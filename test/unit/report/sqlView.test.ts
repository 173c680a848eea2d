import { describe, expect, test } from 'vitest';
import type { CaseComparison } from '../../../src/model/comparison.ts';
import { createSqlViews, type SqlView } from '../../../src/report/page/sqlView.ts';
import { armText, makeCase } from '../../fixtures/report.ts';

function caseOf(baseline: string | null, candidate: string | null): CaseComparison {
  const arm = (sql: string | null) => (sql === null ? null : armText(sql, 1));
  return makeCase('a', 'equivalent', { baseline: arm(baseline), candidate: arm(candidate) });
}

function viewOf(baseline: string | null, candidate: string | null): SqlView {
  return createSqlViews(1)(caseOf(baseline, candidate));
}

function diffText({ diff }: SqlView): string {
  return (diff ?? []).map(({ sign, parts }) => `${sign} ${parts.map((part) => part.text).join('')}`).join('\n');
}

function length({ diff, text, sent }: SqlView): number {
  const parts = (diff ?? []).flatMap((line) => line.parts);
  return [...parts, ...sent, { text: text ?? '' }].reduce((sum, one) => sum + one.text.length, 0);
}

describe('the SQL of a case', () => {
  test('that both arms send is laid out, with the text as it was sent for copying', () => {
    expect(viewOf('SELECT a FROM t', 'SELECT a FROM t')).toEqual({
      diff: null,
      sameAs: '',
      text: 'SELECT\n  a\nFROM\n  t',
      isAsSent: false,
      hints: [],
      sent: [{ arm: 'both arms', text: 'SELECT a FROM t', isWhole: true }],
    });
  });

  test('that is laid out already stands for itself', () => {
    const view = viewOf('SELECT\n  a', 'SELECT\n  a');
    expect(view).toMatchObject({ text: 'SELECT\n  a', isAsSent: true, sent: [] });
  });

  test('that one arm has is shown as of this arm', () => {
    expect(viewOf(null, 'SELECT 1').sent).toEqual([{ arm: 'the candidate', text: 'SELECT 1', isWhole: true }]);
    expect(viewOf('SELECT 1', null).sent[0]?.arm).toBe('the baseline');
  });

  test('is compared laid out, so that one changed word of a long line is one line', () => {
    const view = viewOf('SELECT a, b, c FROM t WHERE d', 'SELECT a, x, c FROM t WHERE d');
    expect(diffText(view)).toContain('-   b,\n+   x,');
    expect(diffText(view).match(/^[-+]/gm)).toHaveLength(2);
    expect(view.sent.map((one) => one.text)).toEqual([
      'SELECT a, b, c FROM t WHERE d',
      'SELECT a, x, c FROM t WHERE d',
    ]);
  });

  test('is compared as it is when one of the texts cannot be laid out', () => {
    expect(diffText(viewOf("SELECT a, 'x", 'SELECT a'))).toBe("- SELECT a, 'x\n+ SELECT a");
  });

  test('says that only the layout differs', () => {
    const view = viewOf('SELECT a,b', 'SELECT a,\n  b');
    expect(view.diff).toBeNull();
    expect(view.hints.join()).toContain('only spaces and line breaks');
    expect(view.sent.map((one) => one.arm)).toEqual(['the baseline', 'the candidate']);
  });

  test('says that invisible characters are shown as escapes', () => {
    const escaped = "SELECT '\\u{202e}x'";
    expect(viewOf(escaped, escaped).hints.join()).toContain('shown as escapes');
  });
});

describe('long SQL', () => {
  const columns = (from: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `c${from + index}`).join(', ');
  const [before, after] = [columns(0, 55_000), columns(55_001, 5_000)];
  const long = (column: string): string => `SELECT ${before}, ${column}, ${after} FROM t`;

  test('is cut, says so, and cannot be copied in part', () => {
    const view = viewOf(long('x'), long('x'));
    expect(view.text?.length).toBeLessThan(51_000);
    expect(view.hints.join()).toMatch(/has [\d,]+ characters. Shown are the first [\d,]+; the run file has all/);
    expect(view).toMatchObject({ isAsSent: false, sent: [] });
  });

  test('is compared where it differs', () => {
    const view = viewOf(long('before'), long('after'));
    expect(diffText(view)).toContain('before');
    expect(diffText(view)).toContain('after');
    expect(length(view)).toBeLessThan(200_000);
    expect(view.hints[0]).toContain('begin to differ after');
    expect(view.sent.map((one) => one.isWhole)).toEqual([false, false]);
  });

  test('of many cases fits into a page, and every case shows some', () => {
    const sqlOf = createSqlViews(100);
    const views = Array.from({ length: 100 }, (_, i) => sqlOf(caseOf(long(`a${i}`), long(`b${i}`))));
    expect(views.reduce((sum, view) => sum + length(view), 0)).toBeLessThan(2_500_000);
    expect(Math.min(...views.map(length))).toBeGreaterThan(1_000);
    for (const [i, view] of views.entries()) expect(diffText(view)).toContain(`b${i}`);
  });
});
