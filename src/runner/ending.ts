import type { Evidence, RunStatus, Sample } from '../model/run.ts';
import type { Target } from './executor.ts';
import type { MeasureInput } from './measureInput.ts';

/** Unwinds the loop when nothing more is to be measured; `status` says why. */
export class Ended extends Error {
  readonly status: RunStatus;

  constructor(status: RunStatus) {
    super(status.kind);
    this.status = status;
  }
}

const readonlyCode = 164;

/** Knows when a run is over before its plan is: interrupted, out of time, or without a server to measure. */
export class Ending {
  private readonly input: MeasureInput;
  private readonly started: number;

  constructor(input: MeasureInput) {
    this.input = input;
    this.started = input.now();
  }

  /** @throws Ended on Ctrl-C, and when the time budget is used up */
  check(): void {
    if (this.input.signal.aborted) throw new Ended({ kind: 'interrupted' });
    if (this.isPast(1)) throw new Ended({ kind: 'complete' });
  }

  /** Whether this share of the time budget is used up; never without a budget. */
  isPast(share: number): boolean {
    const { plan, now } = this.input;
    return plan.budgetMs !== undefined && now() - this.started > share * plan.budgetMs;
  }

  /** Waits for work on a server. @throws Ended when it failed because a server is gone */
  async orGone<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const target of new Set(Object.values(this.input.targets))) await endIfGone(target, message);
      throw error;
    }
  }

  /** @throws Ended when a round has shown that further ones would tell nothing */
  async checkRound(samples: readonly Sample[], evidence: readonly Evidence[]): Promise<void> {
    await this.checkAlive(samples);
    checkReadable(evidence);
    checkPermitted(samples);
  }

  /** A connection that broke under a query: is the server gone, or was it that query alone? */
  private async checkAlive(samples: readonly Sample[]): Promise<void> {
    for (const { arm, outcome } of samples) {
      if (outcome.kind !== 'failed' || outcome.code !== null) continue;
      const target = this.input.targets[arm];
      if (target !== undefined) return endIfGone(target, outcome.message);
    }
  }
}

async function endIfGone(target: Target, message: string): Promise<void> {
  if (await target.isAlive()) return;
  throw new Ended({ kind: 'incomplete', reason: `${target.name} stopped answering: ${message}` });
}

/** A log that this user can never read makes every further execution pointless. */
function checkReadable(evidence: readonly Evidence[]): void {
  const [first] = evidence;
  const unreadable = (one: Evidence): boolean =>
    one.kind === 'missing' && (one.cause === 'not-permitted' || one.cause === 'log-disabled');
  if (first?.kind === 'missing' && evidence.every(unreadable))
    throw new Ended({ kind: 'incomplete', reason: `nothing can be judged without the server's log: ${first.detail}` });
}

/** A user pinned to readonly=1 may not even switch a cache off: the server refuses every execution. */
function checkPermitted(samples: readonly Sample[]): void {
  const refused = samples.flatMap(({ outcome }) =>
    outcome.kind === 'failed' && outcome.code === readonlyCode ? [outcome.message] : [],
  );
  if (refused[0] === undefined || refused.length < samples.length) return;
  const reason = `the user may not change settings (a profile with readonly = 2 lets it): ${refused[0]}`;
  throw new Ended({ kind: 'incomplete', reason });
}
