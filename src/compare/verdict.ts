import type { ArmCase, PerArm } from '../model/arm.ts';
import type { Verdict } from '../model/comparison.ts';
import type { Owed } from '../model/debt.ts';
import type { Design } from '../model/design.ts';
import type { Clock } from '../model/metric.ts';
import { judgesTime, type Mode } from '../model/mode.ts';
import type { LessData, Reason, TimingReason, Untimed } from '../model/reason.ts';
import type { ArmFacts } from './counters/armValues.ts';
import type { WorkVerdict } from './counters/counters.ts';
import { judgeByWork, leadingCounter, observed } from './counters/workJudgement.ts';
import { doubts, heldBack } from './doubts.ts';
import { failuresOf, isFailing } from './executionFailures.ts';
import type { Decision } from './judgedCase.ts';
import type { CaseResult } from './results/caseResults.ts';
import { cutExecutions } from './timing/cutting.ts';
import { instructionEvent } from './timing/families.ts';
import type { CaseSamples } from './timing/pairing.ts';
import { type CaseTiming, timingReason } from './timing/timing.ts';

export interface VerdictInput {
  readonly sent: PerArm<ArmCase>;
  readonly samples: CaseSamples;
  /** Null when the arms were measured in separate runs. */
  readonly timing: CaseTiming | null;
  readonly untimed: Untimed;
  readonly work: WorkVerdict;
  /** False when tables differ between the arms, so that counters speak of the data. */
  readonly workDecides: boolean;
  readonly result: CaseResult;
  /** What servers owed to its tables; absent: nothing. */
  readonly debt?: Omit<Owed, 'measured'> | undefined;
  /** Of the executions that count. */
  readonly facts: ArmFacts;
  readonly margin: number;
  /** As `Run.lost`. */
  readonly lost: string | undefined;
  /** Tables that hold less in the candidate, by more than can be borne. */
  readonly lessData: readonly LessData[];
  readonly mode: Mode;
  readonly design: Design;
}

/**
 * Failures first, then results, then cost: time where it proves something, counters where time is silent. Of what was cut,
 * no cost is judged; where both arms were cut, no result either.
 */
export function decideVerdict(input: VerdictInput): Decision {
  const { samples, result, mode } = input;
  const isTimed = judgesTime(mode);
  const restsOn = isTimed ? clockOf(input) : leadingCounter;
  const failed = failure(input);
  if (failed !== null) return { verdict: 'failed', because: [failed], restsOn };
  const { baseline, candidate } = samples.tally;
  if (result.kind === 'changed' && (baseline.cut === 0 || candidate.cut === 0)) {
    const because = [{ kind: 'resultChanged', difference: result.difference } as const];
    return { verdict: 'resultChanged', because, restsOn };
  }
  const cut = cutExecutions(samples);
  if (cut !== null) return { verdict: 'inconclusive', because: [{ kind: 'cut', arms: cut }], restsOn };
  if (input.debt !== undefined) return besideDebt(input, input.debt);
  return heldBack(isTimed ? decideCost(input) : judgeByWork(input), doubts(input));
}

/** Counters of what is read decide where the tables are alike throughout; no time, no CPU time and no memory does. */
function besideDebt(input: VerdictInput, debt: Omit<Owed, 'measured'>): Decision {
  const { work, workDecides, timing, mode } = input;
  const isTimed = judgesTime(mode);
  const stand = debt.countersStand && workDecides;
  if (!isTimed && stand) return heldBack(judgeByWork(input), doubts(input));
  const estimate = timing?.time.estimate;
  const owed: Reason = { ...debt, measured: estimate == null ? null : estimate };
  const moved = observed(work.moved);
  if (stand && work.kind === 'grew') {
    const grew: Reason = { kind: 'work', direction: 'grew', moved, executions: null };
    return { verdict: 'regressed', because: [grew, owed], restsOn: work.moved[0]?.metric ?? leadingCounter };
  }
  const counters: readonly Reason[] = moved.length === 0 ? [] : [{ kind: 'counters', moved }];
  const restsOn = isTimed ? clockOf(input) : leadingCounter;
  return heldBack({ verdict: 'inconclusive', because: [owed, ...counters], restsOn }, doubts(input));
}

