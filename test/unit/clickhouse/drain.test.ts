import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { drain } from '../../../src/clickhouse/http/answerBody.ts';
import { describeFailure } from '../../../src/clickhouse/http/requestFailures.ts';

const exception =
  "Code: 395. DB::Exception: Value passed to 'throwIf' is non-zero. (FUNCTION_THROW_IF) (version 26.7.2.1)";
const ending = `\r\n__exception__\r\nabcdefghijklmnop\r\n${exception}\n112 abcdefghijklmnop\r\n__exception__\r\n`;

async function failureOf(chunks: readonly string[], tag?: string): Promise<unknown> {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  return drain(stream, tag).then(
    () => 'no failure',
    (error: unknown) => describeFailure(error),
  );
}

describe('drain', () => {
  it('resolves at the end of a result, however long', async () => {
    expect(await failureOf([])).toBe('no failure');
    expect(await failureOf(['1\n', 'x'.repeat(100_000)], 'abcdefghijklmnop')).toBe('no failure');
  });

  it('finds the exception at the end of a broken result, also when chunks cut it', async () => {
    const text = `1\t0\n${ending}`;
    for (const cut of [3, 20, 60, text.length - 3])
      expect(await failureOf([text.slice(0, cut), text.slice(cut)], 'abcdefghijklmnop')).toMatchObject({ code: 395 });
  });

  it('does not take a result that quotes an exception for one', async () => {
    expect(await failureOf([`${exception}\nmore\n`])).toBe('no failure');
    expect(await failureOf([ending], 'another-tag-here')).toBe('no failure');
  });

  it('finds the untagged exception of an older server', async () => {
    expect(await failureOf(['1\n', exception])).toMatchObject({ code: 395 });
  });

  it('rejects when the connection breaks', async () => {
    const stream = new Readable({ read: () => undefined });
    const work = drain(stream, undefined);
    stream.destroy();
    await expect(work).rejects.toThrow('closed in the middle');
  });
});
