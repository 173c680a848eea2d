import type { Place } from '../model/errors.ts';
import type { Case, Params, Tags } from '../model/workload.ts';
import { jsonTags, readEmbeddedTags } from '../sql/embeddedTags.ts';
import { statedSettings } from '../sql/statementParts.ts';
import type { Statement } from '../sql/statements.ts';
import type { Annotations } from './annotations.ts';
import { caseId } from './bindings.ts';
import type { SourceText } from './sourceText.ts';

/** A statement as it was read. */
interface StatementRead {
  readonly source: SourceText;
  readonly statement: Statement;
  readonly annotations: Annotations;
}

/** The cases of a statement: one for each binding of its parameters. */
export function statementCases(
  read: StatementRead,
  name: string,
  place: Place,
  bindings: readonly Params[],
): readonly Case[] {
  const { statement, annotations } = read;
  const tags = statementTags(read);
  return bindings.map((params) => ({
    id: caseId(name, params),
    name,
    description: annotations.description?.trim() ?? '',
    sql: statement.sql,
    params,
    tags,
    settings: annotations.settings,
    ...(annotations.settingPlaces !== undefined && { settingPlaces: annotations.settingPlaces }),
    weight: annotations.weight ?? 1,
    ...(annotations.weight !== undefined && { weightStated: true }),
    ...(annotations.timeoutMs !== undefined && { timeoutMs: annotations.timeoutMs }),
    ...(annotations.now !== undefined && { now: annotations.now }),
    ...(annotations.results !== undefined && { results: annotations.results }),
    ...(annotations.lintIgnore !== undefined && { lintIgnore: annotations.lintIgnore }),
    place,
  }));
}

/**
 * Everything that says whose a statement is: its annotations win over comments in and around it, and these over a
 * `log_comment`.
 */
function statementTags({ source, statement, annotations }: StatementRead): Tags {
  return {
    ...logCommentTags(statement, annotations.settings.log_comment),
    ...commentTags(source, statement),
    ...annotations.tags,
  };
}

/** Tags that production code wrote into block comments before and after the statement; those before it win. */
function commentTags(source: SourceText, statement: Statement): Tags {
  const blocks = [...statement.below, ...statement.above].filter(
    (token) => token.kind === 'blockComment' && !token.unterminated,
  );
  return Object.assign(
    {},
    ...blocks.map((token) => readEmbeddedTags(source.text.slice(token.start + 2, token.end - 2))),
  );
}

/** Tags in a JSON `log_comment`, in the statement's own SETTINGS or among the settings sent with it. */
function logCommentTags({ sql }: Statement, sent: string | number | undefined): Tags {
  const stated = statedSettings(sql).log_comment;
  return jsonTags(String(stated ?? sent ?? '')) ?? {};
}
