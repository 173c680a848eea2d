import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateFinding } from '../../model/gateJudgement.ts';
import { formatRatio, formatValue, plural } from '../../text/quantity.ts';
import { gateCounts, toldFindings } from '../words/gateText.ts';
import { expectedText, gateState } from '../words/gateWords.ts';
import { caseName, figureText, metricText } from './plainPieces.ts';

/** Findings that are listed; the others are counted. */
const most = 20;

/**
 * What rules and allowances make of the comparison: of each finding its state, case, metric and figures. Reasons of allowances, and where
 * they stand, are somebody's text, and are in the report.
 */
export function gateLines(report: ComparisonReport): readonly string[] {
  const { gate, cases } = report;
  if (gate === undefined) return [];
  const told = toldFindings(gate);
  if (told.length === 0) return [];
  const numbers = new Map(cases.map(({ caseId }, index) => [caseId, index + 1]));
  const left = told.length - most;
  return [
    `Gate: ${gateCounts(gate)}.`,
    '',
    ...told.slice(0, most).map((one) => `- ${lineOf(one, numbers)}`),
    ...(left > 0 ? [`- ${plural(left, 'further finding')} in the report`] : []),
    '',
  ];
}

function lineOf(finding: GateFinding, numbers: ReadonlyMap<string, number>): string {
  const { caseId, name, metric, found } = finding;
  const number = numbers.get(caseId ?? '');
  const subject = number === undefined && caseId !== null ? 'a case' : caseName(caseId ?? name, number ?? 0);
  const ratio = found.kind === 'ratio' && found.ratio !== null ? figureText(formatRatio(found.ratio)) : '';
  const value = found.kind === 'value' ? figureText(formatValue(found.value, found.unit)) : '';
  const said = [subject, metric === null ? '' : metricText(metric), ratio, value, clauseOf(finding)];
  return `${gateState(finding)}: ${said.filter((one) => one !== '').join(', ')}`;
}

function clauseOf(finding: GateFinding): string {
  const { asks, expected, outcome, allowance } = finding;
  if (asks === 'allowance') {
    if (outcome === 'undecided') return 'an allowance of which it is not known whether it is needed';
    return expected.kind === 'needed' ? 'an allowance that nothing needs' : 'an allowance that has ended';
  }
  if (allowance === undefined) return expectedText(finding);
  const upTo = figureText(formatRatio(allowance.upTo));
  return outcome === 'fired' ? `beyond the ${upTo} that is allowed` : `allowed up to ${upTo}`;
}
