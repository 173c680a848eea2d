import { z } from 'zod';
import type { CostMetric, TrafficGroup, TrafficRanking, TrendParts } from '../../model/traffic.ts';
import type { Settings } from '../../model/workload.ts';
import type { Control } from '../http/control.ts';
import { amountField, countField, nameField, textField } from '../http/rowShape.ts';
import { partsOf, partsRow } from './logParts.ts';

/** What is asked of a ranking. */
export interface RankRequest {
  readonly by: CostMetric;
  /** Tags that groups are made by. */
  readonly tags: readonly string[];
  /** Whether the shape of a query parts groups too. */
  readonly byShape: boolean;
  /** Groups to read; the totals are of all. */
  readonly most: number;
  /** Whether to choose executions that stand for each group. */
  readonly withPicks: boolean;
  readonly trend?: TrendParts;
  /** Whether to add up the squares of the metric. */
  readonly spread?: boolean;
  /** Keys of the groups to read; absent: all. */
  readonly only?: readonly string[];
  /** A tag that does not make up groups, and whose values are added up in each. */
  readonly owner?: string;
}

/** Of no execution there is no quantile. */
const quantile = z.union([amountField, z.null()]);

const groupRow = z.object({
  key: nameField,
  shape: nameField,
  values: z.array(textField),
  codes: z.array(z.tuple([z.int(), countField])),
  executions: countField,
  failures: countField,
  cut: countField,
  metric: amountField,
  squares: amountField,
  cost: amountField,
  cpu: amountField,
  bytes: amountField,
  peak: amountField,
  quantiles: z.array(amountField),
  costs: z.array(quantile),
  example: textField,
  picked: z.record(z.string(), textField),
  ...partsRow,
  allGroups: countField,
  allExecutions: countField,
  allFailures: countField,
  allMetric: amountField,
  allCost: amountField,
});

type GroupRow = z.infer<typeof groupRow>;

/** Reads the groups of a ranking statement, and the totals that each row repeats. */
export async function readRanking(
  control: Control,
  sql: string,
  settings: Settings,
  request: RankRequest,
  lacking: readonly string[],
): Promise<TrafficRanking> {
  const rows = await control.rows(sql, groupRow, { settings });
  const [first] = rows;
  const total = Number(first?.allMetric ?? 0);
  const cost = Number(first?.allCost ?? 0);
  return {
    by: request.by,
    groups: rows.map((row) => ({ ...toGroup(row, request, total, cost), ...missingNumbers(lacking) })),
    groupCount: Number(first?.allGroups ?? 0),
    executions: Number(first?.allExecutions ?? 0),
    failures: Number(first?.allFailures ?? 0),
    metric: total,
    cost,
  };
}

/** A row of the server as the model has it. */
function toGroup(row: GroupRow, request: RankRequest, total: number, cost: number): TrafficGroup {
  const named = request.tags.flatMap((tag, at): readonly (readonly [string, string])[] => {
    const value = row.values[at] ?? '';
    return value === '' ? [] : [[tag, value]];
  });
  const [p50 = 0, p95 = 0, p99 = 0] = row.quantiles;
  const [typical, high] = row.costs;
  return {
    key: row.key,
    ...(row.shape === '' ? {} : { shape: row.shape }),
    tags: Object.fromEntries(named),
    executions: row.executions,
    failures: row.failures,
    failureCodes: Object.fromEntries(row.codes.map(([code, count]) => [String(code), count])),
    cut: row.cut,
    metric: row.metric,
    ...(request.spread === true ? { metricSquares: row.squares } : {}),
    share: total > 0 ? row.metric / total : 0,
    cost: row.cost,
    costShare: cost > 0 ? row.cost / cost : 0,
    cpuUs: row.cpu,
    readBytes: row.bytes,
    peakMemoryBytes: row.peak,
    p50Us: p50,
    p95Us: p95,
    p99Us: p99,
    typicalCost: typical ?? null,
    highCost: high ?? null,
    exampleId: row.example,
    picks: Object.fromEntries(Object.entries(row.picked).filter(([, id]) => id !== '')),
    ...partsOf(row, request),
  };
}

type Numbers = 'failures' | 'cpuUs' | 'readBytes' | 'peakMemoryBytes' | 'p50Us' | 'p95Us' | 'p99Us';

const restsOn: Readonly<Record<Numbers, string>> = {
  failures: 'exception_code',
  cpuUs: 'cpu_us',
  readBytes: 'read_bytes',
  peakMemoryBytes: 'memory_usage',
  p50Us: 'query_duration_ms',
  p95Us: 'query_duration_ms',
  p99Us: 'query_duration_ms',
};

/** Numbers that rest on fields which the log lacks. */
function missingNumbers(lacking: readonly string[]): { readonly [Name in Numbers]?: null } {
  return Object.fromEntries(
    Object.entries(restsOn).flatMap(([name, field]) => (lacking.includes(field) ? [[name, null]] : [])),
  );
}
