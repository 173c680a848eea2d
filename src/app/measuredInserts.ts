import { randomBytes } from 'node:crypto';
import type { RunArm } from '../model/arm.ts';
import type { InsertReading, MeasuredInsert } from '../model/insertReading.ts';
import { eventCount } from '../model/serverFacts.ts';
import type { TableShape } from '../model/tableShape.ts';
import { scratchDatabase } from '../model/writing.ts';
import type { Execution, SampleRequest } from '../runner/executor.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { identifier } from '../sql/literals.ts';
import { scratchParameter } from '../sql/writingStatement.ts';
import type { Bench } from './services.ts';

/** A table as each arm has it, where not all make it alike. */
export type TableOfArms = ReadonlyMap<RunArm, TableShape>;

export interface InsertsToMeasure {
  readonly header: Pick<RunHeader, 'id' | 'plan' | 'schemas'>;
  readonly bench: Bench;
  readonly signal: AbortSignal;
  readonly record: (reading: InsertReading<RunArm>) => void;
  readonly say: (step: string) => void;
}

/** Rows of an insert, fewer of wide ones: so many bytes before compression. */
const mostRows = 100_000;
const mostBytes = 64 * 1024 * 1024;
/** All rows of a table are looked at to choose the same in every arm. */
const mostLookedAt = 50_000_000;
/** Behind one that is not recorded. */
const pairs = 7;
const timeoutMs = 60_000;
const keepMs = 60 * 60 * 1000;

/** In which the rows wait. */
const heldTable = 'held';

/**
 * Inserts the same rows into a table of its own for each execution, made like that of the arm: the arms back to back, in turn the other way
 * round.
 * @param databases the scratch database of each arm in which the rows wait
 * @throws an Error that says why that cannot be measured
 */
export async function measuredInserts(
  tables: TableOfArms,
  databases: ReadonlyMap<RunArm, string>,
  input: InsertsToMeasure,
): Promise<readonly InsertReading<RunArm>[]> {
  const { bench, signal } = input;
  const columns = await commonColumns(tables, input);
  await holdSame(tables, columns, databases, input);
  const requests = (purpose: string): ReadonlyMap<RunArm, SampleRequest> =>
    new Map(
      [...tables].map(([arm, table]) => [
        arm,
        requestOf(arm, table, columns, databases.get(arm) ?? '', purpose, input),
      ]),
    );
  for (const [arm, request] of requests('check')) {
    const [objection] = (await bench.targets[arm]?.writes?.objections([request])) ?? [];
    if (objection !== undefined) throw new Error(objection);
  }
  const found: InsertReading<RunArm>[] = [];
  for (let pair = -1; pair < pairs && !signal.aborted; pair += 1) {
    const all = [...requests(pair < 0 ? 'warmup' : 'insert').values()];
    const batch = pair % 2 === 0 ? all : all.reverse();
    const executions = await bench.executor.execute(batch, signal);
    if (signal.aborted) break;
    for (const [at, execution] of executions.entries()) {
      const arm = batch[at]?.arm;
      const table = arm === undefined ? undefined : tables.get(arm);
      if (arm === undefined || table === undefined) continue;
      const measured = await measuredOf(execution, arm, input);
      if (pair >= 0) found.push({ kind: 'measured', arm, table: nameOf(table), pair, ...measured });
    }
  }
  return found;
}

/** @throws an Error where an arm takes columns that another does not */
async function commonColumns(tables: TableOfArms, { bench }: InsertsToMeasure): Promise<readonly string[]> {
  const lists: (readonly string[])[] = [];
  for (const [arm, table] of tables) {
    const access = bench.targets[arm]?.writes;
    if (access === undefined) throw new Error(`no statement that writes may be sent to the ${arm}`);
    lists.push(await access.insertable(table));
  }
  const [first = [], ...others] = lists;
  const columns = first.filter((name) => others.every((own) => own.includes(name)));
  if (columns.length === 0) throw new Error('the tables have no column in common');
  return columns;
}

/** @throws an Error where the arms do not have the same rows */
async function holdSame(
  tables: TableOfArms,
  columns: readonly string[],
  databases: ReadonlyMap<RunArm, string>,
  { bench, signal }: InsertsToMeasure,
): Promise<void> {
  const shapes = [...tables.values()];
  const most = Math.max(...shapes.map((one) => one.rows));
  if (most === 0) throw new Error('the table has no rows');
  if (most > mostLookedAt) throw new Error('the table has too many rows to choose the same in every arm');
  const widest = Math.max(...shapes.map((one) => one.uncompressedBytes / Math.max(1, one.rows)));
  const rows = Math.max(1, Math.min(mostRows, Math.floor(mostBytes / Math.max(1, widest))));
  const held: string[] = [];
  for (const [arm, from] of tables) {
    const into = { database: databases.get(arm) ?? '', table: heldTable };
    const own = await bench.targets[arm]?.writes?.holdRows({ from, columns, rows, into, keepMs }, signal);
    held.push(JSON.stringify(own));
  }
  if (new Set(held).size > 1) throw new Error('the rows are not the same in all arms');
}

function requestOf(
  arm: RunArm,
  { database, table }: TableShape,
  columns: readonly string[],
  held: string,
  purpose: string,
  { header: { id } }: InsertsToMeasure,
): SampleRequest {
  const token = randomBytes(6).toString('hex');
  const scratch = scratchDatabase(id, token);
  const names = columns.map(identifier).join(', ');
  const from = [database, table].join('.');
  return {
    queryId: `hogbench-${id}-${purpose}-${token}`,
    arm,
    sql: `INSERT INTO {${scratchParameter}:Identifier}.${identifier(table)} (${names}) SELECT ${names} FROM ${identifier(held)}.${heldTable}`,
    params: { [scratchParameter]: scratch },
    // A thread each: how many parts are left must not hang on the machine.
    settings: { max_threads: 1, max_insert_threads: 1 },
    logComment: JSON.stringify({ hogbench: { run: id, arm, purpose } }),
    timeoutMs,
    writes: {
      ...{ kind: 'insert', table, database: scratch, keepMs, key: `${arm} insert ${from}` },
      fresh: { from, rows: 'none' },
    },
  };
}

/** @throws an Error for an execution that did not end well, or of which the server does not tell */
async function measuredOf(
  { queryId, outcome, table }: Execution,
  arm: RunArm,
  { bench, signal }: InsertsToMeasure,
): Promise<Pick<MeasuredInsert, 'rows' | 'cpuUs' | 'timeUs' | 'bytes'>> {
  if (outcome.kind === 'failed') throw new Error(outcome.message);
  if (outcome.kind !== 'completed') throw new Error('an insert did not end in time');
  const evidence = (await bench.targets[arm]?.collect([queryId], undefined, { signal }))?.get(queryId);
  if (evidence?.kind !== 'facts') throw new Error("the server's log tells nothing of an insert");
  const cpuUs = eventCount(evidence.events, 'OSCPUVirtualTimeMicroseconds');
  if (cpuUs === undefined || table?.after === undefined)
    throw new Error('the server does not tell what an insert took');
  return { rows: table.after.rows, cpuUs, timeUs: evidence.durationUs, bytes: table.after.bytes };
}

function nameOf({ database, table }: TableShape): string {
  return `${database}.${table}`;
}
