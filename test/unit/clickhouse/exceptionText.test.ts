import { describe, expect, it } from 'vitest';
import { exceptionAtEnd, parseException } from '../../../src/clickhouse/http/exceptionText.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { withoutStatement } from '../../../src/clickhouse/http/requestFailures.ts';

describe('parseException', () => {
  it.each([
    ['Code: 60. DB::Exception: no table t. (UNKNOWN_TABLE) (version 26.7.1.1)', 60, 'no table t. '],
    ['Code: 62. DB::Exception: a (2) b (official build) c (SYNTAX_ERROR)', 62, 'a (2) b (official build) c '],
    [
      'Code: 57. DB::Exception: on [h:9000]: Code: 57. DB::Exception: there is t. (TABLE_ALREADY_EXISTS) (version 26.7). (TABLE_ALREADY_EXISTS)',
      57,
      'there is t. ',
    ],
  ])('reads code and innermost message of %s', (text, code, message) => {
    const error = parseException(text);
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ code, message });
  });

  it('knows the exception of a message so long that its type is out of sight', () => {
    const error = parseException(`Code: 62. DB::Exception: Syntax error: ${'x '.repeat(50_000)}(SYNTAX_ERROR)`);
    expect(error).toMatchObject({ code: 62, message: expect.stringMatching(/^Syntax error/) });
  });

  it('leaves another text as it is', () => {
    const error = parseException('<html>502</html>');
    expect(error).not.toBeInstanceOf(ServerError);
    expect(error.message).toBe('<html>502</html>');
  });
});

// A pattern that backtracks would take hours for these, which the runner's own limit shows.
it.each([
  'Code: 1. DB::Exception: (version ',
  'a::exception',
  ' in scope ',
  ": while processing query: '",
  '((A',
  'Exception: (ABC) ',
])('no number of repetitions of %j keeps us busy', (piece) => {
  const text = piece.repeat(200_000);
  expect(parseException(text)).toBeInstanceOf(Error);
  expect(exceptionAtEnd(text, undefined) ?? 'none').toBeDefined();
  expect(withoutStatement(text).length).toBeLessThanOrEqual(text.length);
});
