import type { ArmName, PerArm } from '../../model/arm.ts';
import { isCut } from '../../model/cutEvents.ts';
import type { Outcome, Sample, Stage, Stall } from '../../model/sample.ts';
import { eventCount, type ServerFacts } from '../../model/serverFacts.ts';
import type { Microseconds } from '../../model/units.ts';

/** Both halves of a pair completed, and the server said what they cost. */
export interface Pair {
  readonly baseline: ServerFacts;
  readonly candidate: ServerFacts;
  /** Running time of both, where the case is judged by it; absent: it is judged by server time. */
  readonly runningUs?: PerArm<Microseconds>;
  /** By which the kernel counted the CPU time of both; absent: by the microsecond. */
  readonly cpuTickUs?: Microseconds;
}

/** One pair that was tried; `pair` is null when a half of it failed, timed out or left no facts. */
export interface Attempt {
  readonly session: number;
  readonly round: number;
  readonly pair: Pair | null;
  /** In at least one half the server compiled an expression: its time and CPU time are not those of the query. */
  readonly compiled: boolean;
  /** The arms in whose half a stall was noticed, whatever came of it. */
  readonly stalled: readonly ArmName[];
}

/** How the executions of one arm ended, both stages together. */
export interface ArmTally {
  readonly completed: number;
  /** Completed, but the server's log does not tell what it cost. */
  readonly missing: number;
  /** Completed with less than was asked for: see `isCut`. */
  readonly cut: number;
  readonly failed: number;
  readonly timedOut: number;
  /** First message of a failure, as the server sent it. */
  readonly message: string | null;
  /** Why facts are missing, the first time they were. */
  readonly missingDetail: string | null;
  /** Of those that failed or timed out: while the server did not answer. */
  readonly unanswered: number;
  /** Ended without an answer while hogbench itself did not run: no failure, and nothing else. */
  readonly halted: number;
  /** The time limit that was hit, in milliseconds. */
  readonly limitMs: number | null;
}

/** Everything measured of one case, in time order. */
export interface CaseSamples {
  readonly caseId: string;
  readonly screening: readonly Attempt[];
  readonly confirmation: readonly Attempt[];
  readonly samples: Readonly<Record<ArmName, readonly Sample[]>>;
  readonly tally: Readonly<Record<ArmName, ArmTally>>;
  /** Pairs of which only one half was tried. */
  readonly halfPairs: number;
}

/** Puts samples together by case, stage and pair, in one pass. The order of the input does not matter. */
export function pairSamples(samples: readonly Sample[]): ReadonlyMap<string, CaseSamples> {
  const byCase = groupByCase(inTimeOrder(samples));
  return new Map([...byCase].map(([caseId, own]) => [caseId, pairCase(caseId, own)]));
}

/** Executions that took place, case by case, in the order given. */
export function groupByCase(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  const byCase = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.outcome.kind === 'skipped') continue;
    const known = byCase.get(sample.caseId);
    if (known === undefined) byCase.set(sample.caseId, [sample]);
    else known.push(sample);
  }
  return byCase;
}

/** The samples of arms that were measured in separate runs: there is nothing to be paired, and no half is missing. */
export function withoutPairs(cases: ReadonlyMap<string, CaseSamples>): ReadonlyMap<string, CaseSamples> {
  return new Map([...cases].map(([id, one]) => [id, { ...one, screening: [], confirmation: [], halfPairs: 0 }]));
}

/** Something disturbed the execution, so that its time is not that of the query. */
export function isStalled(sample: Sample | undefined): boolean {
  return (sample?.stalls?.length ?? 0) > 0;
}

/** What the server wrote of an execution that completed and was not cut; null for any other. */
export function factsOf(sample: Sample | undefined): ServerFacts | null {
  if (sample?.outcome.kind !== 'completed' || sample.evidence?.kind !== 'facts') return null;
  return sample.evidence.exceptionCode === 0 && !isCut(sample.evidence) ? sample.evidence : null;
}

const compilationEvents = ['CompileFunction', 'CompileExpressionsMicroseconds'];

function hasCompiled({ events }: ServerFacts): boolean {
  return compilationEvents.some((name) => (eventCount(events, name) ?? 0) > 0);
}

