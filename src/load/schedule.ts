import { UserError } from '../model/errors.ts';
import type { LoadShard, OfferedLoad } from '../model/loadPlan.ts';
import { longRandom } from '../model/random.ts';
import type { Milliseconds } from '../model/units.ts';
import { type Arrivals, constantArrivals, poissonArrivals, type RecordedTimes, recordedArrivals } from './arrivals.ts';
import { caseDraws, type WeightedCase } from './caseDraws.ts';

/** What a schedule is made of; the same always makes the same one. */
export interface ScheduleInput {
  readonly offered: readonly OfferedLoad[];
  readonly cases: readonly WeightedCase[];
  /** Name of the class that each case is in, by case id. */
  readonly classOf: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly warmupMs: Milliseconds;
  /** Behind the warm-up. Absent: as long as the recorded times last. */
  readonly durationMs?: Milliseconds;
  readonly shard?: Pick<LoadShard, 'index' | 'of'>;
  /** Needed where a class is sent at recorded times. */
  readonly recorded?: RecordedTimes;
}

/** When each request of the open classes is due, ascending. The arrays are as long as each other. */
export interface Schedule {
  /** Milliseconds from the start of the warm-up, in whole microseconds. */
  readonly intendedMs: Float64Array;
  /** Into `cases`. */
  readonly caseIndex: Uint32Array;
  /** Into `offered`. */
  readonly classIndex: Uint16Array;
  /** Its number in the schedule of all shards together. */
  readonly seq: Uint32Array;
  readonly warmupMs: Milliseconds;
  readonly durationMs: Milliseconds;
  /** Requests of all shards together. */
  readonly whole: number;
  /** Recorded requests of cases that are not among `cases`, or whose class is sent otherwise. */
  readonly leftOut: number;
  /** Recorded requests that all shards send together. */
  readonly recorded: number;
}

/** More would not fit into memory beside what is kept of them. */
export const mostScheduled = 20_000_000;

/**
 * Merges the arrivals of all open classes. Poisson and recorded arrivals are thinned by a hash of seed and number, which leaves each
 * shard a Poisson process of its own; of constant ones each shard takes every `of`-th of a class.
 *
 * @throws UserError where a class has no case to send, recorded times are missing or too short, or there are too many requests
 */
export function planSchedule(input: ScheduleInput): Schedule {
  const { warmupMs } = input;
  const recordedForMs = longestRecorded(input);
  const durationMs = input.durationMs ?? recordedForMs - warmupMs;
  if (!(durationMs > 0)) {
    throw new UserError(
      'usage',
      `nothing is left to judge: the recorded times last ${seconds(recordedForMs)} at this speed, the warm-up ${seconds(warmupMs)}`,
      'shorten the warm-up, or lower the speed',
    );
  }
  const streams = openStreams(input, warmupMs + durationMs);
  refuseTooMany(streams);
  return { ...merge(streams, input), warmupMs, durationMs };
}

interface Stream {
  readonly classIndex: number;
  readonly arrivals: Arrivals;
  readonly even: boolean;
  readonly isRecorded: boolean;
}

function openStreams(input: ScheduleInput, endMs: Milliseconds): readonly Stream[] {
  const { offered, seed } = input;
  const evenly = offered.filter(({ arrival }) => arrival.kind === 'constant').length;
  let turn = 0;
  return offered.flatMap(({ of, arrival }, classIndex): Stream | readonly [] => {
    if (arrival.kind === 'closed') return [];
    const even = arrival.kind === 'constant';
    const about = { classIndex, even, isRecorded: arrival.kind === 'recorded' };
    if (arrival.kind === 'recorded') {
      return { ...about, arrivals: recordedArrivals(recordedIn(input, of), of, input, arrival.speed, endMs) };
    }
    const draw = caseDraws(input, of, longRandom(seed, of, 'case'));
    const arrivals = even
      ? constantArrivals(arrival.rate, turn++ / evenly, draw, endMs)
      : poissonArrivals(arrival.rate, longRandom(seed, of, 'gap'), draw, endMs);
    return { ...about, arrivals };
  });
}

