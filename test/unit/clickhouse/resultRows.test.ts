import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { resultRows } from '../../../src/clickhouse/target/resultRows.ts';
import type { RowLimits } from '../../../src/runner/target.ts';

const wide: RowLimits = { rows: 100, bytes: 1_000_000 };
const head = '["n","who"]\n["UInt64","String"]\n';

interface Server {
  readonly asked: string[];
  readonly stream: Readable;
  control: { stream(sql: string): Promise<Readable> };
}

function server(chunks: readonly (string | Buffer)[]): Server {
  const asked: string[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const control = {
    stream: async (sql: string) => {
      asked.push(sql);
      return stream;
    },
  };
  return { asked, stream, control };
}

describe('rows of a result', () => {
  it('come with names and types, however chunks cut them', async () => {
    const bytes = Buffer.from(`${head}["1","ä"]\n["2","日本"]\n`);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const { control } = server([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(await resultRows(control, 'SELECT 1', {}, wide)).toEqual({
        kind: 'rows',
        columns: [
          { name: 'n', type: 'UInt64' },
          { name: 'who', type: 'String' },
        ],
        lines: ['["1","ä"]', '["2","日本"]'],
        cutBy: null,
      });
    }
  });

  it('are asked for in one format, whatever the statement names', async () => {
    const { control, asked } = server([head]);
    expect((await resultRows(control, 'SELECT n, who FROM t FORMAT CSV', {}, wide)).lines).toEqual([]);
    expect(asked).toEqual(['SELECT n, who FROM t FORMAT JSONCompactEachRowWithNamesAndTypes']);
  });

  it('are as many as the limit allows, and then the server may stop', async () => {
    const { control, stream } = server([head, '["1","a"]\n["2","b"]\n["3","c"]\n']);
    const read = await resultRows(control, 'SELECT 1', {}, { ...wide, rows: 2 });
    expect(read).toMatchObject({ lines: ['["1","a"]', '["2","b"]'], cutBy: 'rows' });
    expect(stream.destroyed).toBe(true);
    const whole = await resultRows(server([head, '["1","a"]\n["2","b"]\n']).control, '', {}, { ...wide, rows: 2 });
    expect(whole.cutBy).toBeNull();
  });

  it('end with the last whole one when they are too large', async () => {
    const { control } = server([head, '["1","a"]\n["2","', 'b'.repeat(500), 'b'.repeat(500), '"]\n']);
    const read = await resultRows(control, 'SELECT 1', {}, { ...wide, bytes: 600 });
    expect(read).toMatchObject({ lines: ['["1","a"]'], cutBy: 'bytes' });
  });

  it.each([
    ['an exception with a mark', `${head}["1","a"]\n\r\n__exception__\r\n`],
    ['an exception of an older server', `${head}["1","a"]\nCode: 395. DB::Exception: no`],
    ['half a row', `${head}["1",`],
    ['an exception as a row', `${head}{"exception": "Code: 395"}\n`],
  ])('are none of a result that breaks off: %s', async (_, text) => {
    await expect(resultRows(server([text]).control, 'SELECT 1', {}, wide)).rejects.toThrow('broke off');
  });

  it('are none of an answer without columns', async () => {
    await expect(resultRows(server(['']).control, 'SELECT 1', {}, wide)).rejects.toThrow('no columns');
  });
});
