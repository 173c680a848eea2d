import type { Observation } from '../../model/observation.ts';
import type { Reason, Within } from '../../model/reason.ts';
import { formatMove, formatRatio, formatShare, formatValue, plural } from '../../text/quantity.ts';
import { shortMessage } from '../serverMessage.ts';

const mostCounters = 3;

/** "selected marks 12 → 37 (3.1x)", of an estimate with its interval. */
export function observationText({ label, unit, from, to, ratio, interval }: Observation): string {
  const within = interval === null ? '' : `, ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  const factor = ratio === null ? '' : ` (${formatRatio(ratio)}${within})`;
  return `${label} ${formatMove(from, to, unit, interval === null)}${factor}`;
}

/** The counters that moved most. */
export function movedText(moved: readonly Observation[]): string {
  return moved.slice(0, mostCounters).map(observationText).join(', ');
}

/** "It does more work: selected marks 12 → 37 (3.1x). These counters are exact." */
export function workText({ direction, moved, executions }: Extract<Reason, { kind: 'work' }>): string {
  const agreed = executions === null ? '.' : `: ${eachArm(executions)} agree.`;
  return `It does ${direction === 'grew' ? 'more' : 'less'} work: ${movedText(moved)}. These counters are exact${agreed}`;
}

export function varyingText({ labels, moved, executions }: Extract<Reason, { kind: 'varyingWork' }>): string {
  const others = moved.length === 0 ? '' : ` Of the others: ${movedText(moved)}.`;
  return `Counters varied within an arm over ${eachArm(executions)}, so equality says nothing of them: ${labels.join(', ')}.${others}`;
}

export function nearText({ moved, ...within }: Extract<Reason, { kind: 'nearWork' }>): string {
  return `Its work stayed ${withinText(within)}: ${movedText(moved)}; other counters of work are equal.`;
}

export function equalText({ values, executions }: Extract<Reason, { kind: 'equalWork' }>): string {
  const listed = values.map(({ label, unit, from }) => `${label} ${formatValue(from, unit)}`).join(', ');
  return `It does the same work: ${values.length === 0 ? 'it reads nothing' : listed}, exactly equal over ${eachArm(executions)}.`;
}

export function otherTablesText({ moved }: Extract<Reason, { kind: 'otherTables' }>): string {
  const seen = moved.length === 0 ? '' : ` Seen: ${movedText(moved)}.`;
  return `The tables differ between the arms, so counters say nothing of the query.${seen}`;
}

export function fewCountersText({ detail }: Extract<Reason, { kind: 'fewCounters' }>): string {
  const why = detail === null ? '' : ` (${shortMessage(detail)})`;
  return `Fewer than two executions of an arm left counters in the server's log${why}.`;
}

/** Of a case whose time is not judged: that nothing else changed. */
export function sameWorkText(within: Within): string {
  return `Results are the same, and all counters of work are exact and ${withinText(within)}.`;
}

/** "within ±5%", and of what is beyond that, how little it is. */
function withinText({ margin, slight }: Within): string {
  return `within ±${formatShare(margin)}${slight ? ' or less apart than any execution costs' : ''}`;
}

/** "2 executions of each arm" */
function eachArm(executions: number): string {
  return `${plural(executions, 'execution')} of each arm`;
}
