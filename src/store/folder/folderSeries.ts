import {
  archiveKey,
  type CaseSeries,
  caseChoice,
  type RunTotal,
  runsOfSeries,
  type Series,
  type SeriesPoint,
  type SeriesQuery,
} from '../archive.ts';
import { type CaseName, readRecord, recordBytes } from './figureTable.ts';
import { parseCases, type ReadHead } from './storedFile.ts';
import { readStretchSync } from './storeFolder.ts';

/** Of the files of these runs, their figures of one metric. */
export function folderSeries(all: readonly ReadHead[], query: SeriesQuery, pathOf: (key: string) => string): Series {
  const byKey = new Map(all.map((one) => [archiveKey(one.head.identity), one]));
  const { runs, olderRuns } = runsOfSeries(
    all.map((one) => one.head.identity),
    query,
  );
  const chosenOf = caseChooser(query);
  const series = new Map<string, Omit<CaseSeries, 'points'> & { readonly points: SeriesPoint[] }>();
  const totals: RunTotal[] = [];
  for (const [run, identity] of runs.entries()) {
    const key = archiveKey(identity);
    const read = byKey.get(key);
    const place = read?.head.metrics.findIndex((one) => one.metric === query.metric) ?? -1;
    const metric = read?.head.metrics[place];
    if (read === undefined || metric === undefined) continue;
    totals.push({ run, total: metric.total, cases: metric.cases, casesHash: metric.casesHash });
    if (query.cases?.length === 0) continue;
    const { names, from, to } = chosenOf(read, () => readStretchSync(pathOf(key), read.cases));
    if (names.length === 0) continue;
    const start = read.blocks.start + (place * read.head.caseCount + from) * recordBytes;
    const block = readStretchSync(pathOf(key), { start, end: start + (to - from) * recordBytes });
    for (const { at, caseId, name } of names) {
      const figure = readRecord(block, (at - from) * recordBytes);
      if (figure === undefined) continue;
      let known = series.get(caseId);
      if (known === undefined) {
        known = { caseId, name, unit: metric.unit, points: [] };
        series.set(caseId, known);
      }
      known.points.push({ run, ...figure });
    }
  }
  return { runs, series: [...series.values()].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)), totals, olderRuns };
}

interface Chosen {
  readonly names: readonly { readonly at: number; readonly caseId: string; readonly name: string }[];
  /** All of them lie in `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** Which cases of a file are asked for. Files of one workload have one list of cases, which is read once. */
function caseChooser({ cases }: SeriesQuery): (read: ReadHead, packed: () => Buffer) => Chosen {
  const isChosen = caseChoice(cases);
  const known = new Map<string, Chosen>();
  return (read, packed) => {
    const { sha256 } = read.head.sections.cases;
    const found = known.get(sha256);
    if (found !== undefined) return found;
    const list: readonly CaseName[] = parseCases(packed(), read.head);
    const names = list.flatMap(([caseId, name], at) => (isChosen({ caseId, name }) ? [{ at, caseId, name }] : []));
    const chosen = { names, from: names[0]?.at ?? 0, to: (names.at(-1)?.at ?? -1) + 1 };
    known.set(sha256, chosen);
    return chosen;
  };
}
