import type { ComparisonReport } from '../../model/comparison.ts';
import { modeWords } from './modeWords.ts';
import { optionsText } from './wholeRunText.ts';

/** How the verdicts came about, one sentence each. */
export function methodText(report: ComparisonReport): readonly string[] {
  const options = optionsText(report);
  return [
    ...modeWords(report.method).method(report.method),
    ...(options === '' ? [] : [`${options.charAt(0).toUpperCase()}${options.slice(1)}.`]),
  ];
}
