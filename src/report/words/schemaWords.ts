import type { PerArm } from '../../model/arm.ts';
import type { AdditionChange, ColumnChange, InsertCost, SchemaChange, TableChange } from '../../model/schemaChange.ts';
import type { Unit } from '../../model/units.ts';
import { absent, formatCount, formatRatio, formatRow, plural } from '../../text/quantity.ts';

/** A figure of a table in both arms. */
interface TableRow {
  readonly label: string;
  readonly baseline: string;
  readonly candidate: string;
  /** The ratio, and how sure it is; empty where nothing changed. */
  readonly change: string;
}

export interface TableWords {
  readonly name: string;
  readonly state: string;
  /** Whether there is more to say of it than its size. */
  readonly differs: boolean;
  /** Lines of its definition, marked `-` and `+`. */
  readonly lines: readonly string[];
  readonly rows: readonly TableRow[];
  /** Of what the figures cannot be taken for; empty where nothing is. */
  readonly remark: string;
}

export const schemaTitle = 'What changed in the tables';
export const schemaUnknown = 'How the tables are made is not known: a server does not tell.';

/** Puts a change of tables into words that all formats share; none where it is not known. */
export function schemaWords({ tables }: SchemaChange): readonly TableWords[] {
  return (tables ?? []).map(tableWords);
}

function tableWords(change: TableChange): TableWords {
  const { table, other, sizes, lines, moreLines, columns, additions, insert } = change;
  const { baseline, candidate } = sizes;
  const isLone = baseline === null || candidate === null;
  const differs = isLone || lines.baseline.length > 0 || lines.candidate.length > 0;
  const of = (key: keyof NonNullable<TableChange['sizes']['baseline']>): PerArm<number | null> => ({
    baseline: baseline?.[key] ?? null,
    candidate: candidate?.[key] ?? null,
  });
  return {
    name: other === undefined ? table : `${table}, in the candidate ${other}`,
    state: stateText(change, differs),
    differs,
    lines: [
      ...lines.baseline.map((line) => `- ${line}`),
      ...lines.candidate.map((line) => `+ ${line}`),
      ...(moreLines === 0 ? [] : [`and ${plural(moreLines, 'more line')}`]),
    ],
    rows: [
      row('rows', of('rows'), 'rows'),
      row('parts', of('parts'), 'count'),
      row('bytes on disk', of('bytes'), 'bytes'),
      row('uncompressed', of('uncompressedBytes'), 'bytes'),
      row('primary key', of('primaryKeyBytes'), 'bytes'),
      ...additions.map(additionRow),
      ...columns.map(columnRow),
      ...insertRows(insert),
    ],
    remark: remarkText(change),
  };
}

function stateText({ sizes: { baseline, candidate } }: TableChange, differs: boolean): string {
  if (baseline === null) return 'only in the candidate';
  if (candidate === null) return 'only in the baseline';
  return differs ? 'made otherwise' : 'made alike';
}

function remarkText({ sizes: { baseline, candidate }, insert }: TableChange): string {
  const rows =
    baseline !== null && candidate !== null && baseline.rows !== candidate.rows
      ? 'The rows are not the same in number, so that its sizes are of other data.'
      : '';
  const why = insert?.kind === 'unmeasured' ? `What it costs to insert was not measured: ${insert.why}.` : '';
  return [rows, why].filter((text) => text !== '').join(' ');
}

function row(label: string, { baseline, candidate }: PerArm<number | null>, unit: Unit): TableRow {
  const [before = absent, after = absent] = formatRow([baseline, candidate], unit, true);
  const isKnown = baseline !== null && candidate !== null;
  return {
    label,
    baseline: baseline === null ? absent : before,
    candidate: candidate === null ? absent : after,
    change: isKnown && baseline !== candidate && baseline > 0 ? formatRatio(candidate / baseline) : '',
  };
}

function additionRow({ kind, name, bytes }: AdditionChange): TableRow {
  return row(`${kind} ${name}`, bytes, 'bytes');
}

function columnRow({ name, values: { baseline, candidate } }: ColumnChange): TableRow {
  const made = [baseline, candidate].map((one) => (one === null ? absent : `${one.type} ${one.codec}`.trim()));
  const bytes = { baseline: baseline?.bytes ?? null, candidate: candidate?.bytes ?? null };
  const figures = row(`column ${name}`, bytes, 'bytes');
  return {
    ...figures,
    baseline: `${figures.baseline} (${made[0]})`,
    candidate: `${figures.candidate} (${made[1]})`,
  };
}

function insertRows(insert: InsertCost | undefined): readonly TableRow[] {
  if (insert?.kind !== 'measured') return [];
  const of = (label: string, figure: typeof insert.cpu, unit: Unit): TableRow => {
    const { values, ratio, low, high } = figure;
    const plain = row(`inserting ${formatCount(insert.rows)} rows, ${label}`, values, unit);
    const pairs = plural(insert.pairs, 'pair');
    const change =
      ratio === null ? '' : `${formatRatio(ratio)}, ${formatRatio(low)} to ${formatRatio(high)} in ${pairs}`;
    return { ...plain, change };
  };
  return [
    of('CPU time', insert.cpu, 'us'),
    of('time', insert.time, 'us'),
    of('bytes left on disk', insert.bytes, 'bytes'),
  ];
}
