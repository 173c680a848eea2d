import { steadyState } from '../src/load/backlog.ts';
import { secondsOfClass } from '../src/load/judgedSpan.ts';
import { summarizeTrial } from '../src/load/summarizeTrial.ts';
import { TallyBook } from '../src/load/tallyBook.ts';
import type { LoadClass } from '../src/model/loadClass.ts';
import type { SteadyState } from '../src/model/loadReport.ts';
import type { Trial } from '../src/model/loadRun.ts';
import { longRandom } from '../src/model/random.ts';
import { type LoadWorld, loadWorlds, type WorldRequest } from './loadWorlds.ts';
import { markdownTable, percent } from './text.ts';

/** How a promise was judged whose true share over the limit is exactly what is allowed. */
export interface CoverageScore {
  readonly world: string;
  readonly seconds: number;
  readonly runs: number;
  /** Intervals of the share over that hold the truth. */
  readonly covered: number;
  /** Intervals of the percentile that hold the limit; a bound that is absent holds all. */
  readonly percentileCovered: number;
  readonly kept: number;
  readonly missed: number;
}

const promisedShare = 0.95;

/** @param longRun seconds of each of four draws by which the truth is found */
export function scoreCoverage(world: LoadWorld, seconds: number, runs: number, longRun: number): CoverageScore {
  const all = [0, 1, 2, 3].flatMap((draw) => world.draw(longRun, 1_000_000 + draw).map(({ ms }) => ms));
  const limit = Float64Array.from(all).sort()[Math.floor(all.length * promisedShare)] as number;
  const slo = { latency: [{ share: promisedShare, mostMs: limit }] };
  const classes: readonly LoadClass[] = [{ name: 'a', match: {}, settings: {}, slo }];
  const score = { world: world.name, seconds, runs, covered: 0, percentileCovered: 0, kept: 0, missed: 0 };
  for (let run = 0; run < runs; run++) {
    const requests = world.draw(seconds, run);
    const [one] = summarizeTrial(trialOf(requests, seconds), { classes }).classes;
    const promise = one?.latencyPromises[0];
    const told = one?.percentiles.find(({ share }) => share === promisedShare);
    if (promise === undefined || told === undefined) continue;
    if (promise.over.low <= 1 - promisedShare && promise.over.high >= 1 - promisedShare) score.covered++;
    if ((told.lowMs ?? 0) <= limit && (told.highMs ?? Number.POSITIVE_INFINITY) >= limit) score.percentileCovered++;
    if (promise.verdict === 'kept') score.kept++;
    if (promise.verdict === 'missed') score.missed++;
  }
  return score;
}

export function coverageTable(runs: number, longRun: number): string {
  const scores = loadWorlds.flatMap((world) =>
    [15, 30, 60, 180].map((seconds) => scoreCoverage(world, seconds, runs, longRun)),
  );
  const head = [
    'latencies',
    'seconds',
    'runs',
    'share in interval',
    'p95 in interval',
    'wrongly kept',
    'wrongly missed',
  ];
  return markdownTable(
    head,
    scores.map((one) => [
      one.world,
      String(one.seconds),
      String(one.runs),
      ...[one.covered, one.percentileCovered, one.kept, one.missed].map((count) => percent(count / one.runs)),
    ]),
  );
}

function trialOf(requests: readonly WorldRequest[], seconds: number): Trial {
  const book = new TallyBook(0);
  for (const { at, ms } of requests) {
    book.ended({ of: 'a', intended: at, turn: at, sent: at, done: at + ms, outcome: { kind: 'completed' } });
  }
  const arrival = { kind: 'poisson', rate: requests.length / seconds } as const;
  return {
    plan: {
      id: 0,
      arm: 'baseline',
      purpose: { kind: 'load' },
      seed: 0,
      warmupMs: 0,
      durationMs: seconds * 1000,
      offered: [{ of: 'a', background: false, arrival }],
    },
    tallies: book.take(),
    requests: [],
    end: { trial: 0, startedAt: 0, sentForMs: seconds * 1000, ended: { kind: 'complete' }, silent: [] },
  };
}

/** Servers with constant service, at a load that is known. */
export interface BacklogWorld {
  readonly servers: number;
  readonly rate: number;
  readonly load: number;
  readonly arrivals: 'poisson' | 'constant';
}

/** How often the backlog of so many seconds, behind a warm-up, was called what. */
export function scoreBacklog(world: BacklogWorld, seconds: number, runs: number): Record<SteadyState['kind'], number> {
  const { servers, rate, load, arrivals } = world;
  const counts = { growing: 0, steady: 0, undecided: 0 };
  const settle = load > 1 ? 2 : Math.ceil(Math.min(60, 20 / (rate * (1 - load) ** 2)));
  for (let run = 0; run < runs; run++) {
    const random = longRandom('backlog', rate, load, run);
    const free = new Array<number>(servers).fill(0);
    const requests: WorldRequest[] = [];
    for (let at = 0; at < (seconds + settle) * 1000; ) {
      const next = free.indexOf(Math.min(...free));
      free[next] = Math.max(free[next] as number, at) + (servers / rate) * load * 1000;
      requests.push({ at, ms: (free[next] as number) - at });
      at += ((arrivals === 'constant' ? 1 : -Math.log(1 - random())) * 1000) / rate;
    }
    const { tallies } = trialOf(requests, seconds + settle);
    const judged = secondsOfClass(tallies, 'a', settle + seconds).slice(settle, settle + seconds);
    counts[steadyState(new Map([['a', judged]])).kind]++;
  }
  return counts;
}

export function backlogTable(runs: number): string {
  const sizes = [
    { servers: 1, rate: 10 },
    { servers: 4, rate: 40 },
    { servers: 8, rate: 400 },
  ];
  const rows = sizes.flatMap((size) =>
    [0.5, 0.9, 0.95, 1.05, 1.1].flatMap((load) =>
      (['poisson', 'constant'] as const).flatMap((arrivals) => {
        const cells = [15, 60].map((seconds) => {
          const { growing, steady } = scoreBacklog({ ...size, load, arrivals }, seconds, runs);
          return `${percent(growing / runs)}, ${percent(steady / runs)}`;
        });
        return [[`${size.rate} a second on ${size.servers}`, arrivals, percent(load), ...cells]];
      }),
    ),
  );
  return markdownTable(['rate', 'arrivals', 'load', 'growing, steady in 15 s', 'growing, steady in 60 s'], rows);
}
