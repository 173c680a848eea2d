import { UserError } from '../../model/errors.ts';
import { RequestAborted } from '../../runner/waiting.ts';
import { AnswerTooLong } from './answerBody.ts';
import type { Connection } from './connection.ts';
import { answeredTooLong, DeadlineExceeded, unansweredIn } from './deadlines.ts';
import { ServerError } from './refusals.ts';
import { describeFailure, type Failure, NotClickHouse, RequestTooLong, saysTooLong } from './requestFailures.ts';

/**
 * What a control query rejects with: a `UserError` when the target cannot be used at all, left it unanswered, or when it
 * was interrupted; a `ServerError` when the server answers and refuses this statement.
 */
export function controlError(error: unknown, connection: Connection, sql = 'a question of ours'): Error {
  if (error instanceof UserError) return error;
  if (error instanceof RequestAborted)
    return new UserError('interrupted', 'interrupted while waiting for the server', 'Run the same command again.');
  if (error instanceof DeadlineExceeded) return unansweredIn(error.ms, sql, connection.url);
  if (error instanceof AnswerTooLong) return answeredTooLong(error.maxBytes, sql, connection.url);
  if (error instanceof Error && saysTooLong(error.message)) return new ServerError(0, new RequestTooLong().message);
  const failure = describeFailure(error);
  const trouble =
    failure.code === null ? connectionTrouble(error, failure.message, connection) : refusedAccess(failure, connection);
  if (trouble === undefined) return new ServerError(failure.code ?? 0, failure.message);
  return new UserError('target', trouble.what, trouble.fix, connection.url);
}

interface Trouble {
  readonly what: string;
  readonly fix: string;
}

/** 516 AUTHENTICATION_FAILED; 192 to 194 are what servers before 21 said instead; 81 UNKNOWN_DATABASE. */
function refusedAccess({ code, message }: Failure, connection: Connection): Trouble | undefined {
  if (code === 516 || code === 192 || code === 193 || code === 194)
    return {
      what: `the server refused user ${connection.user} or its password`,
      fix: connection.loginAdvice ?? 'Correct user and password of the target.',
    };
  if (code === 81 && connection.database !== undefined && isAbout(message, connection.database))
    return {
      what: `there is no database ${connection.database}`,
      fix: "Correct the database of the target, create it, or have the workload's scripts make it: --setup, with allow_setup: true for the target in the config.",
    };
  return undefined;
}

/** A statement may name another database that is not there, and the server then suggests this one. */
function isAbout(message: string, database: string): boolean {
  return /Database [`']?(.+?)[`']?(?= (?:does not|doesn't) exist|$)/.exec(message)?.[1] === database;
}

/** What is wrong with a connection, by the code of its error or by its message; the first that fits holds. */
const connectionTroubles: readonly (Trouble & { readonly code?: RegExp; readonly message?: RegExp })[] = [
  {
    code: /^ECONNREFUSED$/,
    what: 'nothing listens there',
    fix: 'Start the server, or correct host and port: HTTP is 8123 by default, HTTPS 8443.',
  },
  {
    code: /^ENOTFOUND$/,
    what: 'the host name is unknown',
    fix: 'Correct the host in the URL, or join the network that knows it.',
  },
  {
    code: /^EAI_AGAIN$/,
    what: 'the host name could not be looked up',
    fix: 'Check the network and its DNS, then try again.',
  },
  {
    code: /^CERT_HAS_EXPIRED$/,
    what: "the server's certificate has expired",
    fix: 'Renew it on the server.',
  },
  {
    code: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    what: "the server's certificate is for another host name",
    fix: 'Use a host name that the certificate names.',
  },
  {
    code: /^EPROTO$|^ERR_SSL_/,
    what: 'it does not speak TLS',
    fix: 'Write http:// for this port, or use the HTTPS port, 8443 by default.',
  },
  {
    code: /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    what: "the server's certificate is not signed by an authority known here",
    fix: 'Name a file with the certificate of its authority: tls: {ca: file} of the target in hogbench.config.yaml, or NODE_EXTRA_CA_CERTS.',
  },
  {
    code: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    message: /^Timeout error\.$/,
    what: 'the server does not answer',
    fix: 'Check host, port and firewall, and that the server is not overloaded.',
  },
  {
    message: /is for clickhouse-client program/,
    what: 'this is the port of the native protocol',
    fix: 'Use the HTTP port: 8123 by default, 8443 with TLS.',
  },
  {
    code: /^(ECONNRESET|EPIPE)$/,
    what: 'the connection was closed without an answer',
    fix: "Write https:// if this is a TLS port, and look into the server's log.",
  },
];

const stranger: Trouble = {
  what: 'the answer is not from ClickHouse',
  fix: 'Check the URL; a proxy or another program seems to answer there. A path that a proxy wants belongs in it: http://proxy/clickhouse/.',
};

function connectionTrouble(error: unknown, message: string, connection: Connection): Trouble {
  const code = codeOf(error);
  if (error instanceof NotClickHouse) return { ...stranger, what: message };
  const known = connectionTroubles.find((one) => one.code?.test(code) === true || one.message?.test(message) === true);
  if (known !== undefined) return known;
  if (/^HPE_/.test(code) || error instanceof SyntaxError || message.startsWith('<')) return stranger;
  return {
    what: `the request failed: ${message}`,
    fix: `Check that ${connection.url} is a ClickHouse HTTP port.`,
  };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
