import { damagedCode } from '../../model/decided.ts';
import type { Notice } from '../../model/notice.ts';
import type { OptionInEffect, Run } from '../../model/run.ts';
import { plural } from '../../text/quantity.ts';
import { shown } from '../../text/quote.ts';
import type { CasesSentAlike } from '../environment/sameArms.ts';

/** Exact counters alone were asked for. */
export const countersOnlyNotice: Notice = {
  code: 'counters-only',
  level: 'caution',
  text:
    'Exact counters alone were asked for: each case ran a few times without warm-up, and time was not judged. A change ' +
    'that costs more time over the same data is not seen; leave out --quick or --counters-only to measure time.',
};

/** What a config decided that nobody named, and that may have come with the change which is judged. */
export function foundOptionsNotice(options: readonly OptionInEffect[] = []): readonly Notice[] {
  const found = options.filter((one) => one.found === true);
  if (found.length === 0) return [];
  const list = found.map(({ name, value }) => `${name} ${value}`).join(', ');
  const text = `Taken from a config that was found in the working folder and that nobody named: ${list}. --config names the one to trust.`;
  return [{ code: 'config-found', level: 'caution', text }];
}

/** What was renamed looks like a case that is gone and one that is new. */
export function renamedNotice({ added, removed }: Readonly<Record<'added' | 'removed', number>>): readonly Notice[] {
  if (added === 0 || removed === 0) return [];
  const text = `${plural(removed, 'case')} of the baseline ${removed === 1 ? 'is' : 'are'} gone, and ${added} of the candidate ${added === 1 ? 'is' : 'are'} new. A case is known by its name and parameters: what was renamed was compared with nothing. Give it its old name (\`-- name: …\`) to compare it.`;
  return [{ code: 'renamed', level: 'caution', text }];
}

const mostRetagged = 5;

/** Cases that the candidate tags otherwise: whose rules they are under, and in which class they are, is not for the change to say. */
export function retaggedNotice(
  cases: readonly { readonly caseId: string; readonly baselineTags?: unknown }[],
): readonly Notice[] {
  const ids = cases.flatMap(({ caseId, baselineTags }) => (baselineTags === undefined ? [] : [shown(caseId)]));
  if (ids.length === 0) return [];
  const named = ids.slice(0, mostRetagged).join(', ');
  const more = ids.length > mostRetagged ? ` and ${ids.length - mostRetagged} more` : '';
  const text = `The candidate has other tags than the baseline in ${plural(ids.length, 'case')}: ${named}${more}. Rules of a gate and totals by tag go by the tags of the baseline.`;
  return [{ code: 'tags-differ', level: 'caution', text }];
}

/** Whatever differs in cases that both arms send alike to one server is noise, and a reader has to know. */
export function sameArmsNotice({ same, compared }: CasesSentAlike): readonly Notice[] {
  if (same === 0) return [];
  const all = same === compared;
  const which = all ? 'Both arms send' : `In ${same} of ${plural(compared, 'case')} both arms send`;
  const text = `${which} the same to the same server: whatever differs there is noise.`;
  return [{ code: 'same-arms', level: all ? 'caution' : 'note', text }];
}

/** The baseline compared with itself looked changed. */
export function selfCheckNotice(cases: number, flagged: number): readonly Notice[] {
  if (flagged === 0) return [];
  const text =
    `The baseline compared with itself looked changed, in ${flagged} of ${plural(cases, 'self-check case')}. ` +
    'Do not trust the verdicts on time and memory of this run. Something else moved the server, this machine or the data: look for ' +
    'other load, merges and inserts, then measure again. Under quiet conditions at most 1 run in 20 shows this by chance.';
  return [{ code: 'self-check-flagged', level: 'caution', text }];
}

/** Tags that totals were asked for by, and that no case of the baseline has. */
export function unknownTagNotices(tags: readonly string[]): readonly Notice[] {
  return tags.map((tag) => ({
    code: 'tag-unknown',
    level: 'note',
    text: `No case has the tag ${tag} in the baseline, so there are no totals by it.`,
  }));
}

/** Parts of the run file are lost. */
export function lostNotice({ lost }: Run): readonly Notice[] {
  if (lost === undefined) return [];
  const text = `${lost} No case is called equivalent or improved, and there are no totals. What is worse stands. Measure again.`;
  return [{ code: damagedCode, level: 'caution', text }];
}

/** The run did not finish. */
export function statusNotice({ status }: Run): readonly Notice[] {
  if (status.kind === 'complete') return [];
  const why = status.kind === 'interrupted' ? 'it was interrupted' : status.reason;
  const text = `The run did not finish (${why}). Cases that were still open are undecided, not equivalent.`;
  return [{ code: 'run-incomplete', level: 'caution', text }];
}
