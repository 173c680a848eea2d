import { relative } from 'node:path';
import { sentText } from '../compare/environment/sameArms.ts';
import type { ArmCase } from '../model/arm.ts';
import { formatPlace, UserError } from '../model/errors.ts';
import { filterCases } from '../workloads/filter.ts';
import { pinClock } from '../workloads/pinnedClock.ts';
import type { ArmSpec } from './services.ts';

/** What one arm sends for each of its cases. */
export function armCases({ arm, workload, settings, target }: ArmSpec, filters: readonly string[]): readonly ArmCase[] {
  return filterCases(workload.cases, filters).map((one) => ({
    caseId: one.id,
    arm,
    name: one.name,
    description: one.description,
    sql: one.now === undefined ? one.sql : pinClock(one.sql, one.now),
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
export function checkRelated(cases: readonly ArmCase[]): void {
  if (commonCases(cases).length > 0) return;
  throw new UserError(
    'usage',
    'the two arms have no case in common',
    'A case is known by its name and parameters: give the query the same name in both workloads.',
  );
}

/**
 * Leaves out the cases for which both arms send the same text, parameters and settings. Meant for arms on one server,
 * where such a case can only show noise.
 */
export function changedCases(cases: readonly ArmCase[]): readonly ArmCase[] {
  const others = new Map(cases.map((one) => [`${one.arm} ${one.caseId}`, sentText(one)]));
  return cases.filter((one) => {
    const other = one.arm === 'baseline' ? 'candidate' : 'baseline';
    return others.get(`${other} ${one.caseId}`) !== sentText(one);
  });
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
