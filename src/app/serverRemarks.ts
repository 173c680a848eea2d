import type { Place } from '../model/errors.ts';
import type { ParseRefusal, SettingRefusal } from '../model/serverAnswers.ts';
import type { Case, Params, PlacedSetting, Workload } from '../model/workload.ts';
import { querySettings } from '../sql/settingsClause.ts';
import { outermostSettings } from '../sql/statementParts.ts';
import { scratchParameter } from '../sql/writingStatement.ts';
import { quoted } from '../text/quote.ts';
import { queryLines } from '../workloads/lint/queryLines.ts';
import type { ServerSaid, StatementRemark } from '../workloads/lint/remark.ts';
import { placeWithin, statementsOf } from '../workloads/lint/statementView.ts';
import type { TableColumns } from '../workloads/lint/tableColumns.ts';
import type { Judgement, JudgeRequest, SettingQuestion } from './services.ts';

/** A setting, and the first place that asks for it. */
interface SettingUse {
  readonly question: SettingQuestion;
  readonly place: Place;
  /** Absent for a setting of workload.yaml. */
  readonly one?: Case;
  /** True for one that a subquery states, where the server passes over names that it does not know. */
  readonly inSubquery: boolean;
}

/** What to ask a server of a workload, and how to read its answer. */
export interface ServerQuestions {
  readonly request: JudgeRequest;
  read(judgement: Judgement): ServerSaid;
}

export function serverQuestions(workload: Workload, optional: boolean): ServerQuestions {
  const statements = statementsOf(workload.cases);
  const settings = settingUses(workload.lint?.settings ?? [], statements);
  return {
    request: {
      statements: statements.map(({ sql, params, settings, writes }) => ({
        ...{ sql, params: withScratch(params, writes), settings },
      })),
      settings: settings.map(({ question }) => question),
      timeColumns: workload.lint?.timeColumns ?? [],
      database: workload.database,
      optional,
    },
    read: ({ refusals, settingRefusals, columns }) => ({
      remarks: [
        ...statements.flatMap((one, at) => parseRemark(one, refusals[at], refusedTexts(settings, settingRefusals))),
        ...settings.flatMap((use, at) => settingRemark(use, settingRefusals[at])),
      ],
      tables: tablesOf(columns),
    }),
  };
}

/** A statement is only parsed, so any name stands for the database that is made for an execution. */
function withScratch(params: Params, writes: Case['writes']): Params {
  return writes === undefined ? params : { ...params, [scratchParameter]: 'hogbench_scratch_' };
}

/** The server's tables; those of its current database by their bare name too. */
function tablesOf(columns: Judgement['columns']): TableColumns {
  const tables = new Map<string, string[]>();
  for (const { database, table, column, current } of columns)
    for (const name of [`${database}.${table}`, ...(current ? [table] : [])])
      tables.set(name, [...(tables.get(name) ?? []), column]);
  return tables;
}

function parseRemark(
  one: Case,
  refusal: ParseRefusal | undefined,
  refusedTexts: ReadonlySet<string>,
): readonly StatementRemark[] {
  if (refusal === undefined) return [];
  // Without a place it is no matter of syntax, and the setting itself is told.
  const isTold = refusal.offset === undefined && querySettings(one.sql).some(({ text }) => refusedTexts.has(text));
  if (isTold) return [];
  const place = placeWithin(one, refusal.offset ?? 0);
  const { word, lines } = queryLines(one.sql);
  const what =
    lines > 1
      ? `the statement holds ${lines} lines that begin with ${word}; end each by ; (${refusal.message})`
      : refusal.message;
  const fix = lines > 1 ? 'write ; behind each query' : 'correct the SQL; a client shows the same message for it';
  return [{ rule: 'syntax', one, place, what, fix }];
}

function refusedTexts(
  settings: readonly SettingUse[],
  refusals: readonly (SettingRefusal | undefined)[],
): ReadonlySet<string> {
  return new Set(
    settings.flatMap(({ question }, at) =>
      question.kind === 'stated' && refusals[at] !== undefined ? [question.text] : [],
    ),
  );
}

function settingRemark(use: SettingUse, refusal: SettingRefusal | undefined): readonly StatementRemark[] {
  if (refusal === undefined) return [];
  const { question, place, one, inSubquery } = use;
  const text = question.kind === 'stated' ? spaceless(question.text) : `${question.name}=${question.value}`;
  const said = refusal.message.replace(/\.$/, '');
  const found = { rule: 'unknown-setting' as const, place, ...(one && { one }) };
  if (inSubquery && refusal.unknown)
    return [
      {
        ...found,
        level: 'warning',
        what: `the server does not know the setting ${quoted(text)}, and may pass over it in a subquery: ${said}`,
        fix: 'correct its name, or drop it',
      },
    ];
  const what = `the server refuses the setting ${quoted(text)}: ${said}`;
  return [{ ...found, what, fix: 'correct it, or drop it for servers of this version' }];
}

/** Those of workload.yaml come with the statement, too. */
function settingPlace({ settingPlaces = [], place }: Case, name: string): Place {
  return settingPlaces.find((one) => one.name === name)?.place ?? place;
}

function spaceless(text: string): string {
  return text.replace(/^([\w.]+)\s*=\s*/, '$1=');
}

/** Each setting once; but all of a statement that ignores the rule, which must not hide another's. */
function settingUses(defaults: readonly PlacedSetting[], statements: readonly Case[]): readonly SettingUse[] {
  const sent = (name: string, value: string | number): SettingQuestion => ({ kind: 'sent', name, value });
  const stated = statements.flatMap((one): readonly SettingUse[] => {
    const outermost = new Set(outermostSettings(one.sql).map(({ start }) => start));
    return [
      ...Object.entries(one.settings).map(([name, value]) => ({
        ...{ question: sent(name, value), one, place: settingPlace(one, name), inSubquery: false },
      })),
      ...querySettings(one.sql).map(({ name, text, start }) => ({
        // A value may be a parameter of the statement.
        question: { kind: 'stated' as const, name, text, params: text.includes('{') ? one.params : {} },
        one,
        place: placeWithin(one, start),
        inSubquery: !outermost.has(start),
      })),
    ];
  });
  const uses: readonly SettingUse[] = [
    ...defaults.map(({ name, value, place }) => ({ question: sent(name, value), place, inSubquery: false })),
    ...stated,
  ];
  const first = new Map<string, SettingUse>();
  for (const use of uses) {
    const isIgnored = use.one?.lintIgnore?.some(({ rule }) => rule === 'unknown-setting') ?? false;
    const key = JSON.stringify([use.question, use.inSubquery, isIgnored ? use.place : 'for all']);
    if (!first.has(key)) first.set(key, use);
  }
  return [...first.values()];
}
