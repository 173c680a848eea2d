import type { DigestReading } from '../model/answer.ts';
import type { RunArm } from '../model/arm.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { InsertReading } from '../model/insertReading.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifferenceReading } from '../model/rowDifference.ts';
import type { GoneArm, RunStatus } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import type { Evidence } from '../model/serverFacts.ts';
import type { CaseTables, StateReading } from '../model/serverState.ts';
import type { StoredRecord } from '../schema/run/record.ts';
import { EventPacker } from './eventNames.ts';
import { LineLog } from './lineLog.ts';
import type { AppendableFile } from './memberLog.ts';

/** A damaged member can take a list of names along; a copy this often bounds what is lost with it. */
const namesEveryChars = 1024 * 1024;

/**
 * Appends records to a run file. They reach the file within a second, or when 256 KB of text have come
 * together. The record methods throw the UserError of an earlier write in the background that failed.
 */
export class RunWriter {
  readonly #log: LineLog<StoredRecord>;
  readonly #packer = new EventPacker();
  #namesId = '';
  #charsSinceNames = 0;

  // Records have their keys in the order in which `QuickRecords` reads them.

  /** @param size the length of the file, which must end with a whole member. */
  constructor(file: AppendableFile, path: string, size: number) {
    this.#log = new LineLog(file, path, size);
  }

  record(record: StoredRecord): void {
    this.#charsSinceNames += this.#log.record(record);
  }

  sample(sample: Sample<RunArm>): void {
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

  digest(digest: DigestReading<RunArm>): void {
    this.record({ kind: 'digest', digest });
  }

  /** May be given again for the same case and arm; the last one counts. */
  explanation(explanation: ExplanationReading<RunArm>): void {
    this.record({ kind: 'explanation', explanation });
  }

  /** May be given again for the same case; the last one counts. */
  rowDifference(rowDifference: RowDifferenceReading): void {
    this.record({ kind: 'rowDifference', rowDifference });
  }

  state(state: StateReading<RunArm>): void {
    this.record({ kind: 'state', state });
  }

  tablesRead(tablesRead: CaseTables<RunArm>): void {
    this.record({ kind: 'tablesRead', tablesRead });
  }

  insert(insert: InsertReading<RunArm>): void {
    this.record({ kind: 'insert', insert });
  }

  gone(gone: GoneArm): void {
    this.record({ kind: 'gone', gone });
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
    return this.#log.flush();
  }

  /** Flushes, makes it durable, closes. Closing again does nothing. */
  close(): Promise<void> {
    return this.#log.close();
  }
}
