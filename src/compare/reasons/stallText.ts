import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Notice } from '../../model/notice.ts';
import { type Sample, type Stall, stallTimes } from '../../model/sample.ts';
import { formatSeconds, formatShare, plural } from '../../text/quantity.ts';
import { type CaseSamples, isStalled } from '../timing/pairing.ts';
import { isMany, isOneSided } from '../timing/stalls.ts';

const arms: readonly ArmName[] = ['baseline', 'candidate'];

/** "The server did not answer for up to 20 s during 3 of 10 executions of the candidate."; empty when nothing was touched. */
export function stallText({ samples }: CaseSamples): string {
  const stalls = distinctStalls([...samples.baseline, ...samples.candidate]);
  const kinds = [...new Map(stalls.map((one) => [subjectOf(one), one])).keys()];
  return kinds
    .map((subject) => {
      const own = stalls.filter((one) => subjectOf(one) === subject);
      const where = arms.flatMap((arm) => {
        const touched = samples[arm].filter(({ stalls: of = [] }) => of.some((one) => subjectOf(one) === subject));
        const all = plural(samples[arm].length, 'execution');
        return touched.length === 0 ? [] : [`${touched.length} of ${all} of the ${arm}`];
      });
      return `${subject} ${longest(own)} during ${where.join(' and ')}.`;
    })
    .join(' ');
}

/**
 * Why a case that stalls touched cannot be called equivalent or improved: too many of its executions were set aside, or
 * too many of one arm, which may be its own doing.
 */
export function stallDoubts(measured: CaseSamples, { setAside: design }: Design): readonly string[] {
  const { samples, screening, confirmation } = measured;
  const attempts = [...screening, ...confirmation];
  const pairs = attempts.filter((one) => one.stalled.length > 0).length;
  const many =
    attempts.length > 0
      ? isMany(pairs, attempts.length, design)
      : arms.some((arm) => isMany(samples[arm].filter(isStalled).length, samples[arm].length, design));
  if (many) return [`${stallText(measured)} ${tooMany(design.stalledShare)}`];
  return isOneSided(attempts, design) ? [`${stallText(measured)} ${tooOneSided}`] : [];
}

const tooMany = (share: number): string =>
  `That is more than ${formatShare(share)}, so what is left does not tell whether the arms are alike.`;
const tooOneSided = 'That is one arm more than the other, which may be its own doing.';

/** Beside a case: which of its executions a stall touched. */
export function stallNotice(measured: CaseSamples): readonly Notice[] {
  const text = stallText(measured);
  return text === '' ? [] : [{ code: 'stalled', level: 'note', caseId: measured.caseId, text }];
}

const mostTold = 5;

/** What became of the executions that stalls touched. */
export const setAside = 'Times of pairs that a stall touched are set aside, unless stalls touch many of one arm.';
export const countersStand = 'Counters are not changed by it.';
export const timesAside = 'Their times are left out.';

/** Of a run: each stall that touched executions, when and how long. */
export function runStallNotices(samples: readonly Sample[], aside: string): readonly Notice[] {
  const stalls = distinctStalls(samples);
  if (stalls.length === 0) return [];
  const touched = samples.filter(isStalled);
  const cases = new Set(touched.map((one) => one.caseId)).size;
  const told = stalls.slice(0, mostTold).map((one) => `${subjectOf(one)} ${longest([one])} ${stallTimes(one)}`);
  const more = stalls.length > mostTold ? [`${stalls.length - mostTold} more`] : [];
  const text = `${plural(stalls.length, 'stall')} touched ${plural(touched.length, 'execution')} of ${plural(cases, 'case')}. ${[...told, ...more].join('; ')}. ${aside}`;
  return [{ code: 'stalls', level: 'caution', text }];
}

/** In the order they came. One that went on is known of each sample as far as it was when that was recorded. */
function distinctStalls(samples: readonly Sample[]): readonly Stall[] {
  const known = new Map<string, Stall>();
  for (const stall of samples.flatMap((one) => one.stalls ?? [])) {
    const key = JSON.stringify([stall.what, stall.server, stall.from]);
    const before = known.get(key);
    if (before === undefined || before.to < stall.to) known.set(key, stall);
  }
  return [...known.values()].sort((a, b) => a.from - b.from);
}

function subjectOf({ what, server }: Stall): string {
  if (what === 'process') return 'hogbench itself did not run';
  if (what === 'clock') return 'The clock of this machine was set';
  return `The server${server === undefined ? '' : ` ${server}`} did not answer`;
}

function longest(stalls: readonly Stall[]): string {
  const jumps = stalls.flatMap((one) => one.byMs ?? []);
  if (jumps.length > 0) {
    const far = jumps.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most));
    return `${far < 0 ? 'back' : 'forward'} by ${formatSeconds(Math.abs(far))}`;
  }
  const ms = Math.max(...stalls.map((one) => one.to - one.from));
  return `for ${stalls.length > 1 ? 'up to ' : ''}${formatSeconds(ms)}`;
}
