import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../../src/cli/process/processIo.ts';
import { Secrets, withoutCredentials } from '../../../src/model/secrets.ts';
import { outputText } from '../../../src/text/safeText.ts';

const plain = { color: false, redraw: false, commands: false };

describe('secrets that are known', () => {
  it('leave no text, in any form', () => {
    const secrets = new Secrets();
    secrets.keepAccount('reader', 'p"ä s&s/1');
    const header = Buffer.from('reader:p"ä s&s/1').toString('base64');
    for (const text of ['p"ä s&s/1', encodeURIComponent('p"ä s&s/1'), 'p\\"ä s&s/1', 'p&#34;ä s&#38;s/1', header])
      expect(secrets.mask(`<${text}>`)).toBe('<***>');
  });

  it('leave words alone that only hold them, figures, and the keys of a document', () => {
    const secrets = new Secrets();
    secrets.keep('test');
    secrets.keep('1234');
    expect(secrets.mask('{"test": "latest test of 1234"}')).toBe('{"test": "latest *** of 1234"}');
  });

  it('are none when they are empty, or what every server is called', () => {
    const secrets = new Secrets();
    secrets.keepAccount('default', '');
    secrets.keep('default');
    expect(secrets.mask('user default of default.orders')).toBe('user default of default.orders');
  });

  it('are those of variables and flags that are named so', () => {
    const secrets = secretsOf(['doctor', '--pasword', 'x', '--password', 'hunter2', '--api-key=hunter3'], {
      HOGBENCH_PASSWORD: 'hunter4',
      HOGBENCH_PRIVACY_KEY: 'hunter5',
      HOGBENCH_OUT: 'hunter6',
    });
    expect(secrets.mask('hunter2 hunter3 hunter4 hunter5 hunter6')).toBe('*** *** *** *** hunter6');
  });
});

it('masks passwords in URLs and headers that nobody has told it of', () => {
  const masked: Readonly<Record<string, string>> = {
    'at http://reader:abc@db:8123/x': 'at http://reader:***@db:8123/x',
    'at http://:abc@db': 'at http://:***@db',
    'at https://db/?user=reader&password=abc&max_threads=1': 'at https://db/?user=reader&password=***&max_threads=1',
    'Authorization: Basic cmVhZGVyOmFiYw==': 'Authorization: ***',
    '"X-ClickHouse-Key": "abc", next': '"X-ClickHouse-Key": "***", next',
  };
  for (const [text, expected] of Object.entries(masked)) expect(withoutCredentials(text)).toBe(expected);
  const kept = ['http://db:8123/a@b', 'https://reader@db', 'x::y@z', 'SELECT a ? b : c', '?keys=3&rows=2'];
  for (const text of kept) expect(withoutCredentials(text)).toBe(text);
});

const marker = 'Zq7Kw4x9';
const separator = fc.constantFrom('://', ':\\\\', ':/', ':', '//', '');
const scheme = fc.constantFrom('http', 'HTTPS', 'htp', 'clickhouse', 'http+unix', '');
const user = fc.constantFrom('u', '', 'reader', 'r%40x', 'ü', 'a b');
const around = fc.constantFrom(
  '',
  '@',
  ':',
  '/',
  ' ',
  '%20',
  '%',
  '#',
  '?',
  '"',
  "'",
  '\\',
  '\n',
  '\u202e',
  '$',
  '&',
  'ä',
);
const host = fc.constantFrom('h', 'h:8123', '[::1]:8123', '', 'h/db', 'h/x@y', 'h:8123/?a=b@c');
const broken = fc
  .tuple(scheme, separator, user, around, around, host)
  .map(([a, b, c, before, after, d]) => `${a}${b}${c}:${before}${marker}${after}@${d}`)
  // With a space before the first colon it is a sentence, or SQL.
  .filter((text) => !/^[^:@]*\s[^:@]*:/.test(text.replace(/^[a-z+]*:(?=[\\/])/i, '')));
const parameter = fc
  .tuple(
    fc.constantFrom('password', 'p%61ssword', 'PASSWORD', 'passwd', 'pwd', 'secret', 'api_key', 'access_token'),
    host,
  )
  .map(([name, where]) => `https://${where}/?user=a&${name}=${marker}`);

it('keeps the password of any URL, however it is broken, from every way of saying it', () => {
  fc.assert(
    fc.property(fc.oneof(broken, parameter), fc.constantFrom('', '--targt='), (url, flag) => {
      const secrets = secretsOf([flag + url], {});
      const told = [
        url,
        `unknown option '${flag}${url}'`,
        JSON.stringify({ url }),
        encodeURI(url.replace('\u202e', '')),
      ];
      for (const text of told) expect(outputText(secrets.mask(text), plain)).not.toContain(marker);
      for (const line of url.split('\n')) expect(secrets.mask(line)).not.toContain(marker);
    }),
    { numRuns: 1000 },
  );
});
