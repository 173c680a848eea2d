import type { Capacity, LoadFault, LoadReport, LoadVerdict, TrialReport } from '../model/loadReport.ts';
import { notAsMeant } from '../model/notAsMeant.ts';
import { unjudged } from './unjudged.ts';

/** As much of a report as its verdict is made of. */
export type VerdictOf = Pick<LoadReport, 'command' | 'trials' | 'capacity' | 'status' | 'lost' | 'shard' | 'notices'>;

/**
 * What a file of load comes to, worst first: what is not whole proves nothing, nor does what is at fault; then promises that are missed,
 * then those of which nobody can tell. `kept` needs every promise proved, and `told` that there is none.
 */
export function loadVerdict(report: VerdictOf): LoadVerdict {
  const incomplete = whyIncomplete(report);
  if (incomplete.length > 0) return { kind: 'incomplete', reasons: incomplete };
  const verdict =
    report.command === 'capacity'
      ? capacityVerdict(report.capacity ?? [], report.trials)
      : trialsVerdict(report.trials);
  const other = notAsMeant(report.notices);
  if (other.length === 0 || (verdict.kind !== 'kept' && verdict.kind !== 'undecided')) return verdict;
  return { kind: 'undecided', reasons: [...other, ...verdict.reasons] };
}

function whyIncomplete({ command, trials, capacity, status, lost, shard }: VerdictOf): readonly string[] {
  const reasons: string[] = [];
  if (lost !== undefined) reasons.push(lost);
  if (status.kind === 'interrupted') reasons.push('the run was interrupted');
  if (status.kind === 'incomplete') reasons.push(status.reason);
  if (trials.length === 0) reasons.push('no load was sent');
  if (command === 'capacity' && (capacity ?? []).length === 0) reasons.push('no capacity was found');
  if (shard !== undefined) reasons.push(`this is part ${shard.index} of ${shard.of}: merge judges them together`);
  return reasons;
}

function trialsVerdict(trials: readonly TrialReport[]): LoadVerdict {
  const named = (trial: TrialReport, text: string): string =>
    trials.length === 1 ? text : `trial ${trial.plan.id + 1}: ${text}`;
  const faults = trials.flatMap((trial) => trial.faults.map((fault) => named(trial, faultText(fault))));
  if (faults.length > 0) return { kind: 'invalid', reasons: faults };
  const open = trials.flatMap((trial) => unjudged(trial).map((text) => named(trial, text)));
  const promising = trials.filter(({ classes }) => classes.some(({ verdict }) => verdict !== undefined));
  if (promising.length === 0 && open.length === 0)
    return { kind: 'told', reasons: ['nothing is promised, so nothing is judged'] };
  const of = (kind: TrialReport['verdict']) => promising.filter(({ verdict }) => verdict === kind);
  const missed = of('missed').flatMap((trial) => classReasons(trial, 'missed').map((text) => named(trial, text)));
  const undecided = [
    ...of('undecided').flatMap((trial) => undecidedReasons(trial).map((text) => named(trial, text))),
    ...of('missed').flatMap((trial) => classReasons(trial, 'undecided').map((text) => named(trial, text))),
    ...open,
  ];
  if (missed.length > 0) return { kind: 'missed', reasons: [...missed, ...undecided] };
  if (undecided.length > 0) return { kind: 'undecided', reasons: undecided };
  return { kind: 'kept', reasons: [] };
}

function capacityVerdict(capacities: readonly Capacity[], trials: readonly TrialReport[]): LoadVerdict {
  const named = ({ arm }: Capacity, text: string): string => (capacities.length === 1 ? text : `${arm}: ${text}`);
  const faults = capacities.flatMap((one) => one.faults.map((fault) => named(one, faultText(fault))));
  if (faults.length > 0) return { kind: 'invalid', reasons: faults };
  const none = capacities.filter(({ rate }) => rate === 0);
  if (none.length > 0)
    return { kind: 'missed', reasons: none.map((one) => named(one, 'no rate that was tried keeps every promise')) };
  const open = capacities.flatMap((one) => notHeld(one, trials).map((text) => named(one, text)));
  return open.length === 0 ? { kind: 'kept', reasons: [] } : { kind: 'undecided', reasons: open };
}

/** Why a capacity is not held, though rates were kept; empty: it is. */
function notHeld({ sustained }: Capacity, trials: readonly TrialReport[]): readonly string[] {
  if (sustained === undefined) return ['its rate was not held in a run of its own'];
  const held = trials.filter(({ plan }) => plan.id === sustained.trial);
  const open = held.flatMap(unjudged);
  if (open.length > 0) return open;
  return sustained.verdict === 'kept' ? [] : ['its rate did not hold in a run of its own'];
}

/** Shares of fewer seconds prove nothing kept: see `estimateShare`. */
const leastJudgedMs = 5000;

function undecidedReasons(trial: TrialReport): readonly string[] {
  const reasons = classReasons(trial, 'undecided');
  const { kind, of, closed } = trial.steady;
  if (closed === true && trial.plan.durationMs < leastJudgedMs)
    return [
      ...reasons,
      `${seconds(trial.plan.durationMs)} are too short: five seconds at least tell how requests depend on each other`,
    ];
  if (kind === 'steady') return reasons;
  const backlog = of === undefined ? 'the backlog' : `the backlog of ${of}`;
  const text =
    kind === 'growing'
      ? `${backlog} grows, so that no promise is kept for long`
      : `it was too short to tell whether ${backlog} grows`;
  return [...reasons, text];
}

function classReasons({ classes }: TrialReport, kind: TrialReport['verdict']): readonly string[] {
  return classes.flatMap(({ name, latencyPromises, errorPromise }) => {
    const verb = kind === 'missed' ? 'misses' : 'may or may not keep';
    const latency = latencyPromises.filter(({ verdict }) => verdict === kind);
    const texts = latency.map(
      ({ share, mostMs, over }) =>
        `${name} ${verb} p${percent(share)} within ${seconds(mostMs)}: ${percent(over.value)}% took longer or failed, ${percent(1 - share)}% may`,
    );
    if (errorPromise?.verdict !== kind) return texts;
    const { share, most } = errorPromise;
    return [...texts, `${name} ${verb} errors within ${percent(most)}%: ${percent(share.value)}% failed`];
  });
}

function faultText({ what, fix }: LoadFault): string {
  return `${what}; ${fix}`;
}

function percent(share: number): string {
  return String(Number((share * 100).toPrecision(4)));
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(4))} ms` : `${Number((ms / 1000).toPrecision(4))} s`;
}
