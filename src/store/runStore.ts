import type { RunArm } from '../model/arm.ts';
import type { InsertReading } from '../model/insertReading.ts';
import type { Recorder, RunStatus } from '../model/run.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { type ReadRun, readAnyRun } from './readRun.ts';
import { checkPlain, createRunFile, openRunFile } from './writeRun.ts';

/** Where runs live. A place holds one run: of files, it is a path. */
export interface RunStore {
  /** Begins a run. @throws UserError when the place is taken, or cannot be written */
  create(place: string, header: RunHeader): Promise<RunLog>;
  /** Makes sure that going on with a run would write to it alone. @throws UserError when it would not */
  checkOwn(place: string): Promise<void>;
  /** Goes on with a run; what an unfinished write left at its end is dropped. @throws UserError when there is none */
  append(place: string): Promise<RunLog>;
  /** A run as far as it can be read. @throws UserError when there is none */
  read(place: string): Promise<ReadRun<RunArm>>;
}

/** A run while it is written. Records come in any order; the last one of a thing counts. */
export interface RunLog extends Recorder {
  insert(reading: InsertReading<RunArm>): void;
  status(status: RunStatus): void;
  /** Resolves when all records are durable. @throws UserError when they cannot be */
  close(): Promise<void>;
}

/** Runs as files of their own. */
export const runFiles: RunStore = {
  create: createRunFile,
  checkOwn: checkPlain,
  append: (place) => openRunFile(place),
  read: readAnyRun,
};
