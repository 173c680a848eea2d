import type { PerArm } from '../../model/arm.ts';
import type { InsertReading, MeasuredInsert } from '../../model/insertReading.ts';
import type { InsertCost, InsertFigure } from '../../model/schemaChange.ts';
import { insertText } from '../reasons/insertText.ts';
import { summarize } from '../statistics/summary.ts';

/** Fewer say nothing of how much they vary. */
const fewestPairs = 3;

/** What inserts into a table of both arms cost, by pairs; undefined where nobody measured them. */
export function insertCost(inserts: readonly InsertReading[], tables: PerArm<string>): InsertCost | undefined {
  const own = inserts.filter(({ arm, table }) => table === tables[arm]);
  const refused = own.find((one) => one.kind === 'unmeasured');
  if (refused?.kind === 'unmeasured') return { kind: 'unmeasured', why: refused.why };
  const measured = own.filter((one) => one.kind === 'measured');
  if (measured.length === 0) return undefined;
  const candidates = new Map(measured.flatMap((one) => (one.arm === 'candidate' ? [[one.pair, one] as const] : [])));
  const pairs = measured.flatMap((baseline): readonly PerArm<MeasuredInsert>[] => {
    const candidate = candidates.get(baseline.pair);
    return baseline.arm === 'candidate' || candidate === undefined ? [] : [{ baseline, candidate }];
  });
  const [first] = pairs;
  if (first === undefined || pairs.length < fewestPairs) return { kind: 'unmeasured', why: insertText.tooFewPairs };
  const rows = new Set(pairs.flatMap(({ baseline, candidate }) => [baseline.rows, candidate.rows]));
  if (rows.size > 1) return { kind: 'unmeasured', why: insertText.otherRows };
  const figure = (key: 'cpuUs' | 'timeUs' | 'bytes'): InsertFigure<number> => figureOf(pairs, key);
  return {
    ...{ kind: 'measured', rows: first.baseline.rows, pairs: pairs.length },
    ...{ cpu: figure('cpuUs'), time: figure('timeUs'), bytes: figure('bytes') },
  };
}

function figureOf(pairs: readonly PerArm<MeasuredInsert>[], key: 'cpuUs' | 'timeUs' | 'bytes'): InsertFigure<number> {
  const values = {
    baseline: median(pairs.map(({ baseline }) => baseline[key])),
    candidate: median(pairs.map(({ candidate }) => candidate[key])),
  };
  if (pairs.some(({ baseline }) => baseline[key] <= 0)) return { values, ratio: null, low: null, high: null };
  const ratios = pairs.map(({ baseline, candidate }) => candidate[key] / baseline[key]);
  return { values, ratio: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

function median(values: readonly number[]): number {
  return summarize(values)?.median ?? 0;
}
