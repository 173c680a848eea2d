import { UserError } from '../model/errors.ts';
import type { OfferedLoad } from '../model/loadPlan.ts';
import type { Random } from '../model/random.ts';
import type { Microseconds, Milliseconds } from '../model/units.ts';

/** When production sent which case, as a capture kept it. */
export interface RecordedTimes {
  /** From the first, ascending. */
  readonly offsetsMs: ArrayLike<number>;
  /** Into `caseIds`; as long as `offsetsMs`. */
  readonly caseIndex: ArrayLike<number>;
  readonly caseIds: readonly string[];
  readonly durationMs: Milliseconds;
}

/** The arrivals of one class, one after another. */
export interface Arrivals {
  /** Of the present one, from the start of the warm-up, in whole microseconds; Infinity behind the last. */
  readonly dueUs: Microseconds;
  readonly caseIndex: number;
  /** Of the present one within its class, from 0. */
  readonly number: number;
  /** So many there are, on average. */
  readonly expected: number;
  /** Recorded requests of no class that is sent as it was recorded. */
  readonly leftOut: number;
  advance(): void;
}

/**
 * At random moments: gaps are exponential. Each is rounded to a nanosecond, and whole numbers are added up, so that the last digit of
 * a logarithm, in which platforms may differ, comes to nothing.
 *
 * @param rate requests a second
 */
export function poissonArrivals(rate: number, random: Random, drawCase: () => number, endMs: Milliseconds): Arrivals {
  const [end, meanGap] = [endMs * nsPerMs, nsPerMs * (1000 / checkedRate(rate))];
  let at = 0;
  return drawn(
    () => {
      at += Math.round(-Math.log(1 - random()) * meanGap);
      return at < end ? Math.floor(at / 1000) : Number.POSITIVE_INFINITY;
    },
    drawCase,
    (rate * endMs) / 1000,
  );
}

/**
 * Evenly at a rate.
 *
 * @param phase share of a gap at which the first is due, so that classes of one rate take turns
 */
export function constantArrivals(rate: number, phase: number, drawCase: () => number, endMs: Milliseconds): Arrivals {
  const usPerRequest = 1e6 / checkedRate(rate);
  const end = endMs * 1000;
  let next = 0;
  return drawn(
    () => {
      const due = Math.floor((next++ + phase) * usPerRequest);
      return due < end ? due : Number.POSITIVE_INFINITY;
    },
    drawCase,
    (rate * endMs) / 1000,
  );
}

/**
 * As production sent the cases of a class.
 *
 * @throws UserError where the times do not ascend or none is of a case of the class
 */
export function recordedArrivals(
  recorded: RecordedTimes,
  of: string,
  input: {
    readonly cases: readonly { readonly id: string }[];
    readonly classOf: Readonly<Record<string, string>>;
    readonly offered: readonly Pick<OfferedLoad, 'of' | 'arrival'>[];
  },
  speed: number,
  endMs: Milliseconds,
): Arrivals {
  if (!(speed > 0 && Number.isFinite(speed))) {
    throw new UserError('usage', `recorded times cannot be sent at ${speed} times their speed`, 'give a speed above 0');
  }
  const known = new Map(input.cases.map(({ id }, index) => [id, index]));
  const replayed = new Set(input.offered.flatMap((one) => (one.arrival.kind === 'recorded' ? [one.of] : [])));
  const elsewhere = -1;
  const nowhere = -2;
  const places = recorded.caseIds.map((id) => {
    const index = known.get(id);
    const own = input.classOf[id];
    if (index === undefined || own === undefined || !replayed.has(own)) return nowhere;
    return own === of ? index : elsewhere;
  });
  const end = endMs * 1000;
  let [before, expected, leftOut] = [0, 0, 0];
  for (let i = 0; i < recorded.offsetsMs.length; i++) {
    const offset = recorded.offsetsMs[i] as number;
    if (!(offset >= before && Number.isFinite(offset))) throw notAscending(i);
    before = offset;
    if (dueUs(offset, speed) >= end) break;
    const place = places[recorded.caseIndex[i] as number];
    if (place === nowhere) leftOut++;
    else if (place !== elsewhere) expected++;
  }
  if (expected === 0) throw neverSent(of);
  let [row, number] = [-1, -1];
  return {
    get dueUs() {
      const due = row < recorded.offsetsMs.length ? dueUs(recorded.offsetsMs[row] as number, speed) : end;
      return due < end ? due : Number.POSITIVE_INFINITY;
    },
    get caseIndex() {
      return places[recorded.caseIndex[row] as number] as number;
    },
    get number() {
      return number;
    },
    expected,
    leftOut,
    advance() {
      do row++;
      while (row < recorded.offsetsMs.length && (places[recorded.caseIndex[row] as number] ?? nowhere) < 0);
      number++;
    },
  };
}

const nsPerMs = 1e6;

function dueUs(offsetMs: Milliseconds, speed: number): Microseconds {
  return Math.floor((offsetMs * 1000) / speed);
}

function drawn(nextUs: () => Microseconds, drawCase: () => number, expected: number): Arrivals {
  let [due, number, caseIndex] = [0, -1, 0];
  return {
    get dueUs() {
      return due;
    },
    get caseIndex() {
      return caseIndex;
    },
    get number() {
      return number;
    },
    expected,
    leftOut: 0,
    advance() {
      due = nextUs();
      number++;
      caseIndex = drawCase();
    },
  };
}

function checkedRate(rate: number): number {
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new UserError('usage', `a rate of ${rate} requests a second cannot be sent`, 'give a rate above 0');
}

function notAscending(row: number): UserError {
  return new UserError(
    'usage',
    `the recorded times do not ascend: request ${row + 1} is earlier than the one before it`,
    'capture them again with --timing',
  );
}

function neverSent(of: string): UserError {
  return new UserError(
    'usage',
    `no recorded request is of a case of class ${of}`,
    'give the class a rate, or take it out of what is offered',
  );
}
