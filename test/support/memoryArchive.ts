import { createHash } from 'node:crypto';
import type { StoredFigure } from '../../src/model/storedRun.ts';
import {
  type ArchivedRun,
  archiveKey,
  type CaseSeries,
  caseChoice,
  newestFirst,
  passes,
  type RunArchive,
  type RunTotal,
  runsOfSeries,
  type SeriesPoint,
} from '../../src/store/archive.ts';

interface Kept extends ArchivedRun {
  readonly figures: readonly StoredFigure[];
}

/** A store in the memory of this process. It says what the others have to: they are held against it. */
export function memoryArchive(): RunArchive {
  const kept = new Map<string, Kept>();
  return {
    shown: 'memory',
    async push(run, figures) {
      const key = archiveKey(run.identity);
      if (kept.has(key)) return 'known';
      kept.set(key, { ...run, figures });
      return 'stored';
    },
    async list(filter = {}) {
      const found = [...kept.values()].map((one) => one.identity).filter((one) => passes(one, filter));
      return found.sort(newestFirst).slice(0, filter.last);
    },
    async pull(identity) {
      const found = kept.get(archiveKey(identity));
      if (found === undefined) throw new Error(`no ${archiveKey(identity)}`);
      return found.runFile;
    },
    async series(query) {
      const all = [...kept.values()].map((one) => one.identity);
      const { runs, olderRuns } = runsOfSeries(all, query);
      const isChosen = caseChoice(query.cases);
      const series = new Map<string, Omit<CaseSeries, 'points'> & { points: SeriesPoint[] }>();
      const totals: RunTotal[] = [];
      for (const [run, identity] of runs.entries()) {
        const own = (kept.get(archiveKey(identity))?.figures ?? []).filter((one) => one.metric === query.metric);
        if (own.length > 0) totals.push(totalOf(run, own));
        for (const { caseId, name, unit, value, executions } of own) {
          if (!isChosen({ caseId, name })) continue;
          const known = series.get(caseId) ?? { caseId, name, unit, points: [] };
          known.points.push({ run, value, executions });
          series.set(caseId, known);
        }
      }
      return { runs, series: [...series.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)), totals, olderRuns };
    },
    async remove(identities) {
      for (const one of identities) kept.delete(archiveKey(one));
    },
    verify: async () => ({ runs: kept.size, troubles: [], leftOvers: 0 }),
    close: async () => undefined,
  };
}

function totalOf(run: number, figures: readonly StoredFigure[]): RunTotal {
  const ids = figures.map((one) => one.caseId).sort();
  return {
    run,
    total: figures.reduce((sum, one) => sum + one.value, 0),
    cases: figures.length,
    casesHash: createHash('sha256').update(JSON.stringify(ids)).digest('hex').slice(0, 16),
  };
}
