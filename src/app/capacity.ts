import { type ArmTurn, nextTurn } from '../load/capacity/armTurns.ts';
import { decideProbe, lookTimes } from '../load/capacity/probeLook.ts';
import { startSearch } from '../load/capacity/searchState.ts';
import { summarizeTrial } from '../load/summarizeTrial.ts';
import { UserError } from '../model/errors.ts';
import type { OfferedLoad, TrialPlan } from '../model/loadPlan.ts';
import type { TrialReport } from '../model/loadReport.ts';
import type { Trial } from '../model/loadRun.ts';
import { seedFrom } from '../model/random.ts';
import type { Milliseconds } from '../model/units.ts';
import { longEnough } from './loadMatrix.ts';
import { hasScheduling, type LoadOptions, type LoadWork } from './loadWork.ts';
import { type LoadListener, type MeasuredLoad, measureLoad, type NextTrial } from './measureLoad.ts';
import type { MeasuringPorts } from './services.ts';

/** Which rates are searched. */
export interface CapacityRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly maxProbes?: number | undefined;
  readonly precision?: number | undefined;
  readonly probeMs?: Milliseconds | undefined;
  readonly sustainMs?: Milliseconds | undefined;
  readonly warmupMs?: Milliseconds | undefined;
}

/**
 * Searches, for each arm, the highest rate at which every class keeps its promises.
 * @throws UserError usage where no class is offered at a rate, and as `startSearch`
 */
export function capacity(
  work: LoadWork,
  range: CapacityRange,
  how: LoadOptions,
  ports: MeasuringPorts,
  listener: LoadListener,
): Promise<MeasuredLoad> {
  const search = capacitySearch(work, range, how);
  return measureLoad(work, { command: 'capacity', next: search, remembers: true }, how, undefined, ports, listener);
}

type Next = (ran: number, finished: readonly Trial[]) => NextTrial | undefined;

/** The trials of a search. Two arms take turns, so that what changes on a machine meets both. */
export function capacitySearch(work: LoadWork, range: CapacityRange, how: LoadOptions): Next {
  const { classes, offered } = work;
  if (!offered.some(scales))
    throw new UserError(
      'usage',
      'no class is offered at a rate, so that there is no rate to search',
      'Leave `arrival: closed` out of one of the classes, or name fewer with --background.',
    );
  const judged = classes.filter(({ name }) => offered.some(({ of, background }) => of === name && !background));
  const { from, to, maxProbes, precision, probeMs, sustainMs, warmupMs } = range;
  const states = work.arms.map(({ arm }) =>
    startSearch({
      arm,
      classes: judged,
      ...defined({ from, to, maxProbes, precision }),
      times: defined({ probeMs, sustainMs, warmupMs }),
    }),
  );
  const reports = new Map<number, TrialReport>();
  const { shard } = how;
  const reportOf = (trial: Trial): TrialReport => {
    const known =
      reports.get(trial.plan.id) ??
      summarizeTrial(trial, {
        classes,
        cases: work.cases,
        classOf: work.classOf,
        ...(shard === undefined ? {} : { shard }),
      });
    reports.set(trial.plan.id, known);
    return known;
  };
  return (ran, finished) => {
    const turn = nextTurn(states, finished.map(reportOf));
    if (turn.kind === 'done') return undefined;
    const earlier = finished.filter(({ plan }) => plan.arm === turn.arm && plan.purpose.kind === purposeOf(turn.step));
    return trialOf(turn, states[0]?.maxProbes ?? 0, earlier.length, ran, work, how);
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function trialOf(
  { arm, step }: Extract<ArmTurn, { kind: 'trial' }>,
  maxProbes: number,
  earlier: number,
  id: number,
  work: LoadWork,
  how: LoadOptions,
): NextTrial {
  const plan: TrialPlan = {
    ...{ id, arm, seed: seedFrom(how.seed, id), warmupMs: step.warmupMs, durationMs: step.durationMs },
    purpose: { kind: purposeOf(step) },
    offered: atRate(work.offered, step.rate),
  };
  return {
    ...{ plan, place: { at: earlier + 1, most: step.kind === 'probe' ? maxProbes : mostHeld } },
    drainMs: longEnough(work.classes, how.driving.timeoutMs),
    scheduling: hasScheduling(work),
    earlyEnd: {
      looks: lookTimes(plan, work.classes),
      isDecided: (look) => decideProbe({ plan, classes: work.classes, ...look }) === 'stop',
    },
  };
}

/** The rate that was found, and two lower ones where it does not hold. */
const mostHeld = 3;

function purposeOf({ kind }: { readonly kind: 'probe' | 'sustain' }): 'probe' | 'sustained' {
  return kind === 'probe' ? 'probe' : 'sustained';
}

function scales({ arrival, background }: OfferedLoad): boolean {
  return !background && (arrival.kind === 'poisson' || arrival.kind === 'constant');
}

/** The mix stays as it is: each open class has the share of the rate that it was asked to have. */
function atRate(offered: readonly OfferedLoad[], rate: number): readonly OfferedLoad[] {
  const share = ({ arrival }: OfferedLoad): number => ('rate' in arrival ? arrival.rate : 0);
  const all = offered.filter(scales).reduce((sum, one) => sum + share(one), 0);
  return offered.map((one) => {
    if (!scales(one) || !('rate' in one.arrival)) return one;
    return { ...one, arrival: { ...one.arrival, rate: (rate * share(one)) / all } };
  });
}
