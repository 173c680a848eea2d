import type { MachineNoise } from '../../model/comparison.ts';
import type { Check } from '../../model/serverAnswers.ts';
import type { Milliseconds, Ratio } from '../../model/units.ts';
import { formatCount, formatRatio, formatShare, formatValue, plural } from '../../text/quantity.ts';
import { noiseText } from './noiseText.ts';

/** A `ReferenceNoise`, as far as it is worded. */
interface Told {
  readonly pairs: number;
  readonly queryMs: Milliseconds;
  readonly noise: MachineNoise | null;
  readonly clientTime: number;
  readonly usual: {
    readonly maxPairs: number;
    readonly margin: number;
    readonly smallestVisible: Ratio | null;
    readonly pairsToSettle: number | null;
  };
}

/** Beyond it other work is worth looking for: time is judged without the waits then, where the arms share a machine. */
const busyShare = 0.05;

/** Nobody waits for more pairs of every case. */
const mostAdvised = 200;

/**
 * What `doctor` says of the noise of a machine: how much two executions of one query differ, what a usual run would see of it,
 * and what would help.
 * @param why the log tells nothing, or nothing was executed
 */
export function noiseCheck(told: Told | null, why: string | undefined): Check {
  const name = 'noise';
  if (told === null)
    return {
      ...{ name, state: 'limited' },
      detail: `not measured: ${why ?? 'too few executions of a short query ended within five seconds'}`,
    };
  const { usual, noise } = told;
  const settles = usual.pairsToSettle !== null && usual.pairsToSettle <= usual.maxPairs;
  return {
    ...{ name, state: settles ? 'ok' : 'limited' },
    detail: `${spreadText(told, why)} (${plural(told.pairs, 'pair')} of a query of ${formatValue(told.queryMs * 1000, 'us')})`,
    meaning: meaningText(told),
    ...(settles ? {} : { fix: fixText(usual.pairsToSettle, noise) }),
  };
}

function spreadText({ noise, clientTime }: Told, why: string | undefined): string {
  const byServer = noise === null ? '' : noiseText({ noise });
  if (byServer !== '') return `a pair differs by ${byServer}`;
  const untold = why === undefined ? '' : `; by the server's clocks it is not known: ${why}`;
  return `a pair differs by ${formatShare(Number(clientTime.toPrecision(2)))} by the clock of this program${untold}`;
}

function meaningText({ usual }: Told): string {
  const { maxPairs, margin, smallestVisible, pairsToSettle } = usual;
  const seen =
    smallestVisible === null
      ? 'finds no slowdown of such a query'
      : `finds such a query slower from about ${formatRatio(smallestVisible)} on`;
  const needed = pairsToSettle === null ? 'more than 10,000' : `about ${formatCount(pairsToSettle)}`;
  return `A usual run of ${maxPairs} pairs ${seen}. To prove it unchanged within ±${formatShare(margin)} takes ${needed} pairs.`;
}

function fixText(pairs: number | null, noise: MachineNoise | null): string {
  const quiet =
    noise !== null && noise.waitShare > busyShare
      ? 'Other work keeps its cores busy: end it, or measure at a quieter time.'
      : 'Measure at a quieter time.';
  const more = pairs === null || pairs > mostAdvised ? '' : ` Or allow more pairs: --max-pairs ${pairs}.`;
  return `${quiet}${more} A wider --margin takes fewer pairs.`;
}
