import type { Design } from '../../model/design.ts';
import type { Clock, MetricComparison } from '../../model/metric.ts';
import { countsEvents, eventCount, eventPlace, type ServerFacts } from '../../model/serverFacts.ts';
import type { Unit } from '../../model/units.ts';
import { cpuEvent, instructionEvent } from '../timing/families.ts';
import { runningTime } from '../timing/runningTime.ts';

export interface MetricDescription {
  readonly metric: string;
  readonly label: string;
  readonly unit: Unit;
  readonly family: MetricComparison['family'];
}

type Read = (facts: ServerFacts) => number | null;

const fixed: readonly (MetricDescription & { readonly read: Read })[] = [
  { metric: 'server_time', label: 'server time', unit: 'us', family: 'time', read: (one) => one.durationUs },
  {
    metric: 'cpu_time',
    label: 'CPU time',
    unit: 'us',
    family: 'cpu',
    read: (one) => eventCount(one.events, cpuEvent) ?? null,
  },
  { metric: 'memory', label: 'peak memory', unit: 'bytes', family: 'memory', read: (one) => one.memoryBytes },
  { metric: 'read_rows', label: 'rows read', unit: 'rows', family: 'work', read: (one) => one.readRows },
  { metric: 'read_bytes', label: 'bytes read', unit: 'bytes', family: 'work', read: (one) => one.readBytes },
];

/** What time is judged by where many waits for a core are left out of it. */
const running: MetricDescription & { readonly read: Read } = {
  ...{ metric: 'running_time', label: 'running time', unit: 'us', family: 'time', read: runningTime },
};

/** What a processor counts, where the server was asked and its machine can. */
const counted: MetricDescription = {
  ...{ metric: instructionEvent, label: 'instructions', unit: 'count', family: 'instructions' },
};

/** Of the table that an execution wrote to; null for one that only reads. */
const ofTables: readonly (MetricDescription & { readonly read: Read })[] = [
  {
    ...{ metric: 'table_bytes', label: 'table on disk after it', unit: 'bytes', family: 'work' },
    read: (one) => one.written?.after.bytes ?? null,
  },
  {
    ...{ metric: 'table_parts', label: 'parts after it', unit: 'count', family: 'work' },
    read: (one) => one.written?.after.parts ?? null,
  },
];

/** What statements that write do. A reading one counts none of them. */
const writeEvents: readonly string[] = [
  'InsertedRows',
  'InsertedBytes',
  'MergeTreeDataWriterUncompressedBytes',
  'MergeTreeDataProjectionWriterUncompressedBytes',
  'MergedRows',
  'MergedUncompressedBytes',
  'MutatedRows',
  'MutatedUncompressedBytes',
];

const workEvents: ReadonlySet<string> = new Set([
  'SelectedMarks',
  'SelectedParts',
  'SelectedRanges',
  'SelectedRows',
  'SelectedBytes',
  ...writeEvents,
  'MergeTreeDataWriterCompressedBytes',
]);

/** Counters of work whose growth is a regression even when time is silent. */
export const gatingCounters: ReadonlySet<string> = new Set([
  'read_rows',
  'read_bytes',
  'SelectedMarks',
  'SelectedParts',
  ...writeEvents,
]);

type Floor = Design['counters']['floor'];

/**
 * What an exact difference has to reach to be more than an observation. Beneath it lies what any execution costs. In the
 * unit of the counter.
 */
export function workFloor(metric: string, floor: Floor): number {
  const kind = floors.get(metric);
  return kind === undefined ? 0 : floor[kind];
}

const floors: ReadonlyMap<string, keyof Floor> = new Map([
  ['read_rows', 'rows'],
  ['read_bytes', 'bytes'],
  ['SelectedMarks', 'pieces'],
  ['SelectedParts', 'pieces'],
  ...writeEvents.map((event): [string, keyof Floor] => [event, event.endsWith('Rows') ? 'rows' : 'bytes']),
]);

