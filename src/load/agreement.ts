import type { LoadRun, LoadTally, Trial } from '../model/loadRun.ts';
import { lowestOf } from './counts.ts';
import { completed, outcomeName } from './tallyBook.ts';

/**
 * That requests which were kept by themselves are not among those that were counted, in a sentence: somebody changed the file. Undefined where they
 * agree.
 */
export function disagreement({ trials }: Pick<LoadRun, 'trials'>): string | undefined {
  for (const trial of trials) {
    const seq = firstUncounted(trial);
    if (seq !== undefined)
      return `The tallies of trial ${trial.plan.id + 1} do not agree with the requests that were kept: request ${seq} is not counted.`;
  }
  return undefined;
}

function firstUncounted({ tallies, requests }: Trial): number | undefined {
  const counted = new Map<string, LoadTally[]>();
  for (const tally of tallies) {
    const key = `${tally.second} ${tally.of}`;
    counted.set(key, [...(counted.get(key) ?? []), tally]);
  }
  const kept = new Map<string, number>();
  for (const { seq, of, intended, done, outcome } of requests) {
    const place = `${Math.max(0, Math.floor(intended / 1000))} ${of}`;
    const there = counted.get(place) ?? [];
    const name = outcomeName(outcome);
    const us = (done - intended) * 1000;
    // a microsecond to either side, whatever the last digit was rounded to
    const buckets = new Set([us - 1, us, us + 1].map(lowestOf));
    const isTimed = there.some(({ latency, failedAfter }) =>
      (name === completed ? latency : failedAfter).some(([bucket]) => buckets.has(bucket)),
    );
    const many = (kept.get(`${place} ${name}`) ?? 0) + 1;
    kept.set(`${place} ${name}`, many);
    const most = there.reduce(
      (sum, { outcomes }) => sum + (Object.hasOwn(outcomes, name) ? (outcomes[name] ?? 0) : 0),
      0,
    );
    if (!isTimed || many > most) return seq;
  }
  return undefined;
}
