import type { PlanDifference } from '../../model/planComparison.ts';
import { formatMove, formatRow, plural } from '../../text/quantity.ts';
import { conditionChange } from './planConditions.ts';
import { type WeighedDifference, weightOf, without } from './planDifference.ts';
import type { IndexStep, Selected, TableRead } from './planFacts.ts';

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
      ...index(`reads ${to > from ? 'more' : 'fewer'} granules of ${candidate.table}`),
      detail: granulesMoved(baseline, candidate),
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
  const label = after?.label ?? before?.label ?? '';
  const [was, is] = [before?.used === true, after?.used === true];
  if (!was && !is) return [];
  const name = `${label} of ${reads.candidate.table}`;
  const [from, to] = [selectedBy(before, after), selectedBy(after, before)];
  const detail = selectedMoved(before?.granules, after?.granules) ?? granulesMoved(reads.baseline, reads.candidate);
  const weight = from === null || to === null ? null : weightOf(from, to);
  if (was !== is)
    return [
      { ...index(`${name} ${is ? 'now used' : 'no longer used'}${keysText(is ? after : before)}`), detail, weight },
    ];
  const lost = without(before?.keys, after?.keys);
  const gained = without(after?.keys, before?.keys);
  const changes = [
    ...(lost.length === 0 ? [] : [`no longer uses ${lost.join(', ')}`]),
    ...(gained.length === 0 ? [] : [`now uses ${gained.join(', ')}`]),
  ];
  if (changes.length > 0) return [{ ...index(`${name} ${changes.join(', ')}`), detail, weight }];
  // An index that sees more because the one before it left less out is not what changed.
  if (from === to || before?.condition === after?.condition) return [];
  const change = conditionChange(before?.condition ?? '', after?.condition ?? '');
  const text =
    change === null
      ? `${name} leaves out ${(to ?? 0) > (from ?? 0) ? 'less' : 'more'} by a condition of the same parts`
      : `${name}: ${change}`;
  return [{ ...index(text), detail, weight }];
}

function index(text: string): PlanDifference {
  return { kind: 'index', text, detail: '' };
}

/** A skip index names no keys, and its name says enough. */
function keysText(step: IndexStep | undefined): string {
  return step === undefined || step.keys.length === 0 ? '' : ` for ${step.keys.join(', ')}`;
}

/** An index that one arm does not look at leaves everything over there that the other arm's was given. */
function selectedBy(step: IndexStep | undefined, other: IndexStep | undefined): number | null {
  return (step === undefined ? other?.granules?.initial : step.granules?.selected) ?? null;
}

/** Null where an arm does not look at the index, so that only the table's granules can be put side by side. */
function selectedMoved(before: Selected | null | undefined, after: Selected | null | undefined): string | null {
  if (!before || !after) return null;
  const counts = [before.selected, before.initial, after.selected, after.initial];
  const [from, ofAll, to, ofAllAfter] = formatRow(counts, 'count', true);
  const isSame = before.selected === after.selected && before.initial === after.initial;
  return `granules ${from} of ${ofAll} ${isSame ? 'in both' : `-> ${to} of ${ofAllAfter}`}`;
}

/** `granules 12 -> 37`, or what the one side that is known reads. */
export function granulesMoved(before: TableRead | undefined, after: TableRead | undefined): string {
  const [from, to] = [before?.granules ?? null, after?.granules ?? null];
  if (from === null) return to === null ? '' : `${plural(to, 'granule')}`;
  if (from === to) return '';
  return to === null ? `${plural(from, 'granule')}` : `granules ${formatMove(from, to, 'count', true)}`;
}
