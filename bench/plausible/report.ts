import type { ArmText, CaseComparison, ComparisonReport, PairPoint, Verdict } from '../../src/model/comparison.ts';
import type { MetricComparison } from '../../src/model/metric.ts';
import { seeded } from './seeded.ts';
import { suiteOf } from './suite.ts';

const products = ['product_analytics', 'web_analytics', 'session_replay', 'data_warehouse', 'surveys'];
const kinds = ['trends', 'funnel', 'retention', 'paths', 'lifecycle', 'stickiness', 'web_overview', 'actors'];
const pairsEach = 20;

/** One case in fifty regresses; some others are improved, refuted, undecided or broken. */
function verdictOf(index: number): Verdict {
  if (index % 50 === 0) return 'regressed';
  if (index % 90 === 1) return 'improved';
  if (index % 100 === 2) return 'unconfirmed';
  if (index % 25 === 3) return 'inconclusive';
  if (index % 400 === 4) return 'resultChanged';
  return index % 500 === 5 ? 'failed' : 'equivalent';
}

/** Text of about the length and the shape that generated queries have: functions, one line. */
function queryOf(index: number, column: string): string {
  const shown = Array.from({ length: 12 }, (_, i) => `countIf(equals(events.event, 'step ${i}')) AS step_${i}`);
  return `SELECT toStartOfDay(${column}) AS day, ${shown.join(', ')} FROM events LEFT OUTER JOIN (SELECT argMax(person_distinct_id_overrides.person_id, person_distinct_id_overrides.version) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id FROM person_distinct_id_overrides WHERE equals(person_distinct_id_overrides.team_id, ${index}) GROUP BY person_distinct_id_overrides.distinct_id) AS events__override ON equals(events.distinct_id, events__override.distinct_id) WHERE and(equals(events.team_id, ${index}), greaterOrEquals(${column}, toDateTime('2026-01-01 00:00:00', 'UTC')), lessOrEquals(${column}, toDateTime('2026-01-31 23:59:59', 'UTC')), in(events.event, tuple('$pageview', '$screen'))) GROUP BY day ORDER BY day ASC LIMIT 10000 SETTINGS readonly = 2, max_execution_time = 60`;
}

function metric(
  name: string,
  label: string,
  family: MetricComparison['family'],
  value: number,
  ratio: number,
): MetricComparison {
  const summary = (median: number) => ({
    n: pairsEach,
    median,
    min: median * 0.93,
    max: median * 1.2,
    relativeSpread: 0.03,
  });
  const result =
    family === 'work'
      ? ({ kind: 'exact', baseline: value, candidate: Math.round(value * ratio), ratio } as const)
      : ({
          kind: 'estimate',
          pairs: pairsEach,
          ratio,
          low: ratio * 0.97,
          high: ratio * 1.03,
          level: 0.9,
          pValue: null,
        } as const);
  const unit = family === 'work' ? 'count' : family === 'memory' ? 'bytes' : 'us';
  const candidate = summary(value * ratio);
  return { metric: name, label, unit, family, baseline: summary(value), candidate, result };
}

function pairsOf(us: number, ratio: number, random: () => number): readonly PairPoint[] {
  const noise = (): number => 0.95 + 0.1 * random();
  return Array.from({ length: pairsEach }, (_, index) => ({
    session: Math.floor(index / 5),
    round: index % 5,
    baselineUs: Math.round(us * noise()),
    candidateUs: Math.round(us * ratio * noise()),
  }));
}

function armOf(sql: string, index: number): ArmText {
  const queryIds = Array.from({ length: 3 }, (_, i) => `hogbench-0f5d8c1e-9d41-4b6f-8f1b-${index}-${i}`);
  return { sql, params: {}, settings: { max_threads: 4 }, place: `queries/${index}.sql:1:1`, queryIds };
}

