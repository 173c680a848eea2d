import { relative } from 'node:path';
import { sentText } from '../compare/environment/sameArms.ts';
import type { ArmCase, NamedArm } from '../model/arm.ts';
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
export function armCases(arms: readonly ArmSpec[], filters: readonly string[]): readonly ArmCase[] {
  const known = arms.flatMap(({ workload }) => workload.cases);
  const chosen = new Set(filterCases(known, filters).map(({ id }) => id));
  return arms.flatMap((spec) => sentBy(spec).filter(({ caseId }) => chosen.has(caseId)));
}

function sentBy({ arm, workload, settings, target }: ArmSpec): readonly ArmCase[] {
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

/** Ids of the cases that both arms have, in the order of the baseline. */
export function commonCases(cases: readonly ArmCase[]): readonly string[] {
  const candidate = new Set(cases.filter((one) => one.arm === 'candidate').map((one) => one.caseId));
  return cases.filter((one) => one.arm === 'baseline' && candidate.has(one.caseId)).map((one) => one.caseId);
}

/**
 * Refuses arms that are no two versions of one workload. Asked before unchanged cases are left out: a change that only
 * adds queries leaves none in common.
 * @throws UserError usage when no case is in both
 */
export function checkRelated(cases: readonly ArmCase[], arms: readonly ArmSpec[]): void {
  if (commonCases(cases).length > 0) return;
  if (areQueries(arms)) throw unpaired(arms);
  throw new UserError(
    'usage',
    'the two arms have no case in common',
    'A case is known by its name and parameters: give the query the same name in both workloads.',
  );
}

/** Why statements of two files make no case, and what would pair them. */
function unpaired(arms: readonly ArmSpec[]): UserError {
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
 * Leaves out the cases for which both arms send the same text, parameters and settings, and wait as long. Meant for arms on
 * one server, where such a case can only show noise.
 */
export function changedCases(cases: readonly ArmCase[]): readonly ArmCase[] {
  const asked = (one: ArmCase): string => `${one.timeoutMs ?? ''} ${sentText(one)}`;
  const others = new Map(cases.map((one) => [`${one.arm} ${one.caseId}`, asked(one)]));
  return cases.filter((one) => {
    const other = one.arm === 'baseline' ? 'candidate' : 'baseline';
    return others.get(`${other} ${one.caseId}`) !== asked(one);
  });
}

/** An arm as reports name it. */
export function nameArm(spec: ArmSpec, arms: readonly ArmSpec[], cwd: string): NamedArm {
  const { arm, revision } = spec;
  return { arm, workload: armLabel(spec, arms, cwd), ...(revision === undefined ? {} : { revision }) };
}

/** What an arm sends, for people: its workload, the folder where the name alone would not tell the arms apart, its settings. */
export function armLabel(spec: ArmSpec, arms: readonly ArmSpec[], cwd: string): string {
  const { name, folder } = spec.workload;
  const isShared = arms.some(({ workload }) => workload.name === name && workload.folder !== folder);
  const settings = Object.entries(spec.settings).map(([key, value]) => `${key}=${value}`);
  return [
    name,
    ...(isShared ? [`(${relative(cwd, folder) || '.'})`] : []),
    ...(settings.length > 0 ? [`with ${settings.join(', ')}`] : []),
  ].join(' ');
}
