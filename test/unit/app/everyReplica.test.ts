import { describe, expect, it } from 'vitest';
import { onEveryReplica } from '../../../src/app/everyReplica.ts';
import { inFreshProcesses } from '../../../src/app/runPlans.ts';
import type { TargetSpec } from '../../../src/model/targetSpec.ts';
import { aPlan } from '../compare/builders.ts';

const remote = (replicas: number): TargetSpec => ({
  ...{ kind: 'remote', name: 'a', url: 'http://a:8123', user: 'default', password: '', allowSetup: false },
  replicas: Array.from({ length: replicas - 1 }, (_, at) => `http://a-${at}:8123`),
});
const plan = aPlan({ minPairs: 5, maxPairs: 20, caseMs: 2000, screeningSessions: 1 });

/** Replicas that the first pairs of a case run on, as `measure` opens its sessions. */
function ranOn({ minPairs, maxPairs, screeningSessions }: typeof plan, replicas: number): readonly number[] {
  const perSession = Math.ceil(maxPairs / screeningSessions);
  return Array.from({ length: minPairs }, (_, round) => Math.floor(round / perSession) % replicas);
}

describe('a plan that measures every replica', () => {
  it('is as ever where each arm is one server, and where time is not judged', () => {
    expect(onEveryReplica(plan, [remote(1), { kind: 'embedded', name: 'embedded:2', nodes: 2 }])).toBe(plan);
    const counters = aPlan({ mode: { kind: 'counters', duet: false } });
    expect(onEveryReplica(counters, [remote(3)])).toBe(counters);
  });

  it.each([2, 3, 5, 7])('has each of %i before the first look, about equally often', (replicas) => {
    const made = onEveryReplica(plan, [remote(1), remote(replicas)]);
    expect(made.caseMs).toBeUndefined();
    expect(made.maxPairs).toBeGreaterThanOrEqual(made.minPairs);
    const counts = Array.from(
      { length: replicas },
      (_, one) => ranOn(made, replicas).filter((each) => each === one).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(2);
  });

  it('leaves a session a pair to servers that are started for each', () => {
    const fresh = inFreshProcesses(plan);
    const servers: TargetSpec = { kind: 'embedded', name: 'embedded:1x2', nodes: 2, replicas: 2 };
    expect(onEveryReplica(fresh, [servers])).toEqual(fresh);
  });
});
