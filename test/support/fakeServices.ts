import type { Bench, BenchRequest, Judgement, JudgeRequest, Services } from '../../src/app/services.ts';
import type { TrafficLog } from '../../src/app/trafficLog.ts';
import { serverRefusals } from '../../src/clickhouse/http/refusals.ts';
import type { Digest, ResultRows } from '../../src/model/answer.ts';
import type { Environment } from '../../src/model/environment.ts';
import { UserError } from '../../src/model/errors.ts';
import type { Explanation, ProcessorTime } from '../../src/model/explanation.ts';
import { seededRandom, seedFrom } from '../../src/model/random.ts';
import type { Outcome } from '../../src/model/sample.ts';
import type { ReferenceReading, StatementFault } from '../../src/model/serverAnswers.ts';
import { type Evidence, eventCounts } from '../../src/model/serverFacts.ts';
import type { ServerState } from '../../src/model/serverState.ts';
import type { TargetSpec } from '../../src/model/targetSpec.ts';
import { baseLine } from '../../src/revisions/baseLine.ts';
import { containedCommits } from '../../src/revisions/containedCommits.ts';
import { layOutBase } from '../../src/revisions/layOutBase.ts';
import { ownRevision } from '../../src/revisions/ownRevision.ts';
import type { Execution, Executor, SampleRequest } from '../../src/runner/executor.ts';
import type { Target } from '../../src/runner/target.ts';
import { type FakeLoaded, fakeLoadBench } from './fakeLoad.ts';
import { fakeLog } from './fakeTraffic.ts';
import { memoryArchive } from './memoryArchive.ts';

/** How a case behaves in an arm. Everything has a quiet default. */
export interface Behaviour {
  readonly ms?: number;
  readonly readRows?: number;
  readonly marks?: number;
  readonly checksum?: string;
  /** How many rows its result has; 10 unless told. */
  readonly rowCount?: string;
  /** Its result, where not ten rows, the last of which holds `checksum`; a message makes the reading fail. */
  readonly rows?: Partial<ResultRows> | string;
  /** Reading its result fails with this message, though the server goes on answering. */
  readonly digestFails?: string;
  readonly outcome?: Outcome;
  readonly evidence?: Evidence;
  /** What EXPLAIN says, where not that the sort key leaves `marks` of 120 granules over; a message makes it fail. */
  readonly plan?: Explanation | string;
  readonly processors?: readonly ProcessorTime[];
}

export type Script = (caseId: string, arm: string, execution: number) => Behaviour;

export interface FakeOptions {
  readonly script?: Script;
  /** Called before each measured pair; may abort or break things. */
  readonly onBatch?: (batches: number) => void;
  readonly alive?: () => boolean;
  /** Rows of the only table of an arm; 1,000 unless told. */
  readonly rows?: (arm: string) => number;
  /** What tells the server of an arm apart, and that it tells its state; absent: it does neither. */
  readonly serverId?: (arm: string) => string;
  /** What a server says of itself, where not the usual. */
  readonly environment?: (arm: string) => Partial<Environment>;
  /** Servers that list no table. */
  readonly hidesTables?: boolean;
  /** What differs from a quiet state at a reading of an arm's server, counted from 0. */
  readonly state?: (arm: string, reading: number) => Partial<ServerState>;
  /** The tables that the log tells of an execution, where not the only one; undefined: it tells nothing. */
  readonly tablesRead?: (arm: string) => readonly string[] | undefined;
  /** Why a node of the server ended. */
  readonly lost?: () => string | undefined;
  /** Whether a question that reads nothing is answered; absent: it meets the refusal of the statement. */
  readonly takesQuestions?: () => boolean;
  /** The server refuses to be described, as it does with a setting it does not know. */
  readonly refuses?: string;
  /** What a server says of a statement that it will not run. */
  readonly faults?: (request: SampleRequest) => StatementFault | undefined;
  /** What a server says to lint; absent: there is no embedded server. */
  readonly judges?: (request: JudgeRequest, target: string) => Judgement;
  /** What a short query shows that doctor executes in pairs; absent: that it is refused. */
  readonly reference?: ReferenceReading;
  /** What a server that is loaded is like. */
  readonly loaded?: FakeLoaded;
  /** Parts of the log of production that differ from the usual. */
  readonly log?: Partial<TrafficLog>;
}

