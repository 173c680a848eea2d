import type { Recorder, RunStatus } from '../model/run.ts';
import type { Secrets } from '../model/secrets.ts';
import type { RunLog } from '../store/runStore.ts';
import { mapStrings } from '../text/safeText.ts';

/** A word of ours, such as the kind of a record, which a password may happen to be. */
const plainWord = /^[a-z][A-Za-z]{0,30}$/;

/** A value from a server without the secrets that were sent to it, which it may have sent back. */
export function withoutSecrets<T>(value: T, secrets: Secrets): T {
  return mapStrings(value, (text) => (plainWord.test(text) ? text : secrets.mask(text)));
}

/** Records what servers said without the secrets in it. Facts are figures, and stay as they are. */
export function maskedRecorder(recorder: Recorder, secrets: Secrets): Recorder {
  const clean = <T>(value: T): T => withoutSecrets(value, secrets);
  return {
    sample: (sample) =>
      recorder.sample(sample.outcome.kind === 'completed' ? sample : { ...sample, outcome: clean(sample.outcome) }),
    evidence: (seq, evidence) => recorder.evidence(seq, evidence.kind === 'facts' ? evidence : clean(evidence)),
    digest: (reading) => recorder.digest(clean(reading)),
    explanation: (reading) => recorder.explanation(clean(reading)),
    rowDifference: (reading) => recorder.rowDifference(clean(reading)),
    state: (reading) => recorder.state(clean(reading)),
    tablesRead: (tables) => recorder.tablesRead(clean(tables)),
    notice: (notice) => recorder.notice(clean(notice)),
    gone: (gone) => recorder.gone(clean(gone)),
  };
}

/** Whatever happens, what was measured reaches the disk, and the file says how the run ended. */
export async function closing(writer: RunLog, measuring: Promise<RunStatus>, secrets: Secrets): Promise<void> {
  try {
    writer.status(withoutSecrets(await measuring, secrets));
  } finally {
    await writer.close();
  }
}
