import { outcomeName } from '../../load/tallyBook.ts';
import type { CaseCount, LoadOutcome } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';

/** Counts how often each case was sent, and how often it failed, of requests that are judged. */
export class CaseCounts {
  readonly #counts = new Map<string, { ended: number; failed: number; how?: string }>();
  readonly #fromMs: Milliseconds;

  /** @param fromMs requests that were intended before it are not judged */
  constructor(fromMs: Milliseconds) {
    this.#fromMs = fromMs;
  }

  ended(caseId: string, intended: Milliseconds, outcome: LoadOutcome): void {
    if (intended < this.#fromMs || outcome.kind === 'unsent') return;
    let count = this.#counts.get(caseId);
    if (count === undefined) {
      count = { ended: 0, failed: 0 };
      this.#counts.set(caseId, count);
    }
    count.ended += 1;
    if (outcome.kind === 'completed') return;
    count.failed += 1;
    count.how ??= outcomeName(outcome);
  }

  /** In the order of their ids. */
  all(): readonly CaseCount[] {
    return [...this.#counts]
      .map(([caseId, count]) => ({ caseId, ...count }))
      .sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
  }
}
