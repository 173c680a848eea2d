import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer, Row } from './answers.ts';
import { evilText } from './evilText.ts';
import { garbageRows } from './garbage.ts';

/** Ways to answer wrongly. */
export const misbehaviours = [
  // never an end
  'hang',
  'hang-in-body',
  'trickle-body',
  'trickle-headers',
  'endless-body',
  'endless-line',
  'endless-error',
  'gzip-bomb',
  // no whole answer
  'truncated',
  'reset',
  'not-http',
  'huge-headers',
  // another answer
  'bad-json',
  'not-objects',
  'null-rows',
  'empty',
  'html',
  'html-502',
  'redirect',
  'other-query-id',
  'no-query-id',
  'garbage',
  'slow-pattern',
  'evil',
  // refusals
  'exception',
  'exception-within',
  'exception-within-untagged',
  'evil-exception',
  'poco',
  // right, and late
  'late',
] as const;

export type Misbehaviour = (typeof misbehaviours)[number];

/** One request that is to be answered wrongly. */
export interface Misled {
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: Answer;
  /** How many times this happened before; each garbage has its turn. */
  readonly turn: number;
  readonly elsewhere: string;
  readonly lateMs: number;
}

type Trick = (misled: Misled) => unknown;

const outOfMemory = 'Code: 241. DB::Exception: out of memory (MEMORY_LIMIT_EXCEEDED) (version 26.7.1.1)\n';
const refused = 'Poco::Exception. Code: 1000, e.code() = 111, Connection refused (version 26.7.1.1)\n';

const tricks: Readonly<Record<Misbehaviour, Trick>> = {
  hang: () => {},
  'hang-in-body': ({ response, headers }) => response.writeHead(200, headers).write('{"one":1'),
  'trickle-body': ({ response, headers }) => {
    response.writeHead(200, headers);
    every(response, () => response.write(' '));
  },
  'trickle-headers': ({ response }) => {
    response.socket?.write('HTTP/1.1 200 OK\r\n');
    every(response, () => response.socket?.write('X-More: b\r\n'));
  },
  'endless-body': (misled) => endless(misled, 200, (textOf(misled.answer) || '{"one":1}\n').repeat(200)),
  'endless-line': (misled) => endless(misled, 200, 'a'.repeat(65_536), '{"one":"'),
  'endless-error': (misled) => endless(misled, 500, 'a'.repeat(65_536)),
  'gzip-bomb': bomb,
  truncated: ({ response, headers, answer }) => {
    response.writeHead(200, { ...headers, 'Content-Length': '100000' });
    response.write((textOf(answer) || '{"one":1}').slice(0, -3), () => setTimeout(() => response.destroy(), 20));
  },
  reset: ({ response }) => response.socket?.resetAndDestroy(),
  'not-http': ({ response }) => response.socket?.end('NOT HTTP AT ALL\r\n\r\n'),
  'huge-headers': ({ response }) =>
    response.socket?.end(`HTTP/1.1 200 OK\r\n${`X-Long: ${'a'.repeat(1000)}\r\n`.repeat(5000)}\r\n`),
  'bad-json': (misled) => send(misled, '{"one": 1,,}\n'),
  'not-objects': (misled) => send(misled, '[1,2,3]\n"text"\n7\n'),
  'null-rows': (misled) => send(misled, 'null\n'),
  empty: (misled) => send(misled, ''),
  html: ({ response }) => page(response, 200, 'Sign in'),
  'html-502': ({ response }) => page(response, 502, '502 Bad Gateway'),
  redirect: (misled) => send(misled, '', 307, { Location: misled.elsewhere }),
  'other-query-id': (misled) => send(misled, textOf(misled.answer), 200, { 'X-ClickHouse-Query-Id': 'somebody-else' }),
  'no-query-id': ({ response, answer }) =>
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' }).end(textOf(answer)),
  garbage: (misled) => {
    const { answer, turn } = misled;
    send(misled, 'rows' in answer ? textOf({ rows: garbageRows(answer.rows, turn) }) : 'garbage');
  },
  'slow-pattern': (misled) => send(misled, 'Code: 1. DB::Exception: (version '.repeat(50_000)),
  evil: (misled) => {
    const { answer } = misled;
    send(misled, 'rows' in answer ? textOf({ rows: answer.rows.map(withEvil) }) : `${evilText}\n`);
  },
  exception: (misled) => send(misled, outOfMemory, 500, failed(241)),
  'exception-within': exceptionWithin,
  'exception-within-untagged': (misled) => send(misled, textOf(misled.answer) + outOfMemory),
  'evil-exception': (misled) =>
    send(misled, `Code: 999. DB::Exception: ${evilText} (UNKNOWN) (version 26.7.1.1)\n`, 500, failed(999)),
  poco: (misled) => send(misled, refused, 500, failed(1000)),
  late: (misled) => setTimeout(() => send(misled, textOf(misled.answer)), misled.lateMs),
};

/** Answers one request in the way that `how` names. */
export function misbehave(how: Misbehaviour, misled: Misled): void {
  tricks[how](misled);
}

function send(
  { response, headers }: Misled,
  text: string,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, ...more });
  response.end(text);
}

function page(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html' });
  response.end(`<html><body><h1>${title}</h1></body></html>`);
}

export function textOf(answer: Answer): string {
  return 'text' in answer ? answer.text : answer.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function failed(code: number): Readonly<Record<string, string>> {
  return { 'X-ClickHouse-Exception-Code': String(code) };
}

/** As servers write it since 25.11: the text of the exception, its length and a tag that a result cannot hold. */
function exceptionWithin({ response, headers, answer }: Misled): void {
  const tag = 'abcdefghijklmnop';
  response.writeHead(200, { ...headers, 'X-ClickHouse-Exception-Tag': tag });
  response.end(
    `${textOf(answer)}\r\n__exception__\r\n${tag}\r\n${outOfMemory}${Buffer.byteLength(outOfMemory)} ${tag}\r\n__exception__\r\n`,
  );
}

const trickleMs = 300;

function every(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, trickleMs);
  const stop = (): void => clearInterval(timer);
  response.on('close', stop);
  response.socket?.on('close', stop).on('error', stop);
}

function endless({ response, headers }: Misled, status: number, chunk: string, first = ''): void {
  response.writeHead(status, { ...headers, ...(status === 200 ? {} : failed(999)) });
  if (first !== '') response.write(first);
  const write = (): void => {
    while (!response.destroyed && response.write(chunk)) {}
  };
  response.on('drain', write);
  write();
}

let member: Buffer | undefined;

/** 64 MiB in 64 KiB, sixty times over, to a client that did not ask for it. */
function bomb({ response, headers }: Misled): void {
  member ??= gzipSync(Buffer.alloc(64 * 2 ** 20, '{"one":1,"x":"aaaaaaaa"}\n'));
  const packed = member;
  let sent = 0;
  const write = (): void => {
    if (response.destroyed) return;
    if (sent++ >= 60) response.end();
    else response.write(packed, write);
  };
  response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip' });
  write();
}

/** Every text of a row as it is, with evil behind it. */
function withEvil(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === 'string' && name !== 'id' && !/^\d+$/.test(value)) return [name, `${value}${evilText}`];
      if (name === 'events' && typeof value === 'object')
        return [name, { ...value, [`Ev${evilText}`]: 10, constructor: 7 }];
      return [name, value];
    }),
  );
}
