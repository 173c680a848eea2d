import { createHash } from 'node:crypto';
import type { StoredFigure } from '../../model/storedRun.ts';
import type { Unit } from '../../model/units.ts';

/** What a file tells of one metric without its figures being read. */
export interface MetricHead {
  readonly metric: string;
  readonly unit: Unit;
  readonly total: number;
  readonly cases: number;
  readonly casesHash: string;
}

/** A case as a column of figures counts them. */
export type CaseName = readonly [caseId: string, name: string];

/** Figures of a run: a block of records for each metric, in each a record for each case. */
export interface FigureTable {
  readonly cases: readonly CaseName[];
  readonly metrics: readonly MetricHead[];
  readonly blocks: Buffer;
}

/** A value as a double and its executions as a whole number, both with the lowest byte first. No value: NaN. */
export const recordBytes = 12;

/** Lays figures out so that those of one case lie in one place of a block. */
export function figureTable(figures: readonly StoredFigure[]): FigureTable {
  const names = new Map(figures.map(({ caseId, name }) => [caseId, name]));
  const cases: readonly CaseName[] = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const places = new Map(cases.map(([caseId], place) => [caseId, place]));
  const byMetric = new Map<string, StoredFigure[]>();
  for (const one of figures) {
    const known = byMetric.get(one.metric);
    if (known === undefined) byMetric.set(one.metric, [one]);
    else known.push(one);
  }
  const blocks = Buffer.alloc(byMetric.size * cases.length * recordBytes);
  for (let at = 0; at < blocks.length; at += recordBytes) blocks.writeDoubleLE(Number.NaN, at);
  const metrics = [...byMetric].map(([metric, own], block): MetricHead => {
    for (const { caseId, value, executions } of own) {
      const at = (block * cases.length + (places.get(caseId) ?? 0)) * recordBytes;
      blocks.writeDoubleLE(value, at);
      blocks.writeUInt32LE(executions, at + 8);
    }
    return {
      metric,
      unit: own[0]?.unit ?? 'count',
      total: own.reduce((sum, one) => sum + one.value, 0),
      cases: own.length,
      casesHash: hashOf(own.map((one) => one.caseId).sort()),
    };
  });
  return { cases, metrics, blocks };
}

/** What a record says; undefined where there is no value. */
export function readRecord(
  block: Buffer,
  at: number,
): { readonly value: number; readonly executions: number } | undefined {
  const value = block.readDoubleLE(at);
  return Number.isFinite(value) ? { value, executions: block.readUInt32LE(at + 8) } : undefined;
}

function hashOf(ids: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(ids)).digest('hex').slice(0, 16);
}
