import type { ArmName, PerArm } from '../../model/arm.ts';
import type { CaseComparison } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import type { RefusedThere, ServerRelease, SettingChange, VersionChange } from '../../model/versionChange.ts';
import type { DefaultChange, SettingInEffect, VersionOfArm, VersionReading } from '../../model/versionReading.ts';
import { compareReleases } from '../../text/releaseOrder.ts';
import { compatibilitySetting, isSameInEffect, namedBy, sentWithAll, settingKey } from './settingsSent.ts';

type Reading = Pick<Run, 'arms' | 'cases' | 'versions'>;

/**
 * What changed between the servers of two arms. Undefined where they are one program that behaves like one release, and for a run that
 * did not read it.
 */
export function versionChange(
  { arms, cases, versions }: Reading,
  judged: readonly Pick<CaseComparison, 'caseId' | 'results'>[],
): VersionChange | undefined {
  if (versions === undefined) return undefined;
  const read = both((arm) => versions.arms.find((one) => one.arm === arm));
  const servers = both((arm) => releaseOf(arm, arms, read[arm]));
  if (servers.baseline === null || servers.candidate === null) return undefined;
  const releases = { baseline: servers.baseline, candidate: servers.candidate };
  const kind = kindOf(releases);
  if (kind === undefined) return undefined;
  return {
    kind,
    servers: releases,
    settings: settingsOf(read, releases, versions.changes, cases),
    more: versions.more ?? 0,
    refused: refusedThere(read),
    otherResults: judged.filter(({ results }) => results === 'changed').map(({ caseId }) => caseId),
  };
}

function both<T>(of: (arm: ArmName) => T): PerArm<T> {
  return { baseline: of('baseline'), candidate: of('candidate') };
}

function releaseOf(arm: ArmName, arms: Reading['arms'], read: VersionOfArm | undefined): ServerRelease | null {
  const environment = arms.find((one) => one.arm === arm)?.environment;
  if (environment === undefined) return null;
  const { serverVersion: version, serverBuild: build } = environment;
  return { version, build, compatibility: read?.compatibility ?? null };
}

function kindOf({ baseline, candidate }: PerArm<ServerRelease>): VersionChange['kind'] | undefined {
  if (baseline.version !== candidate.version) return 'versions';
  if (baseline.build !== candidate.build) return 'builds';
  return baseline.compatibility === candidate.compatibility ? undefined : 'compatibility';
}

function settingsOf(
  read: PerArm<VersionOfArm | undefined>,
  servers: PerArm<ServerRelease>,
  changes: VersionReading['changes'],
  cases: Reading['cases'],
): readonly SettingChange[] | null {
  const [before, after] = [read.baseline?.settings, read.candidate?.settings];
  if (before === undefined || after === undefined) return null;
  const others = new Map(after.map((one) => [settingKey(one), one.value] as const));
  const chosen = new Set([
    compatibilitySetting,
    ...(['baseline', 'candidate'] as const).flatMap((arm) => Object.keys(sentWithAll(arm, cases))),
  ]);
  const named = cases.map((one) => ({ caseId: one.caseId, names: namedBy(one) }));
  const found = before
    .filter(({ scope, name }) => scope === 'table' || !chosen.has(name))
    .flatMap((one): SettingChange[] => {
      const values = { baseline: one.value, candidate: others.get(settingKey(one)) ?? null };
      if (isSameInEffect(values.baseline, values.candidate)) return [];
      const { scope, name } = one;
      const setting = named.filter(({ names }) => scope === 'query' && names.has(name));
      const setBy = new Set(setting.map(({ caseId }) => caseId)).size;
      return [{ scope, name, values, told: toldOf(one, values, servers, changes), setBy }];
    });
  return found.sort(byWeight);
}

/** What a case speaks of comes first, then the newest changes, then what no list tells of. */
function byWeight(a: SettingChange, b: SettingChange): number {
  const named = Number(b.setBy > 0) - Number(a.setBy > 0);
  const told = Number(b.told !== null) - Number(a.told !== null);
  return named || told || compareReleases(b.told?.version ?? '', a.told?.version ?? '') || (a.name < b.name ? -1 : 1);
}

/**
 * Of the list of changes, the last one of that setting behind the older release. A build can have changes of a release that it does not
 * call itself yet, so one that ends at the newer value counts whatever its release.
 */
function toldOf(
  { scope, name }: SettingInEffect,
  values: PerArm<string | null>,
  { baseline, candidate }: PerArm<ServerRelease>,
  changes: readonly DefaultChange[],
): SettingChange['told'] {
  const [left, right] = [behavesLike(baseline), behavesLike(candidate)];
  const isDowngrade = compareReleases(left, right) > 0;
  const [older, newest] = isDowngrade ? [right, values.baseline] : [left, values.candidate];
  const own = changes
    .filter((one) => one.scope === scope && one.name === name)
    .sort((a, b) => compareReleases(a.version, b.version));
  const behind = own.filter(({ version }) => compareReleases(version, older) > 0);
  // A list can name a setting again whose default stays as it was.
  const last =
    behind.findLast(({ from, to }) => from !== to) ?? behind.at(-1) ?? own.findLast(({ to }) => to === newest);
  return last === undefined ? null : { version: last.version, reason: last.reason };
}

function behavesLike({ version, compatibility }: ServerRelease): string {
  return compatibility ?? version;
}

function refusedThere(read: PerArm<VersionOfArm | undefined>): readonly RefusedThere[] {
  const refused = (arm: ArmName): VersionOfArm['refused'] => read[arm]?.refused ?? [];
  const only = (arm: ArmName, other: ArmName): readonly RefusedThere[] => {
    const there = new Set(refused(other).map(({ caseId }) => caseId));
    return refused(arm)
      .filter(({ caseId }) => !there.has(caseId))
      .map((one) => ({ ...one, arm }));
  };
  return [...only('baseline', 'candidate'), ...only('candidate', 'baseline')];
}
