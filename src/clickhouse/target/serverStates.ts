import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type MissingState,
  mostWatchedTables,
  type ServerState,
  type StateSource,
  type TableWork,
} from '../../model/serverState.ts';
import { scratchPrefix } from '../../model/writing.ts';
import { ofSession, type StateAccess } from '../../runner/target.ts';
import { bounded, type Control } from '../http/control.ts';
import { deadlines, isGivenUp } from '../http/deadlines.ts';
import { isServerError } from '../http/refusals.ts';
import { amountField, nameField, OddAnswer, type RowShape } from '../http/rowShape.ts';
import { type StateScope, stateSources, stateSql, tablesReadSql } from './stateQuestions.ts';
import type { TargetServer } from './targetServer.ts';

/** 497 ACCESS_DENIED; 47 UNKNOWN_IDENTIFIER and 60 UNKNOWN_TABLE are what older servers say. */
const deniedCode = 497;
const absentCodes: ReadonlySet<number> = new Set([47, 60]);

/** Questions that stayed without an answer, after which no more are asked of that server. */
const mostUnanswered = 3;

/** What is known of asking one server. */
interface Asked {
  readonly refused: Map<StateSource, MissingState>;
  unanswered: number;
}

/**
 * Reads what servers do beside the executions: one statement a reading. Where that is refused, each source is asked by itself, once, and what
 * is refused by itself is asked no more.
 *
 * @param known tables that the statements read, as far as the target knows them itself
 */
export function stateAccess(
  servers: readonly TargetServer[],
  cluster: string | undefined,
  known: () => readonly string[],
): StateAccess {
  const memory = new Map<TargetServer, Asked>();
  return {
    async tablesRead(queryIds, session, bounds) {
      const server = ofSession(servers, session);
      if (server === undefined || queryIds.length === 0) return new Map();
      try {
        const control = bounded(server.admin ?? server.control, bounds);
        const rows = await control.rows(tablesReadSql(queryIds, cluster), tablesRow, {
          what: 'reading which tables were read',
          timeoutMs: deadlines.state,
        });
        return new Map(rows.map(({ id, names }) => [id, names.map(plainName).filter(isUsersTable).sort()]));
      } catch {
        return new Map();
      }
    },
    async read({ tables, session, ours }, bounds) {
      const server = ofSession(servers, session);
      const watched = [...new Set([...tables, ...known()])].sort();
      const scope = { tables: watched, cluster, ours };
      if (server === undefined) return { tables: [] };
      const asked = memory.get(server) ?? { refused: new Map(), unanswered: 0 };
      memory.set(server, asked);
      const found = await readState(bounded(server.admin ?? server.control, bounds), scope, asked);
      const leftOut = watched.length - mostWatchedTables;
      return leftOut > 0 ? { ...found, tablesLeftOut: leftOut } : found;
    },
  };
}

const tablesRow: RowShape<{ readonly id: string; readonly names: readonly string[] }> = z.object({
  id: nameField,
  names: z.array(nameField).max(10_000),
});

