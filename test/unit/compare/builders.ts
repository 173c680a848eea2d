import type { DigestReading } from '../../../src/model/answer.ts';
import type { ArmCase, ArmDescription } from '../../../src/model/arm.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { Environment } from '../../../src/model/environment.ts';
import type { Run, RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { eventCounts, type ServerFacts } from '../../../src/model/serverFacts.ts';

export function aPlan(part: Partial<RunPlan> = {}): RunPlan {
  return {
    seed: 1,
    arms: ['baseline', 'candidate'],
    caseIds: ['a'],
    screeningSessions: 1,
    confirmationSessions: 4,
    minPairs: 5,
    maxPairs: 20,
    warmups: 1,
    concurrency: 1,
    timeoutMs: 60_000,
    margin: 0.05,
    design: currentDesign,
    mode: { kind: 'paired' },
    ...part,
  };
}

/** Server facts in which events are given by name. */
export type SomeFacts = Partial<Omit<ServerFacts, 'events'>> & { readonly events?: Readonly<Record<string, number>> };

export function facts({ events = {}, ...part }: SomeFacts = {}): ServerFacts {
  return {
    kind: 'facts',
    durationUs: 10_000,
    readRows: 1000,
    readBytes: 8000,
    resultRows: 1,
    resultBytes: 8,
    memoryBytes: 1_000_000,
    exceptionCode: 0,
    logRows: 1,
    ...part,
    events: eventCounts({ Query: 1, ...events }),
  };
}

export function aSample(part: Partial<Sample> = {}): Sample {
  return {
    seq: 0,
    caseId: 'a',
    arm: 'baseline',
    stage: 'screening',
    session: 0,
    round: 0,
    position: 0,
    queryId: `q${part.seq ?? 0}`,
    startedAt: 1000,
    outcome: { kind: 'completed', clientMs: 12 },
    evidence: facts(),
    ...part,
  };
}

export function anEnvironment(part: Partial<Environment> = {}): Environment {
  return {
    target: 'embedded',
    serverVersion: '26.7.1',
    serverBuild: 'abc',
    serverHost: 'host-a',
    serverCores: 2,
    serverMemoryBytes: 8_000_000_000,
    serverUptimeSeconds: 10,
    serverHosts: 1,
    changedSettings: {},
    clientPlatform: 'linux',
    clientNode: 'v20.20.0',
    clientCpu: 'a cpu',
    clientCores: 2,
    hogbenchVersion: '0.1.0',
    dataset: [],
    ...part,
  };
}

export function anArm(arm: 'baseline' | 'candidate', environment: Partial<Environment> = {}): ArmDescription {
  return { arm, workload: 'w', environment: anEnvironment(environment) };
}

export function anArmCase(part: Partial<ArmCase> = {}): ArmCase {
  return {
    caseId: 'a',
    arm: 'baseline',
    name: 'a',
    description: '',
    sql: 'SELECT 1',
    params: {},
    settings: {},
    tags: {},
    weight: 1,
    place: 'a.sql:1:1',
    ...part,
  };
}

/** Two readings of each case in each arm, all alike. */
export function sameDigests({ arms, caseIds }: Pick<RunPlan, 'arms' | 'caseIds'>): readonly DigestReading[] {
  const digest = { kind: 'digest', rows: '3', checksum: '7' } as const;
  return caseIds.flatMap((caseId) =>
    arms.flatMap((arm) => [0, 1].map((attempt) => ({ caseId, arm, attempt, digest }))),
  );
}

/** A finished run of the plan's cases, each in both arms unless `cases` says otherwise. */
export function aRun(part: Partial<Run> = {}): Run {
  const plan = part.plan ?? aPlan();
  return {
    id: 'r1',
    startedAt: 1_700_000_000_000,
    plan,
    arms: plan.arms.map((arm) => anArm(arm)),
    cases: plan.caseIds.flatMap((caseId) => plan.arms.map((arm) => anArmCase({ caseId, name: caseId, arm }))),
    samples: [],
    digests: sameDigests(plan),
    notices: [],
    status: { kind: 'complete' },
    ...part,
  };
}
