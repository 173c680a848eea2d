import type { Environment } from '../../src/model/environment.ts';
import type { LoadHeader, TrialPlan } from '../../src/model/loadPlan.ts';
import type { Counts, LoadRequest, LoadRun, LoadTally, TrialEnd } from '../../src/model/loadRun.ts';

export const loadEnvironment: Environment = {
  target: 'embedded',
  serverVersion: '26.7.1.1',
  serverBuild: 'abc',
  serverHost: 'host',
  serverCores: 2,
  serverMemoryBytes: null,
  serverUptimeSeconds: 12,
  serverHosts: 1,
  changedSettings: { max_threads: '1' },
  clientPlatform: 'linux x64',
  clientNode: 'v20.19.0',
  clientCpu: 'some',
  clientCores: 2,
  hogbenchVersion: '0.1.0',
  dataset: [{ database: 'default', table: 'events', engine: 'MergeTree', parts: 3, rows: 10, bytes: 100 }],
};

const caseOf = (caseId: string, kind: string): LoadHeader['cases'][number] => ({
  caseId,
  arm: 'baseline',
  name: caseId,
  description: '',
  sql: "SELECT 'ä\n'",
  params: { list: [1, ['x', null, true]] },
  settings: {},
  tags: { workload: kind },
  weight: 1,
  place: `${caseId}.sql:1:1`,
});

/** A load of two classes: `online` has promises, `batch` is there to disturb. */
export function loadHeaderOf(change: Partial<LoadHeader> = {}): LoadHeader {
  return {
    id: 'load-1',
    startedAt: 1_790_000_000_000,
    command: 'load',
    seed: 7,
    arms: [{ arm: 'baseline', workload: 'w', environment: loadEnvironment }],
    cases: [caseOf('quick', 'ONLINE'), caseOf('long', 'OFFLINE')],
    classes: [
      {
        name: 'online',
        match: { workload: ['ONLINE'] },
        slo: { latency: [{ share: 0.95, mostMs: 100 }], errors: 0.01 },
        settings: { workload: 'online' },
      },
      { name: 'batch', match: { workload: ['OFFLINE'] }, settings: {}, arrival: 'closed', users: 2, thinkMs: 0 },
    ],
    classOf: { quick: 'online', long: 'batch' },
    driving: { workers: 1, maxInFlight: 100, timeoutMs: 10_000 },
    sampleSize: 100,
    ...change,
  };
}

export function trialPlanOf(change: Partial<TrialPlan> = {}): TrialPlan {
  return {
    id: 0,
    arm: 'baseline',
    purpose: { kind: 'load' },
    offered: [
      { of: 'online', arrival: { kind: 'poisson', rate: 20 }, background: false },
      { of: 'batch', arrival: { kind: 'closed', users: 2, thinkMs: 0 }, background: true },
    ],
    seed: 7,
    warmupMs: 2000,
    durationMs: 30_000,
    ...change,
  };
}

/** A second of `online` in which so many requests were answered after `us`, and `refused` ones were not. */
export function tallyOf(second: number, change: Partial<LoadTally> = {}): LoadTally {
  const latency: Counts = [
    [5000, 18],
    [20_000, 2],
  ];
  const online = { offered: 20, outcomes: { completed: 20 }, latency, failedAfter: [], done: 20 };
  return { trial: 0, of: 'online', second, ...online, lag: [[50, 20]], held: [[0, 20]], ...change };
}

/** One request of `batch` that was answered. */
const disturbance = tallyOf(6, {
  ...{ of: 'batch', offered: 1, outcomes: { completed: 1 }, latency: [[900_000, 1]], done: 1 },
  ...{ lag: [[0, 1]], held: [[0, 1]] },
});

export function requestOf(seq: number, change: Partial<LoadRequest> = {}): LoadRequest {
  const intended = seq * 50 + 0.25;
  return {
    seq,
    of: 'online',
    caseId: 'quick',
    intended,
    sent: intended + 0.1,
    firstByte: intended + 4.5,
    done: intended + 5,
    outcome: { kind: 'completed' },
    queryId: `q-${seq}`,
    ...change,
  };
}

export function trialEndOf(change: Partial<TrialEnd> = {}): TrialEnd {
  return {
    trial: 0,
    startedAt: 1_790_000_001_000,
    sentForMs: 32_000,
    ended: { kind: 'complete' },
    leftRunning: 0,
    silent: [],
    ...change,
  };
}

/** A whole load in which `online` keeps its promise. */
export function loadRunOf(change: Partial<LoadRun> = {}): LoadRun {
  const seconds = Array.from({ length: 32 }, (_, second) => second);
  // a request of one schedule is in one part alone
  const from = ((change.shard?.index ?? 1) - 1) * 1000;
  return {
    ...loadHeaderOf(),
    trials: [
      {
        plan: trialPlanOf(),
        tallies: seconds.flatMap((second) => [
          tallyOf(second),
          ...(second === disturbance.second ? [disturbance] : []),
        ]),
        requests: [3, 8].map((seq) => ({ ...requestOf(seq), seq: from + seq })),
        end: trialEndOf(),
      },
    ],
    notices: [],
    status: { kind: 'complete' },
    ...change,
  };
}
