import { TallyBook } from '../../load/tallyBook.ts';
import type { CaseCount, LoadOutcome, LoadRequest, LoadTally } from '../../model/loadRun.ts';
import { seedFrom } from '../../model/random.ts';
import type { Milliseconds } from '../../model/units.ts';
import { CaseCounts } from './caseCounts.ts';
import { column, columns } from './loadTask.ts';
import { RequestSample } from './requestSample.ts';

export interface HeardInput {
  readonly trial: number;
  /** Name of the class, and id, of each case, in the order of the statements. */
  readonly cases: readonly { readonly of: string; readonly caseId: string }[];
  readonly sampleSize: number;
  readonly seed: number;
  readonly queryIdPrefix: string;
  /** Requests that were intended before it are not judged. */
  readonly judgedFromMs: Milliseconds;
}

/** What threads tell of requests: added up, and a sample of those that are judged. */
export class HeardRequests {
  readonly #input: HeardInput;
  readonly #book: TallyBook;
  readonly #cases: CaseCounts;
  readonly #outcomes: LoadOutcome[][] = [];
  readonly #samples = new Map<string, RequestSample>();

  constructor(input: HeardInput) {
    this.#input = input;
    this.#book = new TallyBook(input.trial);
    this.#cases = new CaseCounts(input.judgedFromMs);
  }

  /**
   * @param ended rows as a thread tells them
   * @param outcomes that the thread did not tell before
   */
  hear(thread: number, ended: Float64Array, outcomes: readonly LoadOutcome[]): void {
    const known = this.#outcomes[thread] ?? [];
    known.push(...outcomes);
    this.#outcomes[thread] = known;
    for (let from = 0; from < ended.length; from += columns) {
      const row = ended.subarray(from, from + columns);
      const outcome = known[row[column.outcome] as number];
      if (outcome !== undefined) this.#add(row, outcome);
    }
  }

  #add(row: Float64Array, outcome: LoadOutcome): void {
    const at = (place: number): number => row[place] as number;
    const one = this.#input.cases[at(column.caseIndex)];
    if (one === undefined) return;
    const { of, caseId } = one;
    const [intended, sent, done] = [at(column.intended), at(column.sent), at(column.done)];
    const wasSent = Number.isNaN(sent) ? {} : { sent };
    this.#book.ended({ of, intended, turn: at(column.reached), ...wasSent, done, outcome });
    this.#cases.ended(caseId, intended, outcome);
    // the slowest and the first to fail would all be of the warm-up, which nobody judges
    if (intended < this.#input.judgedFromMs) return;
    this.#sample(of).offer(done - intended, outcome.kind !== 'completed', () => {
      const seq = at(column.seq);
      const firstByte = at(column.firstByte);
      return {
        ...{ seq, of, caseId, intended, ...wasSent },
        ...(Number.isNaN(firstByte) ? {} : { firstByte }),
        ...{ done, outcome, queryId: `${this.#input.queryIdPrefix}${seq}` },
      };
    });
  }

  #sample(of: string): RequestSample {
    const known = this.#samples.get(of);
    if (known !== undefined) return known;
    const { sampleSize, seed } = this.#input;
    const fresh = new RequestSample(sampleSize, seedFrom(seed, of, 'sample'));
    this.#samples.set(of, fresh);
    return fresh;
  }

  /** What was heard since the last time. */
  take(): readonly LoadTally[] {
    return this.#book.take();
  }

  /** Cases that were sent in the judged time. */
  cases(): readonly CaseCount[] {
    return this.#cases.all();
  }

  /** The requests that are kept by themselves. */
  kept(): readonly LoadRequest[] {
    return [...this.#samples.values()].flatMap((one) => one.kept());
  }
}
