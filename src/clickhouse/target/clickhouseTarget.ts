import type { Replica } from '../../model/environment.ts';
import type { UserError } from '../../model/errors.ts';
import type { Evidence } from '../../model/serverFacts.ts';
import type { Settings } from '../../model/workload.ts';
import type { SampleRequest } from '../../runner/executor.ts';
import { type Bounds, ofSession, type Target, Unanswered } from '../../runner/target.ts';
import { after, pause } from '../../runner/waiting.ts';
import { statedSettings } from '../../sql/statementParts.ts';
import { selectIn } from '../../sql/writingStatement.ts';
import { formatSeconds } from '../../text/quantity.ts';
import { knownReadingSettings } from '../answer/readingSettings.ts';
import { bounded } from '../http/boundedControl.ts';
import { type Client, measuredSettings } from '../http/client.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { DeadlineExceeded } from '../http/deadlines.ts';
import { serverRefusals } from '../http/refusals.ts';
import { stillAnswers, takesQuestions } from '../http/stillAnswers.ts';
import { profileCuts, wholeOrNothing } from '../http/wholeAnswers.ts';
import { fingerprintTables, type Statement } from './dataset.ts';
import { resultDigest } from './digest.ts';
import { describeServer } from './environment.ts';
import { explainStatement, knownPlanningSettings } from './explain.ts';
import { flushLogs } from './flush.ts';
import { checkSettings } from './knownSettings.ts';
import { missingTable } from './missingTable.ts';
import { profileStatement } from './processorsLog.ts';
import { collectEvidence } from './queryLog.ts';
import { describeReplica } from './replica.ts';
import { resultRows } from './resultRows.ts';
import { copiedRows } from './scratchTable.ts';
import { tiedRows } from './tiedRows.ts';
import { withWritten, writeAccess } from './writeAccess.ts';

export interface ClickHouseTargetInput {
  readonly name: string;
  /** The target's own server, then its further replicas; session n runs on n mod their number. */
  readonly servers: readonly [TargetServer, ...TargetServer[]];
  readonly cluster?: string;
  readonly hogbenchVersion: string;
  /** Restarts the server; absent when it is not ours. */
  readonly restart?: () => Promise<void>;
  /** Why a server of ours ended that nobody asked to. */
  readonly lost?: () => string | undefined;
  /** What to say when a statement reads a table that is not there, before anything is measured; absent: nothing. */
  readonly onMissingTable?: (message: string) => UserError | undefined;
  /** Whether statements may be sent that write to scratch tables; absent: none. */
  readonly writes?: WriteChoice;
  readonly close: () => Promise<void>;
}

export interface WriteChoice {
  /** Nobody else can be using the server, so that all scratch databases on it are left over. */
  readonly exclusive: boolean;
}

export interface TargetServer {
  readonly url: string;
  /** Carries the statements of cases, and all that is asked about them. */
  readonly control: Control & Pick<Client, 'stream'>;
  /** Reads and does what is our own: logs, what the server is, what runs left behind. Absent: the one of cases. */
  readonly admin?: Control;
  /** One connection a host, where every host can be reached; its log is flushed there. */
  readonly hosts: readonly Control[];
}

/** For users who may not flush: longer than the server's own flush interval of 7.5 s, and on a cluster than two. */
const patienceMs = { server: 10_000, cluster: 20_000 } as const;

/** A ClickHouse server or cluster, for everything but the measured executions. */
export function clickhouseTarget(input: ClickHouseTargetInput): Target {
  const { servers, cluster } = input;
  const [{ control, admin = control, hosts }] = servers;
  const optionalCluster = cluster === undefined ? {} : { cluster };
  let planning: Promise<Settings> | undefined;
  let reading: Promise<Settings> | undefined;
  let cuts: Promise<Settings> | undefined;
  return {
    name: input.name,
    refusals: serverRefusals,
    async describe(requests) {
      const settings = requests.map((one) => ({ ...measuredSettings, ...one.settings }));
      for (const server of servers) await checkSettings(server.control, settings);
      const statements: readonly Statement[] = requests.flatMap(readingStatements);
      if (input.onMissingTable !== undefined) {
        const missing = await missingTable(control, statements);
        const trouble = missing === undefined ? undefined : input.onMissingTable(missing);
        if (trouble !== undefined) throw trouble;
      }
      return {
        ...(await describeServer(admin, { name: input.name, ...optionalCluster }, input.hogbenchVersion)),
        dataset: await fingerprintTables(control, admin, statements, cluster),
        restarts: input.restart !== undefined,
        ...(servers.length > 1 ? { replicas: await describeReplicas(servers, statements, cluster) } : {}),
      };
    },
    collect(queryIds, session, bounds) {
      const own = session === undefined ? undefined : ofSession(servers, session);
      return collectFrom(own === undefined ? servers : [own], queryIds, cluster, bounds);
    },
    async digest(request, signal, tied) {
      reading ??= knownReadingSettings(control);
      cuts ??= profileCuts(control);
      const [known, profile] = [await reading, await cuts];
      return resultOf(control, request, signal, 'the check', (sql, options) =>
        resultDigest(control, sql, {
          ...options,
          // A part of a result is none: what a limit would cut is refused, and then not compared.
          reading: { ...known, ...wholeOrNothing({ ...profile, ...options.settings, ...statedSettings(sql) }) },
          tied,
        }),
      );
    },
    rows: (request, limits, signal, tied) =>
      resultOf(control, request, signal, 'reading its rows', async (sql, options) =>
        tied
          ? ((await tiedRows(control, sql, options, limits)) ?? {
              kind: 'unavailable',
              reason: 'its rows have no keys',
            })
          : resultRows(control, sql, options, limits),
      ),
    async explain(request, signal) {
      if (request.writes !== undefined)
        return { kind: 'unavailable', reason: 'a statement that writes has no plan to be read' };
      planning ??= knownPlanningSettings(control);
      const options = controlOptions(request);
      // The case's own settings stay: the plan depends on them.
      const settings = { ...options.settings, ...(await planning) };
      return within(request, signal, 'its explanation', (limit) =>
        explainStatement(control, request.sql, { ...options, settings, ...limit }),
      );
    },
    async profile(request, signal) {
      if (request.writes !== undefined) return undefined;
      const flush = () => flushLogs(admin, hosts, cluster, 'processors_profile_log');
      const { queryId, timeoutMs } = request;
      const limit = AbortSignal.any([signal, after(timeoutMs)]);
      const options = { ...controlOptions(request), queryId, timeoutMs, signal: limit };
      return profileStatement({ control, log: admin, flush, ...optionalCluster }, request.sql, options);
    },
    ...(input.writes === undefined ? {} : { writes: writeAccess(servers, input.writes) }),
    restart: async () => input.restart?.(),
    lost: () => input.lost?.(),
    async takesQuestions() {
      const taken = await Promise.all(servers.map((server) => takesQuestions(server.control)));
      return taken.every(Boolean);
    },
    async isAlive() {
      const answers = await Promise.all(servers.map((server) => stillAnswers(server.control)));
      return answers.every(Boolean);
    },
    close: input.close,
  };
}

