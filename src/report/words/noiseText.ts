import type { MachineNoise, Method } from '../../model/comparison.ts';
import type { Clock } from '../../model/metric.ts';
import type { Microseconds } from '../../model/units.ts';
import { formatCount, formatShare } from '../../text/quantity.ts';

/** `Server time`, at the start of a sentence. */
export function clockName(clock: Clock): string {
  return clock === 'running_time' ? 'Running time' : 'Server time';
}

/** Fewer waits are no news: a server has threads of its own. */
const tellingShare = 0.01;

/**
 * `21% by server time, 6.8% by running time, 12% by CPU time; threads waited for a core for 18% of their time, so running
 * time decides`, or server time; empty where time was not judged, or too few pairs tell.
 */
export function noiseText({ noise }: Pick<Method, 'noise'>): string {
  if (noise === undefined || noise.serverTime === null) return '';
  const { waitShare, clock } = noise;
  const clocks = [
    spread(noise.serverTime, 'server time'),
    ...(waitShare < tellingShare ? [] : [spread(noise.runningTime, 'running time')]),
    spread(noise.cpuTime, `CPU time${ticksText(noise.cpuTickUs)}`),
  ].filter((one) => one !== '');
  const waits =
    waitShare < tellingShare ? '' : `; threads waited for a core for ${formatShare(rounded(waitShare))} of their time`;
  const decides = clock === 'running_time' ? ', so running time decides' : waits === '' ? '' : '; server time decides';
  return `${clocks.join(', ')}${waits}${decides}`;
}

/** Of a kernel that counts whole ticks: a time of few of them says little. */
export function ticksText(tickUs: Microseconds | undefined): string {
  return tickUs === undefined ? '' : ` (counted in ticks of ${formatCount(tickUs / 1000)} ms)`;
}

function spread(sd: number | null, name: string): string {
  return sd === null ? '' : `${formatShare(rounded(sd))} by ${name}`;
}

/** A spread is known to two digits at most. */
function rounded(share: number): number {
  return Number(share.toPrecision(2));
}

/** What running time is, where it decides; empty elsewhere. */
export function runningTimeText(noise: MachineNoise | undefined): string {
  if (noise?.clock !== 'running_time') return '';
  return 'Running time is server time less the share of it for which the threads of the query waited for a core: on this busy machine it tells more of the query. Where the arms use their threads otherwise, server time decides.';
}
