import type { RunArm } from '../model/arm.ts';
import type { Design } from '../model/design.ts';
import type { Recorder } from '../model/run.ts';
import { plausible, type Sample } from '../model/sample.ts';
import type { Evidence } from '../model/serverFacts.ts';
import type { EpochMs, Milliseconds } from '../model/units.ts';
import { epochScale } from './clock.ts';
import type { Ending } from './ending.ts';
import type { Execution } from './executor.ts';
import type { MeasureInput, Targets } from './measureInput.ts';
import { type SourceOf, sourceOf } from './selfCheckCases.ts';
import type { StallWatch } from './stalls/stallWatch.ts';
import type { Target } from './target.ts';
import type { WrittenTables } from './writtenTables.ts';

const neverLooked: Evidence = { kind: 'missing', cause: 'unknown', detail: 'the log was not read for this execution' };

const serverGone: Evidence = { kind: 'missing', cause: 'connection-lost', detail: 'the server is gone' };

/** Which execution of a run a sample is. */
export type SamplePlace = Pick<Sample<RunArm>, 'caseId' | 'arm' | 'stage' | 'session' | 'round' | 'position'>;

/** Every sample of a run with its evidence: what the stop rule sees. */
export class SampleBook {
  private readonly targets: Targets;
  private readonly recorder: Recorder;
  private readonly source: SourceOf;
  private readonly tables: WrittenTables;
  private readonly ending: Ending;
  private readonly limits: Design['plausible'];
  private readonly firstArm: string | undefined;
  private readonly bySeq = new Map<number, Sample<RunArm>>();
  private readonly pairs = new Map<string, number>();
  private readonly stalls: StallWatch;
  private readonly toEpoch: (monotonic: Milliseconds) => EpochMs;
  private nextSeq = 0;
  private nextSession = 0;

  constructor(
    { targets, recorder, plan, before, clock }: MeasureInput,
    tables: WrittenTables,
    ending: Ending,
    stalls: StallWatch,
  ) {
    this.ending = ending;
    this.stalls = stalls;
    this.toEpoch = epochScale(clock);
    this.tables = tables;
    this.targets = targets;
    this.recorder = recorder;
    this.source = sourceOf(plan);
    this.limits = plan.design.plausible;
    this.firstArm = plan.arms[0];
    for (const sample of before.samples) {
      this.bySeq.set(sample.seq, sample);
      this.count(sample);
      this.nextSeq = Math.max(this.nextSeq, sample.seq + 1);
      this.nextSession = Math.max(this.nextSession, sample.session + 1);
    }
  }

  get samples(): readonly Sample<RunArm>[] {
    return [...this.bySeq.values()];
  }

  /** An execution as the next sample of this run. */
  sampleOf(place: SamplePlace, execution: Execution): Sample<RunArm> {
    const { queryId, startedAt, outcome } = execution;
    const { arm } = this.source(place.caseId, place.arm);
    const stalls = this.stalls.during(arm, place.session, execution);
    const touched = stalls.length === 0 ? {} : { stalls };
    this.count(place);
    return { seq: this.nextSeq++, ...place, queryId, startedAt: this.toEpoch(startedAt), outcome, ...touched };
  }

  takeSession(): number {
    return this.nextSession++;
  }

  /** Pairs that a case has had, over all sessions, their evidence read or not. */
  pairsOf(caseId: string): number {
    return this.pairs.get(caseId) ?? 0;
  }

  /** Samples of an interrupted run whose log rows were not read any more; every replica is asked for them. */
  collectLeftOvers(): Promise<readonly Sample<RunArm>[]> {
    return this.collect(this.samples.filter((one) => one.evidence === undefined));
  }

  /**
   * Reads the log for these samples of one session, records what it says, and takes them in; returns them with it.
   * Without a session they may be of several.
   */
  async collect(samples: readonly Sample<RunArm>[], session?: number): Promise<readonly Sample<RunArm>[]> {
    const collected: Sample<RunArm>[] = [];
    for (const [target, own] of this.byTarget(samples)) {
      const ids = own.map((one) => one.queryId);
      const found = await this.ending.ofTarget(target, this.evidenceOf(target, own, ids, session));
      for (const sample of own) {
        const evidence = plausible(
          found?.get(sample.queryId) ?? (found === undefined ? serverGone : neverLooked),
          sample.outcome,
          this.limits,
        );
        this.recorder.evidence(sample.seq, evidence);
        const known = { ...sample, evidence };
        this.bySeq.set(known.seq, known);
        collected.push(known);
      }
    }
    return collected;
  }

  private async evidenceOf(
    target: Target,
    samples: readonly Sample<RunArm>[],
    ids: readonly string[],
    session: number | undefined,
  ): Promise<ReadonlyMap<string, Evidence>> {
    const { bounds } = this.ending;
    return this.tables.complete(target, samples, await target.collect(ids, session, bounds), session);
  }

  private count({ caseId, arm }: Pick<Sample<RunArm>, 'caseId' | 'arm'>): void {
    if (arm === this.firstArm) this.pairs.set(caseId, this.pairsOf(caseId) + 1);
  }

  private byTarget(samples: readonly Sample<RunArm>[]): ReadonlyMap<Target, readonly Sample<RunArm>[]> {
    const groups = new Map<Target, Sample<RunArm>[]>();
    for (const sample of samples) {
      const target = this.targets[this.source(sample.caseId, sample.arm).arm];
      if (target === undefined) continue;
      const group = groups.get(target);
      if (group === undefined) groups.set(target, [sample]);
      else group.push(sample);
    }
    return groups;
  }
}
