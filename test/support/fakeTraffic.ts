import type { LogRequest, TrafficLog } from '../../src/app/trafficLog.ts';
import type { GroupPicks, LoggedExecution, TrafficGroup } from '../../src/model/traffic.ts';

const day = 86_400_000;

/** A shape with round numbers. */
export function group(key: string, over: Partial<TrafficGroup> = {}): TrafficGroup {
  return {
    key,
    shape: key,
    tags: { product: 'web_analytics', query_type: 'WebStatsTableQuery' },
    executions: 700,
    failures: 0,
    failureCodes: {},
    cut: 0,
    metric: 70,
    share: 0.7,
    cost: 70,
    costShare: 0.7,
    cpuUs: 60e6,
    readBytes: 10 * 2 ** 30,
    peakMemoryBytes: 2 ** 28,
    p50Us: 90_000,
    p95Us: 400_000,
    p99Us: 900_000,
    typicalCost: 0.08,
    highCost: 0.4,
    exampleId: '7c0f7d62-1111-4222-8333-0123456789ab',
    picks: picksOf(key, over.failures ?? 0),
    ...over,
  };
}

function picksOf(key: string, failures: number): GroupPicks {
  const start = key.slice(0, 3);
  const failed = failures > 0 ? { failed: `${start}-159` } : {};
  return { typical: `${start}-50`, high: `${start}-95`, highest: `${start}-100`, ...failed };
}

export const fakeGroups: readonly TrafficGroup[] = [
  group('11111111111111111111'),
  group('2222222222222222222', {
    tags: { product: 'product_analytics', query_type: 'TrendsQuery' },
    executions: 140,
    failures: 14,
    failureCodes: { '159': 10, '241': 4 },
    metric: 20,
    share: 0.2,
    cost: 20,
    costShare: 0.2,
  }),
  group('333333333333333333', { tags: {}, executions: 70, cut: 3, metric: 10, share: 0.1, cost: 10, costShare: 0.1 }),
];

/** Grows by as much in each part. */
function trendOf({ metric }: TrafficGroup, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, part) => (metric * (part + 1)) / ((parts * (parts + 1)) / 2));
}

/** The execution that a fake log holds under an id. */
export function execution(queryId: string, over: Partial<LoggedExecution> = {}): LoggedExecution {
  return {
    queryId,
    sql: "/* user_id:7 */ SELECT count() FROM events WHERE and(equals(team_id, 2), equals(event, '$pageview'), equals(email, 'jane@example.com'))",
    logComment:
      '{"product":"web_analytics","query_type":"WebStatsTableQuery","team_id":2,"user_email":"jane@example.com","api_key_label":"Jane\'s key"}',
    settings: { max_threads: '4', log_comment: 'secret', additional_table_filters: "{'a':'b'}" },
    database: 'posthog',
    durationMs: 90,
    ...over,
  };
}

/** A log without a server; everything in it is made up, and the same in every test. */
export function fakeLog(over: Partial<TrafficLog> = {}): (request: LogRequest) => Promise<TrafficLog> {
  const until = Date.UTC(2026, 0, 31, 12);
  return async (request) => ({
    name: request.source.kind === 'file' ? request.source.shown : `system.query_log of ${request.source.target.name}`,
    survey: {
      from: until - 7 * day,
      until,
      days: 7,
      rowsFrom: until - 7 * day,
      executions: 910,
      cut: 3,
      withoutText: 0,
      secondary: 0,
      hogbench: 12,
      system: 40,
      notReading: 5,
      withoutLogComment: 70,
      clockSkewMs: 90_000,
    },
    lacking: [],
    assumed: [],
    facts: {
      missingTags: {},
      conflicts: [],
      hasDatabases: true,
      tellsShards: true,
      hasSettings: true,
      hasShapes: true,
      emptyCpu: false,
    },
    rank: async ({ by, most, trend, owner }) => ({
      by,
      groups: fakeGroups.slice(0, most).map((one) => ({
        ...one,
        ...(trend === undefined ? {} : { trend: trendOf(one, trend.parts) }),
        ...(owner === undefined ? {} : { owners: [{ owner: 'web', share: 0.9 }] }),
      })),
      groupCount: 3,
      executions: 910,
      failures: 14,
      metric: 100,
      cost: 100,
    }),
    reachesBack: async () => true,
    strata: async (_, tags, mostValues) =>
      tags.flatMap((tag) =>
        ['2', '7'].slice(0, mostValues).map((value) => ({
          tag,
          value,
          key: fakeGroups[0]?.key ?? '',
          tags: {},
          executions: 21,
          queryId: `111-${value}`,
        })),
      ),
    times: async ({ groups }) => {
      const places = groups.flatMap((one) => [one.p50, one.p95].flatMap((place) => place ?? []));
      const sent = places.map((place, at) => ({ at: (until - 3_600_000 + at * 1500) * 1000 + 7, place }));
      return { sent, placed: sent.length };
    },
    executions: async (ids) =>
      ids.map((id) =>
        execution(id, { sql: execution(id).sql.replace('team_id, 2', `team_id, ${id.length}${id.at(-1)}`) }),
      ),
    coverage: async (requiredTags, ownerTag) => ({
      requiredTags,
      ownerTag,
      carriers: [...new Set([ownerTag, ...requiredTags])].map((tag) => ({
        tag,
        executions: tag === 'query_type' ? 746 : tag === 'product' ? 840 : 0,
      })),
      owners: [
        { owner: '', executions: 70, taggedExecutions: 0, cost: 10, taggedCost: 0 },
        { owner: 'web_analytics', executions: 840, taggedExecutions: 746, cost: 90, taggedCost: 64 },
      ],
      executions: 910,
      taggedExecutions: 746,
      cost: 100,
      taggedCost: 64,
    }),
    tagKeys: async () => ['product', 'query_type', 'team_id'],
    functions: async () => new Set(['count', 'max', 'min']),
    compare: async (_, pairs) => pairs.map(() => ({ isExplained: false })),
    settings: async () =>
      new Map([
        ['max_threads', false],
        ['log_comment', false],
        ['additional_table_filters', false],
      ]),
    errorNames: async () => ({ '159': 'TIMEOUT_EXCEEDED', '241': 'MEMORY_LIMIT_EXCEEDED' }),
    close: async () => {},
    ...over,
  });
}
