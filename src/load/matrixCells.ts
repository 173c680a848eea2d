import type { LoadClass } from '../model/loadClass.ts';
import type { ClassReport, LatencyPercentile, MatrixCell, TrialReport } from '../model/loadReport.ts';

/**
 * One cell for each trial of a matrix: how a class does beside others, and against itself alone with the same scheduling. Its percentile is
 * of all requests, as a promise counts them: of those that were answered alone, it would be the better, the more are refused.
 */
export function matrixCells(trials: readonly TrialReport[], classes: readonly LoadClass[]): readonly MatrixCell[] {
  const cells = trials.flatMap((trial) => {
    const { purpose, id, arm } = trial.plan;
    if (purpose.kind !== 'cell') return [];
    const { measured, beside, scheduling } = purpose;
    const report = trial.classes.find(({ name }) => name === measured);
    const share = highestShare(classes.find(({ name }) => name === measured)?.slo);
    const percentile = percentileOfAll(report, share);
    const promised = report?.verdict !== undefined;
    return [
      { arm, trial: id, measured, beside, scheduling, percentile, verdict: promised ? trial.verdict : undefined },
    ];
  });
  return cells.map(({ arm, percentile, verdict, ...cell }) => {
    const alone = cells.find(
      (one) =>
        one.beside.length === 0 &&
        one.arm === arm &&
        one.measured === cell.measured &&
        one.scheduling === cell.scheduling,
    );
    const toAlone = cell.beside.length === 0 ? undefined : ratio(percentile, alone?.percentile);
    return {
      ...cell,
      ...(verdict === undefined ? {} : { verdict }),
      ...(percentile === undefined ? {} : { percentile }),
      ...(toAlone === undefined ? {} : { toAlone }),
    };
  });
}

function highestShare(slo: LoadClass['slo']): number {
  const shares = slo?.latency.map(({ share }) => share) ?? [];
  return shares.length === 0 ? 0.95 : Math.max(...shares);
}

function percentileOfAll(report: ClassReport | undefined, share: number): LatencyPercentile | undefined {
  const found = report?.ruled?.latency.find((one) => one.share === share);
  if (found === undefined || found.ms === null) return undefined;
  const { ms, bounds } = found;
  // from 0 on: so few requests prove no lower end
  const { low, high } = bounds;
  return {
    ...{ share, ms },
    ...(low === null || low === 0 ? {} : { lowMs: low }),
    ...(high === null ? {} : { highMs: high }),
  };
}

function ratio(one: LatencyPercentile | undefined, alone: LatencyPercentile | undefined): number | undefined {
  if (one === undefined || alone === undefined || alone.ms === 0) return undefined;
  return one.ms / alone.ms;
}
