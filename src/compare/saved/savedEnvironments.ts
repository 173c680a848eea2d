import type { ArmName, PerArm } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import { type Environment, type MismatchKind, type MismatchPolicy, mismatchKinds } from '../../model/environment.ts';
import type { TimeRefusal } from '../../model/reason.ts';
import type { Run } from '../../model/run.ts';
import {
  compareEnvironments,
  type EnvironmentCheck,
  type EnvironmentDifference,
  processorsDiffer,
} from '../environment/environments.ts';
import { type ServerFindings, serverFindings } from '../environment/servers.ts';
import { measuredPlaces, together } from '../measuredPlaces.ts';

/** Where two saved runs were measured, and which of the differences keep time from being judged. */
export interface SavedEnvironments extends EnvironmentCheck {
  readonly refused: readonly MismatchKind[];
  /** Of each run. */
  readonly servers: readonly ServerFindings[];
  /** Each run measured one server process, and not the same one. */
  readonly otherProcess: boolean;
}

/** Null for what a policy cannot refuse. */
const kindOf: Readonly<Record<EnvironmentDifference['kind'], MismatchKind | null>> = {
  version: 'version',
  settings: 'settings',
  concurrency: 'settings',
  cores: 'hardware',
  hosts: 'hardware',
  memory: 'hardware',
  limits: 'hardware',
  processor: 'hardware',
  data: 'dataset',
  layout: 'dataset',
  host: null,
  client: null,
};

/** Compares the places two saved runs were measured in, and applies the policy to what differs. */
export function compareSavedEnvironments(base: Run, candidate: Run, policy: MismatchPolicy): SavedEnvironments {
  const runs = [asArm(base, 'baseline'), asArm(candidate, 'candidate')] as const;
  const [before, after] = [base.arms[0]?.environment, candidate.arms[0]?.environment];
  const owned = isOwned(before, after);
  const check = together(
    measuredPlaces(runs[0]).flatMap(({ arms }) =>
      measuredPlaces(runs[1]).map((other) => compareEnvironments([...arms, ...other.arms])),
    ),
  );
  const differences = [
    // The client's processor is the server's where the server is embedded; a server elsewhere does not tell its model.
    ...check.differences.filter((one) => one.kind !== 'client' || !owned),
    ...concurrencyDiffers(base, candidate),
    ...(before === undefined || after === undefined
      ? []
      : [
          ...memoryDiffers(before, after, base.plan.design),
          ...(owned ? processorsDiffer('processor', before, after) : []),
        ]),
  ];
  const found = new Set(differences.map((one) => kindOf[one.kind]));
  return {
    differences,
    tablesDecide: check.tablesDecide || policy.dataset === 'warn',
    lessData: check.lessData,
    refused: mismatchKinds.filter((kind) => found.has(kind) && policy[kind] === 'refuse'),
    servers: runs.map(serverFindings),
    otherProcess: isOtherProcess(base, candidate),
  };
}

function asArm(run: Run, arm: ArmName): Run {
  const named = <T extends { readonly arm: ArmName }>(all: readonly T[]): readonly T[] =>
    all.map((one) => ({ ...one, arm }));
  const parts = run.shards?.parts.map((one) => ({ ...one, arms: named(one.arms) }));
  const shards = run.shards === undefined || parts === undefined ? {} : { shards: { ...run.shards, parts } };
  return { ...run, ...shards, arms: named(run.arms), samples: named(run.samples) };
}

function concurrencyDiffers(base: Run, candidate: Run): readonly EnvironmentDifference[] {
  const values = { baseline: base.plan.concurrency, candidate: candidate.plan.concurrency };
  return values.baseline === values.candidate ? [] : [{ kind: 'concurrency', values }];
}

function memoryDiffers(before: Environment, after: Environment, { saved }: Design): readonly EnvironmentDifference[] {
  const [a, b] = [before.serverMemoryBytes, after.serverMemoryBytes];
  if (a === null || b === null || Math.abs(a - b) <= saved.serverMemoryShare * Math.max(a, b)) return [];
  return [{ kind: 'memory', values: { baseline: a, candidate: b } }];
}

function isOwned(...environments: readonly (Environment | undefined)[]): boolean {
  return environments.some((one) => one?.restarts === true || one?.target.startsWith('embedded') === true);
}

/** Sessions of a server that is not ours share its process, so its luck is not among what sessions differ by. */
function isOtherProcess(base: Run, candidate: Run): boolean {
  const [before, after] = [base.arms[0]?.environment, candidate.arms[0]?.environment];
  if (before === undefined || after === undefined || isOwned(before, after)) return false;
  if ([before, after].every((one) => (one.replicas?.length ?? 1) > 1)) return false;
  if (before.serverHost !== after.serverHost) return true;
  const [a, b] = [serverStart(base, before), serverStart(candidate, after)];
  return a === null || b === null || Math.abs(a - b) > base.plan.design.saved.sameStartMs;
}

function serverStart(run: Run, { serverUptimeSeconds }: Environment): number | null {
  return serverUptimeSeconds === null ? null : run.startedAt - serverUptimeSeconds * 1000;
}

export interface SavedGate {
  readonly sessions: PerArm<number>;
  /** Cases with server time in enough sessions of both runs. */
  readonly cases: number;
  /** Parts that one of the runs was measured in, at most. */
  readonly shards: number;
  readonly refused: readonly MismatchKind[];
  readonly design: Design;
}

/** Null when time may be judged. The first reason found is told: sessions, then environments, then the number of cases. */
export function refuseTime({ sessions, cases, shards, refused, design }: SavedGate): TimeRefusal | null {
  const { fewestSessions, fewestCases } = design.saved;
  if (Math.min(sessions.baseline, sessions.candidate) < fewestSessions)
    return { kind: 'fewSessions', sessions, needed: fewestSessions };
  if (refused.length > 0) return { kind: 'mismatch', kinds: refused };
  // What the machine did to a session is taken out by all of its cases, and those of several machines do not share one.
  if (shards > 1) return { kind: 'shards', parts: shards };
  return cases < fewestCases ? { kind: 'fewCases', cases, needed: fewestCases } : null;
}
