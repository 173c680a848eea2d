import type { ComparisonReport } from '../../model/comparison.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import type { Telling } from '../words/reportLink.ts';
import { type AnnotationLevel, annotationLine } from './annotationLine.ts';
import type { CiFinding, CiLevel } from './ciFinding.ts';
import { ciFindings } from './ciFindings.ts';

/** Of each level, GitHub shows that many for a step, and drops the others without a word. */
const mostShown = 10;

const levels: Readonly<Record<CiLevel, AnnotationLevel>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * What was found as workflow commands of GitHub Actions: annotations on the changed lines, worst first. What is beyond those that GitHub
 * shows is counted in the last of its level.
 */
export function renderAnnotations(report: ComparisonReport, telling: Telling = {}): string {
  const findings = ciFindings(report, telling);
  return (Object.keys(levels) as CiLevel[])
    .flatMap((level) => linesOf(findings.filter((one) => one.level === level)))
    .join('');
}

function linesOf(findings: readonly CiFinding[]): readonly string[] {
  const shown = findings.length > mostShown ? findings.slice(0, mostShown - 1) : findings;
  const lines = shown.map(({ level, title, message, place }) =>
    annotationLine({ level: levels[level], title, message, place }),
  );
  const [left] = findings.slice(shown.length);
  if (left === undefined) return lines;
  const count = findings.length - shown.length;
  const message = `${plural(count, 'further case')} of this level, the first of them ${left.caseId}: ${formatCount(findings.length)} in all. The report has them.`;
  return [...lines, annotationLine({ level: levels[left.level], title: 'hogbench', message })];
}