/** Servers without a server: deterministic times with 2% noise, and a log that holds every execution. */
export function fakeServices(options: FakeOptions = {}): Services & { readonly requests: SampleRequest[] } {
  const requests: SampleRequest[] = [];
  return {
    requests,
    openBench: async (request) => openFake(request, options, requests),
    openLoadBench: async (request) => fakeLoadBench(await openFake(request, options, requests), options.loaded),
    examine: async () => [
      {
        checks: [
          { name: 'server', state: 'ok', detail: 'ClickHouse 26.7.1.1 on fake-host' },
          {
            name: 'query_log',
            state: 'missing',
            detail: 'this user may not read system.query_log',
            fix: 'GRANT SELECT ON system.query_log TO <user>',
          },
        ],
        reference: options.reference ?? { kind: 'refused', why: 'a fake has no clock' },
      },
    ],
    judge: async (target, request) => options.judges?.(request, target.name),
    layOutBase,
    ownRevision,
    baseLine,
    containedCommits,
    startLocal: async () => ({ description: 'a fake server\n', failure: new Promise(() => {}), stop: async () => {} }),
    openTables: async () => memoryArchive(),
    openLog: fakeLog(options.log),
  };
}

function openFake(request: BenchRequest, options: FakeOptions, requests: SampleRequest[]): Bench {
  const log = new Map<string, Evidence>();
  const counts = new Map<string, number>();
  let batches = 0;
  let clock = 0;
  const behaviourOf = (one: SampleRequest): Behaviour => {
    const key = `${caseOf(one)} ${one.arm}`;
    const execution = counts.get(key) ?? 0;
    counts.set(key, execution + 1);
    return options.script?.(caseOf(one), one.arm, execution) ?? {};
  };
  const executor: Executor = {
    async execute(batch, signal) {
      if (purposeOf(batch[0]) !== 'warmup') options.onBatch?.(batches++);
      return batch.map((one): Execution => {
        requests.push(one);
        if (signal.aborted)
          return { queryId: one.queryId, startedAt: clock, outcome: { kind: 'skipped', reason: 'interrupted' } };
        const behaviour = behaviourOf(one);
        const noise = seededRandom(seedFrom(caseOf(one), one.arm, counts.get(`${caseOf(one)} ${one.arm}`) ?? 0));
        const ms = (behaviour.ms ?? 40) * (1 + 0.02 * (noise() - 0.5));
        log.set(one.queryId, behaviour.evidence ?? factsOf(behaviour, ms));
        clock += Math.ceil(ms);
        return {
          queryId: one.queryId,
          startedAt: clock,
          outcome: behaviour.outcome ?? { kind: 'completed', clientMs: ms + 1 },
        };
      });
    },
    reconnect: async () => {},
    close: async () => {},
  };
  const targets = request.arms.map((one) => [one.arm, fakeTarget(one, log, options, requests)] as const);
  return { executor, targets: Object.fromEntries(targets), close: async () => {} };
}

function factsOf(behaviour: Behaviour, ms: number): Evidence {
  const readRows = behaviour.readRows ?? 100_000;
  return {
    kind: 'facts',
    durationUs: Math.round(ms * 1000),
    readRows,
    readBytes: readRows * 8,
    resultRows: 10,
    resultBytes: 100,
    memoryBytes: 4_000_000,
    exceptionCode: 0,
    logRows: 1,
    events: eventCounts({
      SelectedMarks: behaviour.marks ?? fewMarks,
      OSCPUVirtualTimeMicroseconds: Math.round(ms * 900),
    }),
  };
}

/** What a server selects that uses all of its key. */
const fewMarks = 12;

/** The more is selected, the less of the sort key is used. */
function fakePlan(marks: number): Explanation {
  const [before, after] = [{ 'Initial Granules': 120 }, { 'Selected Granules': marks }];
  const keys = ['customer', ...(marks > fewMarks ? [] : ['toDate(at)'])];
  const key = { Type: 'PrimaryKey', Keys: keys, Condition: keys.join(), ...before, ...after };
  const read = { 'Node Type': 'ReadFromMergeTree', Description: 'default.orders', Granules: marks, Indexes: [key] };
  const plan = JSON.stringify([{ Plan: { 'Node Type': 'Aggregating', Plans: [read] } }]);
  const estimate = [{ database: 'default', table: 'orders', parts: 3, rows: marks * 8192, marks }];
  return { kind: 'explained', form: 'json', plan, pipeline: '(Aggregating)\n  AggregatingTransform × 2', estimate };
}

function fakeRows(last: string): ResultRows {
  const lines = Array.from({ length: 10 }, (_, row) =>
    JSON.stringify([`2026-01-${String(row + 1).padStart(2, '0')}`, `customer ${row}`, row < 9 ? String(row) : last]),
  );
  const columns = [
    { name: 'day', type: 'Date' },
    { name: 'who', type: 'String' },
    { name: 'total', type: 'UInt64' },
  ];
  return { kind: 'rows', columns, lines, cutBy: null };
}

