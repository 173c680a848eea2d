import type { FirstFinding } from '../../model/firstFinding.ts';
import type { Notice } from '../../model/notice.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { changedText } from './resultText.ts';
import { movedText } from './workText.ts';

/** What is told at once of findings that come together. */
const mostTold = 3;

/** `1 finding so far: orders_by_day does more work: selected marks 12 → 49 (4.08x), in 2 executions of each arm`. */
export function firstFindingsText(fresh: readonly FirstFinding[], all: number): string {
  const told = fresh.slice(0, mostTold).map(findingText);
  const more = fresh.length - told.length;
  return `${plural(all, 'finding')} so far: ${[...told, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join('; ')}`;
}

function findingText(finding: FirstFinding): string {
  if (finding.kind === 'resultChanged')
    return `${finding.caseId}: ${changedText(finding.difference).replace(/^The/, 'the').replace(/\.$/, '')}`;
  return `${finding.caseId} does more work: ${movedText(finding.moved)}, in ${plural(finding.executions, 'execution')} of each arm`;
}

/** Of a case whose verdict is not what may have been told first: it is not taken back without a word. */
export function notBorneOutNotice(finding: FirstFinding | null | undefined): readonly Notice[] {
  if (finding === null || finding === undefined) return [];
  const what =
    finding.kind === 'resultChanged'
      ? 'Its results differed when they were first compared'
      : `Its candidate did more work in the first ${plural(finding.executions, 'execution')} of each arm (${movedText(finding.moved)})`;
  const text = `${what}, which is told as a finding at once; the whole run does not bear it out.`;
  return [{ code: 'finding-not-borne-out', level: 'caution', text, caseId: finding.caseId }];
}
