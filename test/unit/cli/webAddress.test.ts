import { describe, expect, it } from 'vitest';
import { parseWebAddress } from '../../../src/cli/flags/webAddress.ts';
import { UserError } from '../../../src/model/errors.ts';

const read = (text: string): string => parseWebAddress(text, '--report-url');

describe('the address of a report', () => {
  it.each([
    ['https://ci.example.org/runs/12#artifacts', 'https://ci.example.org/runs/12#artifacts'],
    ['https://ci.example.org/a b?x=1&y=(2)', 'https://ci.example.org/a%20b?x=1&y=%282%29'],
    ['https://e.org/)[a](javascript:x)<b>|`$', 'https://e.org/%29%5Ba%5D%28javascript:x%29%3Cb%3E%7C%60%24'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x'],
    ['https://münchen.example/ü', 'https://xn--mnchen-3ya.example/%C3%BC'],
  ])('%s is written as %s', (text, written) => expect(read(text)).toBe(written));

  it.each([
    '',
    'ci.example.org',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://user:pass@e.org/',
    `https://e.org/${'x'.repeat(2000)}`,
  ])('%s is refused, and not quoted', (text) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).not.toThrow(/pass@|javascript/);
  });
});
