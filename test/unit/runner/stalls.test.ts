import { describe, expect, it } from 'vitest';
import type { Stall } from '../../../src/model/sample.ts';
import type { Clock } from '../../../src/runner/clock.ts';
import type { Execution } from '../../../src/runner/executor.ts';
import { ClockJumps } from '../../../src/runner/stalls/clockJumps.ts';
import { Heartbeats } from '../../../src/runner/stalls/heartbeats.ts';
import { LoopGaps, withGaps } from '../../../src/runner/stalls/loopGaps.ts';
import { type Pulse, type Pulses, StallWatch } from '../../../src/runner/stalls/stallWatch.ts';

function executed(from: number, to: number, part: Partial<Execution> = {}): Execution {
  return { queryId: 'q', startedAt: from, outcome: { kind: 'completed', clientMs: to - from }, ...part };
}

describe('the beats of a server', () => {
  const answered = (times: readonly number[]): Heartbeats => {
    const beats = new Heartbeats();
    let now = 0;
    for (const ms of times) {
      beats.send(now);
      beats.end(now + ms, true, []);
      now += ms + 500;
    }
    return beats;
  };

  it('are a stall when one stays without an answer for seconds, from when it was sent', () => {
    const beats = answered(Array(30).fill(3));
    beats.send(100_000);
    expect(beats.open(101_900, [])).toBeUndefined();
    expect(beats.open(103_000, [])).toEqual({ from: 100_000, to: 103_000 });
    beats.end(120_000, true, []);
    expect(beats.during({ from: 119_000, to: 121_000 }, true, 130_000, [])).toEqual([{ from: 100_000, to: 120_000 }]);
    expect(beats.during({ from: 120_000, to: 121_000 }, true, 130_000, [])).toEqual([]);
  });

  it('are one too when the connection broke in the end, and none when nobody listens', () => {
    const beats = answered([3]);
    beats.send(1000);
    beats.end(9000, false, []);
    beats.send(10_000);
    beats.end(10_002, false, []);
    expect(beats.during({ from: 0, to: 20_000 }, true, 20_000, [])).toEqual([{ from: 1000, to: 9000 }]);
  });

  it('are none while a busy server answers late, as it did before', () => {
    const slow = answered(Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? 1500 : 400)));
    slow.send(100_000);
    expect(slow.open(106_000, [])).toBeUndefined();
    expect(slow.open(109_000, [])).toBeDefined();
  });

  it('are none for the time in which this process did not run', () => {
    const beats = answered([3]);
    beats.send(1000);
    expect(beats.open(9000, [{ from: 1200, to: 8900 }])).toBeUndefined();
  });
});

describe('a thread', () => {
  it('did not run where it said nothing for much longer than it should', () => {
    const loop = new LoopGaps(0);
    for (const now of [250, 500, 1100, 1350, 6000, 6250]) loop.alive(now);
    expect(loop.during({ from: 0, to: 9000 })).toEqual([{ from: 1350, to: 6000 }]);
    expect(withGaps(executed(1300, 6010), loop).gaps).toHaveLength(1);
    expect(withGaps(executed(6000, 6010), loop)).not.toHaveProperty('gaps');
  });
});

describe('the clock of this machine', () => {
  const clock = (): Clock & { now: number; set: number; slow: number } => {
    const own = { now: 0, set: 1_767_225_600_000, slow: 0 };
    return Object.assign(own, { monotonic: () => (own.now += own.slow), wall: () => own.now + own.set });
  };

  it('was set when it does not go on as the monotonic one does, and by how much', () => {
    const own = clock();
    const jumps = new ClockJumps(own);
    own.now = 250;
    jumps.look();
    own.now = 500;
    own.set -= 3_600_000;
    jumps.look();
    own.now = 750;
    jumps.look();
    expect(jumps.during({ from: 0, to: 9000 })).toEqual([{ from: 250, to: 500, byMs: -3_600_000 }]);
  });

  it('was not set where reading both took long', () => {
    const own = clock();
    const jumps = new ClockJumps(own);
    own.slow = 400;
    jumps.look();
    own.slow = 0;
    own.now += 250;
    jumps.look();
    expect(jumps.during({ from: 0, to: 9000 })).toEqual([]);
  });
});

