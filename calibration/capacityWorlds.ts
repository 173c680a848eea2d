import { planSchedule } from '../src/load/schedule.ts';
import type { LoadClass } from '../src/model/loadClass.ts';
import type { OfferedLoad } from '../src/model/loadPlan.ts';
import { longRandom, type Random } from '../src/model/random.ts';
import { constantServiceWaitPercentile } from '../test/support/queueFormulas.ts';
import { type Arriving, type SimulatedRequest, simulateQueue } from '../test/support/queueSimulation.ts';

/** A simulated server under load, whose capacity is known. */
export interface CapacityWorld {
  readonly name: string;
  readonly arrival: 'poisson' | 'constant';
  readonly classes: readonly LoadClass[];
  /** Of the rate, by name of a class. */
  readonly parts: Readonly<Record<string, number>>;
  /** What becomes of requests that come to the idle server. */
  readonly serve: (arrivals: readonly Arriving[], random: Random) => readonly SimulatedRequest[];
  /** Requests a second; by a formula, or by four simulated hours or more at rates beside it. */
  readonly capacity: number;
  /** The class that gives way first. */
  readonly binding: string;
}

function promising(name: string, share: number, mostMs: number): LoadClass {
  return { name, match: {}, slo: { latency: [{ share, mostMs }] }, settings: {} };
}

const only = (mostMs: number): Pick<CapacityWorld, 'classes' | 'parts' | 'binding'> => ({
  classes: [promising('online', 0.95, mostMs)],
  parts: { online: 1 },
  binding: 'online',
});

const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** `sleep(0.1)` in so many slots. */
function sleeps(arrival: 'poisson' | 'constant', slots: number, capacity = 10 * slots): CapacityWorld {
  const serve: CapacityWorld['serve'] = (arrivals) => simulateQueue({ arrivals, servers: slots, serviceMs: () => 100 });
  return { name: `sleep(0.1), ${slots} slots, ${arrival}`, arrival, ...only(1000), serve, capacity };
}

/** One server with random service: latency is exponential with the mean 1/(μ − λ), so that p95 is ln 20 of it. */
function randomService(serviceMs: number, mostMs: number): CapacityWorld {
  return {
    name: `M/M/1, ${serviceMs} ms, p95 < ${mostMs} ms`,
    arrival: 'poisson',
    ...only(mostMs),
    serve: (arrivals, random) =>
      simulateQueue({ arrivals, servers: 1, serviceMs: () => exponential(random, serviceMs) }),
    capacity: 1000 / serviceMs - (1000 * Math.log(20)) / mostMs,
  };
}

/** One server with constant service, as Erlang's distribution of its waits has it. */
function constantService(serviceMs: number, mostMs: number): CapacityWorld {
  const [service, most] = [serviceMs / 1000, mostMs / 1000];
  let [low, high] = [0.01 / service, 0.999 / service];
  for (let i = 0; i < 50; i++) {
    const rate = (low + high) / 2;
    if (constantServiceWaitPercentile(0.95, rate, service) + service < most) low = rate;
    else high = rate;
  }
  return {
    name: `M/D/1, ${serviceMs} ms, p95 < ${mostMs} ms`,
    arrival: 'poisson',
    ...only(mostMs),
    serve: (arrivals) => simulateQueue({ arrivals, servers: 1, serviceMs: () => serviceMs }),
    capacity: low,
  };
}

/** Short requests before long ones: the long ones alone give way. */
const twoClasses: CapacityWorld = {
  name: 'two classes, online first, batch gives way',
  arrival: 'poisson',
  classes: [promising('online', 0.95, 500), promising('batch', 0.95, 2000)],
  parts: { online: 0.7, batch: 0.3 },
  serve: (arrivals, random) =>
    simulateQueue({
      arrivals,
      servers: 4,
      serviceMs: ({ of }) => exponential(random, of === 'online' ? 20 : 150),
      priority: ({ of }) => (of === 'online' ? 0 : 1),
    }),
  capacity: 63.7,
  binding: 'batch',
};

/** `max_queries_per_second`: requests are let in evenly, and then take 20 ms. */
const rateLimit: CapacityWorld = {
  name: 'max_queries_per_second = 50, constant',
  arrival: 'constant',
  ...only(500),
  serve: (arrivals) =>
    simulateQueue({ arrivals, servers: 1, serviceMs: () => 20 }).map((one) => ({ ...one, done: one.done + 20 })),
  capacity: 50,
};

/**
 * What has waited takes up to twice as long, as where memory runs out: beyond its limit it does less than at it. Evenly sent, so that
 * the limit is where the slots are full; at random it would fall over some day at any rate.
 */
const collapsing: CapacityWorld = {
  name: 'collapses when overloaded, constant',
  arrival: 'constant',
  ...only(1000),
  serve: (arrivals) =>
    simulateQueue({
      arrivals,
      servers: 8,
      serviceMs: ({ at }, began) => 100 * (1 + Math.min(1, (began - at) / 1000)),
    }),
  capacity: 80,
};

export const capacityWorlds: readonly CapacityWorld[] = [
  sleeps('constant', 4),
  sleeps('poisson', 4, 38.36),
  sleeps('poisson', 16, 158.4),
  randomService(10, 100),
  constantService(10, 50),
  twoClasses,
  rateLimit,
  collapsing,
];

/** A load of so many requests a second on a world. */
export function offeredTo({ arrival, parts }: CapacityWorld, rate: number): readonly OfferedLoad[] {
  return Object.entries(parts).map(([of, part]) => ({
    of,
    background: false,
    arrival: { kind: arrival, rate: rate * part },
  }));
}

/** What becomes of a load that is offered for so many seconds. */
export function serveLoad(
  world: CapacityWorld,
  rate: number,
  seconds: number,
  seed: number,
): readonly SimulatedRequest[] {
  const names = Object.keys(world.parts);
  const { intendedMs, classIndex } = planSchedule({
    offered: offeredTo(world, rate),
    cases: names.map((id) => ({ id, weight: 1 })),
    classOf: Object.fromEntries(names.map((name) => [name, name])),
    seed,
    warmupMs: 0,
    durationMs: seconds * 1000,
  });
  const arrivals = Array.from(intendedMs, (at, i) => ({ of: names[classIndex[i] ?? 0] ?? '', at }));
  return world.serve(arrivals, longRandom('service', seed));
}
