import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionChange } from '../../../src/compare/plans/planConditions.ts';
import { conditionText } from '../../../src/compare/reasons/conditionText.ts';

function told(before: string, after: string): string | null {
  const change = conditionChange(before, after);
  return change === null ? null : conditionText(change);
}

describe('what differs between two conditions', () => {
  it('is the parts that only one of them has', () => {
    expect(told('(team_id in [2, 2])', "(toString(team_id) in ['2', '2'])")).toBe(
      "`team_id in [2, 2]` became `toString(team_id) in ['2', '2']`",
    );
    const before = "and(and((a in [1, 1]), (day in [20574, +Inf))), (name in ['x, (', 'x, (']))";
    expect(told(before, "and((name in ['x, (', 'x, (']), and((day in (20580, +Inf)), (a in [1, 1])))")).toBe(
      '`day in [20574, +Inf)` became `day in (20580, +Inf)`',
    );
  });

  it('names what was added or lost alone', () => {
    expect(told('(a in [1, 1])', 'and((a in [1, 1]), (b in (-Inf, 5]))')).toBe('also uses `b in (-Inf, 5]`');
    expect(told('and(or(a, b), c)', '(or(a, b))')).toBe('no longer uses `c`');
  });

  it('is nothing where both have the same parts', () => {
    expect(told('and(a, b)', 'and(b, (a))')).toBeNull();
  });

  it('is shown where long conditions begin to differ', () => {
    const long = (end: string): string => `or(${'(x in [1, 1]), '.repeat(20)}(x in [${end}]))`;
    const text = told(long('2, 2'), long('3, 3')) ?? '';
    expect(text).toMatch(/^`….*2, 2.*` became `….*3, 3.*`$/);
    expect(text.length).toBeLessThan(190);
  });

  it('never throws, and is cut short', () => {
    const pieces = fc.constantFrom('and(', '(', ')', '[', ']', ',', "'", "\\'", 'a', 'b', ' ', '`');
    const text = fc.array(pieces, { maxLength: 300 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(told(one, one)).toBeNull();
        expect((told(one, other) ?? '').length).toBeLessThan(190);
      }),
    );
  });
});
