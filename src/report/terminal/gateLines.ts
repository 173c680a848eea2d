import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateFinding } from '../../model/gateJudgement.ts';
import { wrap, wrapFigures } from '../../text/displayWidth.ts';
import { formatCount } from '../../text/quantity.ts';
import { gateCounts, toldFindings } from '../words/gateText.ts';
import { gateWords } from '../words/gateWords.ts';
import type { Paint } from '../words/paint.ts';
import { gap } from './caseLines.ts';
import type { Extent } from './findingLines.ts';

/** Findings of the gate that are told in full; a reader of more has the page. */
const mostFindings = 12;

/** What the rules make of a comparison: a count, then each finding with what was expected, what was found, and by what it is weighed. */
export function gateSections({ gate }: ComparisonReport, extent: Extent, paint: Paint): readonly (readonly string[])[] {
  if (gate === undefined) return [];
  const told = toldFindings(gate);
  const shown = extent.verbose ? gate.findings : told.slice(0, mostFindings);
  const more = extent.verbose ? 0 : told.length - shown.length;
  const counts = gateCounts(gate);
  const of = [gate.preset === 'default' ? '' : `preset ${gate.preset}`, gate.config ?? '', gate.allowances ?? ''];
  const from = of.filter((one) => one !== '').join(', ');
  const head = `Gate${from === '' ? '' : ` (${from})`}: ${counts === '' ? 'nothing was asked' : counts}`;
  return [
    wrap(head, extent.width).map((line) => paint('strong', line)),
    ...shown.map((one) => findingLines(one, extent, paint)),
    ...(more === 0 ? [] : [[paint('faint', `and ${formatCount(more)} more in the HTML report, or with --verbose`)]]),
  ];
}

const tones = { '✗': 'bad', '?': 'unsure', '!': 'unsure', '~': 'calm', '·': 'calm' } as const;

function findingLines(finding: GateFinding, { width, verbose }: Extent, paint: Paint): readonly string[] {
  const { mark, state, subject, what, expected, found, by, evidence, reason, fix } = gateWords(finding);
  const facts: readonly (readonly [string, string])[] = [
    ['expected', expected],
    ['found', found],
    ['by', by],
    // Reasons of findings stand above.
    ['evidence', finding.outcome === 'passed' ? '' : [evidence, verbose ? reason : ''].join(' ').trim()],
    ['fix', fix],
  ];
  const label = 10;
  return [
    `${paint(tones[mark], `${mark} ${state}`)}${gap}${paint('strong', subject)}: ${what}`,
    ...facts.flatMap(([name, text]) => {
      if (text === '') return [];
      return wrapFigures(text, width - gap.length - label).map((line, at) => {
        return `${gap}${(at === 0 ? name : '').padEnd(label)}${line}`;
      });
    }),
  ];
}
