import type { Milliseconds } from '../../model/units.ts';
import type { Execution } from '../executor.ts';

/** From one moment of the monotonic clock to a later one. */
export interface Span {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** From when a request was sent until its answer, error or limit. */
export function spanOf({ startedAt, outcome }: Pick<Execution, 'startedAt' | 'outcome'>): Span {
  return { from: startedAt, to: startedAt + (outcome.kind === 'skipped' ? 0 : outcome.clientMs) };
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

/** How long two spans have in common; 0 when nothing. */
export function common(one: Span, other: Span): Milliseconds {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}
