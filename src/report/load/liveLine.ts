import type { TrialPurpose } from '../../model/loadPlan.ts';
import type { ClassSnapshot, LoadSnapshot } from '../../model/loadSnapshot.ts';
import type { Milliseconds } from '../../model/units.ts';
import { formatCount, formatMs, formatNumber } from '../../text/quantity.ts';
import { terminalText } from '../../text/safeText.ts';

const nouns: Readonly<Record<TrialPurpose['kind'], string>> = {
  load: 'load',
  probe: 'probe',
  sustained: 'sustained run',
  cell: 'cell',
};

/** Lateness that a reader need not think of. */
const unseenLagMs = 1;

/**
 * A trial that is under way, in one line: `probe 3 of at most 25 at 40.0/s: 12 of 30 s | online 40.0/s, done 39.0/s, p50 12.0 ms, …`.
 * What matters most stands first, since a terminal cuts the line.
 */
export function loadLiveLine(snapshot: LoadSnapshot): string {
  const { lagP99Ms } = snapshot;
  const lag = lagP99Ms === undefined || lagP99Ms < unseenLagMs ? [] : [`our own lag p99 ${formatMs(lagP99Ms)}`];
  return terminalText([headOf(snapshot), ...snapshot.classes.map(classText), ...lag].join(' | '));
}

function headOf({ purpose, place, rate, elapsedMs, totalMs, warmupMs }: LoadSnapshot): string {
  const most = purpose === 'probe' || purpose === 'sustained' ? 'at most ' : '';
  const which = place.most > 1 ? `${nouns[purpose]} ${place.at} of ${most}${place.most}` : nouns[purpose];
  const at = rate === undefined ? '' : ` at ${formatNumber(rate)}/s`;
  const phase = elapsedMs < warmupMs ? ', warming up' : elapsedMs > totalMs ? ', waiting for the last answers' : '';
  const soFar = wholeSeconds(Math.min(elapsedMs, totalMs));
  return `${which}${at}: ${soFar} of ${wholeSeconds(totalMs)} s${phase}`;
}

function wholeSeconds(ms: Milliseconds): string {
  return formatCount(Math.floor(ms / 1000));
}

function classText({ name, offered, achieved, p50Ms, p95Ms, failed, backlog }: ClassSnapshot): string {
  return [
    `${name} ${formatNumber(offered)}/s`,
    `done ${formatNumber(achieved)}/s`,
    ...(p50Ms === undefined ? [] : [`p50 ${formatMs(p50Ms)}`]),
    ...(p95Ms === undefined ? [] : [`p95 ${formatMs(p95Ms)}`]),
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(backlog === 0 ? [] : [`backlog ${formatCount(backlog)}`]),
  ].join(', ');
}
