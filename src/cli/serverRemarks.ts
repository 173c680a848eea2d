import type { ParseRefusal } from '../clickhouse/statementCheck.ts';
import type { Case, Params, PlacedSetting, Workload } from '../model/workload.ts';
import { querySettings } from '../sql/settingsClause.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import { scratchParameter } from '../sql/writingStatement.ts';
import type { ServerSaid, StatementRemark } from '../workloads/lint/remark.ts';
import { statementsOf } from '../workloads/lint/statements.ts';
import { placeWithin } from '../workloads/lint/statementView.ts';
import type { TableColumns } from '../workloads/lint/tableColumns.ts';
import { quoted } from '../workloads/quote.ts';
import type { Judgement, JudgeRequest } from './services.ts';

/** A setting, and the first place that asks for it. */
interface SettingUse extends PlacedSetting {
  /** Absent for a setting of workload.yaml. */
  readonly one?: Case;
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
      statements: statements.map(({ sql, params, writes }) => ({ sql, params: withScratch(params, writes) })),
      settings: settings.map(({ name, value }) => [name, value]),
      timeColumns: workload.lint?.timeColumns ?? [],
      database: workload.database,
      optional,
    },
    read: ({ refusals, settingRefusals, columns }) => ({
      remarks: [
        ...statements.flatMap((one, at) => parseRemark(one, refusals[at])),
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

function parseRemark(one: Case, refusal: ParseRefusal | undefined): readonly StatementRemark[] {
  if (refusal === undefined) return [];
  const place = placeWithin(one, refusal.offset ?? 0);
  const mend = 'mend the SQL; a client shows the same message for it';
  return [{ rule: 'syntax', one, place, what: refusal.message, mend }];
}

function settingRemark(use: SettingUse, refusal: string | undefined): readonly StatementRemark[] {
  if (refusal === undefined) return [];
  const { name, value, place, one } = use;
  const what = `the server refuses the setting ${quoted(`${name}=${value}`)}: ${refusal.replace(/\.$/, '')}`;
  const mend = 'correct it, or drop it for servers of this version';
  return [{ rule: 'unknown-setting', place, what, mend, ...(one && { one }) }];
}

/** Each pair of name and value once; but all of a statement that ignores the rule, which must not hide another's. */
function settingUses(defaults: readonly PlacedSetting[], statements: readonly Case[]): readonly SettingUse[] {
  const stated = statements.flatMap((one): readonly SettingUse[] => [
    ...Object.entries(one.settings).map(([name, value]) => ({ name, value, one, place: one.place })),
    ...querySettings(one.sql, tokenize(one.sql)).flatMap(({ name, value, start }) =>
      value === undefined ? [] : [{ name, value, one, place: placeWithin(one, start) }],
    ),
  ]);
  const uses: readonly SettingUse[] = [...defaults, ...stated];
  const first = new Map<string, SettingUse>();
  for (const use of uses) {
    const isIgnored = use.one?.lintIgnore?.some(({ rule }) => rule === 'unknown-setting') ?? false;
    const key = JSON.stringify([use.name, String(use.value), isIgnored ? use.place : 'for all']);
    if (!first.has(key)) first.set(key, use);
  }
  return [...first.values()];
}
