import { regularChunks } from '../files/regularFile.ts';
import type { ArmName, RunArm } from '../model/arm.ts';
import type { Notice } from '../model/notice.ts';
import { asTwoArms, type Run } from '../model/run.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { parseHeader, parseRecord } from './parseRecord.ts';
import { QuickRecords } from './quickRecords.ts';
import type { ReadingNotices } from './readingNotices.ts';
import { type LineTaker, readLines } from './readLines.ts';
import { type BuiltRun, RunBuilder } from './runBuilder.ts';

/** A run as far as its file can be read, and those of its notices that tell what could not be read and where. */
export interface ReadRun<Arm extends RunArm = ArmName> {
  readonly run: Run<Arm>;
  readonly warnings: readonly Notice[];
}

/**
 * Reads a run file, compressed or as plain JSON lines. Damage in the middle costs only what it covers.
 *
 * @throws UserError when there is no such file, it is no run file, its header is damaged, or it is newer.
 */
export function readAnyRun(path: string): Promise<ReadRun<RunArm>> {
  return readLinesOf(regularChunks(path), path);
}

/**
 * As `readAnyRun`, of one arm or two.
 * @throws UserError also for a run of more arms
 */
export function readRun(path: string): Promise<ReadRun> {
  return readRunFrom(regularChunks(path), path);
}

/**
 * As `readRun`, of a file that somebody has read.
 * @param chunks all of it in order, cut anywhere
 * @param path what errors and notices call it
 */
export async function readRunFrom(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): Promise<ReadRun> {
  const { run, warnings } = await readLinesOf(chunks, path);
  return { run: asTwoArms(run, path), warnings };
}

async function readLinesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): Promise<ReadRun<RunArm>> {
  const { taker, notices } = await readLines(chunks, path, (first) => new RunLines(parseHeader(first, path)));
  const built = taker.finish();
  tellMissing(built, notices);
  const { warnings, ...lost } = notices.finish();
  return { run: { ...built.run, notices: [...built.run.notices, ...warnings], ...lost }, warnings };
}

class RunLines implements LineTaker {
  readonly #builder: RunBuilder;
  readonly #quick: QuickRecords;

  constructor(header: RunHeader) {
    this.#builder = new RunBuilder(header);
    this.#quick = new QuickRecords(this.#builder);
  }

  quick(text: Buffer, at: number): number {
    return this.#quick.take(text, at);
  }

  line(text: string): string | undefined {
    const parsed = parseRecord(text);
    return 'why' in parsed ? parsed.why : this.#builder.add(parsed.record);
  }

  gap(): void {
    // Executions are numbered, so that what is missing is seen at the end.
  }

  finish(): BuiltRun {
    return this.#builder.finish();
  }
}

function tellMissing({ missingSamples, unusedEvidence, run }: BuiltRun, notices: ReadingNotices): void {
  // An execution has its number when it is written, so a gap is a loss also where nothing else shows it.
  if (missingSamples > 0) {
    const all = run.samples.length + missingSamples;
    notices.lost('samples-missing', (file) => `${missingSamples} of ${all} executions are missing in ${file}.`);
  }
  if (unusedEvidence > 0)
    notices.lost(
      'evidence-unusable',
      (file) =>
        `Evidence of ${unusedEvidence} executions in ${file} cannot be used: the execution or its event names are missing.`,
    );
}
