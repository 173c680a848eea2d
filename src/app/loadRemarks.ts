import type { LoadClass, Slo } from '../model/loadClass.ts';
import type { Driving, LoadHeader, OfferedLoad } from '../model/loadPlan.ts';
import { recordedIncomplete, recordedPart } from '../model/notAsMeant.ts';
import type { Notice } from '../model/notice.ts';
import { mostlyRecorded, type RecordedTiming, recordedShare } from '../model/recordedTiming.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Workload } from '../model/workload.ts';
import { formatCount, formatSeconds, formatShare, plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import { coverageOf } from './coverageOf.ts';

interface Asked {
  readonly filter: readonly string[];
  /** By class, and under '' those of others. */
  readonly slos: ReadonlyMap<string, Slo>;
  readonly driving: Driving;
}

/** What a reader of the report would not think of: what is left out, and promises that are not those of the workload. */
export function loadRemarks(
  { cases, classes: written = [] }: Workload,
  classes: readonly LoadClass[],
  offered: readonly OfferedLoad[],
  own: number,
  { filter, slos, driving }: Asked,
): readonly Notice[] {
  const left = cases.length - own;
  const judged = classes.filter(({ name }) => offered.some(({ of, background }) => of === name && !background));
  return [
    ...(left > 0
      ? [
          caution(
            'filtered',
            `${formatCount(left)} of ${plural(cases.length, 'case')} are left out by --filter ${filter.join(' ')}`,
          ),
        ]
      : []),
    ...judged.flatMap(({ name, slo }) => {
      const before = written.find((one) => one.name === name)?.slo;
      if (
        slos.size === 0 ||
        before === undefined ||
        slo === undefined ||
        JSON.stringify(before) === JSON.stringify(slo)
      )
        return [];
      return [
        caution(
          'slo-replaced',
          `the promise of ${name} is that of --slo (${sloText(slo)}); workload.yaml says ${sloText(before)}`,
        ),
      ];
    }),
    ...judged.flatMap(({ name, slo }) => {
      const beyond = (slo?.latency ?? []).filter(({ mostMs }) => mostMs >= driving.timeoutMs);
      if (beyond.length === 0) return [];
      return [
        caution(
          'promise-beyond-timeout',
          `requests are given up after ${formatSeconds(driving.timeoutMs)}, so that ${name} can miss its promise of ${formatSeconds(Math.max(...beyond.map(({ mostMs }) => mostMs)))} only by requests that fail`,
        ),
      ];
    }),
  ];
}

/**
 * What recorded times stand for, and that they end before the duration that was asked for.
 * @param arms with the workload that they are of
 * @param askedMs absent: as long as they last
 * @param plannedMs of what is judged
 */
export function timingRemarks(
  timing: RecordedTiming,
  arms: readonly { readonly workload: Pick<Workload, 'standsFor' | 'cases'> }[],
  askedMs: Milliseconds | undefined,
  plannedMs: Milliseconds,
): readonly Notice[] {
  const { coverage } = coverageOf(arms.map(({ workload }) => workload));
  return [...partRemarks(timing, coverage?.cost ?? 1), ...endRemarks(askedMs, plannedMs)];
}

/** Behind the last recorded request there is nothing to be judged, and a backlog would only drain. */
function endRemarks(askedMs: Milliseconds | undefined, plannedMs: Milliseconds): readonly Notice[] {
  if (askedMs === undefined || askedMs <= plannedMs) return [];
  const text = `the recorded times end after ${formatSeconds(plannedMs)} of judged time, and so does the load; --duration asked for ${formatSeconds(askedMs)}`;
  return [{ code: 'recorded-shorter', level: 'note', text }];
}

/**
 * A server that is spared a part of the work does better than with all of it. So nothing is kept by a replay of less than nearly all, by number
 * or by cost.
 * @param cost share of production's that the cases stand for
 */
function partRemarks(timing: RecordedTiming, cost: number): readonly Notice[] {
  const { standFor, ofLog, offsetsMs } = timing;
  const share = recordedShare(timing);
  const isMostly = share >= mostlyRecorded && cost >= mostlyRecorded;
  if (isMostly && share >= 1) return [];
  const ofCost = cost < mostlyRecorded ? ` and ${formatShare(cost)} of their cost` : '';
  const kept = Math.min(standFor, offsetsMs.length);
  const text = `the recorded times are of ${formatCount(kept)} of ${formatCount(ofLog)} executions that production sent then (${formatShare(share)})${ofCost}`;
  if (isMostly) return [{ code: recordedPart, level: 'note', text }];
  const how = kept < standFor ? 'a shorter time (--since)' : 'more of it (--by count --cover 100%)';
  return [
    caution(
      recordedPart,
      `${text}. What all of them would do is not known, so that nothing is kept: capture ${how}, or offer a --rate that promises are made for`,
    ),
  ];
}

/** Recorded requests that nobody sends. A replay without more than a few of them is none of what was recorded, and no promise is kept by it. */
export function leftOutRemarks({ leftOut, recorded }: { leftOut: number; recorded: number }): readonly Notice[] {
  if (leftOut === 0) return [];
  const share = leftOut / (leftOut + recorded);
  const text = `${formatCount(leftOut)} of ${formatCount(leftOut + recorded)} recorded requests (${formatShare(share)}) are not sent again: their cases are left out, or their class has an arrival of its own`;
  return [caution(share > mostLeftOut ? recordedIncomplete : 'recorded-left-out', text)];
}

const mostLeftOut = 0.01;

/** What was to be measured without scheduling, and could not be. */
export function stayingRemark(names: readonly string[]): Notice {
  const shown = names.slice(0, mostNamed).map(quoted).join(', ');
  const more = names.length > mostNamed ? ` and ${formatCount(names.length - mostNamed)} more` : '';
  const text = `nothing is measured without scheduling: the server holds ${shown}${more}, which this run did not create and does not drop`;
  return caution('scheduling-stays', text);
}

const mostNamed = 5;

/** Two names of one server are no comparison of servers. */
export function sharedServer({ arms }: Pick<LoadHeader, 'arms'>): readonly Notice[] {
  const [baseline, candidate] = arms.map(({ environment }) => environment);
  if (baseline?.serverId === undefined || baseline.serverId !== candidate?.serverId) return [];
  if (baseline.target === candidate.target) return [];
  const text = `${baseline.target} and ${candidate.target} are one server: what tells the arms apart is their settings and queries alone`;
  return [{ code: 'one-server', level: 'caution', text }];
}

function caution(code: string, text: string): Notice {
  return { code, level: 'caution', text };
}

function sloText({ latency, errors }: Slo): string {
  return [
    ...latency.map(({ share, mostMs }) => `p${Number((share * 100).toPrecision(6))} within ${formatSeconds(mostMs)}`),
    ...(errors === undefined ? [] : [`errors within ${formatShare(errors)}`]),
  ].join(', ');
}