function fakeTarget(
  { arm, target: spec }: BenchRequest['arms'][number],
  log: ReadonlyMap<string, Evidence>,
  options: FakeOptions,
  requests: SampleRequest[],
): Target {
  const { name } = spec;
  return {
    name,
    refusals: serverRefusals,
    async describe() {
      if (options.refuses !== undefined) throw new UserError('usage', options.refuses, 'Correct it.');
      const listed = options.hidesTables === true ? [] : fakeEnvironment.dataset;
      const dataset = listed.map((one) => ({ ...one, rows: options.rows?.(arm) ?? one.rows }));
      const told = options.serverId === undefined ? {} : { serverId: options.serverId(arm) };
      const asked = { ...told, ...replicasOf(spec, options, arm), ...options.environment?.(arm) };
      return { ...fakeEnvironment, dataset, target: name, ...asked };
    },
    faults: async (asked) => asked.map((one) => options.faults?.(one)),
    collect: async (ids) =>
      new Map(ids.map((id) => [id, log.get(id) ?? { kind: 'missing', cause: 'unknown', detail: 'never executed' }])),
    async digest(request): Promise<Digest> {
      const { checksum, rowCount, digestFails } = options.script?.(caseOf(request), request.arm, -1) ?? {};
      if (digestFails !== undefined) throw new Error(digestFails);
      return { kind: 'digest', rows: rowCount ?? '10', checksum: checksum ?? '123456789' };
    },
    async rows(request) {
      const { rows, checksum } = options.script?.(caseOf(request), request.arm, -1) ?? {};
      if (typeof rows === 'string') throw new Error(rows);
      requests.push(request);
      return { ...fakeRows(checksum ?? '123456789'), ...rows };
    },
    async explain(request): Promise<Explanation> {
      const behaviour = options.script?.(caseOf(request), request.arm, -1) ?? {};
      if (typeof behaviour.plan === 'string') throw new Error(behaviour.plan);
      return behaviour.plan ?? fakePlan(behaviour.marks ?? fewMarks);
    },
    profile: async (request) => options.script?.(caseOf(request), request.arm, -1)?.processors,
    ...(options.serverId === undefined ? {} : { state: stateOf(arm, options) }),
    restart: async () => {},
    isAlive: async () => options.alive?.() ?? true,
    lost: () => options.lost?.(),
    takesQuestions: async () => options.takesQuestions?.() ?? false,
    close: async () => {},
  };
}

/** A server that is quiet, and shows the only table. */
function stateOf(arm: string, { state, tablesRead, rows }: FakeOptions): NonNullable<Target['state']> {
  let readings = 0;
  const work = { merges: 0, mutations: 0, parts: 3, mostParts: 3, rows: rows?.(arm) ?? 1000, bytes: 50_000 };
  return {
    tablesRead: async (ids) => {
      const tables = tablesRead === undefined ? [onlyTable] : tablesRead(arm);
      return new Map(tables === undefined ? [] : ids.map((id) => [id, tables] as const));
    },
    read: async () => ({
      ...{ merges: 0, mutations: 0, foreignQueries: 0, tables: [{ table: onlyTable, ...work }] },
      ...state?.(arm, readings++),
    }),
  };
}

const onlyTable = 'default.events';

/** The first is the server that tells of itself. */
function replicasOf(spec: TargetSpec, { serverId }: FakeOptions, arm: string): Pick<Environment, 'replicas'> {
  if (spec.kind !== 'remote' || spec.replicas.length === 0) return {};
  const urls = [spec.url, ...spec.replicas];
  return {
    replicas: urls.map((url, at) => ({
      ...{ url, host: new URL(url).hostname, version: '26.7.1.1', rows: {} },
      ...(serverId === undefined ? {} : { serverId: at === 0 ? serverId(arm) : `${serverId(arm)} ${at}` }),
    })),
  };
}

const fakeEnvironment: Environment = {
  target: 'fake',
  serverVersion: '26.7.1.1',
  serverBuild: 'abc',
  serverHost: 'fake-host',
  serverCores: 4,
  serverMemoryBytes: 8_000_000_000,
  serverUptimeSeconds: 60,
  serverHosts: 1,
  changedSettings: {},
  clientPlatform: 'linux',
  clientNode: 'v20.19.0',
  clientCpu: 'a processor',
  clientCores: 4,
  hogbenchVersion: '0.0.0',
  dataset: [{ database: 'default', table: 'events', engine: 'MergeTree', parts: 3, rows: 1000, bytes: 50_000 }],
};

function hogbenchOf(one: SampleRequest | undefined): { readonly case: string; readonly purpose: string } {
  return JSON.parse(one?.logComment ?? '{}').hogbench;
}

function caseOf(one: SampleRequest): string {
  return hogbenchOf(one).case;
}

function purposeOf(one: SampleRequest | undefined): string {
  return hogbenchOf(one).purpose;
}