/** The log has names in quotes that need them, such as that of the table in a materialized view. */
function plainName(name: string): string {
  return name.replaceAll(/`((?:[^`\\]|\\.)*)`/g, (_, quoted: string) => quoted.replaceAll(/\\(.)/g, '$1'));
}

/** Table functions and temporary tables have names that no table has; `system` is the server's own. */
function isUsersTable(name: string): boolean {
  return !/^(_|system\.|information_schema\.)/i.test(name) && !name.startsWith(scratchPrefix);
}

interface StateRow {
  readonly source: string;
  readonly name: string;
  readonly f0: number;
  readonly f1: number;
  readonly f2: number;
  readonly f3: number;
}

const stateRow: RowShape<StateRow> = z.object({
  source: nameField,
  name: nameField,
  ...{ f0: amountField, f1: amountField, f2: amountField, f3: amountField },
});

async function readState(control: Control, scope: StateScope, asked: Asked): Promise<ServerState> {
  const open = stateSources.filter((source) => !asked.refused.has(source));
  const rows: StateRow[] = [];
  const missing = [...asked.refused.values()];
  const ask = async (sources: readonly StateSource[]): Promise<MissingState['cause'] | undefined> => {
    try {
      rows.push(...(await control.rows(stateSql(sources, scope), stateRow, options(scope))));
      asked.unanswered = 0;
      return undefined;
    } catch (error) {
      const why = causeOf(error);
      if (why.cause === 'unanswered') asked.unanswered += 1;
      else if (sources.length > 1) return why.cause;
      for (const source of sources) {
        const one = { source, ...why };
        missing.push(one);
        if (why.cause === 'not-permitted' || why.cause === 'absent') asked.refused.set(source, one);
      }
      return why.cause;
    }
  };
  if (asked.unanswered >= mostUnanswered) {
    for (const source of open) missing.push({ source, cause: 'unanswered', detail: givenUpText });
    return stateOf([], scope.tables, missing);
  }
  if (open.length > 0) {
    const cause = await ask(open);
    if (cause !== undefined && cause !== 'unanswered') for (const source of open) await ask([source]);
  }
  return stateOf(rows, scope.tables, missing);
}

const givenUpText = `${mostUnanswered} questions in a row had no answer, and no more were asked`;

function options({ ours }: StateScope) {
  return {
    queryId: `${ours}state-${randomBytes(6).toString('hex')}`,
    what: 'reading the state of the server',
    timeoutMs: deadlines.state,
  };
}

function causeOf(error: unknown): Omit<MissingState, 'source'> {
  if (error instanceof OddAnswer) return { cause: 'implausible', detail: error.message };
  if (isServerError(error)) {
    const cause = error.code === deniedCode ? 'not-permitted' : absentCodes.has(error.code) ? 'absent' : 'unknown';
    return { cause, detail: error.message };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { cause: isGivenUp(error) ? 'unanswered' : 'unknown', detail };
}

/**
 * A source that told nothing of a table told that there is none; but only of a table that the server shows to this user. Of any other
 * nobody knows anything.
 */
function stateOf(rows: readonly StateRow[], tables: readonly string[], missing: readonly MissingState[]): ServerState {
  const unknown = new Set(missing.map(({ source }) => source));
  const isKnown = (source: StateSource): boolean => !unknown.has(source);
  const by = new Map(rows.map((row) => [`${row.source} ${row.name}`, row] as const));
  const total = (source: StateSource): number =>
    rows.filter((row) => row.source === source).reduce((sum, { f0 }) => sum + f0, 0);
  const looked = isKnown('tables') ? tables.slice(0, mostWatchedTables) : [];
  const hasParts = (table: string): boolean | undefined => {
    const row = by.get(`tables ${table}`);
    return row === undefined ? undefined : row.f0 > 0;
  };
  const withParts = looked.filter((table) => hasParts(table) === true);
  const withoutParts = looked.filter((table) => hasParts(table) === false);
  const hidden = looked.filter((table) => hasParts(table) === undefined);
  const untold: readonly MissingState[] = [
    ...missing,
    ...hidden.map((table) => ({ source: 'tables', cause: 'unknown', detail: `it does not show ${table}` }) as const),
  ];
  return {
    ...(isKnown('merges') ? { merges: total('merges') } : {}),
    ...(isKnown('mutations') ? { mutations: total('mutations') } : {}),
    ...(isKnown('processes') ? { foreignQueries: total('processes') } : {}),
    tables: withParts.map((table): TableWork => {
      const parts = by.get(`parts ${table}`);
      const replica = by.get(`replicas ${table}`);
      return {
        table,
        ...(isKnown('merges') ? { merges: by.get(`merges ${table}`)?.f0 ?? 0 } : {}),
        ...(isKnown('mutations') ? { mutations: by.get(`mutations ${table}`)?.f0 ?? 0 } : {}),
        ...(isKnown('parts')
          ? { parts: parts?.f0 ?? 0, mostParts: parts?.f1 ?? 0, rows: parts?.f2 ?? 0, bytes: parts?.f3 ?? 0 }
          : {}),
        ...(replica === undefined ? {} : { replication: { queue: replica.f0, delaySeconds: replica.f1 } }),
      };
    }),
    ...(withoutParts.length === 0 ? {} : { withoutParts }),
    ...(untold.length === 0 ? {} : { missing: untold }),
  };
}
