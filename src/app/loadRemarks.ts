import type { LoadClass, Slo } from '../model/loadClass.ts';
import type { Driving, LoadHeader, OfferedLoad } from '../model/loadPlan.ts';
import { recordedIncomplete } from '../model/notAsMeant.ts';
import type { Notice } from '../model/notice.ts';
import type { RecordedTiming } from '../model/recordedTiming.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Workload } from '../model/workload.ts';
import { formatCount, formatSeconds, formatShare, plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';

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
 * @param askedMs absent: as long as they last
 * @param plannedMs of what is judged
 */
export function timingRemarks(
  { standFor, ofLog }: Pick<RecordedTiming, 'standFor' | 'ofLog'>,
  askedMs: Milliseconds | undefined,
  plannedMs: Milliseconds,
): readonly Notice[] {
  return [...partRemarks(standFor, ofLog), ...endRemarks(askedMs, plannedMs)];
}

/** Behind the last recorded request there is nothing to be judged, and a backlog would only drain. */
function endRemarks(askedMs: Milliseconds | undefined, plannedMs: Milliseconds): readonly Notice[] {
  if (askedMs === undefined || askedMs <= plannedMs) return [];
  const text = `the recorded times end after ${formatSeconds(plannedMs)} of judged time, and so does the load; --duration asked for ${formatSeconds(askedMs)}`;
  return [{ code: 'recorded-shorter', level: 'note', text }];
}

function partRemarks(standFor: number, ofLog: number): readonly Notice[] {
  if (standFor >= ofLog || ofLog === 0) return [];
  const text = `the recorded times are of ${formatCount(standFor)} of ${formatCount(ofLog)} executions that production sent then, ${formatShare(standFor / ofLog)}`;
  return [
    standFor / ofLog < mostlyWhole ? caution('recorded-part', text) : { code: 'recorded-part', level: 'note', text },
  ];
}

const mostlyWhole = 0.9;

/** Recorded requests that nobody sends. A replay without more than a few of them is none of what was recorded, and no promise is kept by it. */
export function leftOutRemarks({ leftOut, recorded }: { leftOut: number; recorded: number }): readonly Notice[] {
  if (leftOut === 0) return [];
  const share = leftOut / (leftOut + recorded);
  const text = `${formatCount(leftOut)} of ${formatCount(leftOut + recorded)} recorded requests (${formatShare(share)}) are of cases that are not offered`;
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
