import type { ComparisonReport, SelfCheck } from '../../model/comparison.ts';
import { lessDataCode } from '../../model/decided.ts';
import { judgesTime, reportedMode } from '../../model/mode.ts';
import type { OptionInEffect } from '../../model/run.ts';
import { formatCount, formatRatio, formatShare, plural } from '../../text/quantity.ts';

/** `in effect: margin 10% from --margin; target staging from HOGBENCH_TARGET`; empty where all is as usual. */
export function optionsText({ options = [] }: Pick<ComparisonReport, 'options'>): string {
  return options.length === 0 ? '' : `in effect: ${options.map(optionText).join('; ')}`;
}

/** Whether anything comes from elsewhere than the command line, which the reader of a terminal has before him. */
export function isFromElsewhere({ options = [] }: Pick<ComparisonReport, 'options'>): boolean {
  return options.some(({ from }) => !from.startsWith('--') || from.includes(','));
}

function optionText({ name, value, from, found }: OptionInEffect): string {
  return `${name} ${value} from ${from}${found === true ? ' (found, not named)' : ''}`;
}

/** One line for every output: what the run said of cases in which nothing had changed; empty when it has no such cases. */
export function selfCheckText({ selfCheck, cases }: Pick<ComparisonReport, 'selfCheck' | 'cases'>): string {
  if (selfCheck === null || cases.length === 0) return '';
  if (selfCheck.kind === 'off') return 'self-check: switched off, so a false alarm would go unnoticed';
  if (selfCheck.kind === 'leftOut')
    return `self-check: left out, since it would take ${plural(selfCheck.needed, 'execution')} of this short run, and may take ${formatCount(selfCheck.allowed)} (${formatShare(selfCheck.mostShare)})`;
  if (selfCheck.cases.length === 0) return 'self-check: none was measured';
  return `self-check: ${plural(selfCheck.cases.length, 'case')} run as baseline against baseline, ${outcomes(selfCheck)}`;
}

/** "0 flagged, 1 unconfirmed, 1 equivalent": the first is always said, since it is what the check is for. */
function outcomes({ flagged, unconfirmed, equivalent, cases }: Extract<SelfCheck, { kind: 'ran' }>): string {
  const undecided = cases.length - flagged - unconfirmed - equivalent;
  const counts = [
    `${formatCount(flagged)} flagged`,
    `${formatCount(unconfirmed)} unconfirmed`,
    ...(equivalent === 0 ? [] : [`${formatCount(equivalent)} equivalent`]),
    ...(undecided === 0 ? [] : [`${formatCount(undecided)} undecided`]),
  ];
  return counts.join(', ');
}

/**
 * What undecided cases could have hidden: the slowdown that would have been seen in the quietest, and the one in at least
 * half of them. Empty when no case is inconclusive.
 */
export function unseenText({ cases, method, notices }: Pick<ComparisonReport, 'cases' | 'method' | 'notices'>): string {
  const undecided = cases.filter(({ verdict }) => verdict === 'inconclusive');
  if (undecided.length === 0 || !judgesTime(reportedMode(method))) return '';
  if (notices.some(({ code }) => code === lessDataCode))
    return `${plural(undecided.length, 'inconclusive case')}: over less data no slowdown need be seen`;
  const visible = undecided.flatMap(({ evidence }) => evidence.smallestVisible ?? []).sort((a, b) => a - b);
  const [least, middle] = [visible[0], visible[Math.floor(visible.length / 2)]];
  const count = plural(undecided.length, 'inconclusive case');
  if (least === undefined || middle === undefined)
    return `${count}: too little was measured to say what would have been seen`;
  const [quietest, half] = [formatRatio(least), formatRatio(middle)];
  const untold = undecided.length - visible.length;
  const rest = untold === 0 ? '' : `; unknown for ${formatCount(untold)}`;
  const spread = quietest === half ? '' : ` in the quietest, one of ${half} in half of them`;
  return `${count}: a slowdown of ${quietest} would have been seen${spread}; smaller ones not${rest}`;
}
