import { createHash } from 'node:crypto';
import type { Request, RequestKind } from './requestKind.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What a proper answer is made of. `text` is for formats that are no rows. */
export type Answer = { readonly rows: readonly Row[] } | { readonly text: string };

/** What the impostor has to know to answer. */
export interface World {
  /** Ids of executions, in the order they came. */
  readonly executed: ReadonlyMap<string, Request>;
  /** Changes what the log says of an execution. */
  readonly evidence: (request: Request, number: number) => Row;
  /** What its processor has counted so far; undefined where it has no counters. */
  readonly instructions: number | undefined;
  /** Stands in rows of results and in literals of the log. */
  readonly secret: string;
}

/** Names and values; a server has a thousand, and these are the ones that hogbench speaks of. */
const settings: Readonly<Record<string, string>> = {
  log_queries: '1',
  log_queries_probability: '1',
  log_queries_min_query_duration_ms: '0',
  log_queries_min_type: 'QUERY_START',
  log_queries_cut_to_length: '100000',
  log_comment: '',
  max_memory_usage: '0',
  max_threads: 'auto(4)',
  max_block_size: '65409',
  max_execution_time: '0',
  max_query_size: '262144',
  max_parser_depth: '1000',
  readonly: '0',
  use_query_cache: '0',
  use_query_condition_cache: '1',
  use_uncompressed_cache: '0',
  use_skip_indexes_on_data_read: '1',
  optimize_read_in_order: '1',
  output_format_json_quote_64bit_integers: '0',
};

const queryLogColumns: Readonly<Record<string, string>> = {
  type: "Enum8('QueryStart' = 1, 'QueryFinish' = 2, 'ExceptionBeforeStart' = 3, 'ExceptionWhileProcessing' = 4)",
  event_date: 'Date',
  event_time: 'DateTime',
  query_duration_ms: 'UInt64',
  read_bytes: 'UInt64',
  memory_usage: 'UInt64',
  current_database: 'LowCardinality(String)',
  query: 'String',
  normalized_query_hash: 'UInt64',
  query_kind: 'LowCardinality(String)',
  databases: 'Array(LowCardinality(String))',
  exception_code: 'Int32',
  is_initial_query: 'UInt8',
  query_id: 'String',
  initial_query_id: 'String',
  log_comment: 'String',
  ProfileEvents: 'Map(LowCardinality(String), UInt64)',
  Settings: 'Map(LowCardinality(String), LowCardinality(String))',
};

const host = 'impostor';
const identity = `${host}:9000 00000000-0000-0000-0000-0000000000aa`;

