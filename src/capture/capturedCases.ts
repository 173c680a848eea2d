import type { LoggedExecution, TrafficGroup } from '../model/traffic.ts';
import type { Settings, Tags } from '../model/workload.ts';
import { jsonTags, readEmbeddedTags } from '../sql/embeddedTags.ts';
import { findParameters } from '../sql/parameters.ts';
import { refuseWriting } from '../sql/readingStatement.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import { withoutFormat } from '../sql/statementParts.ts';
import type { CaseChoice, Role } from './casePlan.ts';
import { redactSettings } from './redactSettings.ts';
import { type Privacy, redactSql } from './redactSql.ts';
import { redactTags } from './redactTags.ts';

/** One case as it is written, clean of everything private. */
export interface CapturedCase {
  readonly name: string;
  readonly role: Role;
  readonly weight: number;
  readonly sql: string;
  readonly tags: Tags;
  readonly settings: Settings;
  readonly queryId: string;
  /** Executions that would have made the same case. */
  readonly alsoFor: readonly string[];
  readonly durationMs: number;
}

/** Why an execution of the log cannot be replayed. */
export type Skip =
  | 'not found again'
  | 'text cut or broken'
  | 'does not only read'
  | 'has parameters'
  | 'other database';

export type CaptureOutcome =
  | { readonly kind: 'captured'; readonly captured: CapturedCase }
  | { readonly kind: 'skipped'; readonly skip: Skip };

export interface CaptureContext {
  readonly privacy: Privacy;
  /** Settings the server knows, each with whether it is fixed. */
  readonly knownSettings: ReadonlyMap<string, boolean>;
  /** The database that the workload runs in; executions in others are skipped. */
  readonly database: string;
}

/** Makes a case of an execution, or tells why there can be none. */
export function captureCase(
  name: string,
  group: TrafficGroup,
  planned: CaseChoice,
  execution: LoggedExecution | undefined,
  context: CaptureContext,
): CaptureOutcome {
  if (execution === undefined) return { kind: 'skipped', skip: 'not found again' };
  const skip = reasonToSkip(execution, context.database);
  if (skip !== undefined) return { kind: 'skipped', skip };
  const { privacy } = context;
  // A client puts its FORMAT behind a query. Without it the result is dropped on the server, as of every other case.
  const sql = withoutFormat(redactSql(execution.sql, privacy));
  return {
    kind: 'captured',
    captured: {
      name: `${name}/${planned.label}`,
      role: planned.role,
      weight: planned.weight,
      sql,
      tags: { ...redactTags(tagsOf(execution), privacy), ...failureTag(group, planned) },
      settings: redactSettings(execution.settings, execution.sql, context.knownSettings, privacy),
      queryId: execution.queryId,
      alsoFor: [],
      durationMs: execution.durationMs,
    },
  };
}

/** Cases with one text and the same settings are one case, which weighs what all of them do. The first gives its name. */
export function mergeEqual(cases: readonly CapturedCase[]): readonly CapturedCase[] {
  const merged = new Map<string, CapturedCase>();
  for (const one of cases) {
    const key = JSON.stringify([one.sql, one.settings]);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? one
        : { ...before, weight: before.weight + one.weight, alsoFor: [...before.alsoFor, one.queryId] },
    );
  }
  return [...merged.values()];
}

function reasonToSkip({ sql, database }: LoggedExecution, wanted: string): Skip | undefined {
  if (database !== wanted) return 'other database';
  const text = sql.trimEnd().replace(/;$/, '');
  const tokens = tokenize(text);
  const endsInside = tokens.some((token) => token.unterminated);
  const several = tokens.some((token) => token.kind === 'symbol' && text[token.start] === ';');
  if (endsInside || several || !bracketsMatch(text, tokens)) return 'text cut or broken';
  if (refuseWriting(text, tokens) !== undefined) return 'does not only read';
  return findParameters(text, tokens).length > 0 ? 'has parameters' : undefined;
}

function bracketsMatch(text: string, tokens: readonly { readonly kind: string; readonly start: number }[]): boolean {
  const symbols = tokens.filter((token) => token.kind === 'symbol').map((token) => text[token.start]);
  const count = (symbol: string): number => symbols.filter((one) => one === symbol).length;
  return count('(') === count(')') && count('[') === count(']');
}

/** The statement of an execution as its case has it: without FORMAT and the `;` at its end. */
export function statementOf({ sql }: Pick<LoggedExecution, 'sql'>): string {
  return withoutFormat(sql.trim().replace(/;\s*$/, ''));
}

/** Tags of columns before those of log_comment, and these before what stands in comments of the text. */
export function tagsOf({
  sql,
  logComment,
  columnTags = {},
}: Pick<LoggedExecution, 'sql' | 'logComment' | 'columnTags'>): Tags {
  const comments = tokenize(sql)
    .filter((token) => token.kind === 'blockComment' && !token.unterminated)
    .map((token) => readEmbeddedTags(sql.slice(token.start + 2, token.end - 2)));
  const all: Tags = { ...Object.assign({}, ...comments), ...jsonTags(logComment), ...columnTags };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== '' && columnTags[key] !== ''));
}

/** `159:10 241:2` on every case of a group that failed in production; the failed one itself says so too. */
function failureTag({ failureCodes }: TrafficGroup, { role }: CaseChoice): Tags {
  const codes = Object.entries(failureCodes);
  if (codes.length === 0) return {};
  const text = codes.map(([code, count]) => `${code}:${count}`).join(' ');
  return { production_failures: text, ...(role === 'failed' ? { failed_in_production: true } : {}) };
}
