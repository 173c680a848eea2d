import type { LoadHeader, TrialPlan } from '../../model/loadPlan.ts';
import type { LoadEvidence, LoadRecorder, LoadRequest, LoadTally, TrialEnd } from '../../model/loadRun.ts';
import type { Notice } from '../../model/notice.ts';
import type { RunStatus } from '../../model/run.ts';
import type { LoadRecord } from '../../schema/load/loadRecord.ts';
import { schemaVersion } from '../../schema/run/runFileVersion.ts';
import { LineLog } from '../lineLog.ts';
import type { AppendableFile } from '../memberLog.ts';
import { createBegun } from '../writeRun.ts';

/**
 * A load while it is written. Records are in the file within a second. Each method throws the UserError of an earlier write in the background
 * that failed.
 */
export interface LoadLog extends LoadRecorder {
  /** May be given again; the last one counts, and none means interrupted. */
  status(status: RunStatus): void;
  /** Resolves when all records given so far are in the file. @throws UserError when they cannot be */
  flush(): Promise<void>;
  /** Resolves when all records are durable. @throws UserError when they cannot be */
  close(): Promise<void>;
}

/**
 * Creates the file of a load, and the folders above it, with its header in it: there is no moment at which it is there without.
 *
 * @throws UserError when the file exists or cannot be written.
 */
export function createLoadFile(path: string, header: LoadHeader): Promise<LoadLog> {
  return createBegun(path, (file) => new LoadWriter(file, path, header));
}

class LoadWriter implements LoadLog {
  readonly #log: LineLog<LoadRecord>;

  constructor(file: AppendableFile, path: string, load: LoadHeader) {
    this.#log = new LineLog<LoadRecord>(file, path, 0, (before) => ({ kind: 'lines', before }));
    this.#log.record({ kind: 'header', format: 'hogbench-run', schemaVersion, load });
  }

  trial(trial: TrialPlan): void {
    this.#log.record({ kind: 'trial', trial });
  }

  tally(tally: LoadTally): void {
    this.#log.record({ kind: 'tally', tally });
  }

  request(trial: number, request: LoadRequest): void {
    this.#log.record({ kind: 'request', trial, request });
  }

  evidence(trial: number, seq: number, evidence: LoadEvidence): void {
    this.#log.record({ kind: 'evidence', trial, seq, evidence });
  }

  end(end: TrialEnd): void {
    this.#log.record({ kind: 'end', end });
  }

  notice(notice: Notice): void {
    this.#log.record({ kind: 'notice', notice });
  }

  status(status: RunStatus): void {
    this.#log.record({ kind: 'status', status });
  }

  flush(): Promise<void> {
    return this.#log.flush();
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}
