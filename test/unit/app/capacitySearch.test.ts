import { expect, it } from 'vitest';
import { capacitySearch } from '../../../src/app/capacity.ts';
import type { LoadOptions, LoadWork } from '../../../src/app/loadWork.ts';
import type { NextTrial } from '../../../src/app/measureLoad.ts';
import type { TrialPlan } from '../../../src/model/loadPlan.ts';
import type { Trial } from '../../../src/model/loadRun.ts';
import type { TrialLook } from '../../../src/runner/load/trialLook.ts';
import { type SimulatedRequest, simulatedTrial, simulateQueue } from '../../support/queueSimulation.ts';
import { online } from '../../support/searchedTrials.ts';

const offered = [{ of: 'online', arrival: { kind: 'constant', rate: 1 }, background: false }] as const;

const work: LoadWork = {
  arms: [{ arm: 'baseline', settings: {}, workload: { cases: [] } }] as unknown as LoadWork['arms'],
  ...{ cases: [], classes: [online], classOf: {}, offered, remarks: [] },
};
const how = { seed: 1, driving: { workers: 1, maxInFlight: 1000, timeoutMs: 60_000 } } as LoadOptions;

/** Evenly sent requests on four slots, each of which they take for 100 ms. */
function served({ offered: [one], warmupMs, durationMs }: TrialPlan): readonly SimulatedRequest[] {
  const rate = one !== undefined && 'rate' in one.arrival ? one.arrival.rate : 0;
  const count = Math.floor(((warmupMs + durationMs) * rate) / 1000);
  const arrivals = Array.from({ length: count }, (_, i) => ({ of: 'online', at: (1000 * i) / rate }));
  return simulateQueue({ arrivals, servers: 4, serviceMs: () => 100 });
}

function lookAt(plan: TrialPlan, requests: readonly SimulatedRequest[], atMs: number): TrialLook {
  const sent = requests.filter(({ at }) => at < atMs);
  const pending = sent.filter(({ done }) => done > atMs);
  const { tallies } = simulatedTrial(
    plan,
    sent.filter(({ done }) => done <= atMs),
  );
  return { tallies, pending: pending.map(({ of, at }) => ({ of, second: Math.floor(at / 1000), count: 1 })), atMs };
}

function endsEarly({ plan, earlyEnd }: NextTrial): boolean {
  const requests = served(plan);
  return (earlyEnd?.looks ?? []).some((atMs) => earlyEnd?.isDecided(lookAt(plan, requests, atMs)) === true);
}

it('holds the rate that it found for all of the time that was asked for, while its probes end once they are decided', () => {
  const next = capacitySearch(work, { from: 10, to: 100, sustainMs: 120_000 }, how);
  const finished: Trial[] = [];
  const asked: NextTrial[] = [];
  for (let one = next(0, []); one !== undefined; one = next(asked.length, finished)) {
    asked.push(one);
    finished.push(simulatedTrial(one.plan, served(one.plan)));
  }
  const held = asked.filter(({ plan }) => plan.purpose.kind === 'sustained');
  expect(held.map(({ plan }) => plan.durationMs)).toEqual([120_000]);
  expect(held.map(({ earlyEnd }) => earlyEnd?.looks.length)).toEqual([4]);
  expect(held.map(endsEarly)).toEqual([false]);
  expect(asked.some((one) => one.plan.purpose.kind === 'probe' && endsEarly(one))).toBe(true);
});
