import type { Readable } from 'node:stream';
import { ServerError } from '../http/refusals.ts';

export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** What is to become of an answer, part by part. Rows are the server's JSON, byte for byte, a character for each byte. */
export interface AnswerReader {
  columns(columns: readonly ResultColumn[]): void;
  row(line: string): void;
  totals(line: string): void;
  extremes(which: 'min' | 'max', line: string): void;
}

/** What surrounds the rows is small; a line of this length is no row that could be compared. */
const longestLine = 64 * 1024 ** 2;
/** Names and types of thousands of columns have room in it. */
const longestHead = 16 * 1024 ** 2;

export const brokenOff = 'the server broke off its answer';

/**
 * Reads an answer of FORMAT JSONCompact, which holds all that a client can receive: names, types, rows, totals and extremes. Each
 * row is a line of its own. Nothing is kept, so an answer may be of any length.
 *
 * @returns the number of rows
 * @throws ServerError for an exception in the middle of the answer; an Error when the answer is not whole
 */
export async function readAnswer(stream: Readable, reader: AnswerReader): Promise<number> {
  const lines = new AnswerLines(reader);
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const rest = chunk.subarray(start, end);
      lines.take((begun.length === 0 ? rest : Buffer.concat([...begun, rest])).toString('latin1'));
      begun = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longestLine) throw new Error('a row of the result is longer than 64 MiB');
  }
  if (begun.length > 0) lines.take(Buffer.concat(begun).toString('latin1'));
  return lines.finish();
}

const newline = 10;

/** The layout of JSONCompact as lines, which no setting of a format changes. */
class AnswerLines {
  private readonly reader: AnswerReader;
  private readonly head: string[] = [];
  private place: 'head' | 'rows' | 'foot' = 'head';
  private headLength = 0;
  private rows = 0;
  private stated: number | undefined;
  private isClosed = false;
  private failure: string | undefined;

  constructor(reader: AnswerReader) {
    this.reader = reader;
  }

  take(line: string): void {
    if (this.place === 'rows') this.body(line);
    else if (this.place === 'head') this.beginning(line);
    else this.foot(line);
  }

  finish(): number {
    if (this.failure !== undefined) throw exceptionOf(this.failure);
    if (!this.isClosed || this.stated !== this.rows) throw new Error(brokenOff);
    return this.rows;
  }

  private beginning(line: string): void {
    if (line !== '\t"data":') {
      this.headLength += line.length + 1;
      if (this.headLength > longestHead) throw new Error('the answer does not come to its rows within 16 MiB');
      this.head.push(line);
      this.note(line);
      return;
    }
    const { meta } = JSON.parse(`${this.head.join('\n').trimEnd().replace(/,$/, '')}}`) as { meta: ResultColumn[] };
    this.reader.columns(meta.map(({ name, type }) => ({ name: utf8(name), type: utf8(type) })));
    this.place = 'rows';
  }

  private body(line: string): void {
    if (line.startsWith('\t\t[')) {
      this.rows += 1;
      this.reader.row(withoutComma(line, 2));
    } else if (line.startsWith('\t]')) this.place = 'foot';
    else this.note(line);
  }

  private foot(line: string): void {
    if (line.startsWith('\t"totals": [')) this.reader.totals(withoutComma(line, '\t"totals": '.length));
    else if (line.startsWith('\t\t"min": [')) this.reader.extremes('min', withoutComma(line, '\t\t"min": '.length));
    else if (line.startsWith('\t\t"max": [')) this.reader.extremes('max', withoutComma(line, '\t\t"max": '.length));
    else if (line.startsWith('\t"rows": ')) this.stated = Number(withoutComma(line, '\t"rows": '.length));
    else if (line === '}') this.isClosed = true;
    this.note(line);
  }

  /** An exception comes as a line of its own, or as a field of the document where a setting says so. */
  private note(line: string): void {
    if (/Code: \d+\. DB::Exception/.test(line)) this.failure ??= utf8(line);
  }
}

function withoutComma(line: string, from: number): string {
  return line.endsWith(',') ? line.slice(from, -1) : line.slice(from);
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function exceptionOf(line: string): ServerError {
  const [, code = '0', message = line] = /Code: (\d+)\. DB::Exception: (.*)/.exec(line) ?? [];
  return new ServerError(Number(code), message);
}
