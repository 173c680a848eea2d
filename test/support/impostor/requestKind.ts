/**
 * What a request of hogbench asks for, told by what its SQL reads, so that a change of wording does not matter. `unknown` is for what no rule
 * tells: the impostor then says so, and its test fails.
 */
export const requestKinds = [
  'ping',
  'execution',
  'profile',
  'digest',
  'rows',
  'plan',
  'tree',
  'syntax',
  'rewritten',
  'check',
  'passage',
  'flush',
  'evidence',
  'state',
  'tables-read',
  'processors',
  'log-access',
  'server',
  'identity',
  'memory',
  'hosts',
  'changed-settings',
  'settings',
  'own-settings',
  'tables',
  'columns',
  'databases',
  'grants',
  'clock',
  'hardware',
  'kill',
  'setup',
  'log-columns',
  'log-window',
  'log-survey',
  'log-ranking',
  'log-coverage',
  'log-strata',
  'log-tags',
  'log-executions',
  'functions',
  'error-names',
] as const;

export type RequestKind = (typeof requestKinds)[number];

/** A request as the rules see it. */
export interface Request {
  readonly method: string;
  readonly path: string;
  /** Of the URL, and of a form in the body. */
  readonly params: ReadonlyMap<string, string>;
  readonly sql: string;
}

interface Rule {
  readonly kind: RequestKind;
  readonly matches: (request: Request) => boolean;
}

const reads =
  (pattern: RegExp) =>
  ({ sql }: Request): boolean =>
    pattern.test(sql);

/** The first that matches decides. Statements of a workload are told by what hogbench puts around them, so those come first. */
const rules: readonly Rule[] = [
  { kind: 'ping', matches: ({ path, sql }) => /\/(ping|replicas_status)$/.test(path) || sql === '' },
  { kind: 'profile', matches: ({ params }) => params.get('log_processors_profiles') === '1' },
  { kind: 'execution', matches: ({ params }) => params.get('default_format') === 'Null' },
  { kind: 'syntax', matches: reads(/^\s*EXPLAIN\s+AST\b|\(EXPLAIN\s+AST\b/i) },
  { kind: 'rewritten', matches: reads(/formatQuerySingleLineOrNull/) },
  { kind: 'tree', matches: reads(/^\s*EXPLAIN\s+QUERY\s+TREE\b|\(EXPLAIN\s+QUERY\s+TREE\b/i) },
  { kind: 'plan', matches: reads(/^\s*EXPLAIN\b/i) },
  { kind: 'rows', matches: reads(/FORMAT\s+JSONCompactEachRowWithNamesAndTypes\b/) },
  { kind: 'digest', matches: reads(/FORMAT\s+JSONCompact\b/) },
  { kind: 'flush', matches: reads(/^\s*SYSTEM\s+FLUSH\s+LOGS/i) },
  { kind: 'kill', matches: reads(/^\s*KILL\s+QUERY/i) },
  { kind: 'grants', matches: reads(/^\s*(CHECK\s+GRANT|SHOW\s+GRANTS)|system\.(grants|role_grants|enabled_roles)\b/i) },
  {
    kind: 'setup',
    matches: reads(/^\s*(CREATE|DROP|INSERT|ALTER|USE|SET|TRUNCATE|OPTIMIZE|RENAME|ATTACH|SYSTEM|GRANT|REVOKE)\b/i),
  },
  { kind: 'log-columns', matches: reads(/^\s*DESC(RIBE)?\b/i) },
  { kind: 'passage', matches: reads(/AS server\b[\s\S]*AS settings\b/) },
  { kind: 'state', matches: reads(/AS source\b/) },
  { kind: 'tables-read', matches: reads(/groupUniqArrayArray\(tables\)/) },
  { kind: 'evidence', matches: reads(/system\.query_log[\s\S]*initial_query_id\s+IN\b/) },
  { kind: 'processors', matches: reads(/system\.(processors_profile_log|part_log|processes)\b/) },
  { kind: 'processors', matches: reads(/SELECT 1 FROM system\.(merges|replicas) LIMIT 1/) },
  { kind: 'log-ranking', matches: reads(/AS allGroups\b/) },
  { kind: 'log-coverage', matches: reads(/AS carriers\b/) },
  { kind: 'log-strata', matches: reads(/AS best\b/) },
  { kind: 'log-tags', matches: reads(/JSONExtractKeys/) },
  { kind: 'log-survey', matches: reads(/AS notReading\b/) },
  { kind: 'log-executions', matches: reads(/AS comment\b[\s\S]*LIMIT 1 BY id/) },
  { kind: 'log-window', matches: reads(/AS until\b/) },
  {
    kind: 'log-access',
    matches: reads(/FROM\s+(clusterAllReplicas\([^)]*,\s*)?system\.query_log\b[\s\S]*LIMIT\s+\d+/),
  },
  { kind: 'functions', matches: reads(/system\.(functions|table_functions)\b/) },
  { kind: 'hardware', matches: reads(/system\.events\b/) },
  { kind: 'error-names', matches: reads(/errorCodeToName/) },
  { kind: 'memory', matches: reads(/OSMemoryTotal/) },
  { kind: 'server', matches: reads(/\bversion\(\) AS version\b/) },
  { kind: 'identity', matches: reads(/serverUUID\(\)/) },
  { kind: 'hosts', matches: reads(/system\.clusters\b/) },
  { kind: 'columns', matches: reads(/system\.(columns|data_skipping_indices|projection_parts)\b/) },
  { kind: 'databases', matches: reads(/system\.databases\b/) },
  { kind: 'tables', matches: reads(/system\.(tables|parts|mutations)\b/) },
  { kind: 'changed-settings', matches: reads(/system\.settings\s+WHERE\s+changed\b/) },
  { kind: 'settings', matches: reads(/system\.settings\b/) },
  { kind: 'own-settings', matches: reads(/getSetting\(/) },
  { kind: 'clock', matches: reads(/now64\(/) },
  { kind: 'check', matches: reads(/^\s*SELECT\s+1\b(?!\s*,)(?![\s\S]*\bFROM\b)/i) },
];

/** Undefined for a request that no rule tells. */
export function requestKind(request: Request): RequestKind | undefined {
  return rules.find(({ matches }) => matches(request))?.kind;
}
