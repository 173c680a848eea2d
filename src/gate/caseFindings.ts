import type { ComparisonReport } from '../model/comparison.ts';
import type { GateDecision, GateFinding, GateFindingOutcome, GateLevel } from '../model/gateJudgement.ts';
import type { Allowance, GatePolicy } from '../model/gateRules.ts';
import type { MetricComparison } from '../model/metric.ts';
import { coverOf } from './allowances.ts';
import { decisionOf, stateOf } from './caseDecision.ts';
import { about } from './findingBase.ts';
import { type JudgedByGate, meantMetric, namesOf, worseMetrics } from './foundWorse.ts';
import { goneFindings } from './goneFindings.ts';
import { asReviewed } from './matching.ts';
import { type CaseQuestions, type Loudness, type MetricQuestions, questionsOf } from './questions.ts';
import { type Answer, answerBudget, answerLevel, answerMargin, ratioFound } from './ruleAnswers.ts';

/** What a gate makes of one case. */
export interface JudgedGateCase {
  readonly findings: readonly GateFinding[];
  /** Null where its verdict means what `--fail-on` says. */
  readonly decision: GateDecision | null;
}

export interface GateAsked {
  readonly policy: GatePolicy;
  readonly failOn: ReadonlySet<ComparisonReport['cases'][number]['verdict']>;
  readonly method: ComparisonReport['method'];
  /** Those that have not ended. */
  readonly allowances: readonly Allowance[];
  /** What is asked of each case that is new. */
  readonly added: readonly CaseQuestions[];
}

/** Asks one case all that rules ask of it. */
export function caseFindings(item: JudgedByGate, asked: GateAsked): JudgedGateCase {
  const questions = questionsOf(asReviewed(item), asked.policy.rules, asked.failOn);
  const isGone = item.verdict === 'removed';
  const worse = worseMetrics(item);
  // What the candidate does not have costs nothing and cannot be over a budget; but it may be there by another name.
  const findings: GateFinding[] = isGone ? [...goneFindings(item, questions, asked.added)] : [];
  const states: GateDecision['level'][] = [];
  for (const one of worse) {
    const [of, loud] = changeQuestion(one, questions);
    if (of?.margin != null) continue;
    if (loud === null) continue;
    const found = covered(changeFinding(item, one, loud, asked), one.metric, item, asked);
    findings.push(found);
    states.push(stateOf(found));
  }
  for (const one of isGone ? [] : questions.metrics.values()) {
    if (one.budget !== null) findings.push(budgetFinding(item, one, asked));
    // What is new has no baseline that it could be worse than.
    if (one.margin !== null && item.verdict === 'added') continue;
    if (one.margin !== null) {
      const found = covered(marginFinding(item, one), one.of.name, item, asked);
      findings.push(found);
      if (worse.some(({ metric }) => namesOf(metric).includes(one.of.name))) states.push(stateOf(found));
    } else findings.push(...levelFindings(item, one, worse, asked));
  }
  // Beside a finding that fails by itself, what is suspected needs no answer.
  const suspects = states.length === 0 || states.includes('error') ? [] : suspectFindings(item, questions, asked);
  findings.push(...suspects, ...verdictFindings(item, questions));
  states.push(...suspects.map(stateOf));
  const answered = new Set(suspects.flatMap((one) => (one.outcome === 'undecided' ? [] : (one.metric ?? []))));
  return { findings, decision: decisionOf(item, questions, states, { ...asked, answered }) };
}

/** The questions about a metric that was found worse, and how loud that is. A rule that names the metric itself wins over one that means it. */
function changeQuestion(
  { metric }: MetricComparison,
  { metrics, regressed }: CaseQuestions,
): readonly [MetricQuestions | undefined, Loudness | null] {
  const own = namesOf(metric).flatMap((name) => metrics.get(name) ?? [])[0];
  return [own, own === undefined ? regressed : own.change];
}

function changeFinding(
  item: JudgedByGate,
  metric: MetricComparison,
  loud: Loudness,
  { method }: GateAsked,
): GateFinding {
  return {
    ...about(item, loud, loud.level === 'off' ? 'off' : 'fired'),
    asks: 'change',
    metric: metric.metric,
    expected: { kind: 'notWorse', margin: method.margin },
    found: ratioFound(metric),
  };
}

