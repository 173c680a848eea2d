import type { OfferedLoad } from '../model/loadPlan.ts';
import type { LoadFault } from '../model/loadReport.ts';
import type { Trial } from '../model/loadRun.ts';
import { plural } from '../text/quantity.ts';
import { countOf, highestOf } from './counts.ts';
import type { JudgedSpan, SecondOfClass } from './judgedSpan.ts';
import { completed, isTooSlow } from './tallyBook.ts';

/** Of fewer of a class's sampled answers than this, what the log tells stands for none of the others. */
const leastTold = 0.1;

/**
 * Answers of the sample that the server cut short: they are fast, and are not what was asked for. Of a judged class of which its log tells
 * of next to none, that is not known.
 */
export function* cutFaults(
  requests: Trial['requests'],
  offered: readonly OfferedLoad[],
  span: JudgedSpan,
): Generator<LoadFault> {
  const answered = requests.filter(
    ({ outcome, intended }) => outcome.kind === 'completed' && intended >= span.from * 1000,
  );
  const told = answered.filter(({ evidence }) => evidence?.kind === 'facts');
  for (const { of, background } of offered) {
    if (background) continue;
    const asked = answered.filter((one) => one.of === of).length;
    const known = told.filter((one) => one.of === of).length;
    if (asked === 0 || known >= leastTold * asked) continue;
    yield {
      kind: 'no-evidence',
      what: `the server's log told of ${known === 0 ? 'none' : `only ${known}`} of ${plural(asked, 'sampled answer')} of class ${of}, so that nobody knows whether they were whole`,
      fix: 'let the user read system.query_log, and see what hogbench doctor says of it',
    };
  }
  const cut = told.filter(({ evidence }) => evidence?.kind === 'facts' && evidence.facts.cut === true);
  if (cut.length === 0) return;
  const cases = [...new Set(cut.map(({ caseId }) => caseId))];
  const which = cases.length === 1 ? `all of ${cases[0]}` : `of ${cases.length} cases`;
  yield {
    kind: 'cut',
    what: `${cut.length} of ${told.length} sampled answers were cut short by a limit (max_rows_to_read, max_execution_time, timeout_overflow_mode and the like), ${which}`,
    fix: 'take the limit out of the settings, or let it fail with the overflow mode throw',
  };
}

/**
 * Classes that were there to disturb, and of which nothing that reached into the judged time was answered well: the others were measured beside
 * nothing. Where half or more were refused, they were measured beside less than was offered; users who are refused ask again at once, so
 * that of them the seconds count in which none of their requests was worked on.
 * @param all every second of each class, the warm-up included
 */
export function* backgroundFaults(
  offered: readonly OfferedLoad[],
  all: ReadonlyMap<string, readonly SecondOfClass[]>,
  { from, to }: JudgedSpan,
): Generator<LoadFault> {
  if (to <= from) return;
  for (const { of, background, arrival } of offered) {
    if (!background) continue;
    const seconds = all.get(of) ?? [];
    const disturbed = seconds.some(({ second, latency }) =>
      latency.some(([us]) => (second + 1) * 1000 + highestOf(us) / 1000 >= from * 1000),
    );
    const judged = seconds.slice(from, to);
    const ended = judged.reduce((sum, one) => sum + one.offered, 0);
    if (disturbed) {
      const refused = judged.reduce((sum, { outcomes }) => sum + refusedOf(outcomes), 0);
      if (2 * refused < ended || ended === 0) continue;
      if (arrival.kind === 'closed' && 2 * secondsAtWork(seconds, from, to) > to - from) continue;
      yield {
        kind: 'background',
        what: `class ${of}, which is there to disturb, had ${refused} of ${ended} requests refused or broken, so that the others were measured beside less than was offered`,
        fix: 'see to it that its queries run, or offer as much of it as the server takes',
      };
      continue;
    }
    const good = countOf(seconds.flatMap(({ latency }) => latency));
    const what =
      ended === 0
        ? `class ${of}, which is there to disturb, had no request that ended${good === 0 ? '' : ' in the judged time'}`
        : `class ${of}, which is there to disturb, had no request that was answered well: all ${ended} failed`;
    yield {
      kind: 'background',
      what: `${what}, so that the others were measured beside nothing`,
      fix: 'see to it that its queries run, and lengthen the --duration until some of them end',
    };
  }
}

function refusedOf(outcomes: SecondOfClass['outcomes']): number {
  return Object.entries(outcomes).reduce(
    (sum, [name, count]) => (name === completed || isTooSlow(name) ? sum : sum + count),
    0,
  );
}

/** Judged seconds in which a request was on its way that was answered, or given up for taking too long. */
function secondsAtWork(seconds: readonly SecondOfClass[], from: number, to: number): number {
  const isAtWork = new Array<boolean>(to - from).fill(false);
  for (const { second, latency, failedAfter, outcomes } of seconds) {
    const slow = Object.keys(outcomes).some(isTooSlow) ? failedAfter.slice(-1) : [];
    const longestUs = Math.max(-1, ...[...latency, ...slow].map(([us]) => us));
    if (longestUs < 0) continue;
    const last = Math.min(to - 1, second + Math.floor(longestUs / 1e6));
    for (let at = Math.max(from, second); at <= last; at += 1) isAtWork[at - from] = true;
  }
  return isAtWork.filter(Boolean).length;
}
