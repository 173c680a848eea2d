import type { Outcome } from '../model/sample.ts';
import type { ServerFacts } from '../model/serverFacts.ts';
import type { EventUnpacker } from './eventNames.ts';
import { LineCursor } from './lineCursor.ts';
import type { OpenSample } from './runBuilder.ts';

/** Where the records go. */
export interface QuickTaker {
  /** False when it is not taken, because there is one with its number. */
  takeSample(sample: OpenSample): boolean;
  takeFacts(seq: number, facts: ServerFacts): void;
  unpackerOf(names: string): EventUnpacker | undefined;
}

const of = (text: string): Buffer => Buffer.from(text);
type Amounts = [number, number, number, number, number, number, number, number];
const sampleStart = of('{"kind":"sample","sample":{"seq":');
const evidenceStart = of('{"kind":"evidence","seq":');
const caseId = of(',"caseId":"');
const baselineArm = of(',"arm":"baseline"');
const candidateArm = of(',"arm":"candidate"');
const screening = of(',"stage":"screening"');
const confirmation = of(',"stage":"confirmation"');
const session = of(',"session":');
const round = of(',"round":');
const position0 = of(',"position":0');
const position1 = of(',"position":1');
const queryId = of(',"queryId":"');
const startedAt = of(',"startedAt":');
const completed = of(',"outcome":{"kind":"completed","clientMs":');
const sampleEnd = of('}}}\n');
const amountKeys = [
  ...[
    ',"evidence":{"kind":"facts","durationUs":',
    ',"readRows":',
    ',"readBytes":',
    ',"resultRows":',
    ',"resultBytes":',
  ],
  ...[',"memoryBytes":', ',"exceptionCode":', ',"logRows":'],
].map(of);
const names = of(',"names":"');
const values = of(',"values":[');
const evidenceEnd = of(']}}\n');
const absent = of('null');
const comma = of(',');

/**
 * Reads the two records that make up nearly all of a file, completed samples and server facts, from their bytes: as JSON
 * and by the schema they would take most of the time of reading. It passes a good record over that is written in any other way
 * than by us; it must never take one that the schema rejects, nor read another value out of it.
 */
export class QuickRecords {
  readonly #taker: QuickTaker;
  /** Every case's id once: the executions of a case share it. */
  readonly #caseIds = new Map<string, string>();
  readonly #amounts: Amounts = [0, 0, 0, 0, 0, 0, 0, 0];

  constructor(taker: QuickTaker) {
    this.#taker = taker;
  }

  /** The place behind the line that begins at `start`, when it was taken; else -1. */
  take(text: Buffer, start: number): number {
    const cursor = new LineCursor(text, start);
    const isTaken = cursor.skip(evidenceStart)
      ? this.#takeFacts(cursor)
      : cursor.skip(sampleStart) && this.#takeSample(cursor);
    return isTaken ? cursor.at : -1;
  }

  #takeSample(cursor: LineCursor): boolean {
    const seq = cursor.count();
    if (seq < 0 || !cursor.skip(caseId)) return false;
    const id = cursor.textBehindQuote();
    if (id === undefined) return false;
    const arm = cursor.skip(baselineArm) ? 'baseline' : cursor.skip(candidateArm) ? 'candidate' : undefined;
    const stage = cursor.skip(screening) ? 'screening' : cursor.skip(confirmation) ? 'confirmation' : undefined;
    if (arm === undefined || stage === undefined || !cursor.skip(session)) return false;
    const inSession = cursor.count();
    if (inSession < 0 || !cursor.skip(round)) return false;
    const inRound = cursor.count();
    const position = cursor.skip(position0) ? 0 : cursor.skip(position1) ? 1 : undefined;
    if (inRound < 0 || position === undefined || !cursor.skip(queryId)) return false;
    const query = cursor.textBehindQuote();
    if (query === undefined || !cursor.skip(startedAt)) return false;
    const start = cursor.number();
    if (Number.isNaN(start) || !cursor.skip(completed)) return false;
    const clientMs = cursor.number();
    if (Number.isNaN(clientMs) || !cursor.skip(sampleEnd)) return false;
    const outcome: Outcome = { kind: 'completed', clientMs };
    return this.#taker.takeSample({
      seq,
      caseId: this.#shared(id),
      arm,
      stage,
      session: inSession,
      round: inRound,
      position,
      queryId: query,
      startedAt: start,
      outcome,
      evidence: undefined,
    });
  }

  #shared(id: string): string {
    const known = this.#caseIds.get(id);
    if (known !== undefined) return known;
    this.#caseIds.set(id, id);
    return id;
  }

  #takeFacts(cursor: LineCursor): boolean {
    const seq = cursor.count();
    if (seq < 0) return false;
    for (let i = 0; i < amountKeys.length; i += 1) {
      const amount = cursor.skip(amountKeys[i] as Buffer) ? cursor.number() : Number.NaN;
      if (Number.isNaN(amount)) return false;
      this.#amounts[i] = amount;
    }
    if (!cursor.skip(names)) return false;
    const id = cursor.textBehindQuote();
    const unpacker = id === undefined ? undefined : this.#taker.unpackerOf(id);
    if (unpacker === undefined || !cursor.skip(values)) return false;
    if (!readCounts(cursor, unpacker.room()) || !cursor.skip(evidenceEnd)) return false;
    const [durationUs, readRows, readBytes, resultRows, resultBytes, memoryBytes, exceptionCode, logRows] =
      this.#amounts;
    this.#taker.takeFacts(seq, {
      kind: 'facts',
      durationUs,
      readRows,
      readBytes,
      resultRows,
      resultBytes,
      memoryBytes,
      exceptionCode,
      logRows,
      events: unpacker.keep(),
    });
    return true;
  }
}

/** False unless there are exactly as many counts as there is room for. */
function readCounts(cursor: LineCursor, room: Float64Array): boolean {
  for (let i = 0; i < room.length; i += 1) {
    if (i > 0 && !cursor.skip(comma)) return false;
    const value = cursor.number();
    if (Number.isNaN(value) && !cursor.skip(absent)) return false;
    room[i] = value;
  }
  return true;
}
