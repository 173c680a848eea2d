import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timingText } from '../../../src/capture/recordedText.ts';
import { writePacked } from '../../../src/files/packedText.ts';
import type { RecordedTiming } from '../../../src/model/recordedTiming.ts';
import { readTiming } from '../../../src/workloads/timingFile.ts';
import { readFiles, tempFolder, told } from './tempWorkload.ts';

function timing(gapsUs: readonly number[], caseIds = ['a/p50', 'b/p50']): RecordedTiming {
  let us = 0;
  const offsets: number[] = [];
  for (const [at, gap] of gapsUs.entries()) {
    us += at === 0 ? 0 : gap;
    offsets.push(us / 1000);
  }
  return {
    caseIds,
    offsetsMs: Float64Array.from(offsets),
    caseIndex: Uint32Array.from(gapsUs, (_, at) => at % caseIds.length),
    durationMs: (us + 1_000_000) / 1000,
    standFor: gapsUs.length,
    ofLog: gapsUs.length * 2,
  };
}

async function read(text: string | Buffer): Promise<RecordedTiming> {
  const bytes = typeof text === 'string' ? gzipSync(text) : text;
  return readTiming(join(await tempFolder({ 't.gz': bytes }), 't.gz'), 't.gz');
}

const written = (one: RecordedTiming): string => [...timingText(one)].join('');

describe('recorded times', () => {
  it('are read as they were written, to the microsecond', async () => {
    const file = join(await tempFolder({}), 't.gz');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5_000_000), { maxLength: 50 }), async (gaps) => {
        await writePacked(file, timingText(timing(gaps)));
        expect(await readTiming(file, 't.gz')).toEqual(timing(gaps));
      }),
      { numRuns: 30 },
    );
  });

  it('of many executions are written piece by piece', async () => {
    const many = timing(Array.from({ length: 25_003 }, (_, at) => at % 7));
    expect(await read(written(many))).toEqual(many);
  });

  it('are refused where they are not whole', async () => {
    const text = written(timing([0, 1500, 7]));
    const packed = gzipSync(text);
    const damage = 'the recorded times are damaged: ';
    for (const [bytes, said] of [
      [packed.subarray(0, packed.length - 9), 'cannot be read (it is damaged, or no gzip file)'],
      [Buffer.from(text), 'cannot be read (it is damaged, or no gzip file)'],
      [text.slice(0, -6), `${damage}line 4`],
      [text.replace('[1500,1]', '[-1500,1]'), `${damage}line 3`],
      [text.replace('[1500,1]', '[1500,2]'), `${damage}line 3`],
      [text.replace('[1500,1]', '[1.5,1]'), `${damage}line 3`],
      [text.replace('[1500,1]', '[9000000,1]'), `${damage}line 3`],
      [`${text}[1,0]\n`, `${damage}what follows its last line`],
      [text.replace('"executions":3', '"executions":1000001'), `${damage}its first line`],
      [text.replace('"cases":[', '"cases":[7,'), `${damage}its first line`],
      [text.replace('"version":1', '"version":2'), 'are of version 2, and version 1 is read'],
      ['', `${damage}its first line`],
      ['{"format":"other"}\n', `${damage}its first line`],
    ] as const)
      await expect(read(bytes), said).rejects.toMatchObject({
        kind: 'usage',
        where: 't.gz',
        message: expect.stringContaining(said),
      });
  });

  it('are not unpacked beyond what they can be', async () => {
    await expect(read(gzipSync(Buffer.alloc(129 * 1024 ** 2), { level: 1 }))).rejects.toThrow(
      'it is larger than it can be, unpacked',
    );
  });
});

describe('workload.yaml names recorded times', () => {
  const a = { 'a.sql': 'SELECT 1' };

  it('by an absolute path, which a workload over it has too', async () => {
    const base = { 'base/a.sql': 'SELECT 1', 'base/workload.yaml': 'timing: t.gz', 'base/t.gz': 'x' };
    const { workload, problems } = await readFiles({ ...base, 'top/workload.yaml': 'extends: ../base' }, 'top');
    expect(problems).toEqual([]);
    expect(workload.timing).toMatch(/^\/.*\/base\/t\.gz$/);
  });

  it('in its folder', async () => {
    expect(told(await readFiles({ ...a, 'workload.yaml': 'timing: t.gz' }))).toEqual([
      'workload.yaml:1:9 there is no file `t.gz`',
    ]);
    const files = { 't.gz': 'x', 'w/a.sql': 'SELECT 1', 'w/workload.yaml': 'timing: ../t.gz' };
    expect(told(await readFiles(files, 'w'))).toEqual([
      'w/workload.yaml:1:9 the recorded times lie outside of the folder of the workload',
    ]);
  });
});
