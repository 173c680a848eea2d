import type { RunArm } from '../../model/arm.ts';
import type { Stall } from '../../model/sample.ts';
import type { Milliseconds } from '../../model/units.ts';
import { formatSeconds } from '../../text/quantity.ts';
import { type Clock, epochScale, type Span } from '../clock.ts';
import { type Execution, spanOf } from '../executor.ts';
import { ofSession } from '../target.ts';
import { ClockJumps } from './clockJumps.ts';
import { Heartbeats } from './heartbeats.ts';
import { LoopGaps, tickMs } from './loopGaps.ts';

/** A server that shows whether it answers, at next to no cost to it. */
export interface Pulse {
  /** What people call it. */
  readonly server: string;
  /** Resolves when the server answers anything at all, rejects when it cannot be asked. */
  beat(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** The servers of each arm: those that sessions take turns on, and in each place all hosts that answer together. */
export type Pulses = Readonly<Partial<Record<RunArm, readonly (readonly Pulse[])[]>>>;

export interface StallWatchInput {
  readonly clock: Clock;
  readonly pulses: Pulses;
  /** Tells people of a stall while it goes on. */
  readonly say: (text: string) => void;
}

/** Watches, beside the measuring, for what disturbs it: servers that do not answer, and a clock that is set. */
export class StallWatch {
  private readonly input: StallWatchInput;
  private readonly toEpoch: (monotonic: Milliseconds) => number;
  private readonly loop: LoopGaps;
  private readonly clock: ClockJumps;
  private readonly beats: ReadonlyMap<Pulse, Heartbeats>;
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private restarts = 0;

  constructor(input: StallWatchInput) {
    this.input = input;
    this.toEpoch = epochScale(input.clock);
    this.loop = new LoopGaps(input.clock.monotonic());
    this.clock = new ClockJumps(input.clock);
    this.beats = new Map(
      Object.values(input.pulses)
        .flatMap((places) => places?.flat() ?? [])
        .map((pulse) => [pulse, new Heartbeats()]),
    );
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  stop(): void {
    clearInterval(this.timer);
    this.abort.abort();
    for (const pulse of this.beats.keys()) pulse.close();
  }

  /** A server that is being restarted need not answer. */
  async unasked<T>(work: () => Promise<T>): Promise<T> {
    this.restarts++;
    try {
      return await work();
    } finally {
      this.restarts--;
    }
  }

  tick(): void {
    const now = this.look();
    for (const [pulse, beats] of this.beats) {
      const stall = beats.open(now, this.loop.during({ from: 0, to: now }));
      if (stall !== undefined)
        this.input.say(`${pulse.server} does not answer: ${formatSeconds(stall.to - stall.from)}`);
      if (this.restarts === 0 && beats.isDue(now)) this.send(pulse, beats, now);
    }
  }

  /** What disturbed an execution of this arm in this session. */
  during(arm: RunArm, session: number, execution: Execution): readonly Stall[] {
    const now = this.look();
    const { gaps = [] } = execution;
    const completed = execution.outcome.kind === 'completed';
    const span = spanOf(execution);
    const own = this.loop.during({ from: 0, to: now });
    const servers = ofSession(this.input.pulses[arm] ?? [], session) ?? [];
    return [
      ...servers.flatMap((pulse) =>
        (this.beats.get(pulse)?.during(span, completed, now, own) ?? []).map((one) => ({
          what: 'server' as const,
          server: pulse.server,
          ...this.told(one),
        })),
      ),
      ...gaps.map((one) => ({ what: 'process' as const, ...this.told(one) })),
      ...this.clock.during(span).map((one) => ({ what: 'clock' as const, ...this.told(one), byMs: one.byMs })),
    ];
  }

  private look(): Milliseconds {
    const now = this.input.clock.monotonic();
    this.loop.alive(now);
    this.clock.look();
    return now;
  }

  private send(pulse: Pulse, beats: Heartbeats, now: Milliseconds): void {
    beats.send(now);
    const end = (answered: boolean) => (): void => {
      const at = this.look();
      beats.end(at, answered, this.loop.during({ from: 0, to: at }));
    };
    pulse.beat(this.abort.signal).then(end(true), end(false));
  }

  private told({ from, to }: Span): Pick<Stall, 'from' | 'to'> {
    return { from: this.toEpoch(from), to: this.toEpoch(to) };
  }
}
