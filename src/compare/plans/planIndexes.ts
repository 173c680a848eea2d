import type { PlanAmounts, PlanIndex, Selected } from '../../model/planChange.ts';
import { conditionChange } from './planConditions.ts';
import { type WeighedDifference, weightOf, without } from './planDifference.ts';
import type { IndexStep, TableRead } from './planFacts.ts';

/** What differs in how the indexes of a table leave granules out. */
export function compareIndexes(baseline: TableRead, candidate: TableRead): readonly WeighedDifference[] {
  const ids = [...new Set([...baseline.indexes, ...candidate.indexes].map((one) => one.id))];
  const found = ids.flatMap((id) => {
    const of = ({ indexes }: TableRead): IndexStep | undefined => indexes.find((one) => one.id === id);
    return compareIndex(of(baseline), of(candidate), { baseline, candidate });
  });
  if (found.length > 0 || baseline.granules === candidate.granules) return found;
  const [from, to] = [baseline.granules ?? 0, candidate.granules ?? 0];
  return [
    {
      change: { kind: 'index', what: 'granules', table: candidate.table, isMore: to > from },
      amounts: granulesOf(baseline, candidate),
      weight: weightOf(from, to),
    },
  ];
}

/** Of an index that neither arm uses nothing is said, nor of one that leaves out the same by other words. */
function compareIndex(
  before: IndexStep | undefined,
  after: IndexStep | undefined,
  reads: { readonly baseline: TableRead; readonly candidate: TableRead },
): readonly WeighedDifference[] {
  const step = after ?? before;
  const [was, is] = [before?.used === true, after?.used === true];
  if (step === undefined || (!was && !is)) return [];
  const index: PlanIndex = { type: step.type, name: step.name, table: reads.candidate.table };
  const [from, to] = [selectedBy(before, after), selectedBy(after, before)];
  const amounts = selectedOf(before?.granules, after?.granules) ?? granulesOf(reads.baseline, reads.candidate);
  const weight = from === null || to === null ? null : weightOf(from, to);
  if (was !== is) {
    const keys = (is ? after : before)?.keys ?? [];
    return [{ change: { kind: 'index', what: 'usage', index, isUsed: is, keys }, amounts, weight }];
  }
  const lost = without(before?.keys, after?.keys);
  const gained = without(after?.keys, before?.keys);
  if (lost.length + gained.length > 0)
    return [{ change: { kind: 'index', what: 'keys', index, lost, gained }, amounts, weight }];
  // An index that sees more because the one before it left less out is not what changed.
  if (from === to || before?.condition === after?.condition) return [];
  const condition = conditionChange(before?.condition ?? '', after?.condition ?? '');
  if (condition !== null)
    return [{ change: { kind: 'index', what: 'condition', index, ...condition }, amounts, weight }];
  const leavesOutLess = (to ?? 0) > (from ?? 0);
  return [{ change: { kind: 'index', what: 'reach', index, leavesOutLess }, amounts, weight }];
}

/** An index that one arm does not look at leaves everything over there that the other arm's was given. */
function selectedBy(step: IndexStep | undefined, other: IndexStep | undefined): number | null {
  return (step === undefined ? other?.granules?.initial : step.granules?.selected) ?? null;
}

/** Null where an arm does not look at the index, so that only the table's granules can be put side by side. */
function selectedOf(before: Selected | null | undefined, after: Selected | null | undefined): PlanAmounts | null {
  return before && after ? { kind: 'selected', granules: { baseline: before, candidate: after } } : null;
}

export function granulesOf(before: TableRead | null, after: TableRead | null): PlanAmounts {
  const granules = { baseline: before?.granules ?? null, candidate: after?.granules ?? null };
  return { kind: 'granules', granules };
}
