import type { RunArm } from '../model/arm.ts';
import type { Case, Workload } from '../model/workload.ts';
import { caseId } from '../workloads/bindings.ts';
import { statementsOf } from '../workloads/lint/statementView.ts';
import { textStem } from '../workloads/readWorkload.ts';
import type { ArmSpec } from './services.ts';

/** Whether the arms are queries by themselves rather than workloads. */
export function areQueries(arms: readonly ArmSpec<RunArm>[]): boolean {
  return arms.every(({ workload }) => workload.alone === true);
}

/**
 * Two texts of one statement each are two texts of one case, whatever they are called: the baseline's takes the candidate's
 * name. Each binding of its parameters is paired with its likeness, by names and values, or by values alone.
 */
export function asOneQuery<Arm extends RunArm>(arms: readonly ArmSpec<Arm>[]): readonly ArmSpec<Arm>[] {
  const [baseline, candidate] = arms;
  if (baseline === undefined || candidate === undefined || arms.length > 2 || !areQueries(arms)) return arms;
  const [before] = onlyStatement(baseline.workload);
  const [after] = onlyStatement(candidate.workload);
  if (before === undefined || after === undefined) return arms;
  const name = after.name === textStem ? before.name : after.name;
  const there = candidate.workload.cases.map((one) => named(one, name));
  const free = new Set(there);
  const here = baseline.workload.cases.map((one) => {
    const alone = there.length === 1 && baseline.workload.cases.length === 1;
    const alike = alone ? there[0] : likeness(named(one, name), free);
    if (alike !== undefined) free.delete(alike);
    return { ...named(one, name), ...(alike && { id: alike.id }) };
  });
  return [withCases(baseline, here), withCases(candidate, there)];
}

function onlyStatement({ cases }: Workload): readonly Case[] {
  const statements = statementsOf(cases);
  return statements.length === 1 ? statements : [];
}

function named(one: Case, name: string): Case {
  return { ...one, name, id: caseId(name, one.params) };
}

function likeness(one: Case, others: ReadonlySet<Case>): Case | undefined {
  const values = ({ params }: Case): string => JSON.stringify(Object.values(params));
  const all = [...others];
  return all.find(({ id }) => id === one.id) ?? all.find((other) => values(other) === values(one));
}

function withCases<Arm extends RunArm>(spec: ArmSpec<Arm>, cases: readonly Case[]): ArmSpec<Arm> {
  return { ...spec, workload: { ...spec.workload, cases } };
}
