import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateFinding, GateJudgement } from '../../model/gateJudgement.ts';
import { firedRules } from '../../model/gateOutcome.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { type GateState, gateState, sourceText } from './gateWords.ts';

/** `1 error, 2 warnings, 1 allowed, 12 passed`, worst first; empty for no finding. */
export function gateCounts({ findings, unasked = 0 }: Pick<GateJudgement, 'findings' | 'unasked'>): string {
  const counts = new Map<GateState, number>();
  for (const one of findings) counts.set(gateState(one), (counts.get(gateState(one)) ?? 0) + 1);
  const order: readonly GateState[] = ['error', 'undecided', 'warning', 'pending', 'allowed', 'off', 'passed'];
  const left = unasked === 0 ? [] : [`no budget asked of ${plural(unasked, 'identical case')}`];
  const counted = order.flatMap((state) => {
    const count = counts.get(state);
    if (count === undefined) return [];
    return state === 'error' || state === 'warning' ? plural(count, state) : `${formatCount(count)} ${state}`;
  });
  return [...counted, ...left].join(', ');
}

/** Findings that a reader has to see; the rest passed. */
export function toldFindings({ findings }: Pick<GateJudgement, 'findings'>): readonly GateFinding[] {
  return findings.filter(({ outcome }) => outcome !== 'passed');
}

/** Where the rule stands that made an outcome; empty where verdicts alone did. */
export function decidingRule(report: ComparisonReport): string {
  const { gate } = report;
  if (gate === undefined) return '';
  const named = (findings: readonly GateFinding[]): string => {
    const places = [
      ...new Set(findings.filter(({ source }) => source.kind !== 'failOn').map(({ source }) => sourceText(source))),
    ];
    const [first] = places;
    return first === undefined
      ? ''
      : `${first}${places.length === 1 ? '' : ` and ${plural(places.length - 1, 'more')}`.replace('mores', 'more')}`;
  };
  switch (gate.outcome) {
    case 'regression':
      return named([
        ...firedRules(report),
        ...gate.findings.filter(({ outcome, level }) => outcome === 'fired' && level === 'error'),
      ]);
    case 'undecided':
      return named(
        gate.findings.filter(
          ({ outcome, level, asks }) => outcome === 'undecided' && level === 'error' && asks !== 'change',
        ),
      );
    case 'passed': {
      const excused = gate.decisions.length > 0 ? gate.findings : [];
      const allowed = excused.flatMap(({ outcome, allowance }) =>
        outcome === 'allowed' && allowance !== undefined ? `allowed at ${allowance.place}` : [],
      );
      const [first] = allowed;
      if (first !== undefined)
        return allowed.length === 1 ? first : `${first} and ${formatCount(allowed.length - 1)} more`;
      const quiet = excused.filter(
        ({ outcome, level, asks }) =>
          outcome === 'off' || (outcome === 'fired' && level === 'warn') || (asks === 'margin' && outcome === 'passed'),
      );
      return named(quiet);
    }
    default:
      return '';
  }
}

/** What keeps a comparison undecided that counters would let pass: times that were only suspected. Empty where there is none. */
export function suspectedText({ gate }: ComparisonReport): string {
  if (gate === undefined) return '';
  const open = new Set(gate.decisions.flatMap(({ caseId, level }) => (level === 'undecided' ? caseId : [])));
  const suspected = gate.findings.filter(
    ({ asks, outcome, level, caseId }) =>
      asks === 'change' && outcome === 'undecided' && level === 'error' && caseId !== null && open.has(caseId),
  );
  const metrics = [...new Set(suspected.flatMap(({ metric }) => metric ?? []))];
  if (metrics.length === 0) return '';
  const cases = new Set(suspected.map(({ caseId }) => caseId)).size;
  const [is, it] = metrics.length === 1 && cases === 1 ? ['was', 'it'] : ['were', 'them'];
  return `${metrics.join(' and ')} of ${plural(cases, 'case')} ${is} only suspected: allow ${it} too, or write a rule for ${it}`;
}
