import type { Verdict } from '../model/comparison.ts';
import type { Design } from '../model/design.ts';
import type { ArmFacts } from './counters/armValues.ts';
import type { WorkVerdict } from './counters/counters.ts';
import { judgeByWork, leadingCounter, withinText } from './counters/workJudgement.ts';
import { type CaseResult, doubts, heldBack } from './doubts.ts';
import { failureText, isFailing, shortMessage } from './executionFailures.ts';
import { timingText } from './reasons/timingText.ts';
import { workText } from './reasons/workText.ts';
import { cutText } from './timing/cutting.ts';
import { marginOf } from './timing/families.ts';
import type { CaseSamples } from './timing/pairing.ts';
import type { CaseTiming } from './timing/timing.ts';

export interface VerdictInput {
  readonly samples: CaseSamples;
  /** Null when the arms were measured in separate runs. */
  readonly timing: CaseTiming | null;
  readonly untimed: string;
  readonly work: WorkVerdict;
  /** False when tables differ between the arms, so that counters speak of the data. */
  readonly workDecides: boolean;
  readonly result: CaseResult;
  /** Of the executions that count. */
  readonly facts: ArmFacts;
  readonly margin: number;
  readonly design: Design;
  /** As `Run.lost`. */
  readonly lost: string | undefined;
  /** Exact counters alone were asked for. */
  readonly countersOnly: boolean;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
  /** The metric the verdict rests on. */
  readonly restsOn: string;
}

/**
 * Failures first, then results, then cost: time where it proves something, counters where time is silent. Of what was cut,
 * no cost is judged; where both arms were cut, no result either.
 */
export function decideVerdict(input: VerdictInput): Judged {
  const failed = failure(input.samples, input.design);
  const shown = input.countersOnly ? leadingCounter : 'server_time';
  const { baseline, candidate } = input.samples.tally;
  if (failed !== null) return { verdict: 'failed', reason: failed, restsOn: shown };
  if (input.result.kind === 'changed' && (baseline.cut === 0 || candidate.cut === 0)) {
    const reason = `${input.result.text} Costs are shown, but they are no comparison.`;
    return { verdict: 'resultChanged', reason, restsOn: shown };
  }
  const cut = cutText(input.samples);
  if (cut !== '') return { verdict: 'inconclusive', reason: cut, restsOn: shown };
  return heldBack(input.countersOnly ? judgeByWork(input) : decideCost(input), doubts(input));
}

function decideCost(input: VerdictInput): Judged {
  const { timing, work, workDecides, margin, design } = input;
  const time = timing === null ? input.untimed : timingText('Server time', timing.time, margin);
  const cpu = timing === null ? '' : timingText('CPU time', timing.cpu, margin);
  const memory =
    timing === null ? '' : timingText('Peak memory', timing.memory, marginOf('memory', { margin, design }));
  const counters = work.moved.length === 0 ? '' : ` Counters: ${workText(work)}.`;
  const timeKind = timing?.time.kind ?? 'none';
  const cpuKind = timing?.cpu.kind ?? 'none';
  const memoryKind = timing?.memory.kind ?? 'none';
  const judged = (verdict: Verdict, restsOn: string, reason: string): Judged => ({ verdict, reason, restsOn });
  if (timeKind === 'regressed' || timeKind === 'improved') {
    const against = timeKind === 'regressed' ? 'shrank' : 'grew';
    const contrary = work.kind === against ? ' The counters point the other way; proven time decides.' : '';
    return judged(timeKind, 'server_time', `${time}${counters}${contrary}`);
  }
  if (cpuKind === 'regressed') return judged('regressed', 'cpu_time', `${cpu} ${time}${counters}`);
  if (memoryKind === 'regressed') return judged('regressed', 'memory', `${memory} ${time}${counters}`);
  const first = work.moved[0]?.metric ?? 'server_time';
  if (work.kind === 'grew' && workDecides)
    return judged('regressed', first, `It does more work: ${workText(work)}. These counters are exact. ${time}`);
  if (cpuKind === 'improved') return judged('improved', 'cpu_time', `${cpu} ${time}${counters}`);
  const suspectedSlower = timing?.time.confirmation?.suspicion.direction === 1 && timeKind === 'unconfirmed';
  if (memoryKind === 'improved' && !suspectedSlower)
    return judged('improved', 'memory', `${memory} ${time}${counters}`);
  if (work.kind === 'shrank' && workDecides && !suspectedSlower)
    return judged('improved', first, `It does less work: ${workText(work)}. These counters are exact. ${time}`);
  const undecidedCpu = cpuKind === 'unconfirmed' && timeKind !== 'equivalent' ? ` ${cpu}` : '';
  const same = timing === null ? sameWork(input) : '';
  const text = `${same === '' ? '' : `${same} `}${time}${undecidedCpu}${counters}${evidenceText(input)}`;
  return judged(silent(timeKind, cpuKind), 'server_time', text);
}

/** What is known of a case whose time is not judged, where that is that nothing else changed; it says nothing of time. */
export function sameWork({
  work,
  workDecides,
  result,
  margin,
}: Pick<VerdictInput, 'work' | 'workDecides' | 'result' | 'margin'>): string {
  if (work.kind !== 'same' || work.varying.length > 0 || !workDecides || result.kind !== 'same') return '';
  return `Results are the same, and all counters of work are exact and ${withinText({ work, margin })}.`;
}

function silent(time: CaseTiming['time']['kind'], cpu: CaseTiming['time']['kind']): Verdict {
  if (time === 'equivalent') return 'equivalent';
  return time === 'unconfirmed' || cpu === 'unconfirmed' ? 'unconfirmed' : 'inconclusive';
}

function evidenceText({ timing, samples }: VerdictInput): string {
  const detail = samples.tally.baseline.missingDetail ?? samples.tally.candidate.missingDetail;
  if (timing?.time.estimate !== null || detail === null) return '';
  return ` The server's log holds no facts (${shortMessage(detail)}).`;
}

function failure({ tally }: CaseSamples, design: Design): string | null {
  const baseline = isFailing(tally.baseline, design) ? failureText(tally.baseline) : null;
  const candidate = isFailing(tally.candidate, design) ? failureText(tally.candidate) : null;
  if (baseline !== null && baseline === candidate) return `Both arms failed: ${baseline}`;
  if (baseline !== null && candidate !== null) return `Both arms failed. Baseline: ${baseline} Candidate: ${candidate}`;
  if (candidate !== null) return `The candidate failed, the baseline did not: ${candidate}`;
  return baseline === null ? null : `The baseline failed, the candidate did not: ${baseline}`;
}
