import { UserError } from '../../model/errors.ts';

/** How the text of an export is laid out. */
export type TextFormat =
  | 'JSONEachRow'
  | 'JSON'
  | 'JSONCompact'
  | 'JSONCompactEachRowWithNames'
  | 'JSONCompactEachRowWithNamesAndTypes'
  | 'CSVWithNames'
  | 'CSVWithNamesAndTypes'
  | 'TSVWithNames'
  | 'TSVWithNamesAndTypes';

export interface TextShape {
  readonly format: TextFormat;
  /** Names of columns where the file states them once; undefined where each row names its own. */
  readonly header: readonly string[] | undefined;
}

const again = 'Export it again, for instance with FORMAT JSONEachRow as .jsonl, or with FORMAT Parquet as .parquet.';

/**
 * Tells from its first lines how an export is laid out.
 *
 * @param kind what the name of the file says
 * @param names columns that a log can have; a first line with none of them is no header
 * @throws UserError usage when the file is not what its name says, or lacks the names of its columns. No message quotes a line.
 */
export function textShape(
  kind: 'json' | 'csv' | 'tsv',
  lines: readonly string[],
  names: ReadonlySet<string>,
  where: string,
): TextShape {
  const text = lines.join('\n').trimStart();
  const refuse = (what: string, fix: string): UserError => new UserError('usage', what, fix, where);
  if (text === '') throw refuse('the file is empty', again);
  if (text.startsWith('PAR1')) throw refuse('the file holds Parquet', 'Name it .parquet.');
  if (kind === 'json') return jsonShape(text, lines, names, refuse);
  if (/^[{[]/.test(text)) throw refuse('the file holds JSON', 'Name it .jsonl.');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const header = fieldsOf(first, kind);
  if (!header.some((name) => names.has(name))) {
    const other = otherDelimiter(first, kind, names);
    if (other !== undefined)
      throw refuse(
        other,
        kind === 'csv'
          ? 'Name it .tsv where they are tabs; else export it with commas.'
          : 'Name it .csv where they are commas; else export it with tabs.',
      );
    const format = kind === 'csv' ? 'CSVWithNames' : 'TabSeparatedWithNames';
    throw refuse(
      'the file has no header line: its first line names none of the columns of a log',
      `Export it with FORMAT ${format}, or put a first line with the names in front: query, event_time, …. Other names go to hogbench.config.yaml, capture.columns.`,
    );
  }
  const second = lines.filter((line) => line.trim() !== '')[1];
  const typed = second !== undefined && areTypes(fieldsOf(second, kind));
  const base = kind === 'csv' ? 'CSVWithNames' : 'TSVWithNames';
  return { format: typed ? `${base}AndTypes` : base, header };
}

function jsonShape(
  text: string,
  lines: readonly string[],
  names: ReadonlySet<string>,
  refuse: (what: string, fix: string) => UserError,
): TextShape {
  if (text.startsWith('{')) {
    const meta = /^\{\s*"meta"\s*:/.test(text);
    const data = /"data"\s*:\s*\[\s*([[{\]])/.exec(text);
    if (!meta) return { format: 'JSONEachRow', header: undefined };
    const header = [...text.slice(0, data?.index).matchAll(/"name"\s*:\s*"([^"\\]*)"/g)].map(([, name]) => name ?? '');
    return { format: data?.[1] === '[' ? 'JSONCompact' : 'JSON', header };
  }
  if (/^\[\s*[{\]]/.test(text)) return { format: 'JSONEachRow', header: undefined };
  if (!text.startsWith('['))
    throw refuse(
      'the file holds no JSON',
      'Name it by what it holds: .csv, .tsv or .parquet; or export it with FORMAT JSONEachRow.',
    );
  const rows = lines.filter((line) => line.trim() !== '').map(asList);
  const header = rows[0]?.map(String) ?? [];
  if (!header.some((name) => names.has(name)))
    throw refuse(
      'the rows of the file are lists, and none of them names the columns',
      'Export it with FORMAT JSONEachRow, or with FORMAT JSONCompactEachRowWithNames.',
    );
  const typed = areTypes(rows[1]?.map(String) ?? []);
  return { format: typed ? 'JSONCompactEachRowWithNamesAndTypes' : 'JSONCompactEachRowWithNames', header };
}

function asList(line: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(line.trim().replace(/,$/, ''));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Header lines hold names and types only: no quoted line breaks. */
function fieldsOf(line: string, kind: 'csv' | 'tsv'): readonly string[] {
  const clean = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
  if (kind === 'tsv') return clean.split('\t');
  return (clean.match(/(?:"(?:[^"]|"")*"|[^,])+|(?<=,)(?=,|$)/g) ?? []).map((field) =>
    field
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

function areTypes(fields: readonly string[]): boolean {
  return (
    fields.length > 0 &&
    fields.every((field) =>
      /^(?:U?Int\d+|Float\d+|String|FixedString|Bool|Date\w*|UUID|IPv[46]|Enum\w*|Decimal\w*|(?:LowCardinality|Nullable|Array|Map|Tuple|JSON|Dynamic|Variant|SimpleAggregateFunction)\b)/.test(
        field,
      ),
    )
  );
}

function otherDelimiter(line: string, kind: 'csv' | 'tsv', names: ReadonlySet<string>): string | undefined {
  const others = kind === 'csv' ? (['\t', ';', '|'] as const) : ([',', ';', '|'] as const);
  const found = others.find((mark) =>
    line.split(mark).some((name) => names.has(name.trim().replace(/^"(.*)"$/, '$1'))),
  );
  if (found === undefined) return undefined;
  const shown = { '\t': 'tabs', ';': 'semicolons', '|': 'bars', ',': 'commas' }[found];
  return `the fields of the file are parted by ${shown}`;
}
