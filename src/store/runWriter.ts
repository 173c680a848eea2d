import type { DigestReading } from '../model/answer.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifferenceReading } from '../model/rowDifference.ts';
import type { RunStatus } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import type { Evidence } from '../model/serverFacts.ts';
import type { StoredRecord } from '../schema/run/record.ts';
import { EventPacker } from './eventNames.ts';
import { type AppendableFile, MemberLog } from './memberLog.ts';

const flushEveryMs = 1000;
const flushEveryChars = 256 * 1024;
/** A damaged member can take a list of names along; a copy this often bounds what is lost with it. */
const namesEveryChars = 1024 * 1024;

/**
 * Appends records to a run file. They reach the file within a second, or when 256 KB of text have come
 * together. The record methods throw the UserError of an earlier write in the background that failed.
 */
export class RunWriter {
  readonly #log: MemberLog;
  readonly #timer: NodeJS.Timeout;
  readonly #packer = new EventPacker();
  #lines: string[] = [];
  #chars = 0;
  #namesId = '';
  #charsSinceNames = 0;
  #closed = false;

  // Records have their keys in the order in which `QuickRecords` reads them.

  /** @param size the length of the file, which must end with a whole member. */
  constructor(file: AppendableFile, path: string, size: number) {
    this.#log = new MemberLog(file, path, size);
    this.#timer = setInterval(() => this.#flushInBackground(), flushEveryMs);
    this.#timer.unref();
  }

  record(record: StoredRecord): void {
    if (this.#closed) throw new Error('The run file is closed.');
    if (this.#log.failure !== undefined) throw this.#log.failure;
    const line = `${JSON.stringify(record)}\n`;
    this.#lines.push(line);
    this.#chars += line.length;
    this.#charsSinceNames += line.length;
    if (this.#chars >= flushEveryChars) this.#flushInBackground();
  }

  sample(sample: Sample): void {
    const { seq, caseId, arm, stage, session, round, position, queryId, startedAt, outcome, stalls, evidence } = sample;
    const place = { seq, caseId, arm, stage, session, round, position };
    const touched = stalls === undefined ? {} : { stalls };
    this.record({ kind: 'sample', sample: { ...place, queryId, startedAt, outcome, ...touched } });
    if (evidence !== undefined) this.evidence(sample.seq, evidence);
  }

  /** May be given again for the same execution; the last one counts. */
  evidence(seq: number, evidence: Evidence): void {
    if (evidence.kind === 'missing') {
      this.record({ kind: 'evidence', seq, evidence });
      return;
    }
    const { durationUs, readRows, readBytes, resultRows, resultBytes, memoryBytes, exceptionCode, logRows } = evidence;
    const { events, written } = evidence;
    const { record, values } = this.#packer.pack(events);
    if (record.id !== this.#namesId || this.#charsSinceNames >= namesEveryChars) {
      this.record(record);
      this.#namesId = record.id;
      this.#charsSinceNames = 0;
    }
    const amounts = { durationUs, readRows, readBytes, resultRows, resultBytes, memoryBytes, exceptionCode, logRows };
    const table = written === undefined ? {} : { written };
    this.record({
      kind: 'evidence',
      seq,
      evidence: { kind: 'facts', ...amounts, names: record.id, values, ...table },
    });
  }

  digest(digest: DigestReading): void {
    this.record({ kind: 'digest', digest });
  }

  /** May be given again for the same case and arm; the last one counts. */
  explanation(explanation: ExplanationReading): void {
    this.record({ kind: 'explanation', explanation });
  }

  /** May be given again for the same case; the last one counts. */
  rowDifference(rowDifference: RowDifferenceReading): void {
    this.record({ kind: 'rowDifference', rowDifference });
  }

  notice(notice: Notice): void {
    this.record({ kind: 'notice', notice });
  }

  /** May be given again; the last one counts. */
  status(status: RunStatus): void {
    this.record({ kind: 'status', status });
  }

  /** Resolves when all records given so far are in the file. */
  flush(): Promise<void> {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#chars = 0;
    return this.#log.append(text);
  }

  /** Flushes, makes it durable, closes. Closing again does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#flushInBackground();
    await this.#log.close();
  }

  #flushInBackground(): void {
    // The log keeps its failure; the next record or the closing reports it.
    this.flush().catch(() => undefined);
  }
}
