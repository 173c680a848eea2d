import type { Verdict } from '../model/comparison.ts';
import type { FirstFinding } from '../model/firstFinding.ts';
import { usualFailures } from '../model/gateOutcome.ts';
import type { CaseContext } from './caseComparison.ts';
import { observed } from './counters/workJudgement.ts';
import { type CaseReadings, type CaseResult, judgeResult } from './results/caseResults.ts';
import { type CaseSamples, pairCase } from './timing/pairing.ts';
import { redByWork } from './timing/redByWork.ts';

/**
 * The finding that `FirstFindings` may have told of a case whose verdict is not that bad; null where there was none. What
 * counters showed after more executions they had shown after the fewest, too.
 */
export function notBorneOut(
  { caseId, verdict }: { readonly caseId: string; readonly verdict: Verdict },
  { samples }: CaseSamples,
  result: CaseResult,
  readings: CaseReadings | undefined,
  { workDecides, run: { plan } }: CaseContext,
): FirstFinding | null {
  if (usualFailures.has(verdict)) return null;
  const atFirst = result.kind === 'ignored' ? result : judgeResult(readings);
  if (atFirst.kind === 'changed') return { caseId, kind: 'resultChanged', difference: atFirst.difference };
  if (!workDecides) return null;
  const executions = plan.design.counters.fewestExecutions;
  const first = [samples.baseline, samples.candidate].flatMap((all) => all.slice(0, executions));
  const work = redByWork(pairCase(caseId, first), plan);
  return work === null ? null : { caseId, kind: 'work', moved: observed(work.moved), executions };
}
