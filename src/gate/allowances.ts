import type { GateEvidence, GateExpected, GateFinding, GateFound } from '../model/gateJudgement.ts';
import type { Allowance, GatePolicy } from '../model/gateRules.ts';
import { againstMargin, type JudgedByGate, meantMetric, namesOf } from './foundWorse.ts';
import { isNamed } from './matching.ts';

/** What an allowance makes of a finding: `allowed`, or still fired with the allowance that it exceeds; null where there is none. */
export function coverOf(
  { found, level }: GateFinding,
  metric: string,
  item: JudgedByGate,
  allowances: readonly Allowance[],
): Pick<GateFinding, 'outcome' | 'allowance'> | null {
  if (found.kind !== 'ratio' || level === 'off') return null;
  const own = allowances.filter((one) => isAbout(one, metric) && isNamed(item, one.pattern));
  const widest = own.reduce<Allowance | null>(
    (most, one) => (most === null || one.upTo > most.upTo ? one : most),
    null,
  );
  if (widest === null) return null;
  // Of the estimate, as people read it: an interval that reaches beyond it is what every estimate has.
  const isCovered = found.ratio !== null && found.ratio <= widest.upTo;
  const { index, place, upTo, reason } = widest;
  return { outcome: isCovered ? 'allowed' : 'fired', allowance: { index, place, upTo, reason } };
}

function isAbout({ metric }: Allowance, found: string): boolean {
  return namesOf(found).includes(metric.name);
}

/** Those that have not ended, and a finding of each that has, or of which that cannot be told. */
export function standing(
  allowances: readonly Allowance[],
  { today, inBaseline }: Pick<GatePolicy, 'today' | 'inBaseline'>,
): { readonly allowances: readonly Allowance[]; readonly ended: readonly GateFinding[] } {
  const kept: Allowance[] = [];
  const ended: GateFinding[] = [];
  for (const one of allowances) {
    if (one.ends.kind === 'until') {
      const { day } = one.ends;
      if (today <= day) kept.push(one);
      else ended.push(finding(one, 'fired', { kind: 'until', day }, { kind: 'day', day: today }));
      continue;
    }
    const { commit } = one.ends;
    const isIn = inBaseline.get(commit) ?? 'baselineUnknown';
    const expected = { kind: 'since', commit } as const;
    if (isIn === 'no') kept.push(one);
    else if (isIn === 'yes') ended.push(finding(one, 'fired', expected, { kind: 'commit', commit }));
    else ended.push(finding(one, 'undecided', expected, { kind: 'missing', why: { kind: isIn } }));
  }
  return { allowances: kept, ended };
}

/** What is known of the cases of a run. */
export interface RunScope {
  /** Cases were left out of the run, so that one which is not in it may exist. */
  readonly isPartial: boolean;
  readonly margin: number;
}

/**
 * What is wrong with allowances that stand: one for no case, and one that nothing needs. A case that is undecided may need it, and so may one
 * that was not measured: such an allowance waits, and that is told.
 */
export function unneeded(
  allowances: readonly Allowance[],
  cases: readonly JudgedByGate[],
  findings: readonly GateFinding[],
  { isPartial, margin }: RunScope,
): readonly GateFinding[] {
  return allowances.flatMap((one) => {
    const own = cases.filter((item) => isNamed(item, one.pattern));
    const missing = { kind: 'missing', why: { kind: 'notMeasured' } } as const;
    if (own.length === 0) {
      // A pending one fails nothing.
      return [isPartial ? pending(one, missing) : finding(one, 'fired', { kind: 'needed' }, missing)];
    }
    const names = new Set(own.map(({ caseId }) => caseId));
    const isUsed = findings.some(
      (found) =>
        (found.outcome === 'allowed' || found.outcome === 'fired' || found.outcome === 'off') &&
        (found.asks === 'change' || found.asks === 'margin') &&
        found.caseId !== null &&
        names.has(found.caseId) &&
        found.metric !== null &&
        isAbout(one, found.metric),
    );
    if (isUsed) return [];
    const fine = own.map((item) => isShownFine(item, one, margin));
    if (fine.every((is) => is)) {
      const found = ratioOf(own[0], one);
      return [finding(one, 'fired', { kind: 'needed' }, found ?? missing, own.length === 1 ? own[0] : undefined)];
    }
    return [pending(one, { kind: 'missing', why: { kind: 'caseUndecided' } }, own.length === 1 ? own[0] : undefined)];
  });
}

const decided: ReadonlySet<string> = new Set(['equivalent', 'improved', 'regressed']);

/** Shown not to be worse: that nothing was found is not enough. */
function isShownFine(item: JudgedByGate, { metric }: Allowance, margin: number): boolean {
  if (!decided.has(item.verdict)) return false;
  if (metric.percentile !== null) return false;
  const own = meantMetric(item, metric.metric);
  if (own === undefined) return false;
  if (own.verdict === 'equivalent' || own.verdict === 'improved') return true;
  if (own.verdict === 'regressed') return false;
  return againstMargin(own, margin) === 'within';
}

function ratioOf(item: JudgedByGate | undefined, { metric }: Allowance): GateFound | null {
  const own = item && meantMetric(item, metric.metric);
  if (own === undefined || own.result.kind === 'notCompared') return null;
  const { result, unit } = own;
  const interval = result.kind === 'exact' ? null : { low: result.low, high: result.high, level: result.level };
  return { kind: 'ratio', ratio: result.ratio, interval, baseline: null, candidate: null, unit };
}

function pending(one: Allowance, found: GateFound, item?: JudgedByGate): GateFinding {
  return { ...finding(one, 'undecided', { kind: 'needed' }, found, item), level: 'warn' };
}

const nothing: GateEvidence = { reason: '', executions: { baseline: 0, candidate: 0 }, queryIds: [] };

function finding(
  { index, place, pattern, metric, upTo, reason }: Allowance,
  outcome: 'fired' | 'undecided',
  expected: GateExpected,
  found: GateFound,
  item?: JudgedByGate,
): GateFinding {
  return {
    source: { kind: 'allowance', index, place },
    asks: 'allowance',
    outcome,
    level: 'error',
    caseId: item?.caseId ?? null,
    name: pattern,
    metric: metric.name,
    expected,
    found,
    evidence: item === undefined ? nothing : { ...nothing, reason: item.reason, executions: item.evidence.executions },
    allowance: { index, place, upTo, reason },
  };
}