/** Asks one server after the other for what is not found yet. */
async function collectFrom(
  servers: readonly TargetServer[],
  queryIds: readonly string[],
  cluster: string | undefined,
  bounds: Bounds,
): Promise<ReadonlyMap<string, Evidence>> {
  const found = new Map<string, Evidence>();
  for (const server of servers) {
    const control = bounded(server.admin ?? server.control, bounds);
    const hosts = server.hosts.map((host) => bounded(host, bounds));
    const missing = queryIds.filter((id) => found.get(id)?.kind !== 'facts');
    const source = {
      control,
      ...(cluster === undefined ? {} : { cluster }),
      flush: () => flushLogs(control, hosts, cluster),
      patienceMs: cluster === undefined ? patienceMs.server : patienceMs.cluster,
      pause: (ms: number) => pause(ms, bounds.signal),
    };
    for (const [id, evidence] of await collectEvidence(source, missing)) found.set(id, evidence);
  }
  return found;
}

async function describeReplicas(
  servers: readonly TargetServer[],
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<readonly Replica[]> {
  return Promise.all(
    servers.map(({ control, admin = control, url }) => describeReplica(control, admin, url, statements, cluster)),
  );
}

/**
 * Reads what a statement gives: its result, or what its table holds after it when it writes. Such a statement is
 * executed for that, into a table of its own.
 */
function resultOf<T>(
  control: Control,
  request: SampleRequest,
  signal: AbortSignal,
  what: string,
  read: (sql: string, options: ControlOptions) => Promise<T>,
): Promise<T | Unavailable> {
  const { writes } = request;
  if (writes === undefined)
    return within(request, signal, what, (limit) => read(request.sql, { ...controlOptions(request), ...limit }));
  return withWritten(control, request, writes, signal, (content) =>
    within(request, signal, what, (limit) => read(content, { settings: readOnly, ...limit })),
  );
}

/** What takes longer than the case's own limit is given up, and the server stops when its client has gone. */
async function within<T>(
  request: SampleRequest,
  signal: AbortSignal,
  what: string,
  work: (limit: Pick<ControlOptions, 'signal' | 'timeoutMs'>) => Promise<T>,
): Promise<T | Unavailable> {
  const { timeoutMs } = request;
  // one limit for all requests of the work, and of each request for its whole answer
  const limit = after(timeoutMs);
  try {
    return await work({ signal: AbortSignal.any([signal, limit]), timeoutMs });
  } catch (error) {
    if (signal.aborted || !(limit.aborted || isUnanswered(error))) throw error;
    return { kind: 'unavailable', reason: `${what} took longer than ${formatSeconds(timeoutMs)}` };
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof Unanswered || error instanceof DeadlineExceeded;
}

interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

/** What a statement reads, as statements that only read; a table that is copied with its rows is read too. */
function readingStatements(request: SampleRequest): readonly Statement[] {
  const { sql, writes } = request;
  const options = controlOptions(request);
  if (writes === undefined) return [{ sql, options }];
  const select = selectIn(sql);
  const copied = writes.fresh === undefined || writes.fresh.rows === 'none' ? [] : [copiedRows(writes.fresh)];
  return [...(select === undefined ? [] : [select]), ...copied].map((text) => ({ sql: text, options }));
}

function controlOptions(request: SampleRequest): Statement['options'] {
  const { params, settings, logComment } = request;
  return { params, settings: { ...measuredSettings, ...settings, ...readOnly, log_comment: logComment } };
}

const readOnly: Settings = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };
