import { expect, it } from 'vitest';
import { rowHash } from '../../../../src/clickhouse/answer/rowHash.ts';

/** Published values of MurmurHash3_x86_32, as the authors' test suite and others give them. */
it.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['\u00ff\u00ff\u00ff\u00ff', 0, 0x76293b50],
  ['!Ce\u0087', 0, 0xf55b516b],
  ['!Ce', 0, 0x7e4a8634],
  ['!C', 0, 0xa0f7b07a],
  ['!', 0, 0x72661cf4],
  ['\0\0\0\0', 0, 0x2362f9de],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['abc', 0x9747b28c, 0xc84a62dd],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('%j with seed %i', (text, seed, expected) => {
  expect(rowHash(text, [seed, 0]) >> 32n).toBe(BigInt(expected));
  expect(rowHash(text, [0, seed]) & 0xffffffffn).toBe(BigInt(expected));
});