function recordedIn({ recorded }: ScheduleInput, of: string): RecordedTimes {
  if (recorded !== undefined) return recorded;
  throw new UserError(
    'usage',
    `class ${of} is to be sent at recorded times, and the workload has none`,
    'capture it again with --timing, or choose a rate',
  );
}

function longestRecorded(input: ScheduleInput): Milliseconds {
  let longest = 0;
  for (const { of, arrival } of input.offered) {
    if (arrival.kind === 'recorded') longest = Math.max(longest, recordedIn(input, of).durationMs / arrival.speed);
  }
  return longest;
}

function seconds(ms: Milliseconds): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}

function refuseTooMany(streams: readonly Stream[]): void {
  const expected = streams.reduce((sum, { arrivals }) => sum + arrivals.expected, 0);
  if (expected <= mostScheduled) return;
  throw new UserError(
    'usage',
    `that would be ${Math.ceil(expected).toLocaleString('en-US')} requests; a run has at most ${mostScheduled.toLocaleString('en-US')}`,
    'lower the rate, or shorten the duration',
  );
}

type Merged = Omit<Schedule, 'warmupMs' | 'durationMs'>;

function merge(streams: readonly Stream[], { shard, seed }: ScheduleInput): Merged {
  const parts = shard?.of ?? 1;
  const mine = (shard?.index ?? 1) - 1;
  const expected = streams.reduce((sum, { arrivals }) => sum + arrivals.expected, 0) / parts;
  let kept = columns(Math.ceil(expected + 6 * Math.sqrt(expected)) + 16);
  let [count, whole] = [0, 0];
  for (const { arrivals } of streams) arrivals.advance();
  for (;;) {
    let first: Stream | undefined;
    for (const stream of streams) {
      if (stream.arrivals.dueUs < (first?.arrivals.dueUs ?? Number.POSITIVE_INFINITY)) first = stream;
    }
    if (first === undefined) break;
    const { arrivals, even, classIndex } = first;
    const part = parts === 1 ? 0 : even ? arrivals.number % parts : mixed(whole, seed) % parts;
    if (part === mine) {
      if (count === kept.seq.length) kept = grown(kept);
      kept.intendedMs[count] = arrivals.dueUs / 1000;
      kept.caseIndex[count] = arrivals.caseIndex;
      kept.classIndex[count] = classIndex;
      kept.seq[count] = whole;
      count++;
    }
    whole++;
    arrivals.advance();
  }
  const leftOut = Math.max(0, ...streams.map(({ arrivals }) => arrivals.leftOut));
  const recorded = streams.reduce((sum, one) => sum + (one.isRecorded ? one.arrivals.expected : 0), 0);
  return { ...cut(kept, count), whole, leftOut, recorded };
}

type Columns = Pick<Schedule, 'intendedMs' | 'caseIndex' | 'classIndex' | 'seq'>;

function columns(length: number): Columns {
  return {
    intendedMs: new Float64Array(length),
    caseIndex: new Uint32Array(length),
    classIndex: new Uint16Array(length),
    seq: new Uint32Array(length),
  };
}

function grown(old: Columns): Columns {
  const more = columns(old.seq.length * 2);
  more.intendedMs.set(old.intendedMs);
  more.caseIndex.set(old.caseIndex);
  more.classIndex.set(old.classIndex);
  more.seq.set(old.seq);
  return more;
}

function cut({ intendedMs, caseIndex, classIndex, seq }: Columns, to: number): Columns {
  return {
    intendedMs: intendedMs.subarray(0, to),
    caseIndex: caseIndex.subarray(0, to),
    classIndex: classIndex.subarray(0, to),
    seq: seq.subarray(0, to),
  };
}

/** The finalizer of MurmurHash3, twice: neighbours get unrelated numbers. */
function mixed(number: number, seed: number): number {
  return murmur(murmur(number ^ 0x9e3779b9) ^ (seed >>> 0));
}

function murmur(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
