import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { TrialPlan } from '../model/loadPlan.ts';
import type { LoadRun } from '../model/loadRun.ts';
import type { LoadPart } from './loadPart.ts';
import { checkOnce } from './partsOfRun.ts';
import { serversDiffer } from './sameServers.ts';

interface Difference {
  readonly what: string;
  readonly fix: string;
}

/**
 * Makes sure that parts are those of one load, each there once.
 * @param parts by their numbers
 * @throws UserError usage for a part that is there twice, and for one that is of another load
 */
export function checkSameLoad(parts: readonly LoadPart[]): void {
  checkOnce(parts.map(({ known }) => known));
  const [first] = parts;
  if (first === undefined) return;
  for (const other of parts.slice(1)) {
    const found = differs(first, other);
    if (found === undefined) continue;
    throw new UserError(
      'usage',
      `part ${other.shard.index} (${other.place}) and part ${first.shard.index} (${first.place}) are not of one load: ${found.what}`,
      found.fix,
      other.place,
    );
  }
}

const sameCommand = 'Give all machines the same command, but for the number of --shard.';
const sameCommit = 'Check the same commit out on every machine.';

function differs({ shard: a, run }: LoadPart, { shard: b, run: other }: LoadPart): Difference | undefined {
  if (a.of !== b.of) return { what: `one of ${b.of} parts, the other of ${a.of}`, fix: sameCommand };
  if (a.run !== b.run)
    return {
      what: `${nameOf(b.run)} and ${nameOf(a.run)}`,
      fix: 'Name parts of one load: --shard-of says which that is, or what CI calls its run.',
    };
  if (run.command !== other.command) return { what: `hogbench ${other.command} and ${run.command}`, fix: sameCommand };
  if (run.seed !== other.seed) return { what: `seed ${other.seed} and ${run.seed}`, fix: sameCommand };
  if (text(run.classes) !== text(other.classes) || text(run.classOf) !== text(other.classOf))
    return { what: 'their classes or promises differ', fix: sameCommit };
  if (text(run.cases.map(sent)) !== text(other.cases.map(sent)))
    return { what: 'one sends other queries, settings or parameters than the other', fix: sameCommit };
  if (run.recordedDigest !== other.recordedDigest)
    return { what: 'they go by other recorded times', fix: 'Give all machines the same capture.' };
  return ofPlans(run, other) ?? ofRequests(run, other) ?? ofServers(run, other);
}

function nameOf(run: string | undefined): string {
  return run === undefined ? 'one without a name' : `one of ${run}`;
}

/** What a server gets of a case, and how often. */
function sent({ caseId, arm, sql, params, settings, weight, timeoutMs }: ArmCase): unknown {
  return { caseId, arm, sql, params, settings, weight, timeoutMs };
}

/** Keys in one order, whoever wrote them. */
function text(value: unknown): string {
  const sorted = (_key: string, one: unknown): unknown =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one;
  return JSON.stringify(value, sorted) ?? 'unset';
}

/** A part that ended early has fewer trials, and those that it has are the same. */
function ofPlans(run: LoadRun, other: LoadRun): Difference | undefined {
  const plans = new Map(run.trials.map(({ plan }) => [plan.id, plan]));
  for (const { plan } of other.trials) {
    const own = plans.get(plan.id);
    if (own === undefined || text(own) === text(plan)) continue;
    const keys = [...new Set([...Object.keys(own), ...Object.keys(plan)])] as (keyof TrialPlan)[];
    const key = keys.find((one) => text(own[one]) !== text(plan[one])) ?? 'id';
    return { what: `${key} of trial ${plan.id}: ${text(plan[key])} and ${text(own[key])}`, fix: sameCommand };
  }
  return undefined;
}

/** Each request of a schedule is sent by one machine; users of closed loops number theirs by themselves. */
function ofRequests(run: LoadRun, other: LoadRun): Difference | undefined {
  for (const { plan, requests } of other.trials) {
    const scheduled = new Set(plan.offered.flatMap(({ of, arrival }) => (arrival.kind === 'closed' ? [] : [of])));
    const own = run.trials.find((trial) => trial.plan.id === plan.id)?.requests ?? [];
    const sentHere = new Set(own.filter(({ of }) => scheduled.has(of)).map(({ seq }) => seq));
    const twice = requests.find(({ of, seq }) => scheduled.has(of) && sentHere.has(seq));
    if (twice !== undefined)
      return {
        what: `both hold request ${twice.seq} of trial ${plan.id}, which one machine sends`,
        fix: 'Name the file of each part once, as its machine wrote it.',
      };
  }
  return undefined;
}

function ofServers(run: LoadRun, other: LoadRun): Difference | undefined {
  const what = serversDiffer(run.arms, other.arms) ?? twoServers(run, other);
  return what === undefined ? undefined : { what, fix: 'Point all machines at the same server.' };
}

/** A rate that two servers held together is no rate of one. */
function twoServers(run: LoadRun, other: LoadRun): string | undefined {
  for (const { arm, environment } of run.arms) {
    const there = other.arms.find((one) => one.arm === arm)?.environment;
    const [a, b] = [environment.serverId, there?.serverId];
    const isOne = environment.serverHosts <= 1 && (environment.replicas?.length ?? 0) < 2;
    if (isOne && a !== undefined && b !== undefined && a !== b) return `they loaded two servers as the ${arm}`;
  }
  return undefined;
}