export function inTimeOrder(samples: readonly Sample[]): readonly Sample[] {
  const sorted = samples.every((one, i) => i === 0 || (samples[i - 1]?.seq ?? 0) <= one.seq);
  return sorted ? samples : [...samples].sort((a, b) => a.seq - b.seq);
}

/** @param samples of this case alone, in time order */
export function pairCase(caseId: string, samples: readonly Sample[]): CaseSamples {
  const split = {
    baseline: samples.filter((one) => one.arm === 'baseline'),
    candidate: samples.filter((one) => one.arm === 'candidate'),
  };
  const screening = attempts(samples, 'screening');
  const confirmation = attempts(samples, 'confirmation');
  return {
    caseId,
    screening: screening.attempts,
    confirmation: confirmation.attempts,
    samples: split,
    tally: { baseline: tallyOf(split.baseline), candidate: tallyOf(split.candidate) },
    halfPairs: screening.halves + confirmation.halves,
  };
}

const arms = ['baseline', 'candidate'] as const;

type Halves = Partial<Record<ArmName, Sample>> & { readonly session: number; readonly round: number };

/** A pair that a resumed run repeated counts once, with its later halves. */
function attempts(samples: readonly Sample[], stage: Stage): { attempts: readonly Attempt[]; halves: number } {
  const keyed = new Map<string, Halves>();
  for (const sample of samples) {
    if (sample.stage !== stage) continue;
    const key = `${sample.session} ${sample.round}`;
    const known = keyed.get(key);
    if (known !== undefined) known[sample.arm] = sample;
    else keyed.set(key, { session: sample.session, round: sample.round, [sample.arm]: sample });
  }
  let halves = 0;
  const found = [...keyed.values()].map((one) => {
    if (one.baseline === undefined || one.candidate === undefined) halves++;
    const baseline = factsOf(one.baseline);
    const candidate = factsOf(one.candidate);
    const pair = baseline === null || candidate === null ? null : { baseline, candidate };
    const compiled = pair !== null && (hasCompiled(pair.baseline) || hasCompiled(pair.candidate));
    const stalled =
      isStalled(one.baseline) || isStalled(one.candidate) ? arms.filter((arm) => isStalled(one[arm])) : [];
    return { session: one.session, round: one.round, pair, compiled, stalled };
  });
  return { attempts: found, halves };
}

/** A limit that passed, or a connection that broke, while this process did not run: the server may have answered in time. */
function isHalted(outcome: Outcome, stalls: readonly Stall[]): boolean {
  const isUnanswered = outcome.kind === 'timedOut' || (outcome.kind === 'failed' && outcome.code === null);
  return isUnanswered && stalls.some((one) => one.what === 'process');
}

function tallyOf(samples: readonly Sample[]): ArmTally {
  const tally = { completed: 0, missing: 0, cut: 0, failed: 0, timedOut: 0, unanswered: 0, halted: 0 };
  let message: string | null = null;
  let missingDetail: string | null = null;
  let limitMs: number | null = null;
  for (const { outcome, evidence, stalls = [] } of samples) {
    if (isHalted(outcome, stalls)) {
      tally.halted++;
      continue;
    }
    const isBad = outcome.kind === 'failed' || outcome.kind === 'timedOut';
    if (isBad && stalls.some((one) => one.what === 'server')) tally.unanswered++;
    if (outcome.kind === 'failed') {
      tally.failed++;
      message ??= outcome.message;
    } else if (outcome.kind === 'timedOut') {
      tally.timedOut++;
      limitMs ??= outcome.limitMs;
    } else if (evidence?.kind === 'facts' && evidence.exceptionCode === 0)
      tally[isCut(evidence) ? 'cut' : 'completed']++;
    else {
      tally.missing++;
      if (evidence?.kind === 'missing') missingDetail ??= `${evidence.cause}: ${evidence.detail}`;
    }
  }
  const { completed, missing, cut, failed, timedOut, unanswered, halted } = tally;
  return { completed, missing, cut, failed, timedOut, message, missingDetail, unanswered, halted, limitMs };
}
