import type { LoadFault } from '../model/loadReport.ts';
import type { Trial, TrialSpan } from '../model/loadRun.ts';
import type { Milliseconds } from '../model/units.ts';
import { plural } from '../text/quantity.ts';
import type { JudgedSpan } from './judgedSpan.ts';
import { shortNumber } from './shortNumber.ts';

/** A pause of ours that matters where no latency is promised. */
const longPauseMs: Milliseconds = 1000;

/**
 * Stretches of the judged time in which this program did not run. Its requests left late or not at all, and those that were on their way
 * waited for it rather than for the server.
 * @param mostMs how late we may be; undefined: nothing is promised, nor sent at a rate
 */
export function* pauseFaults(
  end: Trial['end'],
  span: JudgedSpan,
  mostMs: Milliseconds | undefined,
): Generator<LoadFault> {
  const [longest, others] = longestWithin(end?.paused ?? [], span);
  if (longest === undefined || longest.to - longest.from <= (mostMs ?? longPauseMs)) return;
  const more = others === 0 ? '' : `, and ${plural(others, 'more time')}`;
  yield {
    kind: 'lag',
    what: `hogbench itself stood still ${spanText(longest)}${more}: nothing was sent or read meanwhile`,
    fix: 'run it again on a machine that neither sleeps nor stops it, and that has cores to spare',
  };
}

/**
 * Stretches of the judged time in which the server stood still, for classes of closed loops: all that they have of it is one slow request a
 * user, while a load at a rate shows it to every request that was due.
 * @param closed classes of closed loops whose latency is promised, with the shortest promise of each
 */
export function* silenceFaults(
  end: Trial['end'],
  span: JudgedSpan,
  closed: readonly { readonly of: string; readonly tightest: Milliseconds }[],
): Generator<LoadFault> {
  const [longest, others] = longestWithin(end?.silent ?? [], span);
  if (longest === undefined) return;
  const hidden = closed.filter(({ tightest }) => longest.to - longest.from > tightest).map(({ of }) => of);
  if (hidden.length === 0) return;
  const more = others === 0 ? '' : `, and ${plural(others, 'more time')}`;
  yield {
    kind: 'silence',
    what: `the server answered nothing at all ${spanText(longest)}${more}, and the users of ${hidden.join(', ')} waited and sent nothing that would show it`,
    fix: 'offer the load at a --rate, which is kept while the server stands still',
  };
}

/** Of what lies within the judged time, the longest, and how many others there are. */
function longestWithin(
  spans: readonly TrialSpan[],
  { from, to }: JudgedSpan,
): readonly [TrialSpan | undefined, number] {
  const within = spans
    .map((one) => ({ from: Math.max(one.from, from * 1000), to: Math.min(one.to, to * 1000) }))
    .filter((one) => one.to > one.from)
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  return [within[0], Math.max(0, within.length - 1)];
}

function spanText({ from, to }: TrialSpan): string {
  return `for ${shortNumber((to - from) / 1000)} s, from ${(from / 1000).toFixed(1)} s to ${(to / 1000).toFixed(1)} s of the run`;
}
