import { expect, it } from 'vitest';
import { judgeGate } from '../../../src/gate/judgeGate.ts';
import { readRules } from '../../../src/gate/readRules.ts';
import type { CaseComparison, ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { severity } from '../../../src/model/decided.ts';
import { gateOutcome, usualRules } from '../../../src/model/gateOutcome.ts';
import type { Allowance, GatePolicy, RuleText } from '../../../src/model/gateRules.ts';
import type { MetricComparison, MetricVerdict } from '../../../src/model/metric.ts';
import { seededRandom } from '../../../src/model/random.ts';
import { exactMetric, report as fixture, timeMetric } from '../../fixtures/report.ts';

type Draw = () => number;

const metricNames = ['server_time', 'cpu_time', 'memory', 'read_rows', 'read_bytes'];

function pick<T>(draw: Draw, all: readonly T[]): T {
  return all[Math.floor(draw() * all.length)] as T;
}

function metricOf(name: string, verdict: MetricVerdict, draw: Draw): MetricComparison {
  const worse = verdict === 'regressed' ? 1.2 + draw() : verdict === 'unconfirmed' ? 1.1 + draw() / 4 : 1;
  const made = name.startsWith('read_') ? exactMetric(name, name, 1000, 1000 * worse) : timeMetric(1000, worse, 0.02);
  const family = name === 'cpu_time' ? 'cpu' : name === 'memory' ? 'memory' : made.family;
  return { ...made, metric: name, family, verdict };
}

function randomCase(draw: Draw, index: number): CaseComparison {
  const [template] = fixture.cases;
  if (template === undefined) throw new Error('the fixture has no case');
  const verdict = pick(draw, severity);
  const says = (): MetricVerdict => pick(draw, ['equivalent', 'improved', 'inconclusive', 'unconfirmed', 'regressed']);
  const quiet = (): MetricVerdict => pick(draw, ['equivalent', 'improved', 'inconclusive', 'unconfirmed']);
  const metrics = metricNames.map((name) => metricOf(name, verdict === 'regressed' ? says() : quiet(), draw));
  const leading = pick(draw, metricNames);
  const led = metrics.map((one) =>
    verdict === 'regressed' && one.metric === leading ? metricOf(leading, 'regressed', draw) : one,
  );
  return {
    ...template,
    ...{ caseId: `case_${index}`, name: `case_${index}`, verdict, metrics: led, notices: [] },
    tags: { product: pick(draw, ['shop', 'search']) },
    results: pick(draw, ['same', 'same', 'notCompared']),
    evidence: { ...template.evidence, metric: leading, counters: [] },
  };
}

function randomReport(draw: Draw): ComparisonReport {
  const cases = Array.from({ length: 1 + Math.floor(draw() * 6) }, (_, index) => randomCase(draw, index));
  const counts = Object.fromEntries(
    severity.map((verdict) => [verdict, cases.filter((one) => one.verdict === verdict).length]),
  ) as Readonly<Record<Verdict, number>>;
  const status = pick(draw, [
    ...Array.from({ length: 8 }, () => ({ kind: 'complete' }) as const),
    { kind: 'interrupted' } as const,
    { kind: 'incomplete', reason: 'it ended' } as const,
  ]);
  const { gate: _, identical: __, ...rest } = fixture;
  return { ...rest, status, cases, counts, notices: [] };
}

function randomRule(draw: Draw): RuleText {
  const level = pick(draw, ['warn', 'off'] as const);
  const metric = pick(draw, metricNames);
  const chosen = draw() < 0.3 ? { if: { product: pick(draw, ['shop', 'sea*']) } } : {};
  return draw() < 0.3 ? { ...chosen, metric, margin: `${Math.floor(draw() * 100)}%` } : { ...chosen, metric, level };
}

function policyOf(rules: readonly RuleText[], allowances: readonly Allowance[] = []): GatePolicy {
  const read = readRules(rules, () => 'c:1:1');
  expect(read.problems).toEqual([]);
  return { preset: 'default', rules: read.rules, allowances, today: '2026-01-31', inBaseline: new Map() };
}

it('lets no rule on a metric turn a wrong result, a failure, a cut run or one without an answer into a pass', () => {
  const draw = seededRandom(4711);
  let failed = 0;
  let excused = 0;
  for (let round = 0; round < 3000; round++) {
    const report = randomReport(draw);
    const rules = Array.from({ length: Math.floor(draw() * 8) }, () => randomRule(draw));
    const before = gateOutcome(report, usualRules);
    const judged = judgeGate(report, policyOf(rules), usualRules);
    const { outcome, decisions, findings } = judged;
    if (['resultsDiffer', 'invalid', 'interrupted'].includes(before)) expect(outcome).toBe(before);
    if (report.counts.failed > 0 && report.status.kind === 'complete') expect(outcome).not.toBe('passed');
    if (before === 'undecided') expect(outcome).not.toBe('passed');
    if (before === 'passed') continue;
    failed++;
    if (outcome !== 'passed') continue;
    excused++;
    // Whatever failed passes by a rule that speaks of each metric in which it is worse.
    const worse = report.cases.filter(({ verdict }) => verdict === 'regressed');
    for (const { caseId, metrics } of worse) {
      expect(decisions.some((one) => one.caseId === caseId && one.level !== 'error')).toBe(true);
      for (const { metric, verdict } of metrics.filter((one) => one.verdict === 'regressed'))
        expect([
          verdict,
          findings.some((one) => one.caseId === caseId && one.metric === metric && one.source.kind === 'rule'),
        ]).toEqual([verdict, true]);
    }
  }
  // The property is not met by never passing.
  expect(failed).toBeGreaterThan(1000);
  expect(excused).toBeGreaterThan(10);
});

it('judges as verdicts alone do where there is no rule', () => {
  const draw = seededRandom(12);
  for (let round = 0; round < 500; round++) {
    const report = randomReport(draw);
    for (const strict of [false, true]) {
      const rules = { ...usualRules, strict };
      expect(judgeGate(report, policyOf([]), rules).outcome).toBe(gateOutcome(report, rules));
    }
  }
});

it('asks no more of a case when a metric is allowed than when it is not, and never covers another', () => {
  const draw = seededRandom(77);
  for (let round = 0; round < 1000; round++) {
    const report = randomReport(draw);
    const name = pick(draw, metricNames);
    const allowance: Allowance = {
      ...{ index: 0, place: 'a:1:1', pattern: '*', upTo: 1.1 + draw() * 2, reason: 'r' },
      metric: { name, metric: name, percentile: null, unit: 'us' },
      ends: { kind: 'until', day: '2026-02-01' },
    };
    const { findings, outcome } = judgeGate(report, policyOf([], [allowance]), usualRules);
    for (const one of findings.filter((found) => found.outcome === 'allowed')) {
      expect(one.metric).toBe(name);
      expect(one.found.kind === 'ratio' && (one.found.ratio ?? Number.POSITIVE_INFINITY) <= allowance.upTo).toBe(true);
    }
    const before = gateOutcome(report, usualRules);
    if (['resultsDiffer', 'invalid', 'interrupted'].includes(before)) expect(outcome).toBe(before);
    if (before === 'undecided') expect(outcome).not.toBe('passed');
  }
});

it('answers no question about the costs of a case while a server works on its tables, and one about counters where its parts are alike', () => {
  const [template] = fixture.cases;
  if (template === undefined) throw new Error('the fixture has no case');
  const owing = (countersStand: boolean): ComparisonReport => ({
    ...fixture,
    cases: [
      {
        ...template,
        ...{ verdict: 'inconclusive', notices: [] },
        because: [{ kind: 'debt', debts: [], countersStand, measured: null }],
        metrics: [timeMetric(1000, 3, 0.02), exactMetric('read_rows', 'rows read', 1000, 3000)],
      },
    ],
  });
  const policy = policyOf([
    { metric: 'server_time', margin: '10%' },
    { metric: 'server_time', max: '1ms' },
    { metric: 'read_rows', margin: '10%' },
  ]);
  const outcomes = (countersStand: boolean) =>
    judgeGate(owing(countersStand), policy, usualRules)
      .findings.map(({ asks, metric, outcome }) => `${asks} ${metric} ${outcome}`)
      .sort();
  const costs = ['budget server_time undecided', 'margin server_time undecided'];
  expect(outcomes(true)).toEqual([...costs, 'margin read_rows fired'].sort());
  expect(outcomes(false)).toEqual([...costs, 'margin read_rows undecided'].sort());
});
