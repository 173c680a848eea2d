import { stillOpen } from '../src/compare/timing/adaptiveRule.ts';
import { confirm } from '../src/compare/timing/confirmation.ts';
import { confirmationLooks, screeningLooks } from '../src/compare/timing/looks.ts';
import type { Attempt, CaseSamples } from '../src/compare/timing/pairing.ts';
import { screen } from '../src/compare/timing/screening.ts';
import { type CaseTiming, judgeTiming } from '../src/compare/timing/timing.ts';
import type { RunPlan } from '../src/model/run.ts';
import { SimulatedBench, type World } from './simulatedBench.ts';

/** A simulated run, and what both stages made of it. */
export interface SimulatedRun {
  readonly plan: RunPlan;
  readonly cases: ReadonlyMap<string, CaseSamples>;
  readonly timings: ReadonlyMap<string, CaseTiming>;
  /** Pairs spent, over all cases. */
  readonly pairs: number;
  /** Pairs of every case in one session; those of the first stage, where it has one session. */
  readonly pool: ReadonlyMap<string, readonly Attempt[]>;
  /** Measures these cases again, in a session of its own. */
  readonly rerun: (caseIds: readonly string[], pairs: number) => ReadonlyMap<string, readonly Attempt[]>;
}

/** Runs both stages against simulated costs, with the looks of the real stop rule. */
export function simulate(world: World): SimulatedRun {
  const bench = new SimulatedBench(world);
  const { plan, cases, pool } = bench;
  for (const look of screeningLooks(plan)) {
    const { cases: screened } = screen(cases, plan);
    const open = [...cases.keys()].filter((id) => screened.get(id)?.kind === 'open');
    if (open.length > 0) bench.screen(open, look);
  }
  const screening = screen(cases, plan);
  for (const { roundsPerSession } of confirmationLooks(plan)) {
    const open = [...stillOpen(confirm(cases, screening, plan))];
    for (let fresh = 0; open.length > 0 && fresh < plan.confirmationSessions; fresh++)
      for (const [id, attempts] of bench.session(open, roundsPerSession)) bench.confirm(id, attempts);
  }
  const pairs = [...cases.values()].reduce((sum, one) => sum + one.screening.length + one.confirmation.length, 0);
  const rerun: SimulatedRun['rerun'] = (caseIds, count) => bench.session(caseIds, count);
  return { plan, cases, timings: judgeTiming(cases, plan), pairs, pool, rerun };
}
