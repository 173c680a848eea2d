import { UserError } from '../model/errors.ts';
import type { RunPlan } from '../model/run.ts';
import { knownPart, type Part, partName } from './part.ts';
import { checkOnce } from './partsOfRun.ts';
import { serversDiffer } from './sameServers.ts';

/**
 * Makes sure that parts are those of one run, each there once.
 * @param parts by their numbers
 * @throws UserError usage for a part that is there twice, and for one that is of another run
 */
export function checkSameRun(parts: readonly Part[]): void {
  checkOnce(parts.map(knownPart));
  const [first] = parts;
  if (first === undefined) return;
  for (const other of parts.slice(1)) {
    const found = differs(first, other);
    if (found === undefined) continue;
    throw new UserError(
      'usage',
      `${partName(other)} and ${partName(first)} are not of one run: ${found.what}`,
      found.fix,
      other.place,
    );
  }
  for (const part of parts) checkOwnCases(part);
}

/** Whatever wrote the file: no case is taken from two parts, and none gets lost between them. */
function checkOwnCases(part: Part): void {
  const { run, shard } = part;
  const homes = new Map(shard.whole.map((one) => [one.caseId, one.shard]));
  for (const { caseId, of } of run.plan.selfCheck?.pool ?? []) homes.set(caseId, homes.get(of) ?? 0);
  const held = new Set([...run.cases, ...run.samples, ...run.digests].map(({ caseId }) => caseId));
  const foreign = [...held, ...run.plan.caseIds].find((caseId) => homes.get(caseId) !== shard.index);
  const lacking = shard.whole.find(({ caseId, shard: home }) => home === shard.index && !held.has(caseId));
  const what =
    foreign !== undefined
      ? `holds ${foreign}, which is not one of its cases`
      : lacking === undefined
        ? undefined
        : `lacks ${lacking.caseId}, which is one of its cases`;
  if (what !== undefined) throw new UserError('usage', `${partName(part)} ${what}`, 'Measure it again.', part.place);
}

interface Difference {
  readonly what: string;
  readonly fix: string;
}

const sameCommand = 'Measure all parts with the same command, but for the number of --shard.';

function differs(first: Part, other: Part): Difference | undefined {
  const [a, b] = [first.shard, other.shard];
  if (a.of !== b.of) return { what: `one of ${b.of} parts, the other of ${a.of}`, fix: sameCommand };
  if (a.run !== b.run)
    return {
      what: `${nameOf(b.run)} and ${nameOf(a.run)}`,
      fix: 'Name parts of one run: --shard-of says which that is, or what CI calls its run.',
    };
  if (a.workload !== b.workload)
    return {
      what: 'the arms send other queries, settings or parameters in one than in the other',
      fix: 'Check the same commit out on every machine.',
    };
  if (JSON.stringify(a.whole) !== JSON.stringify(b.whole))
    return {
      what: 'the cases were cut into parts in two ways',
      fix: 'Give every part the same --costs file, or none.',
    };
  return ofPlans(first, other) ?? ofServers(first, other);
}

function nameOf(run: string | undefined): string {
  return run === undefined ? 'one without a name' : `one of ${run}`;
}

/** What of a plan is a part's own. */
const own: ReadonlySet<keyof RunPlan> = new Set(['caseIds', 'selfCheck'] as const);

function ofPlans(first: Part, other: Part): Difference | undefined {
  const plans = [first.run.plan, other.run.plan] as const;
  const names = new Set([...Object.keys(plans[0]), ...Object.keys(plans[1])] as (keyof RunPlan)[]);
  const name = [...names].find((one) => !own.has(one) && text(plans[0][one]) !== text(plans[1][one]));
  if (name !== undefined) {
    const values = plans.map((plan) => text(plan[name])).reverse();
    const what = name === 'design' ? 'their thresholds differ' : `${name} ${values.join(' and ')}`;
    return { what, fix: sameCommand };
  }
  const isSame = text(first.run.identical) === text(other.run.identical);
  if (!isSame) return { what: 'they leave out other cases as identical', fix: sameCommand };
  return samePrices(first.run, other.run) ? undefined : { what: 'they were given other prices', fix: sameCommand };
}

/** A part without cases has opened no target, so that it tells no price of one. */
function samePrices(one: Part['run'], other: Part['run']): boolean {
  const ofTargets = ({ arms }: Part['run']): string => text(arms.map(({ price }) => price ?? null));
  const opened = one.arms.length > 0 && other.arms.length > 0;
  return text(one.prices) === text(other.prices) && (!opened || ofTargets(one) === ofTargets(other));
}

function text(value: unknown): string {
  return value === undefined ? 'unset' : JSON.stringify(value);
}

function ofServers(first: Part, other: Part): Difference | undefined {
  // A part without cases has opened no server.
  if (first.run.arms.length === 0 || other.run.arms.length === 0) return undefined;
  const what = serversDiffer(first.run.arms, other.run.arms);
  return what === undefined
    ? undefined
    : { what, fix: 'Measure all parts on servers of one version, with the same data and settings.' };
}
