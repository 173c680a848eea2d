import { createHash } from 'node:crypto';
import { compatibilitySetting, isSameInEffect, sentWithAll, settingKey } from '../compare/environment/settingsSent.ts';
import type { ArmDescription, RunArm } from '../model/arm.ts';
import {
  mostSettingsRead,
  type SettingInEffect,
  type VersionOfArm,
  type VersionReading,
} from '../model/versionReading.ts';
import type { Settings } from '../model/workload.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { compareReleases } from '../text/releaseOrder.ts';
import type { RefusedCase } from './refusedStatements.ts';
import type { Bench } from './services.ts';

type Arms = Pick<RunHeader, 'arms' | 'cases'>;

/**
 * How the servers of a run differ by themselves. Nothing where they are one program that behaves like one release.
 * @param refused what was said at the start of the statements
 */
export async function readVersions(
  { arms, cases }: Arms,
  refused: readonly RefusedCase[],
  { targets }: Pick<Bench, 'targets'>,
): Promise<{ readonly versions?: VersionReading<RunArm> }> {
  const programs = arms.map((one) => programOf(one, sentWithAll(one.arm, cases)));
  if (new Set(programs.map((one) => JSON.stringify([one.version, one.build, one.compatibility]))).size < 2) return {};
  const read = new Map<RunArm, readonly SettingInEffect[] | undefined>();
  for (const { arm } of arms) read.set(arm, await targets[arm]?.settingsInEffect?.(sentWithAll(arm, cases)));
  const [newest] = [...programs].sort((a, b) => compareReleases(b.version, a.version));
  const listed = newest === undefined ? [] : ((await targets[newest.arm]?.changedDefaults?.()) ?? []);
  const differing = keysThatDiffer([...read.values()].flatMap((one) => (one === undefined ? [] : [one])));
  const told = new Set(listed.map(settingKey));
  const ordered = [...differing].sort((a, b) => Number(told.has(b)) - Number(told.has(a)));
  const kept = ordered.slice(0, mostSettingsRead);
  const more = ordered.length - kept.length;
  return {
    versions: {
      arms: programs.map(({ arm, compatibility }): VersionOfArm<RunArm> => {
        const own = read.get(arm);
        return {
          arm,
          ...(compatibility === '' ? {} : { compatibility }),
          ...(own === undefined ? {} : { settings: valuesOf(own, kept) }),
          refused: refused
            .filter(({ spec }) => spec.arm === arm)
            .map(({ one, fault }) => ({ caseId: one.caseId, message: fault.message.slice(0, longestMessage) })),
        };
      }),
      changes: listed.filter((one) => kept.includes(settingKey(one))),
      ...(more === 0 ? {} : { more }),
    },
  };
}

const longestMessage = 500;
/** Characters of a value. */
const longestValue = 200;

/** What its server is, and which release it behaves like; an empty text: like itself. */
function programOf(
  { arm, environment: { serverVersion, serverBuild, changedSettings } }: ArmDescription<RunArm>,
  sent: Settings,
): { readonly arm: RunArm; readonly version: string; readonly build: string; readonly compatibility: string } {
  const compatibility = String(sent[compatibilitySetting] ?? changedSettings[compatibilitySetting] ?? '');
  return { arm, version: serverVersion, build: serverBuild, compatibility };
}

function keysThatDiffer(all: readonly (readonly SettingInEffect[])[]): readonly string[] {
  const values = all.map((own) => new Map(own.map((one) => [settingKey(one), one.value] as const)));
  const [first, ...others] = values;
  const keys = [...new Set(values.flatMap((own) => [...own.keys()]))].sort();
  return keys.filter((key) => !others.every((own) => isSameInEffect(own.get(key), first?.get(key))));
}

/** In the order of their names; those that the server does not have, too. */
function valuesOf(own: readonly SettingInEffect[], kept: readonly string[]): readonly SettingInEffect[] {
  const values = new Map(own.map((one) => [settingKey(one), one.value] as const));
  return [...kept].sort().map((key) => {
    const [scope, name = ''] = key.split(' ');
    return { scope: scope === 'table' ? 'table' : 'query', name, value: recorded(values.get(key) ?? null) };
  });
}

/** Two long values that begin alike stay two. */
function recorded(value: string | null): string | null {
  if (value === null || value.length <= longestValue) return value;
  return `${value.slice(0, longestValue)}… (${createHash('sha256').update(value).digest('hex').slice(0, 8)})`;
}
