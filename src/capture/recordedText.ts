import { type RecordedTiming, timingFormat, timingVersion } from '../model/recordedTiming.ts';

const linesAtOnce = 10_000;

/**
 * The file of a timing: a line about it, then one for each execution, with the microseconds since the one before and the place of its case.
 * It holds no date, no text, no user and no id of a query.
 */
export function* timingText(timing: RecordedTiming): Iterable<string> {
  const { caseIds, offsetsMs, caseIndex, durationMs, standFor, ofLog } = timing;
  const about = {
    format: timingFormat,
    version: timingVersion,
    executions: offsetsMs.length,
    duration_us: Math.round(durationMs * 1000),
    stand_for: standFor,
    of_log: ofLog,
    cases: caseIds,
  };
  yield `${JSON.stringify(about)}\n`;
  let before = 0;
  let lines = '';
  for (const [at, offset] of offsetsMs.entries()) {
    const us = Math.round(offset * 1000);
    lines += `[${us - before},${caseIndex[at]}]\n`;
    before = us;
    if ((at + 1) % linesAtOnce > 0) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}