/**
 * What looked worse in a case that a rule or an allowance would let pass, and was not confirmed: exact counters decided the case, so that no
 * fresh session was opened for it. It is no finding, and no pass either, but where a rule or an allowance speaks of it too.
 */
function suspectFindings(item: JudgedByGate, questions: CaseQuestions, asked: GateAsked): readonly GateFinding[] {
  const suspected = item.metrics.filter(
    ({ verdict, result }) => verdict === 'unconfirmed' && result.kind === 'estimate' && result.ratio > 1,
  );
  return suspected.flatMap((one) => {
    const [of, loud] = changeQuestion(one, questions);
    // A margin has its own answer.
    if (of?.margin != null || loud === null) return [];
    const found = covered(changeFinding(item, one, loud, asked), one.metric, item, asked);
    return [found.outcome === 'fired' && loud.level === 'error' ? { ...found, outcome: 'undecided' } : found];
  });
}

/** What a rule with a level alone asks of a metric in which the case was not found regressed. */
function levelFindings(
  item: JudgedByGate,
  { of, change }: MetricQuestions,
  worse: readonly MetricComparison[],
  asked: GateAsked,
): readonly GateFinding[] {
  if (change?.source.kind !== 'rule' || of.percentile !== null) return [];
  const metric = meantMetric(item, of.metric);
  if (metric !== undefined && worse.includes(metric)) return [];
  if (item.verdict === 'failed' || item.verdict === 'added') return [];
  const base = {
    asks: 'change',
    metric: of.name,
    expected: { kind: 'notWorse', margin: asked.method.margin },
  } as const;
  const answer = answerLevel(item, metric, asked.method);
  const outcome = outcomeOf(answer.is, change.level);
  // A level that silences is told of where it silences something.
  if (change.level === 'off' && outcome !== 'off') return [];
  return [covered({ ...about(item, change, outcome), ...base, found: answer.found }, of.name, item, asked)];
}

function budgetFinding(item: JudgedByGate, { of, budget }: MetricQuestions, { method }: GateAsked): GateFinding {
  if (budget === null) throw new Error('there is no budget');
  const answer = answerBudget(item, of, budget.most, method);
  return {
    ...about(item, budget, outcomeOf(answer.is, budget.level)),
    asks: 'budget',
    metric: of.name,
    expected: { kind: 'atMost', value: budget.most, unit: of.unit },
    found: answer.found,
  };
}

function marginFinding(item: JudgedByGate, { of, margin }: MetricQuestions): GateFinding {
  if (margin === null) throw new Error('there is no margin');
  const answer = answerMargin(item, of, margin.most);
  return {
    ...about(item, margin, outcomeOf(answer.is, margin.level)),
    asks: 'margin',
    metric: of.name,
    expected: { kind: 'within', margin: margin.most },
    found: answer.found,
  };
}

function verdictFindings(item: JudgedByGate, { verdict }: CaseQuestions): readonly GateFinding[] {
  if (verdict === null || item.verdict === 'regressed') return [];
  return [
    {
      ...about(item, verdict, verdict.level === 'off' ? 'off' : 'fired'),
      asks: 'verdict',
      metric: item.evidence.metric,
      expected: { kind: 'notVerdict', verdict: item.verdict },
      found: { kind: 'verdict', verdict: item.verdict },
    },
  ];
}

function outcomeOf(is: Answer['is'], level: GateLevel): GateFindingOutcome {
  if (is === 'held') return 'passed';
  if (is === 'undecided') return level === 'off' ? 'passed' : 'undecided';
  return level === 'off' ? 'off' : 'fired';
}

/** The same finding, allowed where an allowance covers it; one that is exceeded is named. */
function covered(finding: GateFinding, name: string, item: JudgedByGate, { allowances }: GateAsked): GateFinding {
  if (finding.outcome !== 'fired') return finding;
  const cover = coverOf(finding, name, item, allowances);
  return cover === null ? finding : { ...finding, ...cover };
}
