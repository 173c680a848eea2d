import type { RunArm } from '../model/arm.ts';
import type { Sample } from '../model/sample.ts';
import type { Ending } from './ending.ts';
import type { MeasureInput } from './measureInput.ts';
import type { Bounds, StateAccess, Target } from './target.ts';

/** Cases of one arm whose tables are asked for at once; the others' turn comes with the next batch. */
const mostAsked = 400;

/** Batches of quick rounds follow one another faster than a reading is worth, in milliseconds. */
const leastApartMs = 500;

/** After so many batches without an answer the tables of a case stay unknown. */
const mostTries = 3;

/** Reads what the servers do beside the executions, after a batch of rounds: nothing of ours runs then, and no time is counted. */
export class StateWatch {
  private readonly input: MeasureInput;
  private readonly bounds: Bounds;
  private readonly ending: Pick<Ending, 'arms' | 'bounds'>;
  private readonly known = new Map<Target, Set<string>>();
  private readonly tries = new Map<string, number>();
  private hasLooked = false;
  private last: { readonly session: number; readonly at: number } | undefined;

  constructor(input: MeasureInput, ending: Pick<Ending, 'arms' | 'bounds'>) {
    this.input = input;
    this.ending = ending;
    this.bounds = ending.bounds;
  }

  /** As `look`, before anything is measured: what was loaded a moment ago can be merged while the first batch runs. Does nothing later. */
  async lookFirst(place: Pick<Sample, 'session' | 'round'>): Promise<void> {
    if (!this.hasLooked) await this.read(place, []);
  }

  /**
   * Records the state of every target, and which tables the cases read that are new: after the first batch of a session, and then after one in
   * every half a second at most. Never rejects on account of a server.
   */
  async look(place: Pick<Sample, 'session' | 'round'>, samples: readonly Sample<RunArm>[]): Promise<void> {
    const now = this.input.clock.monotonic();
    const isSoon = this.last?.session === place.session && now - this.last.at < leastApartMs;
    if (isSoon && this.unasked(this.ending.arms, samples).size === 0) return;
    this.last = { session: place.session, at: now };
    await this.read(place, samples);
  }

  private async read(
    { session, round }: Pick<Sample, 'session' | 'round'>,
    samples: readonly Sample<RunArm>[],
  ): Promise<void> {
    const { recorder, clock, runId } = this.input;
    this.hasLooked = true;
    await Promise.all(
      [...this.targets()].map(async ([target, { arms, access }]) => {
        if (this.bounds.signal.aborted) return;
        const tables = await this.tables(target, access, arms, session, samples);
        if (this.bounds.signal.aborted) return;
        const state = await access.read({ tables: [...tables], session, ours: `hogbench-${runId}-` }, this.bounds);
        // What an interruption cut short says nothing of the server.
        if (this.bounds.signal.aborted) return;
        recorder.state({ arms, session, round, at: clock.wall(), state });
      }),
    );
  }

  private targets(): ReadonlyMap<Target, { readonly arms: readonly RunArm[]; readonly access: StateAccess }> {
    const found = new Map<Target, { arms: RunArm[]; access: StateAccess }>();
    for (const arm of this.ending.arms) {
      const target = this.input.targets[arm];
      if (target?.state === undefined) continue;
      const known = found.get(target) ?? { arms: [], access: target.state };
      known.arms.push(arm);
      found.set(target, known);
    }
    return found;
  }

  private async tables(
    target: Target,
    access: StateAccess,
    arms: readonly RunArm[],
    session: number,
    samples: readonly Sample<RunArm>[],
  ): Promise<ReadonlySet<string>> {
    const known = this.known.get(target) ?? new Set<string>();
    this.known.set(target, known);
    const asked = this.unasked(arms, samples);
    if (asked.size === 0) return known;
    for (const { arm, caseId } of asked.values())
      this.tries.set(`${arm} ${caseId}`, (this.tries.get(`${arm} ${caseId}`) ?? 0) + 1);
    const found = await access.tablesRead([...asked.keys()], session, this.bounds);
    for (const [queryId, { caseId, arm }] of asked) {
      const tables = found.get(queryId);
      if (tables === undefined) continue;
      this.tries.set(`${arm} ${caseId}`, mostTries);
      for (const table of tables) known.add(table);
      this.input.recorder.tablesRead({ caseId, arm, tables });
    }
    return known;
  }

  /** One execution that was answered of each case of these arms whose tables are not known; by query id. */
  private unasked(arms: readonly RunArm[], samples: readonly Sample<RunArm>[]): ReadonlyMap<string, Sample<RunArm>> {
    const cases = new Set(this.input.plan.caseIds);
    const chosen = new Map<string, Sample<RunArm>>();
    const seen = new Set<string>();
    for (const sample of samples) {
      const key = `${sample.arm} ${sample.caseId}`;
      const tries = this.tries.get(key) ?? 0;
      if (chosen.size >= mostAsked || tries >= mostTries || seen.has(key)) continue;
      if (!arms.includes(sample.arm) || !cases.has(sample.caseId) || sample.evidence?.kind !== 'facts') continue;
      if (sample.outcome.kind !== 'completed') continue;
      seen.add(key);
      chosen.set(sample.queryId, sample);
    }
    return chosen;
  }
}
