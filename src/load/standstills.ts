import type { JudgedLatency, LoadFault } from '../model/loadReport.ts';
import type { Trial, TrialSpan } from '../model/loadRun.ts';
import type { Milliseconds } from '../model/units.ts';
import { plural } from '../text/quantity.ts';
import { countOver } from './counts.ts';
import { type JudgedSpan, type SecondOfClass, wholeSeconds } from './judgedSpan.ts';
import { shortNumber } from './shortNumber.ts';

/** A pause of ours that matters where no class is judged. */
const longPauseMs: Milliseconds = 1000;

/**
 * Stretches of the judged time in which this program did not run. Its requests left late or not at all, and those that were on their way
 * waited for it rather than for the server.
 * @param mostMs how late we may be; undefined: every class is there to disturb
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

/** A class of users, with what is judged of it. */
export interface UsersJudged {
  readonly of: string;
  readonly thinkMs: Milliseconds;
  readonly promises: readonly JudgedLatency[];
  /** The warm-up included. */
  readonly seconds: readonly SecondOfClass[];
}

/**
 * Stretches in which no user of a closed loop had an answer for longer than is promised, though the server may have told that it lives. The
 * users alone cannot tell a server that stands still from a few slow requests, so that it matters where a request sent at any moment would
 * have met one of them more often than the promise allows.
 */
export function* idleFaults(users: readonly UsersJudged[], span: JudgedSpan): Generator<LoadFault> {
  for (const one of users) {
    for (const promise of one.promises) {
      // what is not kept need not be doubted
      if (promise.verdict !== 'kept') continue;
      const stretches = idleStretches(one, promise.mostMs, span);
      // of the seconds on both sides of it half are part of it, on average
      const idle = stretches.reduce((sum, { from, to }) => sum + (to - from) / 1000 + 1, 0);
      const [longest] = stretches.toSorted((a, b) => b.to - b.from - (a.to - a.from));
      if (longest === undefined || promise.over.high + idle / span.seconds <= 1 - promise.share) continue;
      const more = stretches.length === 1 ? '' : `, and ${plural(stretches.length - 1, 'more time')}`;
      yield {
        kind: 'unanswered',
        what: `no user of ${one.of} had an answer ${spanText(longest)}${more}, while requests took longer than is promised, and they sent nothing that would show it`,
        fix: 'offer the load at a --rate, which is kept while the server stands still',
      };
      break;
    }
  }
}

/** Whole seconds without an answer, as far as a request was on its way that took longer than is promised: others only think. */
function idleStretches(
  { seconds, thinkMs }: UsersJudged,
  mostMs: Milliseconds,
  span: JudgedSpan,
): readonly TrialSpan[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { second, done } of wholeSeconds(seconds.slice(span.from, span.to), span)) {
    if (done > 0) continue;
    const last = stretches.at(-1);
    if (last?.to === second) last.to += 1;
    else stretches.push({ from: second, to: second + 1 });
  }
  const isLate = ({ latency, failedAfter }: SecondOfClass): boolean =>
    [latency, failedAfter].some((counts) => countOver(counts, mostMs * 1000).atMost > 0);
  return (
    stretches
      // it may begin and end anywhere in the seconds beside it
      .filter(({ from, to }) => (to - from + 2) * 1000 > mostMs + thinkMs)
      .filter(({ from, to }) => seconds.slice(Math.max(0, from - 1), to).some(isLate))
      .map(({ from, to }) => ({ from: from * 1000, to: to * 1000 }))
  );
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
