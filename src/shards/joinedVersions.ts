import type { VersionReading } from '../model/versionReading.ts';
import type { Part } from './part.ts';

/** What the first part read of its servers that read anything, with what any part's servers refused. */
export function joinedVersions(parts: readonly Part[]): { readonly versions?: VersionReading } {
  const read = parts.flatMap(({ run }) => run.versions ?? []);
  const [first] = read;
  if (first === undefined) return {};
  const arms = first.arms.map((one) => ({
    ...one,
    refused: read.flatMap(({ arms }) => arms.find(({ arm }) => arm === one.arm)?.refused ?? []),
  }));
  return { versions: { ...first, arms } };
}
