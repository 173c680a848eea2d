import type { ComparisonReport } from '../model/comparison.ts';
import type { GateDecision, GateFinding } from '../model/gateJudgement.ts';
import type { Verdict } from '../model/verdictKind.ts';
import { type JudgedByGate, meantMetric } from './foundWorse.ts';
import type { CaseQuestions } from './questions.ts';

export interface DecidedBy {
  readonly failOn: ReadonlySet<Verdict>;
  readonly method: ComparisonReport['method'];
  /** Metrics that were suspected, and that a rule or an allowance speaks of. */
  readonly answered: ReadonlySet<string>;
}

/** What one finding about a regressed case makes of it. */
export function stateOf({ outcome, level }: GateFinding): GateDecision['level'] {
  if (outcome === 'fired') return level;
  if (outcome === 'undecided') return level === 'error' ? 'undecided' : level;
  return outcome === 'allowed' ? 'allowed' : 'off';
}

const loudest: readonly GateDecision['level'][] = ['error', 'undecided', 'warn', 'allowed', 'off'];

/** What the verdict of a case means to the gate: of all the metrics in which it is worse, the loudest. */
export function decisionOf(
  item: JudgedByGate,
  { verdict }: CaseQuestions,
  states: readonly GateDecision['level'][],
  { failOn, method, answered }: DecidedBy,
): GateDecision | null {
  const level = item.verdict === 'regressed' ? loudest.find((one) => states.includes(one)) : verdict?.level;
  if (level === undefined || (failOn.has(item.verdict) && level === 'error')) return null;
  return { caseId: item.caseId, verdict: item.verdict, level, isOpen: isOpen(item, method, answered) };
}

/**
 * Whether the rest of a regressed case is undecided: its results were not compared, or what its time or work says is open. Whoever
 * lets its finding pass has no answer to the rest.
 */
function isOpen(
  { verdict, results, metrics }: JudgedByGate,
  method: ComparisonReport['method'],
  answered: ReadonlySet<string>,
): boolean {
  if (verdict !== 'regressed') return false;
  if (results === 'notCompared') return true;
  const time = meantMetric({ metrics }, 'server_time');
  const deciding = method.countersOnly ? metrics.filter(({ family }) => family === 'work') : [time];
  if (time !== undefined && answered.has(time.metric)) return false;
  const told = deciding.flatMap((one) => one?.verdict ?? []);
  return told.length === 0 || told.some((one) => one === 'inconclusive' || one === 'unconfirmed');
}
