import type { ArmsReport } from '../../model/armsReport.ts';
import { type GateRules, usualRules } from '../../model/gateOutcome.ts';
import { type VerdictMark, verdictParts } from '../words/verdictLine.ts';

/** `b: 1 slower, of 12 cases; c: 12 equivalent, of 12 cases`, with the mark of the worst of them. */
export function armsVerdict(
  { comparisons }: Pick<ArmsReport, 'comparisons'>,
  rules: GateRules = usualRules,
): { readonly mark: VerdictMark; readonly text: string } {
  const parts = comparisons.map(({ label, report }) => ({ label, ...verdictParts(report, rules) }));
  const marks = new Set(parts.map(({ mark }) => mark));
  const worst = (['❌', '⚠️', '✅'] as const).find((mark) => marks.has(mark)) ?? '⚠️';
  return { mark: worst, text: parts.map(({ label, text }) => `${label}: ${text}`).join('; ') };
}
