import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import { type Environment, type MismatchKind, type MismatchPolicy, mismatchKinds } from '../../model/environment.ts';
import type { Notice } from '../../model/notice.ts';
import type { Run } from '../../model/run.ts';
import { formatRow, unknown } from '../../text/quantity.ts';
import { compareEnvironments, type EnvironmentCheck } from '../environment/environments.ts';
import { serverNotices } from '../environment/servers.ts';

/** Where two saved runs were measured, and which of the differences keep time from being judged. */
export interface SavedEnvironments extends EnvironmentCheck {
  readonly refused: readonly MismatchKind[];
}

const kindOfCode: Readonly<Record<string, MismatchKind>> = {
  'server-version-differs': 'version',
  'settings-differ': 'settings',
  'concurrency-differs': 'settings',
  'cores-differ': 'hardware',
  'cluster-differs': 'hardware',
  'memory-differs': 'hardware',
  'processor-differs': 'hardware',
  'dataset-differs': 'dataset',
  'part-layout-differs': 'dataset',
};

const decideAnyway = 'Time and counters decide all the same, by policy; the tables alone can move them.';

/** Compares the places two saved runs were measured in, and applies the policy to what differs. */
export function compareSavedEnvironments(base: Run, candidate: Run, policy: MismatchPolicy): SavedEnvironments {
  const arms = [...asArm(base, 'baseline').arms, ...asArm(candidate, 'candidate').arms];
  const onTables = policy.dataset === 'warn' ? decideAnyway : undefined;
  const { notices, sameData } = compareEnvironments(arms, onTables);
  const [before, after] = [base.arms[0]?.environment, candidate.arms[0]?.environment];
  const all = [
    ...notices.filter((one) => !(one.code === 'client-differs' && isOwned(before, after))),
    ...differs('concurrency-differs', 'Pairs in flight', base.plan.concurrency, candidate.plan.concurrency),
    ...(before === undefined || after === undefined
      ? []
      : [...memoryDiffers(before, after, base.plan.design), ...processors(before, after)]),
    ...serverNotices(asArm(base, 'baseline')),
    ...serverNotices(asArm(candidate, 'candidate')),
    ...processLuck(base, candidate),
  ];
  const found = new Set(all.map((one) => kindOfCode[one.code]));
  const refused = mismatchKinds.filter((kind) => found.has(kind) && policy[kind] === 'refuse');
  return { notices: all, sameData: sameData || policy.dataset === 'warn', refused };
}

function asArm(run: Run, arm: ArmName): Run {
  const named = <T extends { readonly arm: ArmName }>(all: readonly T[]): readonly T[] =>
    all.map((one) => ({ ...one, arm }));
  return { ...run, arms: named(run.arms), samples: named(run.samples) };
}

function differs(code: string, what: string, before: string | number, after: string | number): readonly Notice[] {
  return before === after ? [] : [{ code, level: 'caution', text: `${what} differ: ${before} and ${after}.` }];
}

function memoryDiffers(before: Environment, after: Environment, { saved }: Design): readonly Notice[] {
  const [a, b] = [before.serverMemoryBytes, after.serverMemoryBytes];
  if (a === null || b === null || Math.abs(a - b) <= saved.serverMemoryShare * Math.max(a, b)) return [];
  const [textBefore = unknown, textAfter = unknown] = formatRow([a, b], 'bytes', true);
  return differs('memory-differs', 'Memory sizes of the servers', textBefore, textAfter);
}

/** The client's processor is the server's where the server is embedded; a server elsewhere does not tell its model. */
function processors(before: Environment, after: Environment): readonly Notice[] {
  if (!isOwned(before, after)) return [];
  const text = ({ clientCpu, clientCores }: Environment): string => `${clientCpu}, ${clientCores} cores`;
  return differs('processor-differs', 'Processors', text(before), text(after));
}

function isOwned(...environments: readonly (Environment | undefined)[]): boolean {
  return environments.some((one) => one?.restarts === true || one?.target.startsWith('embedded') === true);
}

/** Sessions of a server that is not ours share its process, so its luck is not among what sessions differ by. */
function processLuck(base: Run, candidate: Run): readonly Notice[] {
  const [before, after] = [base.arms[0]?.environment, candidate.arms[0]?.environment];
  if (before === undefined || after === undefined || isOwned(before, after)) return [];
  if ([before, after].every((one) => (one.replicas?.length ?? 1) > 1)) return [];
  const [a, b] = [serverStart(base, before), serverStart(candidate, after)];
  if (
    before.serverHost === after.serverHost &&
    a !== null &&
    b !== null &&
    Math.abs(a - b) <= base.plan.design.saved.sameStartMs
  )
    return [];
  const text =
    'Each run measured one server process, and not the same one: a difference can be the luck of a process, such as ' +
    'its memory layout, which sessions of one process do not show. Measure again after a restart before trusting a small one.';
  return [{ code: 'process-luck', level: 'caution', text }];
}

function serverStart(run: Run, { serverUptimeSeconds }: Environment): number | null {
  return serverUptimeSeconds === null ? null : run.startedAt - serverUptimeSeconds * 1000;
}
