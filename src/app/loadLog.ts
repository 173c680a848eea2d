import { sumTallies } from '../load/tallyBook.ts';
import type { TrialPlan } from '../model/loadPlan.ts';
import type { LoadEvidence, LoadRecorder, LoadRequest, LoadTally, Trial, TrialEnd } from '../model/loadRun.ts';
import type { Secrets } from '../model/secrets.ts';
import { withoutSecrets } from './runRecorder.ts';

/** Trials as they are recorded, without secrets, and, where they are remembered, as they were. */
export function trialBook(
  log: LoadRecorder,
  secrets: Secrets,
  remembers: boolean,
): { readonly recorder: LoadRecorder; readonly finished: () => readonly Trial[] } {
  const trials: {
    plan: TrialPlan;
    tallies: LoadTally[];
    requests: (LoadRequest & { evidence?: LoadEvidence })[];
    end?: TrialEnd;
  }[] = [];
  const clean = <T>(value: T): T => withoutSecrets(value, secrets);
  const remembered = (): (typeof trials)[number] | undefined => (remembers ? trials.at(-1) : undefined);
  const recorder: LoadRecorder = {
    trial(plan) {
      log.trial(plan);
      if (remembers) trials.push({ plan, tallies: [], requests: [] });
    },
    tally(tally) {
      const kept = { ...tally, outcomes: maskedNames(tally.outcomes, secrets) };
      log.tally(kept);
      remembered()?.tallies.push(kept);
    },
    request(trial, request) {
      const kept = request.outcome.kind === 'completed' ? request : clean(request);
      log.request(trial, kept);
      remembered()?.requests.push(kept);
    },
    evidence(trial, seq, evidence) {
      const kept = evidence.kind === 'facts' ? evidence : clean(evidence);
      log.evidence(trial, seq, kept);
      const one = remembered()?.requests.find((request) => request.seq === seq);
      if (one !== undefined) one.evidence = kept;
    },
    end(end) {
      const kept = clean(end);
      log.end(kept);
      const trial = remembered();
      if (trial !== undefined) trial.end = kept;
    },
    notice: (notice) => log.notice(clean(notice)),
  };
  return { recorder, finished: () => trials.map((one) => ({ ...one, tallies: sumTallies(one.tallies) })) };
}

/** A server's refusal can hold what was sent to it. */
function maskedNames(outcomes: LoadTally['outcomes'], secrets: Secrets): LoadTally['outcomes'] {
  const masked = new Map<string, number>();
  for (const [name, count] of Object.entries(outcomes)) {
    const shown = secrets.mask(name);
    // what is told apart by a secret alone is one thing without it
    masked.set(shown, (masked.get(shown) ?? 0) + count);
  }
  return Object.fromEntries(masked);
}
