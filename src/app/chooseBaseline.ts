import { UserError } from '../model/errors.ts';
import type { RunIdentity } from '../model/storedRun.ts';
import { nearest } from '../text/nearest.ts';
import { plural } from '../text/quantity.ts';
import { quoted } from '../text/quote.ts';
import type { BaseLine } from './services.ts';

/** A stored run that a candidate is held against. */
export interface ChosenBaseline {
  readonly identity: RunIdentity;
  /** Commits of the base branch between it and where the change began. */
  readonly behind: number;
}

/** The candidate, as a store would know it. */
export interface OfCandidate {
  readonly workload: string;
  /** Absent: it is measured only now. */
  readonly runId?: string | undefined;
}

/**
 * The newest baseline on the line of commits that a change began from.
 * @param stored all runs of the store, newest first
 * @throws UserError usage, with what the store has instead
 */
export function chooseBaseline(
  name: string,
  stored: readonly RunIdentity[],
  line: BaseLine,
  candidate: OfCandidate,
  shown: string,
): ChosenBaseline {
  const named = stored.filter((one) => one.name === name);
  if (named.length === 0) {
    const names = [...new Set(stored.flatMap((one) => one.name ?? []))];
    const near = nearest(name, names);
    throw new UserError(
      'usage',
      `the store has no baseline ${quoted(name)}`,
      near === undefined
        ? `Save one on the base branch first: hogbench run WORKLOAD --save-baseline ${name}`
        : `Did you mean ${quoted(near)}?`,
      shown,
    );
  }
  const ofWorkload = named.filter((one) => one.workload === candidate.workload);
  if (ofWorkload.length === 0) {
    const others = [...new Set(named.map((one) => quoted(one.workload)))].slice(0, 5);
    throw new UserError(
      'usage',
      `the baseline ${quoted(name)} is of another workload: ${others.join(', ')}, not ${quoted(candidate.workload)}`,
      `Save one of this workload, or name another baseline.`,
      shown,
    );
  }
  // Half of a run would hide what is in the other half.
  const usable = ofWorkload.filter(
    (one) =>
      one.part === undefined && one.status === 'complete' && one.uncommitted !== true && one.runId !== candidate.runId,
  );
  const places = new Map(line.commits.map((commit, place) => [commit, place]));
  let best: ChosenBaseline | undefined;
  for (const identity of usable) {
    const behind = identity.commit === undefined ? undefined : places.get(identity.commit);
    // Of one commit, the newest run comes first.
    if (behind !== undefined && (best === undefined || behind < best.behind)) best = { identity, behind };
  }
  if (best !== undefined) return { ...best, behind: best.behind + (line.isOwn ? 1 : 0) };
  throw noneOnLine(name, ofWorkload, line, shown);
}

function noneOnLine(name: string, found: readonly RunIdentity[], line: BaseLine, shown: string): UserError {
  const counted = [
    ['that are parts of one', found.filter((one) => one.part !== undefined).length],
    ['with changes that are in no commit', found.filter((one) => one.uncommitted === true).length],
    ['of no known commit', found.filter((one) => one.commit === undefined).length],
    [
      'of commits that are not on this line',
      found.filter((one) => one.commit !== undefined && one.uncommitted !== true && one.part === undefined).length,
    ],
  ] as const;
  const has = counted.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]));
  return new UserError(
    'usage',
    `no baseline ${quoted(name)} is of commit ${line.commit.slice(0, 7)}, where the change left ${quoted(line.ref)}, or of one before it; the store has ${plural(found.length, 'run')}: ${has.join(', ')}`,
    `Save one of a commit of ${quoted(line.ref)}, without changes: hogbench run WORKLOAD --save-baseline ${name}`,
    shown,
  );
}
