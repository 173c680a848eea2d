import { basename } from 'node:path';
import type { Place, Problem } from '../model/errors.ts';
import type { Case, Settings } from '../model/workload.ts';
import { findParameters } from '../sql/parameters.ts';
import { refuseWriting } from '../sql/readingStatement.ts';
import { insteadOfReserved, statedObjection } from '../sql/requestParameters.ts';
import { querySettings } from '../sql/settingsClause.ts';
import type { Token } from '../sql/sqlLexer.ts';
import { type Statement, splitStatements } from '../sql/statements.ts';
import { beginsAsWrite } from '../sql/writingStatement.ts';
import { quoted } from '../text/quote.ts';
import { type Annotations, areAnnotations, readAnnotations } from './annotations.ts';
import { checkBindings, keptParams } from './bindings.ts';
import type { Measure } from './manifest.ts';
import type { SourceText } from './sourceText.ts';
import { statementCases } from './statementCases.ts';
import { readScratchTable, withoutScratch } from './writingCase.ts';

export interface CaseFile {
  /** With their own settings and timeouts only; the manifest's are added later. */
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
  /** Where annotations begin that a blank line parts from their statement. */
  readonly detached: readonly Place[];
}

/** How the statements of a file are read. */
interface CaseFileChoice {
  /** The settings that its workload sends with every case. */
  readonly defaults?: Settings;
  /** Statements that write are cases only with `writes`. */
  readonly measure?: Measure;
  /** What statements without a name are called; absent: by the name of the file. */
  readonly stem?: string | undefined;
}

/**
 * Reads the cases of one SQL file. A statement without a name is named after the file, and by its
 * position when the file holds several: `queries_01`. A statement with problems gives no case.
 */
export function readCaseFile(source: SourceText, choice: CaseFileChoice = {}): CaseFile {
  const { defaults = {}, measure = 'reads', stem = stemOf(source.file) } = choice;
  const split = splitStatements(source.text);
  const unterminated = unterminatedProblems(source, split.unterminated);
  const cutAt = split.unterminated[0]?.start ?? Number.POSITIVE_INFINITY;
  const whole = split.statements.filter((statement) => (statement.tokens.at(-1)?.end ?? 0) <= cutAt);
  const files = whole.map((statement, at) =>
    readStatement(source, statement, nameInFile(stem, at, split.statements.length), defaults, measure),
  );
  return {
    cases: files.flatMap((file) => file.cases),
    problems: [...files.flatMap((file) => file.problems), ...unterminated, ...orphanProblems(source, split.orphans)],
    detached: split.apart.flatMap((block) => annotationPlace(source, block) ?? []),
  };
}

/** The strings and comments of a file that are never closed. */
export function unterminatedProblems(source: SourceText, tokens: readonly Token[]): readonly Problem[] {
  const names: Partial<Record<Token['kind'], string>> = {
    string: 'string',
    quotedIdentifier: 'quoted name',
    blockComment: 'comment',
  };
  return tokens.map((token) => ({
    rule: 'unclosed-text',
    place: source.placeAt(token.start),
    what: `this ${names[token.kind] ?? 'text'} is not closed before the end of the file`,
    fix: token.kind === 'blockComment' ? 'close it with */' : 'close it with the same quote',
  }));
}

function orphanProblems(source: SourceText, comments: readonly Token[]): readonly Problem[] {
  const place = annotationPlace(source, comments);
  if (place === undefined) return [];
  const what = 'these annotations have no statement below';
  return [{ rule: 'annotation', place, what, fix: 'put them right above a statement, or drop them' }];
}

/** Where annotations begin in these comments; undefined when they hold none. */
function annotationPlace(source: SourceText, comments: readonly Token[]): Place | undefined {
  const lines = comments.filter((token) => source.text.startsWith('--', token.start));
  const [first] = lines;
  const texts = lines.map((token) => source.text.slice(token.start, token.end).replace(/^-- ?/, ''));
  return first && areAnnotations(texts) ? source.placeAt(first.start) : undefined;
}

function stemOf(file: string): string {
  const stem = basename(file).replace(/\.sql$/i, '');
  return stem.replace(/[^\p{L}\p{N}_.:-]/gu, '_').slice(0, 150) || 'query';
}

function nameInFile(stem: string, at: number, count: number): string {
  const digits = Math.max(2, String(count).length);
  return count === 1 ? stem : `${stem}_${String(at + 1).padStart(digits, '0')}`;
}

function readStatement(
  source: SourceText,
  statement: Statement,
  fallbackName: string,
  defaults: Settings,
  measure: Measure,
): Pick<CaseFile, 'cases' | 'problems'> {
  const place = source.placeAt(statement.start);
  const { annotations, problems } = readAnnotations(source, statement.above);
  const isWrite = beginsAsWrite(source.text, statement.tokens);
  const writing = measure === 'writes' && isWrite ? readScratchTable(source, statement, annotations) : undefined;
  if (writing?.kind === 'refused') return { cases: [], problems: [...problems, ...writing.problems] };
  const { implicit_select: implicit } = { ...defaults, ...annotations.settings };
  const implicitSelect = /^(1|true)$/.test(String(implicit));
  const refusal = writing === undefined ? refuseWriting(source.text, statement.tokens, { implicitSelect }) : undefined;
  if (refusal) {
    const { reason: what } = refusal;
    const fix = isWrite ? `${refusal.fix}; to measure what it costs, write \`measure: writes\` there` : refusal.fix;
    return {
      cases: [],
      problems: [...problems, { rule: 'not-select', place: source.placeAt(refusal.start), what, fix }],
    };
  }
  const unused = writing === undefined ? freshWithoutWrite(annotations) : [];
  if (problems.length > 0 || unused.length > 0) return { cases: [], problems: [...problems, ...unused] };
  const reserved = reservedSettings(source, statement);
  if (reserved.length > 0) return { cases: [], problems: reserved };
  const found = findParameters(source.text, statement.tokens);
  const parameters = writing === undefined ? found : withoutScratch(found);
  const misfits = checkBindings(parameters, annotations.bindings, (parameter) => source.placeAt(parameter.start));
  if (misfits.length > 0) return { cases: [], problems: misfits };
  const bindings = annotations.bindings.map((binding) => keptParams(parameters, binding));
  const all = bindings.length > 0 ? bindings : [{}];
  const cases = statementCases({ source, statement, annotations }, annotations.name ?? fallbackName, place, all);
  return {
    cases: writing === undefined ? cases : cases.map((one) => ({ ...one, writes: writing.table })),
    problems: [],
  };
}

function freshWithoutWrite({ fresh }: Annotations): readonly Problem[] {
  if (fresh === undefined) return [];
  const what = '`fresh` is for a statement that writes';
  return [{ rule: 'annotation', place: fresh.place, what, fix: 'drop it' }];
}

/**
 * What a statement says under SETTINGS is also sent with requests about it, where some names are no settings; and others, in a
 * subquery too, have the server read and write files.
 */
function reservedSettings(source: SourceText, { sql, start }: Statement): readonly Problem[] {
  return querySettings(sql).flatMap((one): readonly Problem[] => {
    const objection = statedObjection(one);
    if (objection === undefined) return [];
    const what = `${quoted(one.name)} ${objection}`;
    return [
      { rule: 'reserved-setting', place: source.placeAt(start + one.start), what, fix: insteadOfReserved(one.name) },
    ];
  });
}
