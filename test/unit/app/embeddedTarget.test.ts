import { expect, it } from 'vitest';
import { embeddedTarget } from '../../../src/app/embeddedTarget.ts';

const embedded = (name: string) => ({ kind: 'embedded', name });

it('reads how many servers there are, and what each may take', () => {
  expect(embeddedTarget('embedded')).toEqual({ ...embedded('embedded'), nodes: 1 });
  expect(embeddedTarget('embedded:2')).toEqual({ ...embedded('embedded:2'), nodes: 2 });
  expect(embeddedTarget('embedded:2x1')).toEqual({ ...embedded('embedded:2x1'), nodes: 2 });
  expect(embeddedTarget('embedded:2x3')).toEqual({ ...embedded('embedded:2x3'), nodes: 6, replicas: 3 });
  const limited = 'embedded:1x2?cores=2&memory=1.5GiB';
  expect(embeddedTarget(limited)).toEqual({
    ...embedded(limited),
    ...{ nodes: 2, replicas: 2, limits: { cores: 2, memoryBytes: 1_610_612_736 } },
  });
  const other = 'embedded@26.7.0-stable.1:2x1?cores=1';
  expect(embeddedTarget(other)).toEqual({
    ...embedded(other),
    ...{ nodes: 2, version: '26.7.0-stable.1', limits: { cores: 1 } },
  });
  expect(embeddedTarget('embedded?memory=600MB')).toMatchObject({ nodes: 1, limits: { memoryBytes: 600_000_000 } });
});

it('leaves the names of other targets alone', () => {
  for (const other of ['', 'embedded2', 'my-embedded', 'embedded:', 'embedded:x', 'embedded:2x', 'http://embedded:2'])
    expect(embeddedTarget(other), other).toBeUndefined();
});

it.each([
  ['embedded:0x2', 'has no shard', 'shards by replicas'],
  ['embedded:2x0', 'has no replica of a shard', 'shards by replicas'],
  ['embedded:50x50', 'would be 2500 servers, and one machine runs 8 of them at most', '1 to 8'],
  ['embedded:9', 'would be 9 servers', '1 to 8'],
  ['embedded@latest', 'is no version: `latest`', 'embedded@26.7.0-stable.1'],
  ['embedded@', 'is no version', 'embedded@26.7.0-stable.1'],
  ['embedded@26.7.0/../../x', 'is no version', 'embedded@26.7.0-stable.1'],
  ['embedded@^26.7.0', 'is no version', 'embedded@26.7.0-stable.1'],
  ['embedded?cores=0', 'cores of `embedded?cores=0` is no whole number of cores: `0`', 'cores=1'],
  ['embedded?cores=1.5', 'is no whole number of cores', 'cores=1'],
  ['embedded?memory=2', 'is no size of memory such as 2GiB', 'memory=2GiB'],
  ['embedded?memory=2Gib', 'is no size of memory', 'memory=2GiB'],
  ['embedded?memory=100MiB', 'is too little for a server', 'memory=2GiB'],
  ['embedded?cores=1&cores=2', 'says cores twice', 'once'],
  ['embedded?max_threads=1', 'says `max_threads`, and known are cores and memory', '--candidate-set'],
])('refuses %s and says what to write', (text, what, fix) => {
  expect(() => embeddedTarget(text)).toThrow(
    expect.objectContaining({
      kind: 'usage',
      message: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    }),
  );
});
