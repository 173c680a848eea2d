import type { EquivalenceProof, ProofGap } from '../../model/cheapest.ts';
import { formatChange, formatCount, formatShare, plural } from '../../text/quantity.ts';

/** One thing that a proof of equivalence lacks: `2 cases regressed`. */
export function gapText(gap: ProofGap): string {
  switch (gap.kind) {
    case 'regressed':
      return `${plural(gap.cases, 'case')} regressed`;
    case 'failed':
      return `${plural(gap.cases, 'case')} failed`;
    case 'resultChanged':
      return `${plural(gap.cases, 'case')} ${gap.cases === 1 ? 'returns' : 'return'} something else`;
    case 'resultsUnread':
      return `the results of ${plural(gap.cases, 'case')} were not compared`;
    case 'oneArm':
      return `${plural(gap.cases, 'case')} ${gap.cases === 1 ? 'is' : 'are'} in one arm alone`;
    case 'notCovered':
      return `no total covers ${plural(gap.cases, 'case')}`;
    case 'withheld':
      return `the ${gap.cases === 1 ? 'verdict' : 'verdicts'} of ${plural(gap.cases, 'case')} ${gap.cases === 1 ? 'was' : 'were'} withheld; the report says why`;
    case 'openSuspicion':
      return `${plural(gap.cases, 'case')} looked slower, and the run ended before that was tested: give it a longer --budget`;
    case 'selfCheck':
    case 'cached':
    case 'otherScripts':
    case 'idleShards':
      return gap.text.replace(/\.$/, '');
    case 'noData':
      return `all tables that the cases read are empty (${formatCount(gap.tables)})`;
    case 'total':
      return `the interval of the whole workload's ${gap.of} reaches ${formatChange(gap.high)}, beyond the margin of ${formatShare(gap.margin)}`;
    case 'totalWorse':
      return `the whole workload's ${gap.of} is worse by more than the margin of ${formatShare(gap.margin)}`;
    case 'noTotal':
      return 'the workload as a whole has no total with an interval';
    case 'timeNotJudged':
      return 'time was not judged';
    case 'measuredApart':
      return 'the arms were measured in separate runs';
    case 'nothingMeasured':
      return 'nothing was measured';
    case 'incomplete':
      return 'the run is not complete';
  }
}

/** All of them, as a part of a sentence; empty where nothing is lacking. */
export function gapsText({ gaps }: EquivalenceProof): string {
  return [...new Set(gaps.map(gapText))].join(', ');
}
