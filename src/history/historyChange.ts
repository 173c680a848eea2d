import type { HistoryChange } from '../model/history.ts';
import type { FoundChange } from './searchHistory.ts';

/** A change of a series as the report tells it: in base units, with its places among all runs. */
export function historyChange(
  { caseId, name }: Pick<HistoryChange, 'caseId' | 'name'>,
  { stretch, change }: FoundChange,
): HistoryChange {
  const { step, index, earliest, latest, low, high, agreeing, chance, isTentative } = change;
  const level = (value: number): number => (stretch.isLog ? Math.exp(value) : value);
  const ratioOf = (gap: number): number | null => (stretch.isLog ? Math.exp(gap) : null);
  const runAt = (at: number): number => stretch.runs[at] as number;
  return {
    caseId,
    name,
    direction: step.after > step.before ? 'worse' : 'better',
    state: isTentative ? 'tentative' : 'confirmed',
    before: level(step.before),
    after: level(step.after),
    ratio: ratioOf(step.after - step.before),
    low: ratioOf(low),
    high: ratioOf(high),
    lastBefore: runAt(earliest - 1),
    first: runAt(index),
    latest: runAt(latest),
    agreeing,
    chance,
  };
}

/** Confirmed before tentative, worse before better, then by size. */
export function worstFirst(a: HistoryChange, b: HistoryChange): number {
  if (a.state !== b.state) return a.state === 'confirmed' ? -1 : 1;
  if (a.direction !== b.direction) return a.direction === 'worse' ? -1 : 1;
  const [own, other] = [sizeOf(a), sizeOf(b)];
  return own === other ? b.first - a.first || (a.name < b.name ? -1 : 1) : other - own;
}

/** In log units; without a ratio, as large as can be. */
function sizeOf({ ratio }: HistoryChange): number {
  return ratio === null ? Number.MAX_VALUE : Math.abs(Math.log(ratio));
}
