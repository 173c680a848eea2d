import type { ComparisonReport } from '../../model/comparison.ts';
import { formatCount } from '../../text/quantity.ts';
import { gateCounts, toldFindings } from '../words/gateText.ts';
import { type GateWords, gateWords } from '../words/gateWords.ts';
import type { Tone } from '../words/verdictWords.ts';
import { caseAnchor } from './caseRowView.ts';

interface GateRow extends GateWords {
  readonly tone: Tone;
  /** The case's fragment of the page; empty where it has none. */
  readonly anchor: string;
}

/** What rules and allowances make of a comparison. */
export interface GateView {
  readonly counts: string;
  /** The files and the preset that it went by. */
  readonly from: string;
  readonly told: readonly GateRow[];
  readonly passed: readonly GateRow[];
  readonly passedText: string;
  /** How many of those that passed are not listed; empty where all are. */
  readonly morePassed: string;
}

const mostTold = 500;
const mostPassed = 200;
const tones: Readonly<Record<GateWords['mark'], Tone>> = {
  ...{ '✗': 'bad', '?': 'unsure', '!': 'unsure', '~': 'calm', '·': 'calm' },
};

/** Null where nobody asked for rules. */
export function gateView({ gate, cases }: ComparisonReport): GateView | null {
  if (gate === undefined) return null;
  const known = new Set(cases.map(({ caseId }) => caseId));
  const rowOf = (finding: (typeof gate.findings)[number]): GateRow => {
    const words = gateWords(finding);
    return {
      ...words,
      tone: tones[words.mark],
      anchor: finding.caseId !== null && known.has(finding.caseId) ? caseAnchor(finding.caseId) : '',
    };
  };
  const told = toldFindings(gate);
  const passed = gate.findings.filter(({ outcome }) => outcome === 'passed');
  const more = Math.max(0, passed.length - mostPassed) + Math.max(0, told.length - mostTold);
  return {
    counts: gateCounts(gate) || 'nothing was asked',
    from: [gate.preset === 'default' ? '' : `preset ${gate.preset}`, gate.config ?? '', gate.allowances ?? '']
      .filter((one) => one !== '')
      .join(', '),
    told: told.slice(0, mostTold).map(rowOf),
    passed: passed.slice(0, mostPassed).map(rowOf),
    passedText: `${formatCount(passed.length)} passed`,
    morePassed: more === 0 ? '' : `${formatCount(more)} more in the JSON report`,
  };
}
