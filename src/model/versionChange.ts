import type { ArmName, PerArm } from './arm.ts';
import type { SettingScope } from './versionReading.ts';

/** The server of an arm, and which release it behaves like. */
export interface ServerRelease {
  readonly version: string;
  readonly build: string;
  /** Null: like itself. */
  readonly compatibility: string | null;
}

/** A setting whose value in effect is not the same in both arms, where no case says anything else. */
export interface SettingChange {
  readonly scope: SettingScope;
  readonly name: string;
  /** Null in an arm whose server does not know it. */
  readonly values: PerArm<string | null>;
  /** What the newer server's list of changes tells of it; null: it does not name it. */
  readonly told: { readonly version: string; readonly reason: string } | null;
  /** Cases that say themselves what it is. */
  readonly setBy: number;
}

/** A case that one arm's server said at the start it would not run. */
export interface RefusedThere {
  readonly caseId: string;
  readonly arm: ArmName;
  readonly message: string;
}

/** What changed between the servers of two arms; there where they are other versions, other builds, or behave like others. */
export interface VersionChange {
  /** `builds`: both call themselves the same version. `compatibility`: they are the same program. */
  readonly kind: 'versions' | 'builds' | 'compatibility';
  readonly servers: PerArm<ServerRelease>;
  /** Null where one of the servers did not tell. What cases speak of comes first, then the newest changes. */
  readonly settings: readonly SettingChange[] | null;
  /** Settings that differ, too, and were not recorded. */
  readonly more: number;
  /** Of cases that the other arm's server did not refuse. */
  readonly refused: readonly RefusedThere[];
  /** Ids of cases whose results differ. */
  readonly otherResults: readonly string[];
}
