import { describe, expect, test } from 'vitest';
import { parseReport } from '../../../src/clickhouse/local/serverSpec.ts';
import { directoryFailure, endedServer, isPortBusy, silentServer } from '../../../src/clickhouse/local/startFailure.ts';

const PORT_BUSY =
  'Code: 210. DB::Exception: Listen [127.0.0.1]:44593 failed: Poco::Exception. Code: 1000, e.code() = 98, ' +
  'Net Exception: Address already in use: 127.0.0.1:44593 (version 26.7.2.1). (NETWORK_ERROR)\n';

describe('the end of a server', () => {
  test('is known as a busy port, told on either channel', () => {
    expect(isPortBusy({ report: undefined, tail: PORT_BUSY })).toBe(true);
    expect(isPortBusy({ report: { kind: 'failed', message: PORT_BUSY }, tail: '' })).toBe(true);
    expect(isPortBusy({ report: { kind: 'locked', holder: 1 }, tail: '' })).toBe(false);
    expect(isPortBusy({ report: { kind: 'failed', message: 'Code: 1' }, tail: PORT_BUSY })).toBe(false);
  });

  test('names who has the directory, when it is known', () => {
    const named = endedServer({ report: { kind: 'locked', holder: 42 }, tail: '' }, 'd');
    expect(named.message).toBe('The data directory is in use by process 42.');
    const unnamed = endedServer({ report: { kind: 'locked', holder: undefined }, tail: '' }, 'd');
    expect(unnamed.message).toBe('The data directory is in use by another process.');
    expect(named.where).toBe('d');
  });

  test('shows the message of the engine, else the last lines of stderr', () => {
    const told = endedServer({ report: { kind: 'failed', message: 'Code: 7.' }, tail: 'noise' }, 'd');
    expect(told).toMatchObject({ kind: 'target', message: 'The embedded ClickHouse server ended: Code: 7.' });
    const tail = ['1', '2', '3', '4', '5', '6'].join('\n');
    expect(endedServer({ report: undefined, tail }, 'd').message).toMatch(/ended: 2\n3\n4\n5\n6$/);
    expect(endedServer({ report: undefined, tail: '' }, 'd').message).toContain('it left no message');
  });

  test.each([
    [null, 3, ' (exit code 3): it left no message.'],
    [
      'SIGKILL',
      null,
      ' (SIGKILL: somebody ended it, or the system, as it does where memory runs out): it left no message.',
    ],
    ['SIGABRT', null, ' (SIGABRT: a fault of the engine): it left no message.'],
    ['SIGTERM', null, ' (SIGTERM): it left no message.'],
  ] as const)('tells of %s', (signal, code, told) => {
    const exit = { report: undefined, tail: '', end: { code, signal } };
    expect(endedServer(exit, 'd').message).toBe(`The embedded ClickHouse server ended${told}`);
  });

  test('tells no signal beside a reason: the process ended itself then', () => {
    const exit = {
      report: { kind: 'failed', message: 'Code: 7.' },
      tail: '',
      end: { code: null, signal: 'SIGKILL' },
    } as const;
    expect(endedServer(exit, 'd').message).toBe('The embedded ClickHouse server ended: Code: 7.');
  });

  test('speaks of the disk when that is full, also for a silent server', () => {
    const full = 'Code: 243. Cannot reserve, not enough space. (NOT_ENOUGH_SPACE)';
    expect(endedServer({ report: undefined, tail: full }, 'd')).toMatchObject({ kind: 'usage', where: 'd' });
    expect(silentServer(full, 20, 'd').message).toContain('disk of the data directory is full');
    expect(silentServer('other', 20, 'd').message).toContain('did not answer within 20 s: other');
  });
});

test.each([
  ["EACCES: permission denied, mkdir 'x'", /cannot be written/],
  ["EROFS: read-only file system, mkdir 'x'", /cannot be written/],
  ['ENOSPC: no space left on device, write', /disk of the data directory is full/],
])('a directory failure is told: %s', (message, told) => {
  expect(directoryFailure(message, 'd')?.message).toMatch(told);
  expect(directoryFailure(message, 'd')?.fix).toContain('HOGBENCH_HOME');
});

test('any other failure is no directory failure', () => {
  expect(directoryFailure('EMFILE: too many open files', 'd')).toBeUndefined();
});

describe('parseReport', () => {
  test('reads the last report among other output', () => {
    const text = 'noise\n{"kind":"failed","message":"a"}\n{"kind":"locked","holder":7}\n';
    expect(parseReport(text)).toEqual({ kind: 'locked', holder: 7 });
  });

  test('is undefined without a whole report', () => {
    expect(parseReport('')).toBeUndefined();
    expect(parseReport('{"kind":"failed","mess')).toBeUndefined();
  });
});
