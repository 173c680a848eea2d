import type { ArmCase, RunArm } from '../../model/arm.ts';
import type { SettingInEffect } from '../../model/versionReading.ts';
import type { Settings } from '../../model/workload.ts';
import { querySettings } from '../../sql/settingsClause.ts';

/** The release that a server behaves like. */
export const compatibilitySetting = 'compatibility';

/** The settings that an arm sends with every one of its cases: what its user chose, and no change of a server. */
export function sentWithAll(arm: RunArm, cases: readonly ArmCase<RunArm>[]): Settings {
  const [first, ...others] = cases.filter((one) => one.arm === arm);
  return Object.fromEntries(
    Object.entries(first?.settings ?? {}).filter(([name, value]) =>
      others.every(({ settings }) => String(settings[name]) === String(value)),
    ),
  );
}

/** The settings that a case sends or states, by name. */
export function namedBy({ sql, settings }: Pick<ArmCase, 'sql' | 'settings'>): ReadonlySet<string> {
  return new Set([...Object.keys(settings), ...querySettings(sql).map(({ name }) => name)]);
}

/** A number that follows the cores of the machine is no change of a server. */
const ofTheMachine = /^auto\(\d+\)$/;

/** Whether two values of a setting, one of which may not be there, do the same. */
export function isSameInEffect(one: string | null | undefined, other: string | null | undefined): boolean {
  const plain = (value: string | null | undefined): string | null => value?.replace(ofTheMachine, 'auto') ?? null;
  return plain(one) === plain(other);
}

export function settingKey({ scope, name }: Pick<SettingInEffect, 'scope' | 'name'>): string {
  return `${scope} ${name}`;
}
