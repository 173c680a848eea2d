import type { Summary } from '../../model/metric.ts';
import { judgesTime } from '../../model/mode.ts';
import type { Run } from '../../model/run.ts';
import type { CaseSummary } from '../../model/runSummary.ts';
import type { StoredFigure } from '../../model/storedRun.ts';
import type { Unit } from '../../model/units.ts';
import { summarizeCase } from '../summarizeRun.ts';
import { groupByCase } from '../timing/pairing.ts';
import { percentilesIn } from '../timing/percentiles.ts';
import { armOfRecord, oneArm } from './oneArm.ts';

interface StoredMetric {
  readonly unit: Unit;
  /** Where a run only counts, its times are no measurement. */
  readonly isTime: boolean;
  readonly of: (
    one: Pick<CaseSummary, 'serverTimeUs' | 'cpuTimeUs' | 'readRows' | 'readBytes' | 'memoryBytes'>,
  ) => Summary | null;
}

/** What a store keeps of each case. */
const metrics: Readonly<Record<string, StoredMetric>> = {
  server_time: { unit: 'us', isTime: true, of: (one) => one.serverTimeUs },
  cpu_time: { unit: 'us', isTime: true, of: (one) => one.cpuTimeUs },
  read_rows: { unit: 'rows', isTime: false, of: (one) => one.readRows },
  read_bytes: { unit: 'bytes', isTime: false, of: (one) => one.readBytes },
  memory: { unit: 'bytes', isTime: false, of: (one) => one.memoryBytes },
};

/** A figure for each case and metric that the arm of record was measured in. What was not measured has none. */
export function storedFigures(run: Run): readonly StoredFigure[] {
  const own = oneArm(run, armOfRecord(run));
  const byCase = groupByCase(own.samples);
  const names = new Map(own.cases.map((one) => [one.caseId, one.name]));
  return own.plan.caseIds.flatMap((caseId) => {
    const name = names.get(caseId);
    if (name === undefined) return [];
    const samples = byCase.get(caseId) ?? [];
    const summary = summarizeCase(caseId, samples);
    const medians = Object.entries(metrics).flatMap(([metric, { unit, isTime, of }]): readonly StoredFigure[] => {
      const found = isTime && !judgesTime(own.plan.mode) ? null : of(summary);
      return found === null ? [] : [{ caseId, name, metric, unit, value: found.median, executions: found.n }];
    });
    const percentiles = percentilesIn(samples, own).flatMap((one): readonly StoredFigure[] =>
      one.kind === 'refused'
        ? []
        : [{ caseId, name, metric: `server_time.p${one.p}`, unit: 'us', value: one.value, executions: one.executions }],
    );
    return [...medians, ...percentiles];
  });
}
