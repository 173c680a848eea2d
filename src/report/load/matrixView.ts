import type { LoadReport, MatrixCell } from '../../model/loadReport.ts';
import { formatRatio } from '../../text/quantity.ts';
import { percentileName, percentileText } from './loadFigures.ts';
import { type LoadMark, trialMark } from './loadMarks.ts';
import { companyText, matrixRows, neverText, schedulingText } from './matrixWords.ts';

interface CellView {
  readonly figure: string;
  /** Empty for a class alone. */
  readonly toAlone: string;
  readonly mark: LoadMark | null;
  /** From 0, no loss, to 4, several times its time alone. */
  readonly heat: number;
}

/** The matrix as a table: a class in a company by line, the ways of scheduling by column. */
export interface MatrixView {
  readonly titles: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly company: string;
    readonly cells: readonly (CellView | null)[];
  }[];
}

/** Factors from which a cell is warmer. */
const steps = [1.1, 1.5, 2.5, 5];

function heatOf({ toAlone, percentile }: MatrixCell): number {
  // What is answered too seldom has lost most.
  if (percentile === undefined) return steps.length;
  return toAlone === undefined ? 0 : steps.filter((step) => toAlone >= step).length;
}

/** Arranges the matrix; null where none was measured. */
export function matrixView(report: LoadReport): MatrixView | null {
  const { schedulings, rows } = matrixRows(report);
  if (rows.length === 0) return null;
  const trials = new Map(report.trials.map((trial) => [trial.plan.id, trial]));
  const cellOf = (cell: MatrixCell | undefined): CellView | null => {
    if (cell === undefined) return null;
    const { percentile, toAlone, verdict } = cell;
    return {
      figure:
        percentile === undefined ? neverText : `${percentileName(percentile.share)} ${percentileText(percentile)}`,
      toAlone: toAlone === undefined ? '' : `${formatRatio(toAlone)} to alone`,
      mark: verdict === undefined ? null : trialMark(verdict, trials.get(cell.trial)),
      heat: heatOf(cell),
    };
  };
  return {
    titles: schedulings.map(schedulingText),
    rows: rows.map(({ measured, beside, cells }) => ({
      name: measured,
      company: companyText(beside),
      cells: cells.map(cellOf),
    })),
  };
}