function caseOf(index: number, random: () => number): CaseComparison {
  const verdict = verdictOf(index);
  const moved = verdict === 'regressed' ? 1.9 : verdict === 'improved' ? 0.6 : 1 + 0.02 * (random() - 0.5);
  const isExact = verdict === 'regressed' && index % 100 === 0;
  const us = Math.round(4_000 * 60 ** random());
  const kind = kinds[index % kinds.length] ?? '';
  const sql = queryOf(index, 'events.timestamp');
  const changed = verdict === 'regressed' ? queryOf(index, "toTimeZone(events.timestamp, 'UTC')") : sql;
  return {
    caseId: `${kind}_of_a_kind_${index}[team=${index % 37},date_from=2026-01-01]`,
    name: `${kind}_of_a_kind_${index}`,
    description: 'What a dashboard asks for every hour',
    tags: { product: products[index % products.length] ?? '', query_type: kind, team_id: index % 37 },
    weight: Math.round(10 + 2000 * random() ** 4),
    verdict,
    reason: `Server time is ${moved.toFixed(2)} times the baseline; the interval is what the table shows.`,
    because: [],
    observed: isExact
      ? [
          {
            metric: 'SelectedMarks',
            label: 'selected marks',
            unit: 'count',
            from: 12,
            to: 37,
            ratio: 37 / 12,
            interval: null,
          },
        ]
      : [],
    observations: isExact ? ['selected marks 12 → 37 (3.1x)', 'rows read 98,304 → 303,104 (3.1x)'] : [],
    evidence: {
      restsOn: 'time',
      metric: 'server_time',
      executions: { baseline: pairsEach, candidate: pairsEach },
      pairs: pairsEach,
      sessions: 4,
      fresh: verdict === 'regressed',
      estimate: { ratio: moved, low: moved * 0.97, high: moved * 1.03, level: 0.9 },
      test: { kind: 'equivalent', p: 0.01, among: 1 },
      counters: [],
      stoppedBy: `the limit of ${pairsEach} pairs`,
      smallestVisible: 1.08,
    },
    ended: { kind: 'limit', pairs: pairsEach },
    plan: null,
    results: 'same',
    rowDifference: null,
    metrics: [
      metric('server_time', 'Server time', 'time', us, moved),
      metric('cpu_time', 'CPU time', 'cpu', us * 2, moved),
      metric('memory', 'Peak memory', 'memory', 8e6 + us, 1.01),
      metric('selected_marks', 'Selected marks', 'work', 12, isExact ? 37 / 12 : 1),
      metric('read_rows', 'Rows read', 'work', 98_304, isExact ? 37 / 12 : 1),
      metric('read_bytes', 'Bytes read', 'work', 4_128_768, isExact ? 37 / 12 : 1),
    ],
    pairs: pairsOf(us, moved, random),
    baseline: armOf(sql, index),
    candidate: armOf(changed, index),
    notices: [],
  };
}

const severity: readonly Verdict[] = [
  'regressed',
  'resultChanged',
  'failed',
  'improved',
  'unconfirmed',
  'inconclusive',
  'equivalent',
];

/** A judged comparison of so many cases, the most severe first, the same every time. */
export function plausibleReport(count: number): ComparisonReport {
  const random = seeded(11);
  const cases = Array.from({ length: count }, (_, index) => caseOf(index, random));
  cases.sort((a, b) => severity.indexOf(a.verdict) - severity.indexOf(b.verdict));
  const counted = (verdict: Verdict): number => cases.filter((item) => item.verdict === verdict).length;
  return {
    schemaVersion: 1,
    kind: 'comparison',
    runId: 'plausible',
    startedAt: Date.UTC(2026, 1, 3, 12),
    status: { kind: 'complete' },
    arms: [],
    method: {
      margin: 0.05,
      falseDiscoveryRate: 0.05,
      seed: 1,
      minPairs: 5,
      maxPairs: pairsEach,
      sessions: 4,
      duet: false,
      countersOnly: false,
    },
    counts: {
      regressed: counted('regressed'),
      improved: counted('improved'),
      equivalent: counted('equivalent'),
      inconclusive: counted('inconclusive'),
      unconfirmed: counted('unconfirmed'),
      resultChanged: counted('resultChanged'),
      failed: counted('failed'),
      added: 0,
      removed: 0,
    },
    suite: suiteOf(cases),
    cases,
    executions: count * pairsEach * 2,
    selfCheck: null,
    notices: [],
  };
}
