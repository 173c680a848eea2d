import type { ArmDescription, ArmName } from '../../model/arm.ts';
import type { Environment, Replica } from '../../model/environment.ts';
import type { Notice } from '../../model/notice.ts';
import type { Run } from '../../model/run.ts';
import { formatCount } from '../../text/quantity.ts';

/** On which server processes a run was measured, and what that means for its differences. */
export function serverNotices(run: Run): readonly Notice[] {
  const baseline = run.arms.find((one) => one.arm === 'baseline')?.environment;
  const candidate = run.arms.find((one) => one.arm === 'candidate')?.environment;
  return [
    ...sessionHosts(run),
    ...run.arms.flatMap(replicaDifferences),
    ...(baseline === undefined || candidate === undefined
      ? []
      : [
          ...processLuck(run, baseline, candidate),
          ...(run.plan.duet === true ? sharedMachine(baseline, candidate) : []),
        ]),
  ];
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

/** Arms on one target took the same turns, and are told together. */
function sessionHosts(run: Run): readonly Notice[] {
  const arms = new Map<string, ArmName[]>();
  for (const one of run.arms) {
    const replicas = one.environment.replicas ?? [];
    const turns = [...sessionsByReplica(run, one)].map(
      ([replica, sessions]) =>
        `${shownHost(replica, replicas)} (${sessions.length === 1 ? 'session' : 'sessions'} ${sessions.join(', ')})`,
    );
    if (turns.length > 0) arms.set(turns.join('; '), [...(arms.get(turns.join('; ')) ?? []), one.arm]);
  }
  return [...arms].map(([turns, names]) => ({
    code: 'sessions-on-replicas',
    level: 'note',
    text: `The ${names.join(' and ')} ran on replicas in turn: ${turns}.`,
  }));
}

/** Replicas on one machine share its name. */
function shownHost({ host, url }: Replica, replicas: readonly Replica[]): string {
  return replicas.filter((one) => one.host === host).length > 1 ? `${host} at ${url}` : host;
}

function replicaDifferences({ arm, environment }: ArmDescription): readonly Notice[] {
  const replicas = environment.replicas ?? [];
  const versions = distinct(replicas.map((one) => one.version));
  const tables = distinct(replicas.flatMap((one) => Object.keys(one.rows))).sort();
  const rows = tables.flatMap((table) => {
    const counts = distinct(replicas.map((one) => formatCount(one.rows[table] ?? 0)));
    return counts.length > 1 ? [`${table} has ${counts.join(' and ')} rows`] : [];
  });
  const found = [...(versions.length > 1 ? [`versions ${versions.join(' and ')}`] : []), ...rows];
  if (found.length === 0) return [];
  const text = `The replicas of the ${arm} differ: ${found.join('; ')}. Sessions on different replicas measured different things.`;
  return [{ code: 'replicas-differ', level: 'caution', text }];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** A server process keeps its luck for life. Only a restart, or another process, draws it again. */
function processLuck(run: Run, baseline: Environment, candidate: Environment): readonly Notice[] {
  if (baseline.restarts === true || candidate.restarts === true || isOneProcess(baseline, candidate)) return [];
  const sampled = run.arms.map((one) => ({ arm: one.arm, replicas: sessionsByReplica(run, one).size }));
  const several = sampled.filter((one) => one.replicas > 1);
  if (several.length === sampled.length) {
    const counts = several.map((one) => `${one.replicas} of the ${one.arm}`).join(' and ');
    const text = `No server process was restarted, but the sessions were spread over replicas, ${counts}: what was confirmed does not rest on the luck of one process.`;
    return [{ code: 'process-luck', level: 'note', text }];
  }
  const text =
    'The arms are two server processes that were not restarted: a difference can be the luck of a process, ' +
    'such as its memory layout. Measure other replicas too before trusting a small one.';
  const part = several.map((one) => ` Only the ${one.arm} was measured on several replicas.`).join('');
  return [{ code: 'process-luck', level: 'caution', text: text + part }];
}

function isOneProcess(baseline: Environment, candidate: Environment): boolean {
  if (baseline.serverId !== undefined && candidate.serverId !== undefined)
    return baseline.serverId === candidate.serverId;
  return baseline.target === candidate.target;
}

/** Servers on one machine take its cores from each other when they work at the same time. */
function sharedMachine(baseline: Environment, candidate: Environment): readonly Notice[] {
  const hosts = new Set(hostsOf(baseline));
  const shared = distinct(hostsOf(candidate).filter((host) => hosts.has(host)));
  if (shared.length === 0) return [];
  const text = `Both arms have servers on ${shared.join(', ')}, and the halves of a pair ran at the same time: they took its cores from each other. Duet mode is meant for arms on two machines.`;
  return [{ code: 'duet-on-one-machine', level: 'caution', text }];
}

function hostsOf({ serverHost, replicas }: Environment): readonly string[] {
  return replicas?.map((one) => one.host) ?? [serverHost];
}