describe('the watch', () => {
  class Pausing implements Pulse {
    readonly server: string;
    closed = false;
    private answer: (() => void) | undefined;
    stopped = false;
    beats = 0;

    constructor(server: string) {
      this.server = server;
    }

    beat(): Promise<void> {
      this.beats++;
      return new Promise((resolve) => {
        if (this.stopped) this.answer = resolve;
        else resolve();
      });
    }

    goOn(): void {
      this.stopped = false;
      this.answer?.();
    }

    close(): void {
      this.closed = true;
    }
  }

  const watching = (pulses: Pulses) => {
    const said: string[] = [];
    let now = 0;
    const clock: Clock = { monotonic: () => now, wall: () => now + 1_000_000 };
    const watch = new StallWatch({ clock, pulses, say: (text) => said.push(text) });
    const wait = async (ms: number): Promise<void> => {
      for (const end = now + ms; now < end; ) {
        now += 250;
        watch.tick();
        await Promise.resolve().then(() => undefined);
      }
    };
    return { watch, wait, said };
  };
  const stalls = (found: readonly Stall[]): readonly unknown[] => found.map((one) => [one.server, one.from, one.to]);

  it('tells which executions a stall of their server touched, while it goes on and after it', async () => {
    const [one, two] = [new Pausing('one'), new Pausing('two')];
    const { watch, wait, said } = watching({ baseline: [[one]], candidate: [[two]] });
    await wait(1000);
    two.stopped = true;
    await wait(5000);
    expect(stalls(watch.during('candidate', 0, executed(800, 5900)))).toEqual([['two', 1_001_250, 1_006_000]]);
    two.goOn();
    await wait(1000);
    expect(stalls(watch.during('candidate', 0, executed(800, 6100)))).toEqual([['two', 1_001_250, 1_006_250]]);
    expect(watch.during('candidate', 0, executed(200, 1100))).toEqual([]);
    expect(watch.during('baseline', 0, executed(800, 6100))).toEqual([]);
    expect(said.at(0)).toMatch(/^two does not answer: \d\.\d s$/);
    expect(said.some((text) => text.startsWith('one'))).toBe(false);
    watch.stop();
    expect(one.closed).toBe(true);
  });

  it('knows which replica a session ran on, and that a cluster needs all of its hosts', async () => {
    const [one, two, host] = [new Pausing('one'), new Pausing('two'), new Pausing('host')];
    const { watch, wait } = watching({ baseline: [[one], [two, host]] });
    await wait(1000);
    two.stopped = true;
    host.stopped = true;
    await wait(4000);
    expect(watch.during('baseline', 2, executed(1000, 5000))).toEqual([]);
    expect(watch.during('baseline', 3, executed(1000, 5000)).map((found) => found.server)).toEqual(['two', 'host']);
  });

  it('believes an answer to a query more than a sign of life that does not come', async () => {
    const pulse = new Pausing('one');
    const { watch, wait } = watching({ baseline: [[pulse]] });
    await wait(1000);
    pulse.stopped = true;
    await wait(9000);
    expect(watch.during('baseline', 0, executed(4000, 4005))).toEqual([]);
    expect(watch.during('baseline', 0, executed(1500, 9000))).toHaveLength(1);
    const limit = { outcome: { kind: 'timedOut', clientMs: 2000, limitMs: 2000 } } as const;
    expect(watch.during('baseline', 0, executed(4000, 6000, limit))).toHaveLength(1);
  });

  it('takes no server for stalled that never gave a sign of life', async () => {
    const pulse = new Pausing('one');
    pulse.stopped = true;
    const { watch, wait, said } = watching({ baseline: [[pulse]] });
    await wait(9000);
    expect(watch.during('baseline', 0, executed(100, 8000))).toEqual([]);
    expect(said).toEqual([]);
  });

  it('asks nothing of a server that is being restarted', async () => {
    const pulse = new Pausing('one');
    const { watch, wait } = watching({ baseline: [[pulse]] });
    await watch.unasked(() => wait(5000));
    expect(pulse.beats).toBe(0);
    await wait(1000);
    expect(pulse.beats).toBeGreaterThan(0);
  });

  it('takes the gaps of the thread that executed from the execution', () => {
    const { watch } = watching({});
    const found = watch.during('baseline', 0, executed(100, 6000, { gaps: [{ from: 200, to: 5900 }] }));
    expect(found).toEqual([{ what: 'process', from: 1_000_200, to: 1_005_900 }]);
  });
});
