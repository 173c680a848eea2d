import type { ClassReport, ClassSecond, JudgedLatency, PromiseVerdict, TimeSpent } from '../../src/model/loadReport.ts';

/** A request that was played, in milliseconds from the start of the trial. */
export interface PlayedRequest {
  readonly intended: number;
  readonly done: number;
  /** What it failed with; absent: it was answered well. */
  readonly failure?: string;
}

export interface PlayedLoad {
  /** Requests a second, at random moments. */
  readonly rate: number;
  readonly seconds: number;
  readonly servers: number;
  /** Of a request, the mean. */
  readonly serviceMs: number;
  readonly seed: number;
  /** The server answers nothing, and what is on its way breaks. */
  readonly silent?: readonly [from: number, to: number];
  /** Requests that wait longer are refused. */
  readonly mostWaitMs?: number;
}

/** Park and Miller's generator, from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A queue before some servers, first come, first served: the same requests whenever it is played. */
export function playLoad(load: PlayedLoad): readonly PlayedRequest[] {
  const random = randomFrom(load.seed);
  const free = new Array<number>(load.servers).fill(0);
  const played: PlayedRequest[] = [];
  for (let at = 0; ; ) {
    at += (-Math.log(1 - random()) * 1000) / load.rate;
    if (at >= load.seconds * 1000) return played;
    const service = load.serviceMs * (0.6 + 0.25 * -Math.log(1 - random()) + 0.3 * random());
    const [from, to] = load.silent ?? [Infinity, Infinity];
    const soonest = free.indexOf(Math.min(...free));
    const begin = Math.max(at, free[soonest] ?? 0);
    const waited = begin - at;
    if (waited > (load.mostWaitMs ?? Infinity)) {
      played.push({ intended: at, done: at + 2, failure: 'TOO_MANY_SIMULTANEOUS_QUERIES (202)' });
    } else if (begin >= from && begin < to) {
      played.push({ intended: at, done: to, failure: 'connection reset by the server' });
      free[soonest] = to;
    } else {
      free[soonest] = begin + service;
      played.push({ intended: at, done: begin + service });
    }
  }
}

function quantileOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}

function secondsOf(played: readonly PlayedRequest[], seconds: number): readonly ClassSecond[] {
  return Array.from({ length: seconds }, (_, second) => {
    const [from, to] = [second * 1000, (second + 1) * 1000];
    const own = played.filter(({ intended }) => intended >= from && intended < to);
    const times = own
      .filter(({ failure }) => failure === undefined)
      .map(({ intended, done }) => done - intended)
      .sort((a, b) => a - b);
    return {
      second,
      offered: own.length,
      done: played.filter(({ done }) => done >= from && done < to).length,
      failed: own.filter(({ failure }) => failure !== undefined).length,
      backlog: played.filter(({ intended, done }) => intended < to && done >= to).length,
      ...defined({
        p50: quantileOf(times, 0.5),
        p95: quantileOf(times, 0.95),
        p99: quantileOf(times, 0.99),
        max: times.at(-1),
      }),
    };
  });
}

function timeOf(latency: number, serviceMs: number, count: number): TimeSpent {
  const [own, between] = [0.3, 0.6];
  const server = Math.max(serviceMs, latency - own - between);
  const slots = Math.max(0, server - serviceMs);
  const known = Math.min(1000, count);
  return {
    ...{ known, of: count, latency, own, server, slots, running: server - slots, between },
    ...{ threads: serviceMs * 0.06, cores: serviceMs * 0.11, cpu: serviceMs * 0.78 },
  };
}

/** What a class comes to; intervals are made, as wide as they would be. */
export function classReport(
  name: string,
  load: PlayedLoad,
  promise?: { readonly mostMs: number; readonly errors?: number },
): ClassReport {
  const played = playLoad(load);
  const well = played.filter(({ failure }) => failure === undefined);
  const times = well.map(({ intended, done }) => done - intended).sort((a, b) => a - b);
  const failures = played.flatMap(({ failure }) => failure ?? []);
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  const over = played.length - times.filter((ms) => ms <= (promise?.mostMs ?? Infinity)).length;
  const verdictOf = (low: number, high: number, most: number): PromiseVerdict =>
    high <= most ? 'kept' : low > most ? 'missed' : 'undecided';
  const around = (share: number) => {
    const half = 1.96 * Math.sqrt((share * (1 - share) + 1e-4) / played.length) * 1.6;
    return { value: share, low: Math.max(0, share - half), high: Math.min(1, share + half) };
  };
  const overShare = around(over / played.length);
  const errorShare = around(failures.length / played.length);
  const latencyPromises: readonly JudgedLatency[] =
    promise === undefined
      ? []
      : [
          {
            ...{ share: 0.95, mostMs: promise.mostMs, over: overShare },
            verdict: verdictOf(overShare.low, overShare.high, 0.05),
          },
        ];
  const errors = promise?.errors;
  const errorPromise =
    errors === undefined
      ? undefined
      : { most: errors, share: errorShare, verdict: verdictOf(errorShare.low, errorShare.high, errors) };
  const verdicts = [...latencyPromises, ...(errorPromise === undefined ? [] : [errorPromise])].map(
    (one) => one.verdict,
  );
  const percentiles = [0.5, 0.9, 0.95, 0.99, 0.999].map((share) => {
    const ms = quantileOf(times, share) ?? 0;
    const width = 0.02 + 0.6 / Math.sqrt((1 - share) * times.length + 1);
    // Far out there are too few requests to say how far.
    return (1 - share) * times.length < 5
      ? { share, ms }
      : { share, ms, lowMs: ms * (1 - width / 2), highMs: ms * (1 + width) };
  });
  const answered = times.length / played.length;
  const ofAll = (share: number): number => times[Math.max(0, Math.ceil(share * played.length) - 1)] ?? 0;
  const ruledLatency = percentiles.map(({ share, lowMs, highMs }) => {
    if (share > answered) return { share, ms: null, bounds: { low: null, high: null } };
    return { share, ms: ofAll(share), bounds: { low: lowMs ?? 0, high: highMs ?? null } };
  });
  const curve = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9995, 1];
  return {
    ...{ name, background: false, requests: played.length },
    ...{
      offered: played.length / load.seconds,
      achieved: played.length / load.seconds,
      good: (played.length - over) / load.seconds,
    },
    failed: [...new Set(failures)].map((of) => {
      const count = failures.filter((one) => one === of).length;
      return { name: of, count, share: count / played.length };
    }),
    percentiles,
    ruled: { latency: ruledLatency, errors: errorShare, backlog: 'steady' },
    latencyPromises,
    curve: [...curve.filter((share) => share < answered), answered].map((share) => [share, ofAll(share)] as const),
    seconds: secondsOf(played, load.seconds),
    time: timeOf(mean, load.serviceMs, played.length),
    ...defined({
      ...{ meanMs: Number.isNaN(mean) ? undefined : mean, maxMs: times.at(-1), errorPromise },
      verdict: (['missed', 'undecided', 'kept'] as const).find((one) => verdicts.includes(one)),
    }),
  } as ClassReport;
}
