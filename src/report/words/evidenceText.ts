import type { CounterEvidence, Test, VerdictEvidence } from '../../model/evidence.ts';
import {
  formatCount,
  formatInterval,
  formatP,
  formatRatio,
  formatRow,
  formatShare,
  plural,
} from '../../text/quantity.ts';

/** No change is ever confirmed at such a p-value: beside it, the bare word would read as a claim. */
const refuted = 0.05;

/** Of saved runs every case is tested; of arms measured together, those that looked changed. */
function testText(test: Test, isSaved: boolean): string {
  if (test.kind === 'equivalent') return `within the margin: ${formatP(test.p)}, the larger of two one-sided tests`;
  const claim = test.p > refuted ? `first suspected as ${test.kind}, not confirmed` : test.kind;
  return `${claim}: ${formatP(test.p)} after correction over ${plural(test.among, isSaved ? 'case' : 'suspect')}`;
}

function counterText({ label, unit, baseline, candidate, executions }: CounterEvidence): string {
  const [before, after] = formatRow([baseline, candidate], unit, true);
  return `${label} ${before} in ${plural(executions.baseline, 'execution')}, ${after} in ${formatCount(executions.candidate)} of the candidate`;
}

/** What an estimate is of, where not of time. */
const names: Partial<Record<VerdictEvidence['restsOn'], string>> = {
  cpu: 'CPU time ',
  instructions: 'instructions ',
  memory: 'peak memory ',
};

/** The numbers a verdict rests on, one statement each: samples, estimate, test or counters, what ended it. */
export function evidenceParts(evidence: VerdictEvidence): readonly string[] {
  const { estimate, test, counters, executions, restsOn, smallestVisible, pairs } = evidence;
  const sessions = plural(evidence.sessions, evidence.fresh ? 'fresh session' : 'session');
  const tried = plural(executions.baseline + executions.candidate, 'execution');
  const name = names[restsOn] ?? '';
  const isUndecided = test?.kind === 'equivalent' && (estimate === null || test.p > (1 - estimate.level) / 2);
  return [
    ...(estimate === null
      ? [pairs === 0 ? sessions : plural(pairs, 'pair')]
      : [
          `${name}${formatRatio(estimate.ratio)}, ${formatShare(estimate.level)} interval ${formatInterval(estimate)}, from ${pairs === 0 ? '' : `${plural(pairs, 'pair')} in `}${sessions}`,
        ]),
    ...(test === null ? [] : [testText(test, pairs === 0)]),
    ...(counters.length === 0 ? [] : [`exact, no test: ${counters.map(counterText).join('; ')}`]),
    ...(isUndecided && smallestVisible !== null
      ? [`smallest slowdown that would have been seen: ${formatRatio(smallestVisible)}`]
      : []),
    `${tried} in all, ended by: ${evidence.stoppedBy}`,
  ];
}

/** The evidence in one line. */
export function evidenceLine(evidence: VerdictEvidence): string {
  return `Evidence: ${evidenceParts(evidence).join('; ')}.`;
}
