import type { LoadTally, Trial } from '../model/loadRun.ts';
import { addCounts } from './counts.ts';

/** The part of a trial that is judged: whole seconds behind the warm-up. */
export interface JudgedSpan {
  /** First second that lies behind the warm-up wholly. */
  readonly from: number;
  /** Of the end, exclusive: requests that were intended before it are judged. */
  readonly to: number;
  /** How long requests were sent in it: less than `to - from` where the last second was not full. */
  readonly seconds: number;
}

/** What one class did in one second. */
export type SecondOfClass = Omit<LoadTally, 'trial' | 'of'>;

/** What is judged of a trial, up to where it was sent; where its end is not known, up to the last request that ended. */
export function judgedSpan({ plan, end, tallies }: Pick<Trial, 'plan' | 'end' | 'tallies'>): JudgedSpan {
  const from = Math.ceil(plan.warmupMs / 1000);
  const lastOffered = tallies.reduce((last, { second, offered }) => (offered > 0 ? Math.max(last, second) : last), -1);
  const planned = plan.warmupMs + plan.durationMs;
  const endMs = Math.min(planned, end?.sentForMs ?? (lastOffered + 1) * 1000);
  const to = Math.max(from, Math.ceil(endMs / 1000));
  return { from, to, seconds: Math.max(0, endMs / 1000 - from) };
}

/** The seconds of a class from 0 up to the last in which it did something, none left out. */
export function secondsOfClass(tallies: readonly LoadTally[], of: string, upTo: number): readonly SecondOfClass[] {
  const own = tallies.filter((tally) => tally.of === of);
  const length = own.reduce((most, { second }) => Math.max(most, second + 1), upTo);
  const seconds: SecondOfClass[] = Array.from({ length }, (_, second) => ({ ...idle, second }));
  for (const tally of own) seconds[tally.second] = tally;
  return seconds;
}

/**
 * Judged seconds without a last one that was cut short: requests that still wait for room are given up in it, so that a whole queue would
 * count as done.
 */
export function wholeSeconds(judged: readonly SecondOfClass[], { seconds }: JudgedSpan): readonly SecondOfClass[] {
  return judged.slice(0, Math.floor(seconds));
}

/** Neighbouring seconds in one, without their lateness, which is not judged by class. */
export function joinSeconds(seconds: readonly SecondOfClass[]): SecondOfClass {
  const sum = (part: 'offered' | 'done'): number => seconds.reduce((total, one) => total + one[part], 0);
  return {
    ...idle,
    second: seconds[0]?.second ?? 0,
    offered: sum('offered'),
    done: sum('done'),
    latency: addCounts(seconds.map(({ latency }) => latency)),
    failedAfter: addCounts(seconds.map(({ failedAfter }) => failedAfter)),
  };
}

const idle = { offered: 0, outcomes: {}, latency: [], failedAfter: [], lag: [], held: [], done: 0 } as const;