function decideCost(input: VerdictInput): Decision {
  const { timing, untimed, work, workDecides, margin, design } = input;
  const of = (family: TimingReason['family']): readonly Reason[] =>
    timing === null ? [] : [timingReason(family, timing, { margin, design })];
  const time: readonly Reason[] = timing === null ? [{ kind: 'untimed', why: untimed }] : of('time');
  const moved = observed(work.moved);
  const counters: readonly Reason[] = moved.length === 0 ? [] : [{ kind: 'counters', moved }];
  const timeKind = timing?.time.kind ?? 'none';
  const cpuKind = timing?.cpu.kind ?? 'none';
  const instructionKind = timing?.instructions.kind ?? 'none';
  const memoryKind = timing?.memory.kind ?? 'none';
  const decided = (verdict: Verdict, restsOn: string, ...because: readonly Reason[]): Decision => ({
    ...{ verdict, because, restsOn },
  });
  if (timeKind === 'regressed' || timeKind === 'improved') {
    const isAgainst = work.kind === (timeKind === 'regressed' ? 'shrank' : 'grew');
    const contrary: readonly Reason[] = isAgainst ? [{ kind: 'countersAgainst' }] : [];
    return decided(timeKind, clockOf(input), ...time, ...counters, ...contrary);
  }
  // What is done by more threads at once can take more instructions and less time.
  const isFaster = (timing?.time.estimate?.high ?? 1) < 1;
  if (instructionKind === 'regressed' && !isFaster)
    return decided('regressed', instructionEvent, ...of('instructions'), ...time, ...counters);
  if (cpuKind === 'regressed') return decided('regressed', 'cpu_time', ...of('cpu'), ...time, ...counters);
  if (memoryKind === 'regressed') return decided('regressed', 'memory', ...of('memory'), ...time, ...counters);
  const first = work.moved[0]?.metric ?? clockOf(input);
  if (work.kind === 'grew' && workDecides)
    return decided('regressed', first, { kind: 'work', direction: 'grew', moved, executions: null }, ...time);
  if (cpuKind === 'improved') return decided('improved', 'cpu_time', ...of('cpu'), ...time, ...counters);
  // Fewer instructions can take longer, when each waits for memory: time has to be proved no slower.
  if (instructionKind === 'improved' && timeKind === 'equivalent')
    return decided('improved', instructionEvent, ...of('instructions'), ...time, ...counters);
  const suspectedSlower = timing?.time.confirmation?.suspicion.direction === 1 && timeKind === 'unconfirmed';
  if (memoryKind === 'improved' && !suspectedSlower)
    return decided('improved', 'memory', ...of('memory'), ...time, ...counters);
  if (work.kind === 'shrank' && workDecides && !suspectedSlower)
    return decided('improved', first, { kind: 'work', direction: 'shrank', moved, executions: null }, ...time);
  return decided(
    silent(timeKind, cpuKind, instructionKind),
    clockOf(input),
    ...(timing === null ? sameWork(input) : []),
    ...time,
    ...(isTelling(instructionKind) && timeKind !== 'equivalent' ? of('instructions') : []),
    ...(cpuKind === 'unconfirmed' && timeKind !== 'equivalent' ? of('cpu') : []),
    ...counters,
    ...missingFacts(input),
  );
}

function clockOf({ timing }: Pick<VerdictInput, 'timing'>): Clock {
  return timing?.clock ?? 'server_time';
}

/** What is known of a case whose time is not judged, where that is that nothing else changed; it says nothing of time. */
export function sameWork({
  work,
  workDecides,
  result,
  margin,
}: Pick<VerdictInput, 'work' | 'workDecides' | 'result' | 'margin'>): readonly Extract<Reason, { kind: 'sameWork' }>[] {
  if (work.kind !== 'same' || work.varying.length > 0 || !workDecides || result.kind !== 'same') return [];
  return [{ kind: 'sameWork', margin, slight: work.slight }];
}

type Kind = CaseTiming['time']['kind'];

function silent(time: Kind, ...others: readonly Kind[]): Verdict {
  if (time === 'equivalent') return 'equivalent';
  return [time, ...others].includes('unconfirmed') ? 'unconfirmed' : 'inconclusive';
}

/** Whether what instructions show belongs beside a time that says nothing. */
function isTelling(instructions: Kind): boolean {
  return instructions === 'unconfirmed' || instructions === 'improved' || instructions === 'regressed';
}

function missingFacts({ timing, samples }: VerdictInput): readonly Reason[] {
  const detail = samples.tally.baseline.missingDetail ?? samples.tally.candidate.missingDetail;
  return timing?.time.estimate !== null || detail === null ? [] : [{ kind: 'noFacts', detail }];
}

function failure({ sent, design, samples: { tally } }: VerdictInput): Reason | null {
  const [baseline, candidate] = (['baseline', 'candidate'] as const).map((arm) =>
    isFailing(tally[arm], design) ? failuresOf(tally[arm], sent[arm]) : null,
  );
  if (!baseline && !candidate) return null;
  return { kind: 'failed', arms: { baseline: baseline ?? null, candidate: candidate ?? null } };
}
