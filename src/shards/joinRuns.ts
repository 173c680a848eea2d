import { distinct } from '../compare/measuredPlaces.ts';
import { statesTogether } from '../compare/saved/keptStates.ts';
import { chosenSelfChecks, splitSelfChecks } from '../compare/selfCheck/selfCheckPool.ts';
import { pairSamples } from '../compare/timing/pairing.ts';
import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { OptionInEffect, Run, SelfCheckPlan } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import { plural } from '../text/quantity.ts';
import { joinedVersions } from './joinedVersions.ts';
import { asPart, knownPart, type Part } from './part.ts';
import { joinedId, joinedStatus, missingParts, missingText } from './partsOfRun.ts';
import { checkSameRun } from './sameRun.ts';

/** A run as it was read, and where from. */
export interface NamedRun {
  readonly run: Run;
  readonly place: string;
}

export interface JoinChoices {
  /** Joins what is there, into a run that is incomplete and passes no gate. */
  readonly partial: boolean;
}

/**
 * Joins the parts of a run, in whatever order they are given: one run with the samples of all, which is judged as if it had been measured
 * in one. Nothing of what a part thought of its cases is taken over.
 * @throws UserError usage for runs that are no parts of one run, for a part that is there twice, and for one that is missing
 */
export function joinRuns(runs: readonly NamedRun[], { partial }: JoinChoices): Run {
  const parts = runs.map(({ run, place }) => asPart(run, place)).sort((a, b) => a.shard.index - b.shard.index);
  checkSameRun(parts);
  const known = parts.map(knownPart);
  const [first] = parts;
  if (first === undefined) throw new UserError('usage', 'there is nothing to join', 'Name the run files of the parts.');
  const missing = missingParts(known, first.shard.of);
  if (missing.length > 0 && !partial) throw missingError(missing, first);
  const measured = parts.find(({ run }) => run.arms.length > 0) ?? first;
  const { whole, of, run: name } = first.shard;
  const places = new Map(whole.map(({ caseId }, at) => [caseId, at]));
  const inOrder = (a: string, b: string): number => (places.get(a) ?? 0) - (places.get(b) ?? 0);
  const explanations = parts.flatMap(({ run }) => run.explanations ?? []);
  const rowDifferences = parts.flatMap(({ run }) => run.rowDifferences ?? []);
  const { identical } = first.run;
  const options = joinedOptions(parts);
  return {
    id: joinedId(known),
    startedAt: Math.min(...parts.map(({ run }) => run.startedAt)),
    plan: {
      ...first.run.plan,
      caseIds: parts.flatMap(({ run }) => run.plan.caseIds).sort(inOrder),
      ...joinedSelfCheck(parts),
    },
    arms: measured.run.arms,
    cases: joinedCases(parts, inOrder),
    ...(identical === undefined ? {} : { identical }),
    // Said of arms that send the same everywhere, and of no part that happens to be empty.
    ...(whole.length > 0 || first.run.unopened === undefined ? {} : { unopened: first.run.unopened }),
    ...(options.length === 0 ? {} : { options }),
    ...joinedVersions(parts),
    ...(measured.run.inserts === undefined ? {} : { inserts: measured.run.inserts }),
    ...(first.run.prices === undefined ? {} : { prices: first.run.prices }),
    ...(measured.run.schemas === undefined ? {} : { schemas: measured.run.schemas }),
    shards: {
      of,
      ...(name === undefined ? {} : { run: name }),
      parts: parts.map(({ run, shard }) => ({
        index: shard.index,
        runId: run.id,
        startedAt: run.startedAt,
        caseIds: whole.flatMap(({ caseId, shard: home }) => (home === shard.index ? [caseId] : [])),
        arms: run.arms,
      })),
    },
    samples: joinedSamples(parts),
    digests: parts.flatMap(({ run }) => run.digests),
    ...(explanations.length === 0 ? {} : { explanations }),
    ...(rowDifferences.length === 0 ? {} : { rowDifferences }),
    ...statesTogether(...parts.map(({ run, shard }) => ({ ...run, ...stated(run.states, shard.index) }))),
    notices: distinct(parts.flatMap(({ run }) => run.notices)),
    status: joinedStatus(known, missing, of),
  };
}

function missingError(missing: readonly number[], { shard: { of, whole } }: Part): UserError {
  const lost = whole.filter(({ shard }) => missing.includes(shard)).length;
  return new UserError(
    'usage',
    `${missingText(missing, of)}, with ${lost} of ${plural(whole.length, 'case')}`,
    'Name the run files of all parts. A part that is lost has to be measured again; --partial shows the others, and passes no gate.',
  );
}

function joinedCases(parts: readonly Part[], inOrder: (a: string, b: string) => number): readonly ArmCase[] {
  const all = parts.flatMap(({ run }) => run.cases);
  const of = (arm: ArmCase['arm']): readonly ArmCase[] =>
    all.filter((one) => one.arm === arm).sort((a, b) => inOrder(a.caseId, b.caseId));
  return [...of('baseline'), ...of('candidate')];
}

/** Numbered anew, part by part. Sessions and rounds keep their numbers: those of two parts are never of one case. */
function joinedSamples(parts: readonly Part[]): readonly Sample[] {
  const samples: Sample[] = [];
  for (const { run } of parts)
    for (const sample of [...run.samples].sort((a, b) => a.seq - b.seq))
      samples.push({ ...sample, seq: samples.length });
  return samples;
}

/** The self-checks that parts have chosen and begun; where none was begun, all that could have been. */
function joinedSelfCheck(parts: readonly Part[]): { readonly selfCheck?: SelfCheckPlan } {
  const plans = parts.flatMap(({ run }) => run.plan.selfCheck ?? []);
  const [first] = plans;
  if (first === undefined) return {};
  const begun = parts.flatMap(({ run }) => {
    const { cases, selfChecks } = splitSelfChecks(pairSamples(run.samples), run.plan);
    return selfChecks.size === 0 ? [] : chosenSelfChecks(cases, run.plan);
  });
  if (begun.length > 0) return { selfCheck: { count: begun.length, pool: begun } };
  const { mostShare } = first;
  return {
    selfCheck: {
      count: plans.reduce((sum, { count }) => sum + count, 0),
      pool: plans.flatMap(({ pool }) => pool),
      ...(mostShare === undefined || plans.some((one) => one.mostShare === undefined) ? {} : { mostShare }),
    },
  };
}

/** Each reading with the part that it is from. */
function stated(states: Run['states'], part: number): Pick<Run, 'states'> {
  return states === undefined ? {} : { states: states.map((one) => ({ ...one, part })) };
}

/** What was asked of any part. */
function joinedOptions(parts: readonly Part[]): readonly OptionInEffect[] {
  return distinct(parts.flatMap(({ run }) => run.options ?? []));
}
