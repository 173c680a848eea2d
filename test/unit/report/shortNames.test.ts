import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMiddle, shortNames } from '../../../src/report/terminal/shortNames.ts';
import { displayWidth } from '../../../src/text/displayWidth.ts';

function shown(ids: readonly string[], width: number): readonly string[] {
  const short = shortNames(ids, width);
  return ids.map((id) => short.get(id) ?? '');
}

describe('names of cases in a narrow column', () => {
  it('keep the parameters that tell them apart, and lose those that do not', () => {
    const ids = ['2', '7', '12'].map((team) => `trends_breakdown[team=${team},date_from=2026-01-01]`);
    expect(shown(ids, 30)).toEqual([
      'trends_breakdown[team=2,…]',
      'trends_breakdown[team=7,…]',
      'trends_breakdown[team=12,…]',
    ]);
    expect(shown(ids, 20)).toEqual(['trend…down[team=2,…]', 'trend…down[team=7,…]', 'tren…down[team=12,…]']);
  });

  it('keep several', () => {
    const ids = ['team=2,from=2026-01-01,days=7', 'team=2,from=2026-01-01,days=30', 'team=7,from=2026-01-01,days=7'];
    expect(
      shown(
        ids.map((id) => `retention[${id}]`),
        26,
      ),
    ).toEqual([...['retention[team=2,…,days=7]', 'rete…ion[team=2,…,days=30]', 'retention[team=7,…,days=7]']]);
  });

  it('are whole where there is room', () => {
    expect(shown(['web_overview', 'paths[team=2,days=7]'], 20)).toEqual(['web_overview', 'paths[team=2,days=7]']);
  });

  it('keep both ends where they have no parameters', () => {
    expect(shown(['TrendsQuery-1ed6eb56-with-a-long-name/p50'], 20)).toEqual(['TrendsQuer…-name/p50']);
  });

  it('fit, and differ where the names differ, whatever they hold', () => {
    const name = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', '[', ']', ',', '=', '日', '\u0301'), maxLength: 40 }),
      fc
        .tuple(fc.constantFrom('trends', 'trends_of_long_name'), fc.array(fc.constantFrom('team=2', 'days=30', 'x=1')))
        .map(([base, params]) => `${base}[${params.join(',')}]`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), fc.integer({ min: 8, max: 40 }), (ids, width) => {
        const texts = shown(ids, width);
        expect(new Set(texts).size).toBe(ids.length);
        for (const text of texts) expect(displayWidth(text)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('a text cut in its middle keeps its width', () => {
  expect(cutMiddle('abcdefghij', 10)).toBe('abcdefghij');
  expect(cutMiddle('abcdefghijk', 10)).toBe('abcde…hijk');
  expect(displayWidth(cutMiddle('日本語の名前を切る', 9))).toBeLessThanOrEqual(9);
});
