import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import { type LogLayout, logPresets } from '../../model/logPreset.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { type RowShape, textField } from '../http/rowShape.ts';
import { type TextShape, textShape } from './exportShape.ts';
import { type Seen, structureOf } from './exportStructure.ts';
import { checkTagColumns, mappingOf } from './logColumns.ts';
import { columnName, type LogField, logFields } from './logFields.ts';

/** What kind of text a file holds, by its name. */
export type TextKind = 'json' | 'csv' | 'tsv';

/** First lines that are looked at: the types of a log's columns fill some hundreds in FORMAT JSON. */
const firstLines = 2000;
const longestLine = 10_000;

/**
 * The `file(…)` that reads an export of text with the types its columns have in a server, every row of it. Nothing is
 * inferred from the first rows: a key or a column that comes late counts too.
 *
 * @throws UserError usage when the file is not what its name says, or lacks the names of its columns
 */
export async function exportTable(
  control: Control,
  path: string,
  kind: TextKind,
  layout: LogLayout,
  where: string,
): Promise<string> {
  const presetColumns = [
    ...Object.values(layout.preset?.columns ?? {}),
    ...Object.values(layout.preset?.tagColumns ?? {}),
  ];
  const names = new Set([
    ...logFields.map((field) => columnName(layout.columns, field)),
    ...Object.values(layout.tagColumns),
    ...presetColumns,
  ]);
  const shapes = await shapesOf(control, path, kind, names, where);
  const [shape] = shapes;
  if (shape === undefined) throw new UserError('usage', 'no file has such a name', 'Correct --log-file.', where);
  if (new Set(shapes.map((one) => one.format)).size > 1)
    throw new UserError(
      'usage',
      `the files are of several formats: ${[...new Set(shapes.map((one) => one.format))].join(', ')}`,
      'Read them one at a time, or export them alike.',
      where,
    );
  const { format } = shape;
  const source = (structure: string): string =>
    `file(${stringLiteral(path)}, '${format}', ${stringLiteral(structure)})`;
  if (format === 'JSON' || format === 'JSONCompact' || format.endsWith('AndTypes'))
    return `file(${stringLiteral(path)}, '${format}')`;
  const shown =
    shape.header === undefined ? await keysOf(control, path, where) : await columnsOf(control, shapes, source);
  const mapping = mappingOf(layout, shown);
  const fields = logFields.filter((field) => field !== 'event_date' && shown.has(columnName(mapping, field)));
  if (shape.header === undefined) checkRows(fields, shown, where);
  checkTagColumns(layout.tagColumns, textColumns(shown), where);
  const tagColumns = [
    ...Object.values(layout.preset?.tagColumns ?? {}),
    ...Object.values(layout.tagColumns),
    ...signsOf(shown),
  ];
  return source(structureOf(fields, mapping, tagColumns, shown));
}

/** Columns that tell what kind of log it is, so that who reads it without a preset is told of one. */
function signsOf(shown: Seen): readonly string[] {
  return logPresets.flatMap(({ signs }) => signs.filter((name) => shown.has(name)));
}

function textColumns(shown: Seen): ReadonlyMap<string, { readonly name: string; readonly type: string }> {
  return new Map([...shown.keys()].map((name) => [name, { name, type: 'String' }]));
}

/** The shape of each file that the path names, with the columns of its header. */
async function shapesOf(
  control: Control,
  path: string,
  kind: TextKind,
  names: ReadonlySet<string>,
  where: string,
): Promise<readonly TextShape[]> {
  const files = await control.rows(
    `SELECT DISTINCT _path AS path FROM file(${stringLiteral(path)}, 'One') ORDER BY path`,
    z.object({ path: textField }),
  );
  const shapes: TextShape[] = [];
  for (const file of files) {
    const lines = await control.rows(
      `SELECT substring(line, 1, ${longestLine}) AS line FROM file(${stringLiteral(file.path)}, 'LineAsString', 'line String') LIMIT ${firstLines}`,
      z.object({ line: textField }),
      { settings: { max_threads: 1, max_parsing_threads: 1 } },
    );
    shapes.push(
      textShape(
        kind,
        lines.map((row) => row.line),
        names,
        files.length > 1 ? file.path : where,
      ),
    );
  }
  return shapes;
}

const starts = z.array(textField);
const seenRow: RowShape<{ readonly name: string; readonly starts: readonly string[] }> = z.object({
  name: textField,
  starts,
});

/** Keys of all rows. */
async function keysOf(control: Control, path: string, where: string): Promise<Seen> {
  const rows = await control.rows(
    `SELECT pair.1 AS name, groupUniqArray(substring(pair.2, 1, 1)) AS starts FROM (
       SELECT arrayJoin(JSONExtractKeysAndValuesRaw(json)) AS pair FROM file(${stringLiteral(path)}, 'JSONAsString', 'json String')
     ) GROUP BY name LIMIT 10000`,
    seenRow,
  );
  if (rows.length === 0)
    throw new UserError(
      'usage',
      'no row of the file is a JSON object',
      'Export it with FORMAT JSONEachRow: an object a line.',
      where,
    );
  return new Map(rows.map((row) => [row.name, row.starts]));
}

/** Columns of a header; a list or a map may be text in the way of the server, or JSON. */
async function columnsOf(
  control: Control,
  shapes: readonly TextShape[],
  source: (structure: string) => string,
): Promise<Seen> {
  const header = [...new Set(shapes.flatMap((one) => one.header ?? []))];
  if (shapes[0]?.format.startsWith('JSON')) return new Map(header.map((name) => [name, ['{', '[']]));
  const structure = header.map((name) => `${identifier(name)} String`).join(', ');
  const columns = header.map(
    (name, at) => `groupUniqArray(extract(${identifier(name)}, '^\\\\s*([{[]\\\\s*[\\'"]?)')) AS c${at}`,
  );
  const [row] = await control.rows(
    `SELECT ${columns.join(', ')} FROM ${source(structure)}`,
    z.record(z.string(), starts),
  );
  return new Map(header.map((name, at) => [name, row?.[`c${at}`] ?? []]));
}

function checkRows(fields: readonly LogField[], shown: Seen, where: string): void {
  if (fields.length > 0) return;
  const keys = [...shown.keys()].filter((key) => /^\w{1,40}$/.test(key)).slice(0, 10);
  throw new UserError(
    'usage',
    `the rows of the file have none of the columns of a log${keys.length === 0 ? '' : `; they have ${keys.join(', ')}`}`,
    'Write one JSON object a line, a query each, as FORMAT JSONEachRow does: {"query": …, "event_time": …}. One document around all rows is not read.',
    where,
  );
}
