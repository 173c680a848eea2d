import type { ArmDescription, ArmName, RunArm } from '../../model/arm.ts';
import type { Environment, Replica } from '../../model/environment.ts';
import { startsTogether } from '../../model/mode.ts';
import type { Run } from '../../model/run.ts';

/** On which replica the sessions of these arms ran, counted from 1. Arms on one target took the same turns. */
export interface ReplicaTurns {
  readonly arms: readonly ArmName[];
  readonly turns: readonly { readonly host: string; readonly sessions: readonly number[] }[];
}

/** In what the replicas of an arm differ, so that its sessions measured different things. */
export interface ReplicaDifference {
  readonly arm: ArmName;
  readonly versions: readonly string[];
  readonly tables: readonly { readonly table: string; readonly rows: readonly number[] }[];
}

/** Whether a difference can be the luck of one server process, which keeps it for life. */
export type ProcessLuck =
  | { readonly kind: 'none' }
  | { readonly kind: 'spread'; readonly replicas: readonly { readonly arm: ArmName; readonly count: number }[] }
  /** `spread`: the arm that was measured on several replicas. */
  | { readonly kind: 'possible'; readonly spread: readonly ArmName[] };

/** The server processes that a run was measured on, and what that means for its differences. */
export interface ServerFindings {
  readonly turns: readonly ReplicaTurns[];
  readonly replicas: readonly ReplicaDifference[];
  readonly luck: ProcessLuck;
  /** Hosts that both arms have servers on, though the halves of a pair ran at the same time. */
  readonly shared: readonly string[];
}

export function serverFindings(run: Run): ServerFindings {
  const baseline = run.arms.find((one) => one.arm === 'baseline')?.environment;
  const candidate = run.arms.find((one) => one.arm === 'candidate')?.environment;
  const found = { turns: replicaTurns(run), replicas: run.arms.flatMap(replicaDifference) };
  if (baseline === undefined || candidate === undefined) return { ...found, luck: { kind: 'none' }, shared: [] };
  const shared = startsTogether(run.plan.mode) ? sharedHosts(baseline, candidate) : [];
  return { ...found, luck: processLuck(run, baseline, candidate), shared };
}

function sessionsOf({ samples }: Run, arm: ArmName): readonly number[] {
  return [...new Set(samples.filter((one) => one.arm === arm).map((one) => one.session))].sort((a, b) => a - b);
}

/** Sessions, from 1, of each replica that had any; session n, from 0, ran on replica n mod their number. */
function sessionsByReplica(run: Run, { arm, environment }: ArmDescription): ReadonlyMap<Replica, readonly number[]> {
  const replicas = environment.replicas ?? [];
  const had = replicas.map((replica, index): readonly [Replica, readonly number[]] => [
    replica,
    sessionsOf(run, arm).flatMap((session) => (session % replicas.length === index ? [session + 1] : [])),
  ]);
  return new Map(had.filter(([, sessions]) => sessions.length > 0));
}

/** What did not run on all replicas of an arm. */
export interface UnmeasuredReplicas {
  readonly cases: number;
  readonly of: number;
  readonly replicas: number;
}

/** Undefined where every case had an execution that ended well on each replica of the arm, or the arm is one server. */
export function unmeasuredReplicas(run: Run<RunArm>, arm: RunArm): UnmeasuredReplicas | undefined {
  const count = run.arms.find((one) => one.arm === arm)?.environment.replicas?.length ?? 1;
  const { caseIds } = run.plan;
  const measured = new Map(caseIds.map((caseId) => [caseId, new Set<number>()]));
  for (const sample of run.samples)
    if (sample.arm === arm && sample.outcome.kind === 'completed')
      measured.get(sample.caseId)?.add(sample.session % count);
  const cases = [...measured.values()].filter(({ size }) => size < count).length;
  return count < 2 || cases === 0 ? undefined : { cases, of: caseIds.length, replicas: count };
}

function replicaTurns(run: Run): readonly ReplicaTurns[] {
  const found = new Map<string, ReplicaTurns>();
  for (const one of run.arms) {
    const replicas = one.environment.replicas ?? [];
    const turns = [...sessionsByReplica(run, one)].map(([replica, sessions]) => ({
      host: shownHost(replica, replicas),
      sessions,
    }));
    const key = JSON.stringify(turns);
    if (turns.length > 0) found.set(key, { arms: [...(found.get(key)?.arms ?? []), one.arm], turns });
  }
  return [...found.values()];
}

/** Replicas on one machine share its name. */
function shownHost({ host, url }: Replica, replicas: readonly Replica[]): string {
  return replicas.filter((one) => one.host === host).length > 1 ? `${host} at ${url}` : host;
}

function replicaDifference({ arm, environment }: ArmDescription): readonly ReplicaDifference[] {
  const replicas = environment.replicas ?? [];
  const versions = distinct(replicas.map((one) => one.version));
  const tables = distinct(replicas.flatMap((one) => Object.keys(one.rows)))
    .sort()
    .map((table) => ({ table, rows: distinct(replicas.map((one) => one.rows[table] ?? 0)) }))
    .filter(({ rows }) => rows.length > 1);
  if (versions.length <= 1 && tables.length === 0) return [];
  return [{ arm, versions: versions.length > 1 ? versions : [], tables }];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Only a restart, or another process, draws the luck of a process again. */
function processLuck(run: Run, baseline: Environment, candidate: Environment): ProcessLuck {
  if (baseline.restarts === true || candidate.restarts === true || isOneProcess(baseline, candidate))
    return { kind: 'none' };
  const sampled = run.arms.map((one) => ({ arm: one.arm, count: sessionsByReplica(run, one).size }));
  const several = sampled.filter((one) => one.count > 1);
  if (several.length === sampled.length) return { kind: 'spread', replicas: several };
  return { kind: 'possible', spread: several.map((one) => one.arm) };
}

function isOneProcess(baseline: Environment, candidate: Environment): boolean {
  if (baseline.serverId !== undefined && candidate.serverId !== undefined)
    return baseline.serverId === candidate.serverId;
  return baseline.target === candidate.target;
}

/** Servers on one machine take its cores from each other when they work at the same time. */
function sharedHosts(baseline: Environment, candidate: Environment): readonly string[] {
  const hosts = new Set(hostsOf(baseline));
  return distinct(hostsOf(candidate).filter((host) => hosts.has(host)));
}

function hostsOf({ serverHost, replicas }: Environment): readonly string[] {
  return replicas?.map((one) => one.host) ?? [serverHost];
}