/** What an honest server would say. */
export function properAnswer(kind: RequestKind, request: Request, world: World): Answer {
  const { sql } = request;
  switch (kind) {
    case 'ping':
      return { text: 'Ok.\n' };
    case 'execution':
    case 'profile':
    case 'flush':
    case 'kill':
    case 'setup':
    case 'changed-settings':
      return { text: '' };
    case 'syntax':
      return sql.trimStart().startsWith('EXPLAIN')
        ? { text: 'SelectWithUnionQuery (children 1)\n' }
        : { rows: [{ explain: 'SelectWithUnionQuery (children 1)' }] };
    case 'rewritten': {
      // One answer a statement; what they say does not matter, as long as it reads.
      const statements = request.params.get('param_texts')?.match(/'(?:[^'\\]|\\.)*'/gs) ?? [];
      return { rows: [{ texts: statements.map(() => 'SELECT 1') }] };
    }
    case 'tree':
      return {
        rows: [{ explain: 'QUERY id: 0' }, { explain: '  TABLE id: 3, alias: __table1, table_name: shop.orders' }],
      };
    case 'plan':
      return planOf(sql);
    case 'digest':
      return { text: compactAnswer(sql) };
    case 'rows':
      return { text: `["n","who"]\n["UInt64","String"]\n["${numberOf(sql)}","${world.secret}"]\n` };
    case 'check':
      return { rows: [{ one: 1, '1': 1 }] };
    case 'passage':
      return { rows: [{ server: identity, settings: askedSettings(request) }] };
    case 'evidence':
      return { rows: evidenceRows(request, world) };
    case 'state':
      return {
        rows: [
          ['tables', 'shop.orders', 1],
          ['parts', 'shop.orders', 3, 3, 1000, 50_000],
          ['processes', '', 0],
        ].map(([source, name, f0, f1 = 0, f2 = 0, f3 = 0]) => ({ source, name, f0, f1, f2, f3 })),
      };
    case 'tables-read':
      return {
        rows: [...world.executed.keys()].filter((id) => sql.includes(id)).map((id) => ({ id, names: ['shop.orders'] })),
      };
    case 'processors':
      return { rows: [{ name: 'AggregatingTransform', elapsedUs: '900', inputWaitUs: '10', outputWaitUs: '10' }] };
    case 'log-access':
      return { rows: [{ query_id: 'a', ProfileEvents: {} }] };
    case 'server':
      return { rows: [{ version: '26.7.1.1', build: 'ABC', host, uptime: '60', threads: 'auto(4)' }] };
    case 'identity':
      return { rows: [{ id: identity, server: identity, host }] };
    case 'memory':
      return { rows: [{ bytes: '8000000000' }] };
    case 'hosts':
      return { rows: [{ hosts: '1', '1': 1 }] };
    case 'settings':
      return { rows: /\bAND changed\b/.test(sql) ? [] : settingRows(sql) };
    case 'own-settings':
      return { rows: [{ readonly: '0', size: '262144', depth: '1000' }] };
    case 'tables':
      // What views among them read: there are none.
      if (sql.includes('as_select') || sql.includes('AS uncompressedBytes')) return { rows: [] };
      if (sql.includes('AS definition'))
        return { rows: [{ database: 'shop', table: 'orders', definition: 'CREATE TABLE orders' }] };
      return {
        rows: [
          {
            database: 'shop',
            table: 'orders',
            engine: 'MergeTree',
            parts: 3,
            rows: 1000,
            bytes: 50_000,
          },
        ],
      };
    case 'columns':
      return { rows: [] };
    case 'databases':
      return { rows: [{ '1': 1, name: 'shop', comment: '' }] };
    case 'grants':
      return sql.includes('FORMAT') || request.params.has('default_format')
        ? { rows: [{ result: 1 }] }
        : { text: '1\n' };
    case 'clock':
      return { rows: [{ ms: String(Date.now()) }] };
    case 'hardware':
      return { rows: world.instructions === undefined ? [] : [{ instructions: String(world.instructions) }] };
    case 'log-columns':
      return { rows: Object.entries(queryLogColumns).map(([name, type]) => ({ name, type })) };
    default:
      return { rows: logRows(kind, world.secret) };
  }
}

/** A log of production with one shape, executed ten times. */
function logRows(kind: RequestKind, secret: string): readonly Row[] {
  const now = Math.floor(Date.now() / 1000);
  switch (kind) {
    case 'log-window':
      return [{ until: now, oldest: 0 }];
    case 'log-survey':
      return [
        {
          oldest: now - 3000,
          newest: now,
          ...{ all: '20', executions: '10', secondary: '0', withoutText: '0', hogbench: '4', ofSystem: '6' },
          ...{ notReading: '0', cut: '0', withoutLogComment: '0', withCpu: '10' },
        },
      ];
    case 'log-ranking':
      return [
        {
          key: '5481066560734638338',
          shape: '5110988375794606890',
          values: ['shop', '', '', '', ''],
          codes: [],
          ...{
            executions: '10',
            failures: '0',
            cut: '0',
            metric: 1.5,
            cost: 1.5,
            squares: 1.5,
            cpu: 175_532,
            bytes: 9600,
            peak: 3_186_597,
          },
          ...{ quantiles: [11_000, 18_800, 20_000], costs: [0.1, 0.2], example: 'q1' },
          ...{ trend: [[0, 1.5]], owners: [] },
          picked: { typical: 'q1', high: 'q2', highest: 'q3', failed: '' },
          ...{ allGroups: '1', allExecutions: '10', allFailures: '0', allMetric: 1.5, allCost: 1.5 },
        },
      ];
    case 'log-coverage':
      return [{ owner: 'shop', executions: '10', tagged: '10', cost: 1.5, taggedCost: 1.5, carriers: ['10', '10'] }];
    case 'log-strata':
      return [];
    case 'log-tags':
      return [{ key: 'product' }];
    case 'log-executions':
      return ['q1', 'q2', 'q3'].map((id) => ({
        id,
        sql: `SELECT count() FROM shop.orders WHERE customer = '${secret}'`,
        comment: '{"product":"shop"}',
        settings: { max_threads: '4' },
        tags: {},
        ...{ database: 'shop', ms: '11' },
      }));
    case 'functions':
      return ['count', 'sum', 'tostring', 'numbers'].map((name) => ({ name }));
    case 'error-names':
      return [{ code: '159', name: 'TIMEOUT_EXCEEDED' }];
    default:
      throw new Error(`the impostor has no answer for ${kind}`);
  }
}

