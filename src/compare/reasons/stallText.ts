import type { ArmName } from '../../model/arm.ts';
import type { Notice } from '../../model/notice.ts';
import type { Reason, StalledExecutions } from '../../model/reason.ts';
import { type Sample, type Stall, stallTimes } from '../../model/sample.ts';
import { formatSeconds, formatShare, plural } from '../../text/quantity.ts';
import { type CaseSamples, isStalled } from '../timing/pairing.ts';
import { distinctStalls, stalledExecutions } from '../timing/setAside.ts';

const arms: readonly ArmName[] = ['baseline', 'candidate'];

/** "The server did not answer for up to 20 s during 3 of 10 executions of the candidate." */
function touchedText(all: readonly StalledExecutions[]): string {
  return all
    .map(({ stalls, touched, of }) => {
      const where = arms.flatMap((arm) =>
        touched[arm] === 0 ? [] : [`${touched[arm]} of ${plural(of[arm], 'execution')} of the ${arm}`],
      );
      const [first] = stalls;
      return first === undefined ? '' : `${subjectText(first)} ${longest(stalls)} during ${where.join(' and ')}.`;
    })
    .join(' ');
}

/** Why a case that stalls touched is not called equivalent or improved. */
export function stalledText({ touched, beyond }: Extract<Reason, { kind: 'stalled' }>): string {
  return `${touchedText(touched)} ${beyond === null ? tooOneSided : tooMany(beyond)}`;
}

const tooMany = (share: number): string =>
  `That is more than ${formatShare(share)}, so what is left does not tell whether the arms are alike.`;
const tooOneSided = 'That is one arm more than the other, which may be its own doing.';

/** Beside a case: which of its executions a stall touched. */
export function stallNotice(measured: CaseSamples): readonly Notice[] {
  const touched = stalledExecutions(measured);
  if (touched.length === 0) return [];
  return [{ code: 'stalled', level: 'note', caseId: measured.caseId, text: touchedText(touched) }];
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
  const told = stalls.slice(0, mostTold).map((one) => `${subjectText(one)} ${longest([one])} ${stallTimes(one)}`);
  const more = stalls.length > mostTold ? [`${stalls.length - mostTold} more`] : [];
  const text = `${plural(stalls.length, 'stall')} touched ${plural(touched.length, 'execution')} of ${plural(cases, 'case')}. ${[...told, ...more].join('; ')}. ${aside}`;
  return [{ code: 'stalls', level: 'caution', text }];
}

function subjectText({ what, server }: Stall): string {
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
