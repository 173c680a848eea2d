import type { LoadRecorder, LoadRun } from '../../model/loadRun.ts';
import type { LoadLog } from './loadWriter.ts';

/** Writes a whole load behind its header, but for the status. */
function recordTrials(recorder: LoadRecorder, { trials, notices }: Pick<LoadRun, 'trials' | 'notices'>): void {
  for (const { plan, tallies, requests, end } of trials) {
    recorder.trial(plan);
    for (const tally of tallies) recorder.tally(tally);
    for (const { evidence, ...request } of requests) {
      recorder.request(plan.id, request);
      if (evidence !== undefined) recorder.evidence(plan.id, request.seq, evidence);
    }
    if (end !== undefined) recorder.end(end);
  }
  for (const notice of notices) recorder.notice(notice);
}

/**
 * Writes all of a load behind its header, as its driver would have, and closes the file.
 * @throws UserError when it cannot be written
 */
export async function recordLoad(log: LoadLog, run: Pick<LoadRun, 'trials' | 'notices' | 'status'>): Promise<void> {
  try {
    recordTrials(log, run);
    log.status(run.status);
  } finally {
    await log.close();
  }
}
