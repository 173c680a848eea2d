import type { PlanFinding } from '../../model/reason.ts';
import { formatRatio } from '../../text/quantity.ts';
import { differenceInWords } from './planChangeText.ts';

/** What was observed, and no more: a difference, and the counter that moved with it. */
export function findingText(finding: PlanFinding): string {
  switch (finding.kind) {
    case 'unread':
      return `Plans were not compared: ${finding.why}.`;
    case 'same':
      return 'Both arms have the same plan.';
    case 'sameHere':
      return 'Both arms have the same plan on the server that was asked; what others do is not known.';
    case 'alike':
      return 'The plans agree in all that is compared; their texts differ.';
    case 'unknown':
      return 'The plans differ; in this form they can only be shown.';
    case 'differs': {
      const { text, detail } = differenceInWords(finding.found);
      const amounts = detail === '' ? '' : `, ${detail}`;
      const { moved } = finding;
      const withIt = moved === null ? '' : `; ${moved.label} moved with it (${formatRatio(moved.ratio)})`;
      return `The plan differs: ${text}${amounts}${withIt}.`;
    }
  }
}
