import { longRandom } from '../src/model/random.ts';
import { normal } from './random.ts';

/** One request of a world: when it was due and how long it took, in milliseconds. */
export interface WorldRequest {
  readonly at: number;
  readonly ms: number;
}

/** Latencies that depend on each other in a known way. */
export interface LoadWorld {
  readonly name: string;
  /** Requests of so many seconds in a steady state, in order. */
  readonly draw: (seconds: number, seed: number) => readonly WorldRequest[];
}

const independent = (rate: number): LoadWorld => ({
  name: `independent, ${rate} a second`,
  draw: (seconds, seed) => {
    const random = longRandom('independent', rate, seed);
    return moments(rate, seconds, random).map((at) => ({ at, ms: 100 * exponential(random) }));
  },
});

/** One server, exponential service: waits reach over several relaxation times before what is drawn begins. */
const queue = (rate: number, load: number, constant = false): LoadWorld => ({
  name: `queue at ${load * 100}% load, ${rate} a second, ${constant ? 'constant' : 'exponential'} service`,
  draw: (seconds, seed) => {
    const random = longRandom('queue', rate, load, seed);
    const service = (1000 / rate) * load;
    const settle = Math.min(600, 20 / (rate * (1 - load) ** 2));
    let free = 0;
    const requests = moments(rate, seconds + settle, random).map((at) => {
      free = Math.max(free, at) + service * (constant ? 1 : exponential(random));
      return { at: at - settle * 1000, ms: free - at };
    });
    return requests.filter(({ at }) => at >= 0);
  },
});

/** The logarithm of a latency wanders: a first-order autoregression over requests. */
const wandering = (rate: number, memorySeconds: number): LoadWorld => ({
  name: `wandering, ${rate} a second, memory of ${memorySeconds} s`,
  draw: (seconds, seed) => {
    const random = longRandom('wandering', rate, memorySeconds, seed);
    let [level, before] = [normal(random), 0];
    return moments(rate, seconds, random).map((at) => {
      const kept = Math.exp(-(at - before) / 1000 / memorySeconds);
      before = at;
      level = kept * level + Math.sqrt(1 - kept ** 2) * normal(random);
      return { at, ms: 100 * Math.exp(0.7 * level + 0.3 * normal(random)) };
    });
  },
});

/** Spans of trouble come at random, and all requests in one are ten times as slow. */
const bursts = (rate: number, everySeconds: number, lastingSeconds: number): LoadWorld => ({
  name: `trouble for ${lastingSeconds} s every ${everySeconds} s, ${rate} a second`,
  draw: (seconds, seed) => {
    const random = longRandom('bursts', rate, everySeconds, seed);
    let [from, to] = [-1, exponential(random) * lastingSeconds * 1000];
    if (random() > lastingSeconds / (everySeconds + lastingSeconds))
      [from, to] = [exponential(random) * everySeconds * 1000, -1];
    if (to < 0) to = from + exponential(random) * lastingSeconds * 1000;
    return moments(rate, seconds, random).map((at) => {
      while (at > to) {
        from = to + exponential(random) * everySeconds * 1000;
        to = from + exponential(random) * lastingSeconds * 1000;
      }
      return { at, ms: (at >= from ? 1000 : 100) * (0.5 + exponential(random)) };
    });
  },
});

export const loadWorlds: readonly LoadWorld[] = [
  independent(10),
  independent(100),
  queue(20, 0.5),
  queue(40, 0.8),
  queue(40, 0.8, true),
  queue(100, 0.9),
  wandering(50, 0.5),
  wandering(50, 2),
  bursts(50, 10, 1),
];

function exponential(random: () => number): number {
  return -Math.log(1 - random());
}

function moments(rate: number, seconds: number, random: () => number): readonly number[] {
  const times: number[] = [];
  for (let at = exponential(random) / rate; at < seconds; at += exponential(random) / rate) times.push(at * 1000);
  return times;
}