function planOf(sql: string): Answer {
  if (/^\s*EXPLAIN\s+ESTIMATE/i.test(sql))
    return { rows: [{ database: 'shop', table: 'orders', parts: 3, rows: 1000, marks: 12 }] };
  if (!/json\s*=\s*1/.test(sql))
    return { rows: [{ explain: '(Expression)' }, { explain: '  ReadFromMergeTree (shop.orders)' }] };
  const plan = { 'Node Type': 'ReadFromMergeTree', Description: 'shop.orders', Parts: 3, Granules: 12 };
  return { rows: [{ explain: JSON.stringify([{ Plan: plan }]) }] };
}

/** Equal statements have equal results, others others. */
function numberOf(sql: string): number {
  const statement = sql
    .replace(/\s+FORMAT\s+\w+[\s\S]*$/, '')
    .replace(/, \([^()]*\) AS hogbench_key_\d+| WITH TIES/g, '');
  return createHash('sha256').update(statement).digest().readUInt32BE(0);
}

/** One row of one number, and of as many keys of the order as were asked for. */
function compactAnswer(sql: string): string {
  const keys = [...new Set(sql.match(/hogbench_key_\d+/g) ?? [])];
  const columns = ['n', ...keys].map((name) => `\t\t{\n\t\t\t"name": "${name}",\n\t\t\t"type": "UInt64"\n\t\t}`);
  const cells = [numberOf(sql), ...keys.map(() => 1)].join(', ');
  return `{\n\t"meta":\n\t[\n${columns.join(',\n')}\n\t],\n\n\t"data":\n\t[\n\t\t[${cells}]\n\t],\n\n\t"rows": 1\n}\n`;
}

function askedSettings({ sql, params }: Request): readonly string[] {
  return [...sql.matchAll(/getSetting\('(\w+)'\)/g)].map(([, name = '']) => params.get(name) ?? settings[name] ?? '0');
}

function settingRows(sql: string): readonly Row[] {
  const listed = /\bname\s+IN\s*[([]/.test(sql) ? [...sql.matchAll(/'(\w+)'/g)].map(([, name = '']) => name) : [];
  const names = listed.length > 0 ? listed : Object.keys(settings);
  return names.map((name) => ({
    name,
    value: settings[name] ?? '0',
    ...{ default: settings[name] ?? '0', changed: 0, readonly: 0, fixed: 0, type: 'UInt64', is_obsolete: 0 },
  }));
}

/** Only what was executed is in the log, as in a server's. */
function evidenceRows({ sql }: Request, { executed, evidence }: World): readonly Row[] {
  const numbers = new Map([...executed.keys()].map((id, number) => [id, number]));
  return [...sql.matchAll(/'([^']+)'/g)].flatMap(([, id = '']) => {
    const execution = executed.get(id);
    const number = numbers.get(id) ?? 0;
    return execution === undefined ? [] : [{ id, ...usualEvidence(number), ...evidence(execution, number) }];
  });
}

/** Times that differ by a percent or two, as those of a quiet server do. */
function usualEvidence(number: number): Row {
  const jitter = createHash('sha256').update(String(number)).digest().readUInt16BE(0) / 0xffff;
  const durationUs = Math.round(10_000 * (1 + 0.02 * (jitter - 0.5)));
  return {
    ...{ initialRows: 1, logRows: 1, durationUs, readRows: 1000, readBytes: 8000, resultRows: 1, resultBytes: 8 },
    ...{ memoryBytes: 100_000, exceptionCode: 0 },
    events: {
      ...{ RealTimeMicroseconds: durationUs, UserTimeMicroseconds: Math.round(durationUs * 0.9), SelectedMarks: 12 },
      ...{ OSCPUVirtualTimeMicroseconds: Math.round(durationUs * 0.9), SelectedRows: 1000, SelectedBytes: 8000 },
    },
  };
}
