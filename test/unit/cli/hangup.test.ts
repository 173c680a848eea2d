import { expect, it } from 'vitest';
import { hangupIsIgnored, type Surroundings } from '../../../src/cli/process/hangup.ts';

const gone = (): never => {
  throw new Error('ENOENT');
};
const plain: Surroundings = { env: { _: '/usr/bin/node' }, parent: 7, read: gone, link: gone };

function files(read: Readonly<Record<string, string>>, link: Readonly<Record<string, string>> = {}): Surroundings {
  return { ...plain, read: (path) => read[path] ?? gone(), link: (path) => link[path] ?? gone() };
}

it('is ignored where nohup or the parent says so', () => {
  const nullForWriting = { '/proc/self/fdinfo/0': 'pos:\t0\nflags:\t0100001\n' };
  const said: readonly Surroundings[] = [
    { ...plain, env: { _: '/usr/bin/nohup' } },
    files({ '/proc/7/status': 'SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n' }),
    files({}, { '/proc/self/fd/1': '/home/reader/nohup.out' }),
    files(nullForWriting, { '/proc/self/fd/0': '/dev/null' }),
  ];
  for (const one of said) expect(hangupIsIgnored(one)).toBe(true);
});

it('is not elsewhere, be there a /proc or not', () => {
  const nullForReading = {
    '/proc/self/fdinfo/0': 'flags:\t0100000\n',
    '/proc/7/status': 'SigIgn:\t0000000001001000\n',
  };
  const said = [plain, files(nullForReading, { '/proc/self/fd/0': '/dev/null', '/proc/self/fd/1': '/dev/pts/1' })];
  for (const one of said) expect(hangupIsIgnored(one)).toBe(false);
});
