import type { CaseComparison } from '../../model/comparison.ts';
import type { CaseSummary } from '../../model/runSummary.ts';
import { cutTo, wrap } from '../../text/displayWidth.ts';
import type { Paint } from '../words/paint.ts';
import { onePercentileParts, percentileParts } from '../words/percentileText.ts';
import { gap } from './caseLines.ts';

const longestName = 60;

/** Percentiles of the cases whose paragraphs do not tell them, a case a paragraph. */
export function percentileLines(cases: readonly CaseComparison[], width: number, paint: Paint): readonly string[] {
  return titled(
    cases.map((item) => ({ caseId: item.caseId, texts: percentileParts(item) })),
    width,
    (text) => paint('faint', text),
  );
}

/** Of a run of one arm. */
export function summaryPercentiles(cases: readonly CaseSummary[], width: number): readonly string[] {
  return titled(
    cases.map(({ caseId, percentiles }) => ({ caseId, texts: onePercentileParts(percentiles) })),
    width,
    (text) => text,
  );
}

interface Told {
  readonly caseId: string;
  readonly texts: readonly string[];
}

function titled(all: readonly Told[], width: number, title: (text: string) => string): readonly string[] {
  const lines = all
    .filter(({ texts }) => texts.length > 0)
    .flatMap(({ caseId, texts }) => [
      cutTo(caseId, longestName),
      ...texts.flatMap((text) => wrap(text, width - gap.length)).map((line) => gap + line),
    ]);
  return lines.length === 0 ? [] : [title('server time by percentile'), ...lines];
}
