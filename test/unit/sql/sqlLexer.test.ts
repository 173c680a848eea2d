import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../src/sql/sqlLexer.ts';
import { splitStatements } from '../../../src/sql/statements.ts';

function kinds(sql: string): readonly (readonly [string, string])[] {
  return tokenize(sql)
    .filter((token) => token.kind !== 'whitespace')
    .map((token) => [token.kind, sql.slice(token.start, token.end)]);
}

const sqls = (text: string): readonly string[] => splitStatements(text).statements.map((statement) => statement.sql);

describe('tokenize', () => {
  it.each([
    [`'it''s \\' ;'`, 'string'],
    ['"a;""b"', 'quotedIdentifier'],
    ['`a;``b`', 'quotedIdentifier'],
    ['/* a /* ; */ b */', 'blockComment'],
    ["-- it's ;", 'lineComment'],
    ['// a;', 'lineComment'],
    ['# a;', 'lineComment'],
    ['#!a;', 'lineComment'],
    ['$$a;b$$', 'heredoc'],
    ['$tag$ $$ ; $other$ $tag$', 'heredoc'],
    ['‘a;’', 'string'],
    ['a$b$c', 'word'],
    ['1.5', 'number'],
    ['0xFF', 'number'],
  ])('reads %s as one %s', (sql, kind) => {
    expect(kinds(sql)).toEqual([[kind, sql]]);
  });

  it('skips what the server skips, and no more', () => {
    expect(kinds('a\u200b\u2060\u180e\u0085\ufeffb')).toEqual([
      ['word', 'a'],
      ['word', 'b'],
    ]);
    expect(kinds('\u1680\u200e').map(([kind]) => kind)).toEqual(['symbol', 'symbol']);
  });

  it('does not take a lone dollar, a lone hash or a minus for the start of something', () => {
    expect(kinds('a - b #c $d')).toEqual([
      ['word', 'a'],
      ['symbol', '-'],
      ['word', 'b'],
      ['symbol', '#'],
      ['word', 'c'],
      ['word', '$d'],
    ]);
  });

  it('finds a heredoc behind dollars that begin none', () => {
    expect(kinds('$$$a$;$a$')).toEqual([
      ['symbol', '$'],
      ['symbol', '$'],
      ['heredoc', '$a$;$a$'],
    ]);
  });

  it('takes words only for the tag of a heredoc, as the server does', () => {
    expect(sqls('SELECT $a;b$ , $a;b$')).toEqual(['SELECT $a', 'b$ , $a', 'b$']);
  });

  it('ends a line comment before a carriage return', () => {
    expect(kinds('-- a\r\nb')).toEqual([
      ['lineComment', '-- a'],
      ['word', 'b'],
    ]);
  });

  it.each([
    ["SELECT 'a", 7],
    ['SELECT "a\\"', 7],
    ['SELECT 1 /* /* */', 9],
    ["SELECT '\\", 7],
  ])('tells where %s is not closed', (sql, start) => {
    expect(tokenize(sql).filter((token) => token.unterminated)).toMatchObject([{ start, end: sql.length }]);
  });

  const sqlish = fc
    .array(fc.oneof(fc.constantFrom(...`'"\`$;-/*#! \n\r\\{}()‘’“”aZ_09.:\uFEFF\ud800`), fc.string({ unit: 'binary' })))
    .map((parts) => parts.join(''));

  it('covers any text without gaps', () => {
    fc.assert(
      fc.property(sqlish, (sql) => {
        const tokens = tokenize(sql);
        expect(tokens.map((token) => sql.slice(token.start, token.end)).join('')).toBe(sql);
        expect(tokens.every((token) => token.end > token.start)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('splitStatements', () => {
  it('splits at semicolons only, and drops empty statements and the closing semicolon', () => {
    expect(sqls("\uFEFFSELECT ';' ; ;;\r\n SELECT `;` /* ; */ + 1 -- ;\n;SELECT $$;$$")).toEqual([
      "SELECT ';'",
      'SELECT `;` /* ; */ + 1',
      'SELECT $$;$$',
    ]);
  });

  it('gives a comment at the end of a line to the statement before it', () => {
    const text = 'SELECT 1; -- first\n-- second\nSELECT 2';
    const comments = splitStatements(text).statements.map(({ above, below }) =>
      [above, below].map((tokens) => tokens.map((token) => text.slice(token.start, token.end))),
    );
    expect(comments).toEqual([
      [[], ['-- first']],
      [['-- second'], []],
    ]);
  });

  it('does not attach comments above a blank line', () => {
    const { statements } = splitStatements('-- far\n\n-- near\r\nSELECT 1');
    expect(statements[0]?.above).toHaveLength(1);
    expect(splitStatements('-- far\r\n\r\nSELECT 1').statements[0]?.above).toEqual([]);
  });

  const inside = fc.string({ unit: 'binary' });
  it.each([
    ['string', (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`],
    ['doubled string', (text: string) => `'${text.replace(/\\/g, '').replace(/'/g, "''")}'`],
    ['quoted name', (text: string) => `\`${text.replace(/[`\\]/g, '\\$&')}\``],
    ['block comment', (text: string) => `/*${text.replace(/[*/]/g, '')};*/`],
    ['line comment', (text: string) => `--${text.replace(/\n/g, '')};\n`],
    ['heredoc', (text: string) => `$x$${text.replace(/\$/g, '')};$x$`],
  ])('never splits inside a %s, whatever it holds', (_, wrap) => {
    fc.assert(
      fc.property(inside, (text) => {
        expect(sqls(`SELECT ${wrap(`;${text};`)} , 1; SELECT 2`)).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
  });
});
