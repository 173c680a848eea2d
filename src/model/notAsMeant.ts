import type { Notice } from './notice.ts';

/** Of a notice that more than a few of the recorded requests were not sent. */
export const recordedIncomplete = 'recorded-incomplete';

/** Of a notice that a capture stands for a part of production: as a caution for a smaller one than a promise needs. */
export const recordedPart = 'recorded-part';

/** What nobody could look at may not be there. */
const codes: ReadonlySet<string> = new Set([
  'workload-unknown',
  'workload-unseen',
  'no-resource',
  recordedIncomplete,
  recordedPart,
]);

/**
 * Why a load was not, or may not have been, the one that promises and rules are made for: without the priorities, or without a part of the
 * requests. What is kept under it proves nothing, and what is missed is missed. Empty: nothing is known against it.
 */
export function notAsMeant(notices: readonly Notice[]): readonly string[] {
  return notices.filter(({ code, level }) => level === 'caution' && codes.has(code)).map(({ text }) => text);
}
