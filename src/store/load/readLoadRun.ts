import { regularChunks } from '../../files/regularFile.ts';
import type { LoadHeader } from '../../model/loadPlan.ts';
import type { LoadRun } from '../../model/loadRun.ts';
import type { Notice } from '../../model/notice.ts';
import type { RunStatus } from '../../model/run.ts';
import type { LinesRecord, LoadRecord } from '../../schema/load/loadRecord.ts';
import { loadRecordSchema } from '../../schema/load/loadRecordSchema.ts';
import type { Stretch } from '../members.ts';
import { parseLine, parseLoadHeader } from '../parseRecord.ts';
import type { ReadingNotices } from '../readingNotices.ts';
import { type LineTaker, readLines } from '../readLines.ts';
import type { Objection } from '../runBuilder.ts';
import { SharedPairs } from './sharedPairs.ts';
import { TrialBuilder } from './trialBuilder.ts';

/** A load as far as its file can be read, and those of its notices that tell what could not be read and where. */
export interface ReadLoad {
  readonly run: LoadRun;
  readonly warnings: readonly Notice[];
}

/**
 * Reads the file of a load. Damage costs only what it covers; what is lost, or there twice, is told, and makes `lost` of the run.
 *
 * @throws UserError when there is no such file, it is of another kind, its header is damaged, or it is newer.
 */
export function readLoadRun(path: string): Promise<ReadLoad> {
  return readLoadRunFrom(regularChunks(path), path);
}

/**
 * As `readLoadRun`, of a file that somebody has read.
 * @param chunks all of it in order, cut anywhere
 * @param path what errors and notices call it
 */
export async function readLoadRunFrom(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): Promise<ReadLoad> {
  const { taker, notices } = await readLines(chunks, path, (first) => new LoadLines(parseLoadHeader(first, path)));
  const run = taker.finish(notices);
  const { warnings, ...lost } = notices.finish();
  return { run: { ...run, notices: [...run.notices, ...warnings], ...lost }, warnings };
}

class LoadLines implements LineTaker {
  readonly #header: LoadHeader;
  readonly #trials = new Map<number, TrialBuilder>();
  readonly #pairs = new SharedPairs();
  readonly #notices: Notice[] = [];
  #status: RunStatus = { kind: 'interrupted' };
  /** Lines so far, the header among them. */
  #lines = 1;
  /** Whether something behind the last count of lines cannot be read, which is told by itself. */
  #isTold = false;
  /** Whether the last line was a count, as it is behind every whole write. */
  #isCounted = false;
  /** Numbers of lines, as counts say, and as they are there. */
  readonly #differing: (readonly [written: number, found: number])[] = [];
  #isTornBehindStatus = false;

  constructor(header: LoadHeader) {
    this.#header = header;
  }

  quick(): number {
    return -1;
  }

  line(text: string): Objection {
    const parsed = parseLine(text, loadRecordSchema);
    this.#lines += 1;
    this.#isCounted = false;
    return 'why' in parsed ? parsed.why : this.#take(parsed.record);
  }

  gap(kind: Exclude<Stretch['kind'], 'text'>): void {
    this.#isTold = true;
    // It was to say something else than the status before it.
    if (kind === 'torn' && this.#status.kind !== 'interrupted') this.#isTornBehindStatus = true;
  }

  #take(record: LoadRecord): Objection {
    switch (record.kind) {
      case 'trial':
        return this.#begin(record.trial);
      case 'tally':
        return this.#of(record.tally.trial, (trial) => trial.tally(record.tally));
      case 'request':
        return this.#of(record.trial, (trial) => trial.request(record.request));
      case 'evidence':
        return this.#of(record.trial, (trial) => trial.evidence(record.seq, record.evidence));
      case 'end':
        return this.#of(record.end.trial, (trial) => trial.end(record.end));
      case 'notice':
        this.#notices.push(record.notice);
        return undefined;
      case 'status':
        this.#status = record.status;
        return undefined;
      case 'lines':
        this.#count(record);
        return undefined;
      case 'header':
        return 'there is a second header';
    }
  }

  #begin(plan: Extract<LoadRecord, { kind: 'trial' }>['trial']): Objection {
    if (this.#trials.has(plan.id)) return `trial ${plan.id} is there twice`;
    this.#trials.set(plan.id, new TrialBuilder(plan, this.#pairs));
    return undefined;
  }

  #of(trial: number, add: (builder: TrialBuilder) => Objection): Objection {
    const builder = this.#trials.get(trial);
    return builder === undefined ? `there is no trial ${trial} before it` : add(builder);
  }

  #count({ before }: LinesRecord): void {
    const found = this.#lines - 1;
    if (found !== before && !this.#isTold) this.#differing.push([before, found]);
    this.#lines = before + 1;
    this.#isTold = false;
    this.#isCounted = true;
  }

  finish(notices: ReadingNotices): LoadRun {
    for (const [written, found] of this.#differing.slice(0, 1))
      notices.lost('lines-missing', (file) => `${file} holds ${found} lines where ${written} were written.`);
    if (!this.#isCounted && !this.#isTold)
      notices.lost('lines-missing', (file) => `The last lines of ${file} are not all that were written with them.`);
    if (this.#isTornBehindStatus)
      notices.lost('torn-status', (file) => `The last write to ${file} came behind its status, and is lost.`);
    const trials = [...this.#trials.values()];
    const unused = trials.reduce((sum, one) => sum + one.unusedEvidence, 0);
    if (unused > 0)
      notices.lost(
        'evidence-unusable',
        (file) => `Evidence of ${unused} requests in ${file} cannot be used: the request is missing.`,
      );
    return {
      ...this.#header,
      trials: trials.map((one) => one.finish()).sort((a, b) => a.plan.id - b.plan.id),
      notices: this.#notices,
      status: this.#status,
    };
  }
}
