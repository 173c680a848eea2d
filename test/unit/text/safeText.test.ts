import { describe, expect, test } from 'vitest';
import {
  mapStrings,
  markdownCode,
  markdownText,
  markupText,
  outputText,
  terminalText,
  visibleLine,
  visibleText,
} from '../../../src/text/safeText.ts';

describe('invisible characters become visible', () => {
  test.each([
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\u009b2J', '\\u{9b}2J'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u202Egnp\u2066\u200f\u061c', '\\u{202e}gnp\\u{2066}\\u{200f}\\u{61c}'],
    ['\u0000\ud800\uffff\u2028\ufeff', '\\u{0}\\u{d800}\\u{ffff}\\u{2028}\\u{feff}'],
    ['naïve 日本 😀', 'naïve 日本 😀'],
  ])('%j', (text, shown) => {
    expect(visibleLine(text)).toBe(shown);
  });

  test('SQL keeps its line breaks and tabs, but no carriage return', () => {
    expect(visibleText('a\r\n\tb\rc\u0007')).toBe('a\n\tb\\rc\\u{7}');
  });
});

test('no character that is invisible leaves as it is', () => {
  const shown = (text: string): string => outputText(text, { color: false, redraw: false, commands: false });
  let escaped = 0;
  for (let point = 0; point <= 0x10_ff_ff; point++) {
    const text = String.fromCodePoint(point);
    const isInvisible = visibleLine(text) !== text && text !== '\n' && text !== '\t';
    if (isInvisible) escaped++;
    if ((shown(text) !== text) !== isInvisible) expect(point).toBe('escaped where it is invisible');
  }
  expect(escaped).toBeGreaterThan(2000);
});

test('a terminal text cannot start a command of a CI log, and casts stay readable', () => {
  expect(terminalText('::error::x')).toBe(':\\u{3a}error::x');
  expect(terminalText('a ::warning::x')).toBe('a :\\u{3a}warning::x');
  expect(terminalText('a ::warning file=b,line=1::x')).toBe('a :\\u{3a}warning file=b,line=1::x');
  expect(terminalText('::ffff:1.2.3.4 is 1_UInt8 :: 1')).toBe('::ffff:1.2.3.4 is 1_UInt8 :: 1');
  expect(terminalText('##[group]x')).toBe('#\\u{23}[group]x');
  expect(terminalText('x::UInt32')).toBe('x::UInt32');
});

describe('Markdown', () => {
  test.each([
    ['a|b', 'a&#124;b'],
    ['`x`', '&#96;x&#96;'],
    ['<img src=x>', '&#60;img src=x&#62;'],
    ['@octocat', '&#64;&#8203;octocat'],
    ['#12', '&#35;&#8203;12'],
    ['[a](b)', '&#91;a&#93;(b)'],
    ['https://x', 'https&#58;//x'],
    ['www.x.org', 'www&#46;x.org'],
    ['line\nbreak', 'line&#92;nbreak'],
    ['_x_ trends_dau', '&#95;x&#95; trends_dau'],
    ['&lt;', '&#38;lt;'],
    ['$'.concat('{{ x }}'), '&#36;{{ x }}'],
  ])('%j cannot act', (text, shown) => {
    expect(markdownText(text)).toBe(shown);
  });

  test('code is one element whatever it holds', () => {
    expect(markdownCode('a`|</code>@b')).toBe('<code>a&#96;&#124;&#60;/code&#62;&#64;b</code>');
  });
});

test('markup text has no character that opens or closes anything', () => {
  expect(markupText(`<a b="c" d='e'>&]]>`)).toBe('&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;]]&#62;');
});

test('every string of a value is mapped, keys too, and nothing else', () => {
  const value = { a: ['x', 1, null, true], b: { x: 'x' } };
  expect(mapStrings(value, (text) => `${text}!`)).toEqual({ 'a!': ['x!', 1, null, true], 'b!': { 'x!': 'x!' } });
});

test('strings that stay as they are leave the value as it is, and others change nothing but themselves', () => {
  const value = { list: ['a', { deep: 'x', n: 1 }, 'b'], same: { text: 'y', list: [1, null] } };
  expect(mapStrings(value, (text) => text)).toBe(value);
  const made = mapStrings(value, (text) => (text === 'x' ? 'X' : text));
  expect(made).toEqual({ list: ['a', { deep: 'X', n: 1 }, 'b'], same: { text: 'y', list: [1, null] } });
  expect(made.same).toBe(value.same);
  expect(value.list[1]).toEqual({ deep: 'x', n: 1 });
  expect(Object.keys(mapStrings({ a: 1, b: 'x', c: 2 }, (text) => text.toUpperCase()))).toEqual(['A', 'B', 'C']);
});

describe('the last look at what leaves for stdout or stderr', () => {
  const plain = { color: false, redraw: false, commands: false };
  const esc = '\u001b';

  test('makes text of what was forgotten, and lets lines be lines', () => {
    const hostile = `a${esc}[2J\tb\r\u202e\u0007\ufeff\n  ::add-mask::x\n##vso[task.setvariable]\nx::Date`;
    expect(outputText(hostile, plain)).toBe(
      'a\\u001b[2J\tb\\u000d\\u202e\\u0007\\ufeff\n  :\\u003aadd-mask::x\n#\\u0023vso[task.setvariable]\nx::Date',
    );
  });

  test('keeps a JSON document one that says the same', () => {
    const document = { a: '\u202e\u{e0001}\u007f##[group]', b: '::error::x' };
    const text = outputText(JSON.stringify(document, null, 2), plain);
    expect(text).not.toMatch(/[\p{Cf}\u007f]|##\[/u);
    expect(JSON.parse(text)).toEqual(document);
  });

  test('lets colours, redrawing and commands through where they are ours', () => {
    expect(outputText(`${esc}[31mred${esc}[39m${esc}[2J`, { ...plain, color: true })).toBe(
      `${esc}[31mred${esc}[39m\\u001b[2J`,
    );
    expect(outputText(`\r${esc}[Kone\r${esc}[K`, { ...plain, redraw: true })).toBe(`\r${esc}[Kone\\u000d\\u001b[K`);
    expect(outputText('::error file=a::b\n', { ...plain, commands: true })).toBe('::error file=a::b\n');
  });
});
