import type { Scheduling } from '../app/scheduling.ts';
import type { ArmSpec, BenchRequest } from '../app/services.ts';
import { unscheduled } from '../clickhouse/target/unscheduled.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import { statedSettings } from '../sql/statementParts.ts';
import type { OpenArm } from './openArm.ts';

type Arms = ReadonlyMap<RunArm, OpenArm>;

/**
 * The arms' scheduling, each of which its server has held once: what it refuses is known before anything is measured. Where arms share a
 * server, it holds that of the first.
 */
export async function schedulingOf(
  specs: readonly ArmSpec<RunArm>[],
  arms: Arms,
): Promise<Readonly<Partial<Record<RunArm, Scheduling>>>> {
  const all = specs.flatMap(({ arm, workload }): readonly (readonly [RunArm, Scheduling])[] => {
    const own = arms.get(arm)?.scheduling.of(workload.scheduling ?? []);
    return own === undefined ? [] : [[arm, own]];
  });
  for (const [, one] of all.toReversed()) await one.apply();
  return Object.fromEntries(all);
}

/** What of ours stays on a server that is not ours is told. An embedded one ends with the run. */
export async function schedulingOff(arms: readonly OpenArm[], warn: (line: string) => void): Promise<void> {
  for (const { scheduling, isOurs } of arms) {
    try {
      await scheduling.off();
    } catch (error) {
      if (!isOurs && error instanceof UserError) warn(`${error.message}. ${error.fix}`);
    }
  }
}

/** Cautions about the setting `workload`, wherever an arm, a case or a statement has it, or a class where classes count. */
export async function workloadNotices(
  { arms: specs, scheduling }: BenchRequest,
  arms: Arms,
): Promise<readonly Notice[]> {
  const byText = new Map<string, Notice>();
  for (const spec of specs) {
    const names = workloadsNamed(spec, scheduling !== undefined);
    for (const control of arms.get(spec.arm)?.schedulers ?? [])
      for (const notice of await unscheduled(control, names)) byText.set(notice.text, notice);
  }
  return [...byText.values()];
}

function workloadsNamed({ target, workload, settings }: ArmSpec<RunArm>, haveClasses: boolean): readonly string[] {
  const everywhere = [
    target.kind === 'remote' ? (target.settings ?? {}) : {},
    settings,
    ...(haveClasses ? (workload.classes ?? []) : []).map((one) => one.settings),
    ...workload.cases.flatMap((one) => [one.settings, /\bworkload\b/i.test(one.sql) ? statedSettings(one.sql) : {}]),
  ];
  return everywhere.flatMap(({ workload: name }) => (name === undefined ? [] : [String(name)]));
}
