import { relative } from 'node:path';
import { sentText } from '../compare/environment/sameArms.ts';
import type { ArmCase, NamedArm, RunArm } from '../model/arm.ts';
import { formatPlace, UserError } from '../model/errors.ts';
import type { Case } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { filterCases } from '../workloads/filter.ts';
import { statementsOf } from '../workloads/lint/statementView.ts';
import { pinClock } from '../workloads/pinnedClock.ts';
import { areQueries } from './oneQuery.ts';
import type { ArmSpec } from './services.ts';

/**
 * What each arm sends for each of its cases. A case that passes the filters in one arm is taken in all: tags differ between arms, and a change of
 * them must not take a case out of the comparison.
 * @throws UserError usage when a filter matches nothing in any arm
 */
export function armCases<Arm extends RunArm>(
  arms: readonly ArmSpec<Arm>[],
  filters: readonly string[],
): readonly ArmCase<Arm>[] {
  const known = arms.flatMap(({ workload }) => workload.cases);
  const chosen = new Set(filterCases(known, filters).map(({ id }) => id));
  return arms.flatMap((spec) => sentBy(spec).filter(({ caseId }) => chosen.has(caseId)));
}

function sentBy<Arm extends RunArm>({ arm, workload, settings, target }: ArmSpec<Arm>): readonly ArmCase<Arm>[] {
  return workload.cases.map((one) => ({
    caseId: one.id,
    arm,
    name: one.name,
    description: one.description,
    ...sentAndWritten(one),
    params: one.params,
    settings: { ...(target.kind === 'remote' ? target.settings : {}), ...one.settings, ...settings },
    tags: one.tags,
    weight: one.weight,
    place: formatPlace(one.place),
    ...(one.timeoutMs === undefined ? {} : { timeoutMs: one.timeoutMs }),
    ...(one.writes === undefined ? {} : { writes: one.writes }),
    ...(one.results === 'ignore' ? { results: one.results } : {}),
  }));
}

function sentAndWritten({ sql, now }: Case): Pick<ArmCase, 'sql' | 'written'> {
  const sent = now === undefined ? sql : pinClock(sql, now);
  return sent === sql ? { sql } : { sql: sent, written: sql };
}

/** Ids of the cases that all arms have, two or more, in the order of the baseline. */
export function commonCases(cases: readonly ArmCase<RunArm>[]): readonly string[] {
  const arms = Math.max(2, new Set(cases.map(({ arm }) => arm)).size);
  const counts = new Map<string, number>();
  for (const { caseId } of cases) counts.set(caseId, (counts.get(caseId) ?? 0) + 1);
  return cases.flatMap(({ arm, caseId }) => (arm === 'baseline' && counts.get(caseId) === arms ? [caseId] : []));
}

/**
 * Refuses arms that are no two versions of one workload. Asked before unchanged cases are left out: a change that only
 * adds queries leaves none in common.
 * @throws UserError usage when no case is in both
 */
export function checkRelated(cases: readonly ArmCase<RunArm>[], arms: readonly ArmSpec<RunArm>[]): void {
  if (commonCases(cases).length > 0) return;
  if (areQueries(arms)) throw unpaired(arms);
  throw new UserError(
    'usage',
    arms.length > 2 ? 'the arms have no case in common' : 'the two arms have no case in common',
    'A case is known by its name and parameters: give the query the same name in both workloads.',
  );
}

/** Why statements of two files make no case, and what would pair them. */
function unpaired(arms: readonly ArmSpec<RunArm>[]): UserError {
  const have = arms.map(({ workload: { name, cases } }) => {
    const statements = statementsOf(cases);
    const bindings =
      statements.length === 1 ? `${cases.length} bindings of its parameters` : `${statements.length} statements`;
    return `${quoted(name)} has ${bindings}`;
  });
  const isOne = arms.every(({ workload }) => statementsOf(workload.cases).length === 1);
  return new UserError(
    'usage',
    isOne
      ? `no binding of parameters is in both queries: ${have.join(', ')}`
      : `no statement of one file has the name of one in the other: ${have.join(', ')}`,
    isOne
      ? 'Give both the same values under `-- params:`.'
      : 'Write `-- name: …` above each statement, the same in both files; or give two files of one statement each, which need no name.',
  );
}

/**
 * Leaves out the cases for which all arms send the same text, parameters and settings, and wait as long. Meant for arms on
 * one server, where such a case can only show noise.
 */
export function changedCases<Arm extends RunArm>(cases: readonly ArmCase<Arm>[]): readonly ArmCase<Arm>[] {
  const common = new Set(commonCases(cases));
  const sent = new Map<string, Set<string>>();
  for (const one of cases) {
    const texts = sent.get(one.caseId) ?? new Set();
    sent.set(one.caseId, texts.add(`${one.timeoutMs ?? ''} ${sentText(one)}`));
  }
  return cases.filter(({ caseId }) => !common.has(caseId) || (sent.get(caseId)?.size ?? 0) > 1);
}

/** The same, with the weights marked that somebody stated: of the others nobody knows how often they run. */
export function withStatedWeights<Arm extends RunArm>(
  cases: readonly ArmCase<Arm>[],
  arms: readonly ArmSpec<Arm>[],
): readonly ArmCase<Arm>[] {
  const stated = new Set(
    arms.flatMap(({ arm, workload }) =>
      workload.cases.flatMap(({ id, weightStated }) => (weightStated === true ? [`${arm} ${id}`] : [])),
    ),
  );
  return cases.map((one) => (stated.has(`${one.arm} ${one.caseId}`) ? { ...one, weightStated: true } : one));
}

/** An arm as reports name it. */
export function nameArm<Arm extends RunArm>(
  spec: ArmSpec<Arm>,
  arms: readonly ArmSpec<RunArm>[],
  cwd: string,
): NamedArm<Arm> {
  const { arm, label, revision } = spec;
  return {
    arm,
    ...(label === undefined ? {} : { label }),
    workload: armLabel(spec, arms, cwd),
    ...(revision === undefined ? {} : { revision }),
  };
}

/** What an arm sends, for people: its workload, the folder where the name alone would not tell the arms apart, its settings. */
export function armLabel(spec: ArmSpec<RunArm>, arms: readonly ArmSpec<RunArm>[], cwd: string): string {
  const { name, folder } = spec.workload;
  const isShared = arms.some(({ workload }) => workload.name === name && workload.folder !== folder);
  const settings = Object.entries(spec.settings).map(([key, value]) => `${key}=${value}`);
  return [
    name,
    ...(isShared ? [`(${relative(cwd, folder) || '.'})`] : []),
    ...(settings.length > 0 ? [`with ${settings.join(', ')}`] : []),
  ].join(' ');
}
