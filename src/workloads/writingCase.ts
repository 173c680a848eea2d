import type { Problem } from '../model/errors.ts';
import type { ScratchTable } from '../model/writing.ts';
import type { Parameter } from '../sql/parameters.ts';
import type { Statement } from '../sql/statements.ts';
import { readWrite, scratchParameter } from '../sql/writingStatement.ts';
import type { Annotations } from './annotations.ts';
import type { SourceText } from './sourceText.ts';

export type ScratchReading =
  | { readonly kind: 'scratch'; readonly table: ScratchTable }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Where a writing case writes to, and what that table is before each execution. */
export function readScratchTable(source: SourceText, statement: Statement, { fresh }: Annotations): ScratchReading {
  const refused = (problem: Problem): ScratchReading => ({ kind: 'refused', problems: [problem] });
  const reading = readWrite(source.text, statement.tokens);
  if (reading.kind === 'refused') {
    const { reason: what, start } = reading.refusal;
    const fix = 'see "Statements that write" in docs/workloads.md, or take it out';
    return refused({ rule: 'not-select', place: source.placeAt(start), what, fix });
  }
  const { kind, table } = reading.statement;
  if (kind === 'create') {
    if (fresh === undefined) return { kind: 'scratch', table: { kind, table } };
    const what = 'CREATE TABLE makes its table itself';
    return refused({ rule: 'annotation', place: fresh.place, what, fix: 'drop `fresh`' });
  }
  if (fresh === undefined) {
    const what = 'nothing says what the table is before each execution';
    const fix = `add \`-- fresh: ${kind === 'insert' ? table : `{from: ${table}, rows: all}`}\` above the statement`;
    return refused({ rule: 'annotation', place: source.placeAt(statement.start), what, fix });
  }
  const { place, ...copy } = fresh;
  if (kind !== 'insert' && copy.rows === 'none') {
    const what = 'the table is empty before each execution, so there is nothing to be done';
    return refused({ rule: 'annotation', place, what, fix: `write \`-- fresh: {from: ${copy.from}, rows: all}\`` });
  }
  return { kind: 'scratch', table: { kind, table, fresh: copy } };
}

/** The parameters that a binding has to give: the scratch database is none of them. */
export function withoutScratch(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter((one) => one.name !== scratchParameter);
}
