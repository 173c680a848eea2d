import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateFinding } from '../../model/gateJudgement.ts';
import { visibleLine } from '../../text/safeText.ts';
import { type GateState, gateState, gateWords } from '../words/gateWords.ts';
import type { Checkout } from '../words/reportLink.ts';
import { type ChangedPlace, changedPlace, pathInCheckout } from './changedPlace.ts';
import type { CiFinding, CiLevel } from './ciFinding.ts';

const levels: Readonly<Record<GateState, CiLevel | undefined>> = {
  ...{ error: 'error', undecided: 'error', warning: 'warning', pending: 'note', allowed: 'note', off: 'note' },
  passed: undefined,
};

/**
 * What rules and allowances of the config found, with expected, found and evidence. What is asked of verdicts alone is told with the case. The
 * name of a rule is made of what it asks, so that it stays when rules above it come and go.
 */
export function gateFindings(report: ComparisonReport, checkout: Checkout | undefined): readonly CiFinding[] {
  const placeOf = gatePlaces(report, checkout);
  return (report.gate?.findings ?? []).flatMap((finding): readonly CiFinding[] => {
    const level = levels[gateState(finding)];
    if (level === undefined || finding.source.kind === 'failOn' || finding.asks === 'verdict') return [];
    const { subject, what, expected, found, by, evidence, fix } = gateWords(finding);
    const said = [`${what}: expected ${expected}, found ${found}, by ${by}.`, evidence, fix];
    return [
      {
        rule: `gate/${finding.asks}/${visibleLine(finding.metric ?? 'verdict')}`,
        level,
        caseId: finding.caseId ?? finding.name,
        title: visibleLine(`${subject}: ${what}`).slice(0, 200),
        message: visibleLine(said.filter((one) => one !== '').join(' ')).slice(0, 2000),
        place: placeOf(finding),
      },
    ];
  });
}

/** Where a finding stands: at the changed lines of its case, or where the rule or allowance does that speaks of several. */
export function gatePlaces(
  { cases }: ComparisonReport,
  checkout: Checkout | undefined,
): (finding: GateFinding) => ChangedPlace | undefined {
  const byId = new Map(cases.map((item) => [item.caseId, item]));
  return (finding) => {
    const item = byId.get(finding.caseId ?? '');
    return item === undefined ? placeOfSource(finding, checkout) : changedPlace(item, checkout);
  };
}

/** Where the rule or allowance itself stands. */
function placeOfSource({ source }: GateFinding, checkout: Checkout | undefined): ChangedPlace | undefined {
  if (!('place' in source)) return undefined;
  const [, file = '', line, column] = /^([^\r\n]+):(\d{1,9}):(\d{1,9})$/.exec(source.place) ?? [];
  return file === '' ? undefined : { file: pathInCheckout(file, checkout), line: Number(line), column: Number(column) };
}
