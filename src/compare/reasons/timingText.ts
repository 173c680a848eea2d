import type { Estimate } from '../../model/metric.ts';
import type { TimingReason } from '../../model/reason.ts';
import { formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { whyNotText } from './whyNotText.ts';

const names: Readonly<Record<TimingReason['family'], string>> = {
  time: 'Server time',
  instructions: 'Instruction count',
  cpu: 'CPU time',
  memory: 'Peak memory',
};

/** One sentence about server time, CPU time or peak memory, with the numbers it rests on. */
export function timingText(reason: TimingReason): string {
  const { estimate, outcome, margin, smallestVisible, why } = reason;
  const name = reason.clock === 'running_time' ? 'Running time' : names[reason.family];
  if (estimate === null) return `${name} could not be compared${why === null ? '' : `: ${whyNotText(why)}`}.`;
  const { ratio, low, high } = estimate;
  const numbers = `(${formatRatio(low)} to ${formatRatio(high)}, ${replicates(estimate, reason)})`;
  if (outcome === 'regressed') return `${name} grew ${formatRatio(ratio)} ${numbers}.`;
  if (outcome === 'improved') return `${name} fell to ${formatRatio(ratio)} ${numbers}.`;
  if (outcome === 'equivalent')
    return `${name} stayed within ±${formatShare(margin)}: ${formatRatio(ratio)} ${numbers}.`;
  if (reason.isNeedless)
    return `${name} was ${formatRatio(ratio)} as measured ${numbers}; since exact counters decide, no fresh session has confirmed it.`;
  if (outcome === 'unconfirmed') return `${name} ${unconfirmed(reason, estimate)} ${formatRatio(ratio)} ${numbers}.`;
  const visible =
    smallestVisible === null ? '' : `; a slowdown of ${formatRatio(smallestVisible)} would have been seen`;
  return `${name} is undecided: ${formatRatio(ratio)} ${numbers}${visible}.`;
}

/** `12 pairs in 2 sessions`, or of saved runs `5 and 7 sessions`. */
function replicates(estimate: Estimate, { sessions, fresh }: TimingReason): string {
  const apart = estimate.sessions;
  if (apart !== undefined) return `${apart.baseline} and ${plural(apart.candidate, 'session')}`;
  return `${plural(estimate.pairs, 'pair')} in ${plural(sessions, fresh ? 'fresh session' : 'session')}`;
}

/** The suspicion first: what fresh sessions show can point the other way. */
function unconfirmed({ suspected, fresh, isOpen }: TimingReason, { low, high }: Estimate): string {
  const first = `was first suspected as ${suspected ?? 'changed'}`;
  if (!fresh) return `${first}, and no fresh session has tested it:`;
  if (isOpen) return `${first}, and its confirmation did not finish:`;
  const shown = directionOf(suspected) * (low > 1 ? 1 : high < 1 ? -1 : 0);
  if (shown === 0) return `${first}; fresh sessions do not confirm it:`;
  return shown > 0
    ? `${first}; fresh sessions point the same way, but not clearly enough to confirm it:`
    : `${first}; fresh sessions show the opposite:`;
}

/** Of the ratio of what was suspected: 1 up, -1 down, 0 where it is not known. */
function directionOf(suspected: TimingReason['suspected']): 1 | 0 | -1 {
  if (suspected === null || suspected === 'equivalent') return 0;
  return suspected === 'slower' || suspected === 'larger' ? 1 : -1;
}
