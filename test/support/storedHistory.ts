import { createHash } from 'node:crypto';
import { seededRandom, seedFrom } from '../../src/model/random.ts';
import type { RunIdentity } from '../../src/model/storedRun.ts';
import type { RunArchive } from '../../src/store/archive.ts';
import { memoryArchive } from './memoryArchive.ts';
import { madeUpFigures, madeUpRun } from './storedRuns.ts';

/** Noise of 2%, up to 5% away, that is the same on every machine: what is random about it was decided once. */
function smallNoise(run: number, series: number): number {
  const random = seededRandom(seedFrom('history', run, series));
  return 1 + 0.05 * ((random() + random() + random()) / 1.5 - 1);
}

/** Of a made-up run: no two begin alike. */
export function commitOf(run: number): string {
  return createHash('sha1').update(`commit ${run}`).digest('hex');
}

export interface StoredHistory {
  readonly runs: number;
  readonly cases: number;
  /** How many times its usual value a case is in a run; null: the run has none of it. */
  readonly factor?: (run: number, series: number) => number | null;
  readonly identity?: (run: number) => Partial<RunIdentity>;
  readonly caseId?: (series: number) => string;
  readonly metric?: string;
}

/** A store in memory with made-up runs. */
export async function storedHistory(history: StoredHistory): Promise<RunArchive> {
  const store = memoryArchive();
  await pushHistory(store, history);
  return store;
}

/** Pushes made-up runs. Case `s` takes 10 ms times `s + 1`. */
export async function pushHistory(store: RunArchive, history: StoredHistory): Promise<void> {
  const { runs, cases, factor = () => 1, identity = () => ({}), caseId = (at) => `case_${at}`, metric } = history;
  for (let run = 0; run < runs; run++) {
    const values: Record<string, number> = {};
    for (let series = 0; series < cases; series++) {
      const own = factor(run, series);
      if (own !== null) values[caseId(series)] = 10_000 * (series + 1) * own * smallNoise(run, series);
    }
    const made = madeUpRun(run, { commit: commitOf(run), ...identity(run) });
    await store.push(made, madeUpFigures(values, metric));
  }
}
