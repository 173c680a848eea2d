import type { ClassReport, OutcomeCount, TimeSpent, TrialReport, WaitedFor } from '../../model/loadReport.ts';
import { mostFailed } from '../failedShare.ts';
import { isTooSlow } from '../tallyBook.ts';

/**
 * What a class waited for at a rate that it misses, beside a trial with little load: what grew by most. Failures come first where they
 * are most of what is over. Undefined where the server's log told of neither trial, and nothing failed.
 */
export function waitedForAt(of: string, beyond: TrialReport, unloaded: TrialReport | undefined): WaitedFor | undefined {
  const one = beyond.classes.find(({ name }) => name === of);
  if (one === undefined) return undefined;
  const failed = failures(one);
  if (failed !== undefined) return failed;
  const before = unloaded?.classes.find(({ name }) => name === of)?.time;
  if (one.time === undefined || before === undefined || one.time.known === 0 || before.known === 0) return undefined;
  return grownMost(one.time, before);
}

/** Requests that the server refused, as far as they are more than half of those over a limit. */
function failures(one: ClassReport): WaitedFor | undefined {
  // One that was too slow for its time limit tells nothing that the slow ones do not.
  const refused = one.failed.filter(({ name }) => !isTooSlow(name));
  const share = refused.reduce((sum, { share: part }) => sum + part, 0);
  const over = Math.max(0, ...one.latencyPromises.map(({ over: { value } }) => value));
  const most = refused.reduce<OutcomeCount | undefined>(
    (worst, next) => (next.count > (worst?.count ?? 0) ? next : worst),
    undefined,
  );
  const limit = one.verdict === undefined ? mostFailed : over / 2;
  const binds = one.errorPromise?.verdict === 'missed' || (limit > 0 && share > limit);
  if (most === undefined || !binds) return undefined;
  return memory.test(most.name) ? 'memory' : 'errors';
}

const memory = /\(241\)$/;

/** A request that waited for one of ours to end, before it was sent, was in no hand but ours: more of them at once may be answered sooner. */
function grownMost(time: TimeSpent, before: TimeSpent): WaitedFor | undefined {
  const grown = (part: 'own' | 'slots' | 'between' | 'running' | 'threads' | 'cores'): number =>
    time[part] - before[part];
  const running = grown('running');
  const inside: readonly (readonly [WaitedFor, number])[] = [
    ['threads', grown('threads')],
    ['cores', grown('cores')],
  ];
  // They are sums over threads, and tell what the running time was spent on, but not how much of it.
  const most = inside.reduce((worst, next) => (next[1] > worst[1] ? next : worst));
  const parts: readonly (readonly [WaitedFor, number])[] = [
    ['client', grown('own')],
    ['slots', grown('slots')],
    ['network', grown('between')],
    [most[1] > telling * running ? most[0] : 'running', running],
  ];
  const [largest, by] = parts.reduce((worst, next) => (next[1] > worst[1] ? next : worst));
  return by > 0 ? largest : undefined;
}

const telling = 0.3;
