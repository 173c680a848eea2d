import { describe, expect, it } from 'vitest';
import { controlError } from '../../../src/clickhouse/http/controlErrors.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { describeFailure } from '../../../src/clickhouse/http/requestFailures.ts';
import { UserError } from '../../../src/model/errors.ts';

const connection = { url: 'https://db.example:8443', user: 'reader', password: 'hunter2', database: 'posthog' };

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

describe('describeFailure', () => {
  it('keeps the code and the first line of a server exception', () => {
    const error = new ServerError(60, 'Unknown table t\nstack');
    expect(describeFailure(error)).toEqual({ code: 60, message: 'Unknown table t' });
  });

  it.each([
    [
      "Unknown table expression identifier 'raw' in scope SELECT 'a.b' FROM raw.",
      "Unknown table expression identifier 'raw'",
    ],
    [
      "Unknown identifier `a` in scope SELECT a FROM t. Maybe you meant: ['b'].",
      "Unknown identifier `a`. Maybe you meant: ['b'].",
    ],
    [
      "Unknown identifier `a` in scope SELECT a FROM t. Maybe you meant: ['b', 'c']. ",
      "Unknown identifier `a`. Maybe you meant: ['b', 'c'].",
    ],
    [
      "Unknown table expression identifier 'tt' in scope SELECT 1 FROM tt. Maybe you meant shop.t?. ",
      "Unknown table expression identifier 'tt'. Maybe you meant shop.t?.",
    ],
    ["Unknown identifier `a` in scope SELECT a, '. Maybe you meant: [secret].'.", 'Unknown identifier `a`'],
    [
      "Column 'a' is not under aggregate function. In query SELECT a, 'secret' FROM t. ",
      "Column 'a' is not under aggregate function",
    ],
    [
      "Missing columns: 'x' while processing query: 'SELECT x', required columns: 'x'",
      "Missing columns: 'x', required columns: 'x'",
    ],
    ['Memory limit exceeded: would use 2 GiB', 'Memory limit exceeded: would use 2 GiB'],
  ])('leaves out the statement that the server repeats: %s', (message, left) => {
    expect(describeFailure(new ServerError(60, message)).message).toBe(left);
  });

  it('leaves out a statement of several lines, with what it holds', () => {
    const message =
      "Unknown identifier `a` in scope WITH x AS (SELECT 'secret')\nSELECT a\nFROM x. Maybe you meant: ['b']";
    const error = new ServerError(47, message);
    expect(describeFailure(error).message).toBe("Unknown identifier `a`. Maybe you meant: ['b']");
  });

  it.each([
    ['Poco::Exception. Code: 1000, e.code() = 111, Connection refused (version 26.7.2.1)', 1000, 'Connection refused'],
    [
      '__exception__\r\ntag\r\nstd::exception. Code: 1001, type: x, e.what() = no (version 26.7)\n',
      1001,
      'e.what() = no',
    ],
    ['Unknown exception. Code: 1002, type: x (version 26.7.2.1)', 1002, 'Unknown exception: type: x'],
  ])('knows an exception of a library for one of the server: %s', (message, code, said) => {
    const failure = describeFailure(new Error(message));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(said) });
    expect(failure.message).not.toContain('version');
    expect(controlError(new Error(message), connection)).toBeInstanceOf(ServerError);
  });

  it('looks into a refusal on two addresses', () => {
    const error = new AggregateError([withCode('ECONNREFUSED', 'connect ECONNREFUSED ::1:8123')], '');
    expect(describeFailure(error)).toEqual({ code: null, message: 'connect ECONNREFUSED ::1:8123' });
  });

  it('cuts a page that came instead of an exception', () => {
    expect(describeFailure(new Error('x'.repeat(5000))).message).toHaveLength(2001);
  });
});

describe('controlError', () => {
  it.each([
    [withCode('ECONNREFUSED'), /nothing listens/],
    [new AggregateError([withCode('ECONNREFUSED')], ''), /nothing listens/],
    [withCode('ENOTFOUND'), /host name is unknown/],
    [withCode('ETIMEDOUT'), /does not answer/],
    [new Error('Timeout error.'), /does not answer/],
    [withCode('EPROTO'), /does not speak TLS/],
    [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), /does not speak TLS/],
    [withCode('ECONNRESET'), /closed without an answer/],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), /not signed by an authority/],
    [withCode('HPE_INVALID_CONSTANT'), /not from ClickHouse/],
    [new Error('<html>502 Bad Gateway</html>'), /not from ClickHouse/],
    [new ServerError(516, 'no'), /refused user reader/],
    [new ServerError(81, 'Database posthog'), /no database posthog/],
    [new ServerError(81, 'Database posthog does not exist. Maybe you meant posthog2?'), /no database posthog/],
  ])('%s is a target that cannot be used', (error, what) => {
    const mapped = controlError(error, connection);
    expect(mapped).toBeInstanceOf(UserError);
    expect(mapped).toMatchObject({ kind: 'target', where: 'https://db.example:8443' });
    expect(mapped.message).toMatch(what);
    expect(`${mapped.message} ${(mapped as UserError).fix}`).not.toContain('hunter2');
  });

  it('names what lets the scripts of a workload make the database', () => {
    const { fix } = controlError(new ServerError(81, 'Database posthog'), connection) as UserError;
    expect(fix).toMatch(/--setup, with allow_setup: true/);
  });

  it.each(['shp', 'posthog2'])('leaves the database %s, which a statement names, to its caller', (name) => {
    const message = `Database ${name} does not exist. Maybe you meant posthog?`;
    expect(controlError(new ServerError(81, message), connection)).toBeInstanceOf(ServerError);
  });

  it('leaves the refusal of one statement to its caller', () => {
    const mapped = controlError(new ServerError(60, 'no t'), connection);
    expect(mapped).toBeInstanceOf(ServerError);
    expect(mapped).toMatchObject({ code: 60, message: 'no t' });
  });
});
