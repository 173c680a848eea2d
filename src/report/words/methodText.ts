import type { ComparisonReport } from '../../model/comparison.ts';
import { formatCount, formatShare, plural } from '../../text/quantity.ts';
import { optionsText } from './wholeRunText.ts';

function plannedOf(method: ComparisonReport['method']): readonly string[] {
  const { saved, duet, minPairs, maxPairs, sessions, seed } = method;
  if (saved === undefined)
    return [
      duet
        ? 'Duet: both halves of a pair ran at the same time, each on its own machine, so that noise hits both.'
        : 'The halves of a pair ran one after the other, in alternating order.',
      `Planned: ${minPairs} to ${maxPairs} pairs a case, sessions: ${sessions}, seed: ${seed}.`,
      'The same samples and seed give the same verdict.',
    ];
  const { baseline, candidate } = saved.sessions;
  return [
    `Two saved runs of ${formatCount(baseline)} and ${plural(candidate, 'session')}. Where times are judged, each session is one value of a case, less what all cases of that session have in common.`,
    'The same two runs give the same verdict.',
  ];
}

/** How the verdicts came about, one sentence each. */
export function methodText(report: ComparisonReport): readonly string[] {
  const options = optionsText(report);
  return [
    ...verdictText(report),
    ...(options === '' ? [] : [`${options.charAt(0).toUpperCase()}${options.slice(1)}.`]),
  ];
}

function verdictText({ method }: ComparisonReport): readonly string[] {
  const margin = formatShare(method.margin);
  if (method.countersOnly)
    return [
      `Counters of work (rows and bytes read, selected marks and parts) are compared by equality; a move beyond ${margin} counts.`,
      'A counter that varied inside an arm is demoted: its case is inconclusive. Where none moved, the work is equivalent.',
      'Time was not judged, so a change that costs more time over the same data is not seen.',
      `Planned: ${method.minPairs} executions of a case in each arm, up to ${method.maxPairs} where counters vary or moved.`,
    ];
  return [
    `A difference counts when it is beyond the margin of ${margin}.`,
    `Equivalent means that the whole interval lies inside the margin and that results agree. What was not checked is called inconclusive.`,
    `Of all cases called regressed or improved, at most ${formatShare(method.falseDiscoveryRate)} are expected to be false.`,
    `Counters that never varied inside an arm are compared by equality, without statistics; they are marked =.`,
    ...plannedOf(method),
  ];
}
