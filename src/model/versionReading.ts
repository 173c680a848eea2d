import type { ArmName, RunArm } from './arm.ts';

/** Settings of queries, or of tables of the MergeTree family, which are two lists of a server. */
export type SettingScope = 'query' | 'table';

/** A setting, and what it is where nobody says anything else. */
export interface SettingInEffect {
  readonly scope: SettingScope;
  readonly name: string;
  /** Null where the server does not know it. */
  readonly value: string | null;
}

/** A default that changed, as the server itself tells it. */
export interface DefaultChange {
  readonly scope: SettingScope;
  readonly name: string;
  /** Of the release that changed it, such as `26.5`. */
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A case that the server of an arm said at the start it would not run. */
export interface RefusedAtStart {
  readonly caseId: string;
  readonly message: string;
}

export interface VersionOfArm<Arm extends RunArm = ArmName> {
  readonly arm: Arm;
  /** The release that the server behaves like; absent: like itself. */
  readonly compatibility?: string;
  /** Those that are not the same in all arms. Absent where the server does not tell. */
  readonly settings?: readonly SettingInEffect[];
  readonly refused: readonly RefusedAtStart[];
}

/** How servers differ by themselves; read where their versions, their builds or their `compatibility` do. */
export interface VersionReading<Arm extends RunArm = ArmName> {
  readonly arms: readonly VersionOfArm<Arm>[];
  /** What the newest of the servers tells of those settings. */
  readonly changes: readonly DefaultChange[];
  /** Settings that differ, too, and are not recorded; absent: all are. */
  readonly more?: number;
}

/** The most settings that a reading holds. */
export const mostSettingsRead = 400;
