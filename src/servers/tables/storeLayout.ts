import { z } from 'zod';
import type { Control } from '../../clickhouse/http/control.ts';
import { countField, nameField, textField } from '../../clickhouse/http/rowShape.ts';
import { UserError } from '../../model/errors.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';

/** By this comment a table is known as one of a store. */
const tableComment = 'hogbench store';

/** What makes the tables of one layout out of those of the one before. It may be run twice, and by two programs at once. */
export interface LayoutStep {
  readonly statements: (database: string) => readonly string[];
}

function table(database: string, name: string, columns: string, rest: string): string {
  return `CREATE TABLE IF NOT EXISTS ${identifier(database)}.${identifier(name)} (${columns}) ENGINE = MergeTree ${rest} COMMENT ${stringLiteral(tableComment)}`;
}

/** Blocks that the server remembers, so that one that is sent again is stored once. */
const deduplicated = 'SETTINGS non_replicated_deduplication_window = 10000';
const moment = "DateTime64(3, 'UTC')";

/**
 * Every layout, from none on. A step is never edited once its version was released.
 *
 * A run is visible by its row in `runs`, which is written last. `push` is drawn for each push: rows of one that was interrupted have no
 * row in `runs`, and are read by nobody.
 */
export const layoutSteps: readonly LayoutStep[] = [
  {
    statements: (database) => [
      table(
        database,
        'runs',
        [
          'push UInt64, key String, run_id String, kind LowCardinality(String)',
          `started_at ${moment}, pushed_at ${moment}, name Nullable(String), part Nullable(String), commit Nullable(String)`,
          'branch Nullable(String), uncommitted Nullable(Bool), workload String, workload_hash String',
          'server_version String, server_build String, dataset_hash String, settings_hash String',
          'machine_kind LowCardinality(String), machine_cpu Nullable(String), machine_cores Nullable(Float64)',
          'machine_memory_bytes Nullable(Float64), machine_hosts UInt32, hogbench_version String',
          'run_file_version UInt32, status LowCardinality(String), sha256 String, bytes UInt64, cases UInt32',
          'figures UInt64, figures_hash UInt64, parts UInt32',
        ].join(', '),
        `ORDER BY (started_at, key) ${deduplicated}`,
      ),
      table(
        database,
        'figures',
        `push UInt64, started_at ${moment}, metric LowCardinality(String), case_id String, name LowCardinality(String), unit LowCardinality(String), value Float64, executions UInt32, case_hash UInt64 DEFAULT sipHash64(case_id)`,
        `PARTITION BY toYYYYMM(started_at) ORDER BY (metric, case_id, push) ${deduplicated}`,
      ),
      table(
        database,
        'run_files',
        'push UInt64, part UInt32, base64 String CODEC(ZSTD(1)), sha256 String',
        `ORDER BY (push, part) ${deduplicated}`,
      ),
    ],
  },
];

const layoutTable = 'store_layout';

export interface LayoutPlace {
  readonly database: string;
  /** For people. */
  readonly shown: string;
  /** This program's version. */
  readonly madeBy: string;
}

/** The layout of a store that is there; undefined where there is none. @throws UserError usage for one that is newer */
export async function readLayout(
  control: Control,
  { database, shown, madeBy }: LayoutPlace,
  steps: readonly LayoutStep[] = layoutSteps,
): Promise<number | undefined> {
  const tables = await control.rows(
    `SELECT name, comment FROM system.tables WHERE database = ${stringLiteral(database)} AND name IN ('runs', 'figures', 'run_files', ${stringLiteral(layoutTable)})`,
    z.object({ name: nameField, comment: textField }),
    { what: 'which tables the store has' },
  );
  const stranger = tables.find(({ comment }) => comment !== tableComment);
  if (stranger !== undefined)
    throw new UserError(
      'usage',
      `the database ${database} has a table ${stranger.name} that is none of a store`,
      'Name another database: store: {target: …, database: …} in the config.',
      shown,
    );
  if (!tables.some(({ name }) => name === layoutTable)) return undefined;
  const [newest] = await control.rows(
    `SELECT layout, made_by FROM ${identifier(database)}.${identifier(layoutTable)} ORDER BY layout DESC, at LIMIT 1`,
    z.object({ layout: countField, made_by: nameField }),
    { what: 'the layout of the store' },
  );
  if (newest === undefined) return undefined;
  if (newest.layout > steps.length)
    throw new UserError(
      'usage',
      `the store has layout ${newest.layout}, made by hogbench ${newest.made_by}; this is hogbench ${madeBy}, which reads up to layout ${steps.length}`,
      'Update this hogbench; or name another database for it: store: {target: …, database: …}.',
      shown,
    );
  return newest.layout;
}

/** Makes the tables of a store, or brings older ones up to date. @throws UserError usage for newer ones; a ServerError */
export async function prepareLayout(
  control: Control,
  place: LayoutPlace,
  steps: readonly LayoutStep[] = layoutSteps,
): Promise<void> {
  const { database, madeBy } = place;
  const before = await readLayout(control, place, steps);
  if (before === steps.length) return;
  if (before === undefined) {
    const [known] = await control.rows(
      `SELECT 1 AS one FROM system.databases WHERE name = ${stringLiteral(database)}`,
      z.object({ one: countField }),
    );
    // Who may not make databases can be given one.
    if (known === undefined) await control.command(`CREATE DATABASE IF NOT EXISTS ${identifier(database)}`);
    await control.command(
      table(database, layoutTable, `layout UInt32, made_by String, at ${moment} DEFAULT now64(3)`, 'ORDER BY layout'),
    );
  }
  for (const [place, step] of steps.entries()) {
    const layout = place + 1;
    if (layout <= (before ?? 0)) continue;
    for (const statement of step.statements(database)) await control.command(statement);
    await control.command(
      `INSERT INTO ${identifier(database)}.${identifier(layoutTable)} (layout, made_by) VALUES (${layout}, ${stringLiteral(madeBy)})`,
    );
  }
}
