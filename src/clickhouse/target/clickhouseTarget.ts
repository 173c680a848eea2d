import type { Environment } from '../../model/environment.ts';
import type { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import { ofSession, type Target } from '../../runner/target.ts';
import { after } from '../../runner/waiting.ts';
import { statedSettings } from '../../sql/statementParts.ts';
import { knownReadingSettings } from '../answer/readingSettings.ts';
import { serverRefusals } from '../http/refusals.ts';
import { stillAnswers, takesQuestions } from '../http/shortQuestions.ts';
import { profileCuts, wholeOrNothing } from '../http/wholeAnswers.ts';
import { fingerprintTables } from './dataset.ts';
import { resultDigest } from './digest.ts';
import { explainStatement, knownPlanningSettings } from './explain.ts';
import { faultsOf } from './faults.ts';
import { profileStatement } from './processorsLog.ts';
import { controlOptions, readingStatements, resultOf, within } from './requestReading.ts';
import { resultRows, tiedRows } from './resultRows.ts';
import { changedDefaults, settingsInEffect } from './serverDefaults.ts';
import { describeServer } from './serverEnvironment.ts';
import { flushLogs } from './serverLogs.ts';
import { stateAccess } from './serverStates.ts';
import { missingTable, type Statement } from './statementTables.ts';
import { tableShapes } from './tableShapes.ts';
import { collectFrom, describeReplicas, type TargetServer, type WriteChoice } from './targetServer.ts';
import { writeAccess } from './writeAccess.ts';

export interface ClickHouseTargetInput {
  readonly name: string;
  /** The target's own server, then its further replicas; session n runs on n mod their number. */
  readonly servers: readonly [TargetServer, ...TargetServer[]];
  readonly cluster?: string;
  readonly hogbenchVersion: string;
  /** What is known of servers of ours, and better than they know it. */
  readonly ours?: Partial<Pick<Environment, 'serverBuild' | 'engine' | 'limits'>>;
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

/** A ClickHouse server or cluster, for everything but the measured executions. */
export function clickhouseTarget(input: ClickHouseTargetInput): Target {
  const { servers, cluster } = input;
  const [{ control, admin = control, hosts }] = servers;
  const optionalCluster = cluster === undefined ? {} : { cluster };
  let dataset: readonly string[] = [];
  let planning: Promise<Settings> | undefined;
  let reading: Promise<Settings> | undefined;
  let cuts: Promise<Settings> | undefined;
  return {
    name: input.name,
    refusals: serverRefusals,
    async describe(requests) {
      const statements: readonly Statement[] = requests.flatMap(readingStatements);
      if (input.onMissingTable !== undefined) {
        const missing = await missingTable(control, statements);
        const trouble = missing === undefined ? undefined : input.onMissingTable(missing);
        if (trouble !== undefined) throw trouble;
      }
      const server = await describeServer(admin, { name: input.name, ...optionalCluster }, input.hogbenchVersion);
      const tables = await fingerprintTables(control, admin, statements, cluster);
      // Arms on one target are described one after the other.
      dataset = [...new Set([...dataset, ...tables.map((one) => `${one.database}.${one.table}`)])];
      return {
        ...server,
        dataset: tables,
        restarts: input.restart !== undefined,
        ...input.ours,
        ...(servers.length > 1 ? { replicas: await describeReplicas(servers, statements, cluster) } : {}),
      };
    },
    faults: (requests) => faultsOf(servers, requests),
    settingsInEffect: (sent) => settingsInEffect(control, sent),
    changedDefaults: () => changedDefaults(admin),
    tableShapes: (names) => tableShapes(admin, names, cluster),
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
    state: stateAccess(servers, cluster, () => dataset),
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