/** How the server keeps its own house: threads, locks, pages of memory. No reader of a query can act on them. */
const housekeeping =
  /^(Global|Local)ThreadPool|^ConcurrencyControl|Lock|PageFaults$|ContextSwitches$|^MemoryAllocatedWithoutCheck|^Arena|^IOBufferAlloc|^Log(Trace|Debug|Info|ger)|^QueryProfiler/;

/** Whether a change of an event can tell a reader what to do. */
export function isTelling(event: string): boolean {
  return !housekeeping.test(event);
}

const bytesWithoutSuffix: ReadonlySet<string> = new Set(['OSReadChars', 'OSWriteChars']);

/** Metrics that every case has, in the order people read them. */
export function fixedMetrics(): readonly MetricDescription[] {
  return fixed;
}

/** The metrics that every case has, and first the one that its time is judged by. */
export function fixedMetricsOf(clock: Clock): readonly MetricDescription[] {
  return clock === 'running_time' ? [running, ...fixed] : fixed;
}

/** Every metric that a report has of each case that it can be counted in; other events are there only where they moved. */
export function steadyMetrics(): readonly string[] {
  return [running, ...fixed, ...ofTables].map((one) => one.metric).concat(instructionEvent, ...workEvents);
}

/** Metrics that a case has whose statement writes. */
export function tableMetrics(): readonly MetricDescription[] {
  return ofTables;
}

/** Whether an event is shown even when it did not move. */
export function isWorkEvent(event: string): boolean {
  return workEvents.has(event);
}

const described = new Map<string, MetricDescription>(
  [running, counted, ...fixed, ...ofTables].map((one) => [one.metric, one]),
);

/** Describes any metric: a fixed one, or the name of a ProfileEvent. Remembered: every case asks for the same few hundred. */
export function describeMetric(metric: string): MetricDescription {
  const known = described.get(metric);
  if (known !== undefined) return known;
  const family = isWorkEvent(metric) ? 'work' : 'other';
  const fresh: MetricDescription = { metric, label: words(metric), unit: unitOf(metric), family };
  described.set(metric, fresh);
  return fresh;
}

const readers = new Map<string, Read>([running, ...fixed, ...ofTables].map((one) => [one.metric, one.read]));

/** Whether a metric is a ProfileEvent, read as it is; server time, CPU time, memory, rows and bytes are not. */
export function isEvent(metric: string): boolean {
  return !readers.has(metric);
}

/** The value of a metric in one execution. ClickHouse leaves events that are 0 out, so absent means 0; null where it logs none. */
export function readMetric(facts: ServerFacts, metric: string): number | null {
  return metricReader(metric)(facts);
}

/** As `readMetric`, for many executions. */
export function metricReader(metric: string): Read {
  return readers.get(metric) ?? eventReader(metric);
}

/** Looks for the event once in each list of names that follows another. */
function eventReader(event: string): Read {
  let list: readonly string[] = [];
  let place = -1;
  return ({ events }) => {
    if (events.names !== list) {
      list = events.names;
      place = eventPlace(list, event);
    }
    const value = events.values[place] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
    return countsEvents(events) ? 0 : null;
  };
}

/**
 * `SelectedMarksTotal` → "selected marks total"; runs of capitals stay as they are. Microseconds are the unit of the values, so
 * `OSCPUWaitMicroseconds` is "OS CPU wait".
 */
function words(event: string): string {
  const named = event
    .replace(/^OS(?=[A-Z])/, 'OS ')
    .replace(/(Time|Elapsed|Wait)?Microseconds$/, (_, time: string | undefined) => time ?? 'Time');
  const parts = named.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[0-9]+/g) ?? [event];
  return parts.map((one) => (one.length > 1 && one === one.toUpperCase() ? one : one.toLowerCase())).join(' ');
}

function unitOf(event: string): Unit {
  if (event.endsWith('Microseconds')) return 'us';
  if (event.endsWith('Bytes') || bytesWithoutSuffix.has(event)) return 'bytes';
  return event.endsWith('Rows') ? 'rows' : 'count';
}
