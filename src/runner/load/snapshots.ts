import { addCounts, CountsBuilder, percentileOf } from '../../load/counts.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { LoadTally, PendingRequests } from '../../model/loadRun.ts';
import type { ClassSnapshot, LoadSnapshot } from '../../model/loadSnapshot.ts';
import type { Milliseconds } from '../../model/units.ts';
import type { LoadTidings } from './loadTask.ts';

/** So many seconds the figures of a snapshot look back. */
const lookBack = 5;

type ThreadState = Pick<Extract<LoadTidings, { kind: 'batch' }>, 'at' | 'pending'>;

/** What is shown while a trial runs. */
export class Snapshots {
  readonly #plan: TrialPlan;
  readonly #place: LoadSnapshot['place'];
  readonly #threads: (ThreadState | undefined)[];
  readonly #failed = new Map<string, number>();
  readonly #classes: readonly string[];
  #recent: LoadTally[] = [];
  readonly #lag = new CountsBuilder();

  /**
   * @param classes of each case
   * @param threads how many send
   */
  constructor(plan: TrialPlan, place: LoadSnapshot['place'], classes: readonly string[], threads: number) {
    this.#plan = plan;
    this.#classes = classes;
    this.#place = place;
    this.#threads = new Array<undefined>(threads).fill(undefined);
  }

  hear(thread: number, state: ThreadState): void {
    this.#threads[thread] = state;
  }

  add(tallies: readonly LoadTally[]): void {
    const from = Math.floor(this.#plan.warmupMs / 1000);
    for (const one of tallies) {
      this.#recent.push(one);
      this.#lag.add(one.lag);
      if (one.second < from) continue;
      const failed = one.offered - (one.outcomes.completed ?? 0);
      this.#failed.set(one.of, (this.#failed.get(one.of) ?? 0) + failed);
    }
  }

  /** What is due and has not ended, by class and second, and when that was so; undefined until every thread has told. */
  pending(): { readonly atMs: Milliseconds; readonly pending: readonly PendingRequests[] } | undefined {
    const counts = new Map<string, PendingRequests>();
    let atMs = Number.POSITIVE_INFINITY;
    for (const thread of this.#threads) {
      if (thread === undefined) return undefined;
      atMs = Math.min(atMs, thread.at);
      for (let place = 0; place < thread.pending.length; place += 2) {
        const of = this.#classes[thread.pending[place] ?? 0] ?? '';
        const second = Math.floor((thread.pending[place + 1] ?? 0) / 1000);
        const known = counts.get(`${second} ${of}`);
        counts.set(`${second} ${of}`, { of, second, count: (known?.count ?? 0) + 1 });
      }
    }
    return { atMs, pending: [...counts.values()] };
  }

  at(now: Milliseconds): LoadSnapshot {
    const second = Math.floor(now / 1000);
    this.#recent = this.#recent.filter((one) => one.second >= second - lookBack);
    const { offered, purpose, warmupMs, durationMs } = this.#plan;
    const open = offered.filter(({ arrival }) => arrival.kind === 'poisson' || arrival.kind === 'constant');
    const rate = open.reduce((sum, { arrival }) => sum + ('rate' in arrival ? arrival.rate : 0), 0);
    const lag = percentileOf(this.#lag.toCounts(), 0.99);
    return {
      ...{ purpose: purpose.kind, place: this.#place, elapsedMs: now, totalMs: warmupMs + durationMs, warmupMs },
      ...(open.length === offered.length ? { rate } : {}),
      classes: offered.map(({ of }) => this.#class(of, second)),
      ...(lag === undefined ? {} : { lagP99Ms: lag / 1000 }),
    };
  }

  #class(of: string, second: number): ClassSnapshot {
    const own = this.#recent.filter((one) => one.of === of && one.second < second);
    const over = Math.min(lookBack, Math.max(1, second));
    const sum = (figure: (one: LoadTally) => number): number => own.reduce((all, one) => all + figure(one), 0);
    const latency = addCounts(own.map((one) => one.latency));
    const [p50, p95] = [percentileOf(latency, 0.5), percentileOf(latency, 0.95)];
    return {
      name: of,
      offered: sum((one) => one.offered) / over,
      achieved: sum((one) => one.done) / over,
      ...(p50 === undefined || p95 === undefined ? {} : { p50Ms: p50 / 1000, p95Ms: p95 / 1000 }),
      failed: this.#failed.get(of) ?? 0,
      backlog: this.#backlog(of),
    };
  }

  #backlog(of: string): number {
    let all = 0;
    for (const thread of this.#threads)
      for (let place = 0; place < (thread?.pending.length ?? 0); place += 2)
        if (this.#classes[thread?.pending[place] ?? 0] === of) all += 1;
    return all;
  }
}
