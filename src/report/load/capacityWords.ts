import type { ArmName } from '../../model/arm.ts';
import type { Capacity, LoadReport, ProbedRate, PromiseVerdict, WaitedFor } from '../../model/loadReport.ts';
import { formatMoney, formatMoneyRange } from '../../text/moneyText.ts';
import { formatInterval, formatNumber, formatRatio, fromTo } from '../../text/quantity.ts';
import { rateText } from './loadFigures.ts';
import { promiseMark } from './loadMarks.ts';

const waits: Readonly<Record<WaitedFor, string>> = {
  slots: 'waiting for a slot',
  threads: 'waiting for threads',
  cores: 'waiting for cores',
  memory: 'out of memory',
  errors: 'by errors',
  network: 'on the network',
  client: 'waiting in hogbench itself',
  running: 'busy running',
};

/** `38.4 requests/s (37.6 to 39.2)` */
function capacityText({ rate, low, high }: Capacity): string {
  return `${rateText(rate)} (${formatNumber(low)} to ${Number.isFinite(high) ? formatNumber(high) : 'no end found'})`;
}

function isProved({ sustained, faults }: Capacity): boolean {
  return sustained?.verdict === 'kept' && faults.length === 0;
}

/**
 * `holds 37.6 requests/s; the edge is near 38.4, below 39.2`: only what was held is claimed. Of a rate that was not, or with a fault, that it
 * is not proved.
 */
export function capacityClaim(capacity: Capacity): string {
  const { rate, low, high } = capacity;
  if (!(rate > 0)) return 'no rate that was tried keeps every promise';
  if (!isProved(capacity)) return `about ${capacityText(capacity)}, which is not proved`;
  const end = Number.isFinite(high) ? `, below ${formatNumber(high)}` : ', and no end was found';
  return `holds ${rateText(low)}; the edge is near ${formatNumber(rate)}${end}`;
}

/** Which class gives way, what it waited for, and how: `online gives way first, waiting for a slot; a cliff`. */
export function givesWayText({ binding, waitedFor, shape, probes }: Capacity): string {
  if (binding === undefined) {
    const most = Math.max(...probes.map(({ rate }) => rate));
    return `no class gave way${probes.length === 0 ? '' : ` up to ${rateText(most)}, the highest rate tried`}`;
  }
  const why = waitedFor === undefined ? '' : `, ${waits[waitedFor]}`;
  const how = shape === undefined ? '' : shape === 'cliff' ? '; it is a cliff' : '; it gives way smoothly';
  return `${binding} gives way first${why}${how}`;
}

/** `held for itself at 37.6 requests/s: kept`, and what it ends when more comes in, which may be less. */
export function sustainedText(capacity: Capacity): string {
  const { sustained, saturation } = capacity;
  const held =
    sustained === undefined
      ? 'not held in a run of its own'
      : `a run of its own at ${rateText(sustained.rate)}: ${heldWord(capacity, sustained.verdict)}`;
  if (saturation === undefined) return held;
  return saturation < (sustained?.rate ?? 0)
    ? `${held}; with too much to do it ends ${rateText(saturation)}`
    : `${held}; no more than ${rateText(saturation)} are ever done`;
}

/** A rate that was held in a search with a fault is not called kept. */
function heldWord(capacity: Capacity, verdict: PromiseVerdict): string {
  return verdict === 'kept' && !isProved(capacity) ? 'not valid' : promiseMark(verdict).word;
}

/** `the candidate holds 1.22x (1.14–1.30) as much as the baseline`; empty where two arms were not compared. */
export function capacityRatioText({ capacityRatio, capacity = [] }: LoadReport): string {
  if (capacityRatio === undefined) return '';
  const { value, low, high } = capacityRatio;
  const figures = `${formatRatio(value)} (${formatInterval(capacityRatio)}) as much as the baseline`;
  if (!capacity.every(isProved)) return `the candidate would hold ${figures}, which is not proved`;
  return `the candidate holds ${figures}${low > 1 || high < 1 ? '' : ', so no difference is proved'}`;
}

/** `a million queries cost 92.14 EUR (90.20 to 93.60 EUR)`; empty where the target has no price. */
export function capacityCostText({ cost }: Capacity): string {
  if (cost === undefined) return '';
  const { perMillion, perHour, currency } = cost;
  const range = formatMoneyRange(perMillion, currency);
  return `at that edge a million queries cost ${formatMoney(perMillion.value, currency)} (${range}), at ${formatMoney(perHour, currency)} an hour`;
}

/** `a million queries cost 0.81x (0.75–0.88) as much on the candidate`; empty where not both have a cost in one currency. */
export function costRatioText({ costRatio }: LoadReport): string {
  if (costRatio === undefined) return '';
  const { value, low, high } = costRatio;
  const open = low > 1 || high < 1 ? '' : ', so no difference is proved';
  return `a million queries cost ${formatRatio(value)} (${formatInterval(costRatio)}) as much on the candidate${open}`;
}

/** Requests over the limit, against what is allowed: `0.21x (0.10–0.35)`, and above 1 the promise is missed. */
export function marginText({ margin }: ProbedRate): string {
  return `${formatRatio(margin.value)} (${formatInterval(margin)})`;
}

/** The capacities of all arms: `38.4 → 46.1 requests/s`. */
export function capacitiesText(capacities: readonly Capacity[]): string {
  const ordered = (['baseline', 'candidate'] satisfies ArmName[]).flatMap((arm) =>
    capacities.filter((one) => one.arm === arm),
  );
  return `${fromTo(...ordered.map(({ rate }) => formatNumber(rate)))} requests/s`;
}

/** Probes by rate, the lowest first. */
export function probesByRate({ probes }: Capacity): readonly ProbedRate[] {
  return probes.toSorted((a, b) => a.rate - b.rate || a.trial - b.trial);
}
