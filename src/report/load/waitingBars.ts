import type { TimeSpent } from '../../model/loadReport.ts';
import { formatMs, formatShare } from '../../text/quantity.ts';
import { isToldOf, sampleText } from './classWords.ts';

/** A part of the mean latency. */
export interface WaitingPart {
  readonly name: string;
  readonly kind: 'own' | 'slots' | 'running' | 'between';
  /** Percent of the whole. */
  readonly x: number;
  readonly width: number;
  readonly ms: string;
  readonly share: string;
}

/** Where the time of a class went, as one bar of parts that add up, and what happened while it ran. */
export interface WaitingBars {
  readonly parts: readonly WaitingPart[];
  readonly whole: string;
  readonly sample: string;
  /** Times of threads, which may add up to more than the time that it ran. */
  readonly running: readonly { readonly name: string; readonly ms: string }[];
  readonly caption: string;
}

/** Lays out the mean latency of a sample; null where the log told of too few requests. */
export function waitingBars(time: TimeSpent | undefined): WaitingBars | null {
  if (time === undefined || !isToldOf(time)) return null;
  const named: readonly (readonly [string, WaitingPart['kind'], number])[] = [
    ['in hogbench, before it was sent', 'own', time.own],
    ['waiting for a slot', 'slots', time.slots],
    ['running on the server', 'running', time.running],
    ['between', 'between', time.between],
  ];
  const sum = named.reduce((all, [, , ms]) => all + Math.max(0, ms), 0);
  let before = 0;
  const parts = named.map(([name, kind, ms]): WaitingPart => {
    const share = sum > 0 ? Math.max(0, ms) / sum : 0;
    const x = before;
    before += share * 100;
    return {
      name,
      kind,
      x: hundredths(x),
      width: hundredths(share * 100),
      ms: formatMs(ms),
      share: formatShare(share),
    };
  });
  return {
    parts,
    whole: formatMs(time.latency),
    sample: sampleText(time),
    running: [
      { name: 'CPU', ms: formatMs(time.cpu) },
      { name: 'waiting for threads', ms: formatMs(time.threads) },
      { name: 'waiting for cores', ms: formatMs(time.cores) },
    ],
    caption: `Of ${formatMs(time.latency)} on average: ${parts.map(({ name, ms, share }) => `${name} ${ms} (${share})`).join(', ')}.`,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
