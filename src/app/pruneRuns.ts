import type { RunIdentity } from '../model/storedRun.ts';
import { archiveKey } from '../store/archive.ts';

/** Which stored runs go; where both are given, both have to say so. */
export interface PruneRules {
  /** So many of the newest of each workload and baseline stay. */
  readonly keep?: number | undefined;
  /** What began later stays, in milliseconds since 1970. */
  readonly before?: number | undefined;
}

/**
 * The runs that a store can do without by these rules. Of each workload and baseline, the newest always stays; so does the newest that a
 * gate can take, of a commit and without uncommitted changes.
 * @param runs newest first
 */
export function runsToPrune(runs: readonly RunIdentity[], { keep, before }: PruneRules): readonly RunIdentity[] {
  const groups = new Map<string, RunIdentity[]>();
  for (const one of runs) {
    const key = JSON.stringify([one.workload, one.name ?? null]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  const kept = new Set<string>();
  for (const group of groups.values()) {
    for (const [place, one] of group.entries())
      if ((keep !== undefined && place < keep) || (before !== undefined && one.startedAt >= before))
        kept.add(archiveKey(one));
    if (group[0]?.name === undefined) continue;
    for (const one of [group[0], group.find(isUsable)]) if (one !== undefined) kept.add(archiveKey(one));
  }
  return runs.filter((one) => !kept.has(archiveKey(one)));
}

function isUsable({ commit, uncommitted }: RunIdentity): boolean {
  return commit !== undefined && uncommitted !== true;
}
