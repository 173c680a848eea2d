import type { Trial } from '../model/loadRun.ts';

type Kept = Trial['requests'][number];

/**
 * Of what several machines kept of one trial by itself, what one machine would have kept: a uniform sample of each class, and all that
 * was kept for being slow or having failed.
 * @param trials by the numbers of their parts
 */
export function jointSample(trials: readonly Trial[], sampleSize: number): readonly Kept[] {
  const classes = new Set(trials.flatMap(({ requests }) => requests.map(({ of }) => of)));
  const uniform = [...classes].flatMap((of) => uniformOf(trials, of, sampleSize));
  const apart = trials.flatMap(({ requests }) => requests.filter(({ why }) => why !== undefined));
  return numberedOnce([...uniform, ...apart]);
}

/** As large a share of each part as there is of the part that kept the smallest. */
function uniformOf(trials: readonly Trial[], of: string, sampleSize: number): readonly Kept[] {
  const parts = trials.map(({ requests, tallies }) => ({
    kept: requests.filter((one) => one.of === of && one.why === undefined),
    all: tallies.reduce((sum, tally) => sum + (tally.of === of ? tally.offered : 0), 0),
  }));
  const all = parts.reduce((sum, part) => sum + part.all, 0);
  const shares = parts.flatMap((part) => (part.all === 0 ? [] : [part.kept.length / part.all]));
  const share = Math.min(1, sampleSize / Math.max(1, all), ...shares);
  return parts.flatMap(({ kept, all: own }) => drawn(kept, Math.round(share * own)));
}

/** So many of them, whichever they are: by a hash of their numbers, so that the same parts give the same sample. */
function drawn(kept: readonly Kept[], many: number): readonly Kept[] {
  if (kept.length <= many) return kept;
  return [...kept].sort((a, b) => hash(a.seq) - hash(b.seq) || a.seq - b.seq).slice(0, many);
}

function hash(seq: number): number {
  return Math.imul(seq ^ (seq >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Users of a closed loop number what they send by themselves, so that two machines may have the same numbers. */
function numberedOnce(requests: readonly Kept[]): readonly Kept[] {
  const taken = new Set<number>();
  let free = requests.reduce((most, { seq }) => Math.max(most, seq), 0) + 1;
  return requests
    .map((request) => {
      const seq = taken.has(request.seq) ? free++ : request.seq;
      taken.add(seq);
      return seq === request.seq ? request : { ...request, seq };
    })
    .sort((a, b) => a.seq - b.seq);
}
