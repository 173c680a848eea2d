import { spawn } from 'node:child_process';
import { logComment, type Server, settings, statement } from './loop.ts';

/** Executions a second; undefined when the program is not on PATH. */
export async function clickhouseBenchmark(server: Server, concurrency: number): Promise<number | undefined> {
  const iterations = concurrency === 1 ? 1500 : 3000;
  const target = ['--host', '127.0.0.1', '--port', String(server.tcpPort), '--user', server.user];
  const args = ['-c', String(concurrency), '-i', String(iterations), ...target, '--password', server.password];
  const text = await output('clickhouse-benchmark', args, `${statement}\n`);
  return text === undefined ? undefined : lastNumber(text, /QPS: ([\d.]+)/g);
}

/** `wrk` cannot make query ids of its own; everything else is as in the other loops. */
export async function wrk(server: Server, concurrency: number): Promise<number | undefined> {
  const search = new URLSearchParams({
    query: statement,
    ...settings,
    log_comment: logComment,
  });
  const authorization = Buffer.from(`${server.user}:${server.password}`).toString('base64');
  const args = ['-t1', `-c${concurrency}`, '-d2s', '-H', `Authorization: Basic ${authorization}`];
  const text = await output('wrk', [...args, `${server.url}/?${search}`], '');
  if (text !== undefined && /Non-2xx/.test(text)) throw new Error(`wrk was refused: ${text}`);
  return text === undefined ? undefined : lastNumber(text, /Requests\/sec: +([\d.]+)/g);
}

function lastNumber(text: string, pattern: RegExp): number {
  const found = [...text.matchAll(pattern)].at(-1)?.[1];
  if (found === undefined) throw new Error(`no rate in: ${text}`);
  return Number(found);
}

/** What a program prints; undefined when it is not on PATH. */
export function output(command: string, args: readonly string[], input: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { timeout: 60_000 });
    let text = '';
    const collect = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(undefined) : reject(error)));
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}: ${text}`)),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
