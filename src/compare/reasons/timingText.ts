import type { Estimate } from '../../model/metric.ts';
import type { TimingReason } from '../../model/reason.ts';
import { formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { whyNotText } from './whyNotText.ts';

const names: Readonly<Record<TimingReason['family'], string>> = {
  time: 'Server time',
  cpu: 'CPU time',
  memory: 'Peak memory',
};

/** One sentence about server time, CPU time or peak memory, with the numbers it rests on. */
export function timingText(reason: TimingReason): string {
  const { estimate, outcome, margin, smallestVisible, why } = reason;
  const name = names[reason.family];
  if (estimate === null) return `${name} could not be compared${why === null ? '' : `: ${whyNotText(why)}`}.`;
  const { ratio, low, high } = estimate;
  const numbers = `(${formatRatio(low)} to ${formatRatio(high)}, ${replicates(estimate, reason)})`;
  if (outcome === 'regressed') return `${name} grew ${formatRatio(ratio)} ${numbers}.`;
  if (outcome === 'improved') return `${name} fell to ${formatRatio(ratio)} ${numbers}.`;
  if (outcome === 'equivalent')
    return `${name} stayed within ±${formatShare(margin)}: ${formatRatio(ratio)} ${numbers}.`;
  if (outcome === 'unconfirmed') return `${name} ${unconfirmed(reason)} ${formatRatio(ratio)} ${numbers}.`;
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
function unconfirmed({ suspected, fresh, isOpen }: TimingReason): string {
  const first = `was first suspected as ${suspected ?? 'changed'}`;
  if (!fresh) return `${first}, and no fresh session has tested it:`;
  if (isOpen) return `${first}, and its confirmation did not finish:`;
  return `${first}; fresh sessions do not confirm it and show`;
}
