import { UserError } from '../model/errors.ts';
import type { LoadClass } from '../model/loadClass.ts';
import type { OfferedLoad, TrialPlan } from '../model/loadPlan.ts';
import { seedFrom } from '../model/random.ts';
import type { Milliseconds } from '../model/units.ts';
import { hasScheduling, type LoadOptions, type LoadWork } from './loadWork.ts';
import { type LoadListener, type MeasuredLoad, measureLoad, type NextTrial } from './measureLoad.ts';
import { needsTimes } from './recordedTimes.ts';
import type { MeasuringPorts } from './services.ts';

const usualCellMs: Milliseconds = 15_000;
/** More cells than this take longer than anybody waits. */
const mostCells = 60;

/**
 * The trials of a matrix: each class alone, and beside each other class, with the server's scheduling and without, where the workload has one.
 * @throws UserError usage where there is one class, and where there are too many
 */
export function matrixTrials(work: LoadWork, how: LoadOptions): readonly TrialPlan[] {
  const { classes, offered } = work;
  if (classes.length < 2)
    throw new UserError(
      'usage',
      'a matrix shows what classes do to each other, and the workload has one',
      'Give workload.yaml `classes`, or leave --matrix out.',
    );
  if (needsTimes(offered))
    throw new UserError('usage', 'a matrix offers rates and users, no recorded times', 'Give --rate or --users.');
  const schedulings = hasScheduling(work) ? [true, false] : [false];
  const cells = schedulings.flatMap((scheduling) =>
    classes.flatMap(({ name: measured }) =>
      [undefined, ...classes.filter(({ name }) => name !== measured)].map((beside) => ({
        ...{ measured, scheduling, beside: beside === undefined ? [] : [beside.name] },
      })),
    ),
  );
  if (cells.length > mostCells)
    throw new UserError(
      'usage',
      `the matrix of ${classes.length} classes has ${cells.length} cells, and ${mostCells} are the most`,
      'Leave classes out with --filter.',
    );
  return cells.map(
    (cell, id): TrialPlan => ({
      ...{ id, arm: 'baseline', purpose: { kind: 'cell', ...cell }, seed: seedFrom(how.seed, cell.measured) },
      offered: [cell.measured, ...cell.beside].flatMap((name) => offeredTo(name, name !== cell.measured, offered)),
      warmupMs: how.warmupMs,
      durationMs: how.durationMs ?? usualCellMs,
    }),
  );
}

function offeredTo(name: string, background: boolean, offered: readonly OfferedLoad[]): readonly OfferedLoad[] {
  return offered.filter(({ of }) => of === name).map((one) => ({ ...one, background }));
}

/** Measures each class alone and beside the others. */
export function loadMatrix(
  work: LoadWork,
  how: LoadOptions,
  ports: MeasuringPorts,
  listener: LoadListener,
): Promise<MeasuredLoad> {
  const plans = matrixTrials(work, how);
  const trials = plans.map(
    (plan, index): NextTrial => ({
      ...{ plan, place: { at: index + 1, most: plans.length } },
      drainMs: longEnough(work.classes, how.driving.timeoutMs),
      scheduling: plan.purpose.kind === 'cell' && plan.purpose.scheduling,
    }),
  );
  const asked = { command: 'matrix', next: (ran: number) => trials[ran], remembers: false } as const;
  return measureLoad(work, asked, how, undefined, ports, listener);
}

const beyondPromiseMs: Milliseconds = 1000;
const withoutPromiseMs: Milliseconds = 10_000;

/** Whoever has not been answered after all promises has missed them, whenever the answer comes. */
export function longEnough(classes: readonly LoadClass[], timeoutMs: Milliseconds): Milliseconds {
  const limits = classes.map(({ slo }) => Math.max(0, ...(slo?.latency ?? []).map(({ mostMs }) => mostMs)));
  return Math.min(timeoutMs, Math.max(...limits, withoutPromiseMs) + beyondPromiseMs);
}
