import { type WeighedDifference, without } from './planDifference.ts';

/** What differs in the columns that are read from disk. */
export function compareColumns(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  const change = columnChange(before, after);
  if (change === null) return [];
  const { lost, gained } = change;
  const text =
    lost === ''
      ? `also reads ${gained} of ${table}`
      : gained === ''
        ? `no longer reads ${lost} of ${table}`
        : `reads ${gained} instead of ${lost} of ${table}`;
  return [{ kind: 'columns', text, detail: '', weight: null }];
}

/** What differs in the columns that rows are filtered by before the others are read. */
export function comparePrewhere(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  const prewhere = (text: string): readonly WeighedDifference[] => [
    { kind: 'prewhere', text, detail: '', weight: null },
  ];
  if (before !== null && after === null) return prewhere(`PREWHERE on ${table} no longer used`);
  if (before === null && after !== null) return prewhere(`PREWHERE on ${table} now filters by ${listed(after)}`);
  const change = columnChange(before, after);
  if (change === null) return [];
  const { lost, gained } = change;
  const parts = [
    ...(gained === '' ? [] : [`now filters by ${gained}`]),
    ...(lost === '' ? [] : [`no longer by ${lost}`]),
  ];
  return prewhere(`PREWHERE on ${table} ${parts.join(', ')}`);
}

function columnChange(
  before: readonly string[] | null,
  after: readonly string[] | null,
): { readonly lost: string; readonly gained: string } | null {
  if (before === null || after === null) return null;
  const [lost, gained] = [without(before, after), without(after, before)];
  return lost.length + gained.length === 0 ? null : { lost: listed(lost), gained: listed(gained) };
}

const mostNamed = 4;

/** `column a`, `columns a, b`. */
function listed(columns: readonly string[]): string {
  if (columns.length === 0) return '';
  const more = columns.length > mostNamed ? ` and ${columns.length - mostNamed} more` : '';
  return `${columns.length === 1 ? 'column' : 'columns'} ${columns.slice(0, mostNamed).join(', ')}${more}`;
}
