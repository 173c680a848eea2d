import type { LoadReport, MatrixCell } from '../../model/loadReport.ts';
import { cutTo, tableLines, wrapFigures } from '../../text/displayWidth.ts';
import { absent, formatMs, formatRatio } from '../../text/quantity.ts';
import { percentileName, percentileText } from './loadFigures.ts';
import { type LoadMark, markText, trialMark } from './loadMarks.ts';
import { companyText, matrixRows, neverText, schedulingText } from './matrixWords.ts';

/** Of a name that is not in the first column of a table. */
const longestName = 24;

/** A class in each company, beside itself alone, with the server's scheduling and without. */
export function matrixLines(report: LoadReport, width: number): readonly string[] {
  const { schedulings, rows } = matrixRows(report);
  const trials = new Map(report.trials.map((trial) => [trial.plan.id, trial]));
  const markOf = (cell: MatrixCell): LoadMark => trialMark(cell.verdict, trials.get(cell.trial));
  if (rows.length === 0) return [];
  const share = rows[0]?.cells.find((cell) => cell !== undefined)?.percentile?.share ?? 0.95;
  const titles = [
    'class',
    'where',
    ...schedulings.flatMap((one) => [`${percentileName(share)} ${schedulingText(one)}`, 'to alone', 'promise']),
  ];
  const lines = rows.map(({ measured, beside, cells }) => [
    measured,
    cutTo(companyText(beside), longestName),
    ...cells.flatMap((cell) => {
      if (cell === undefined) return [absent, absent, absent];
      const { percentile } = cell;
      const own = percentile === undefined || percentile.share === share ? '' : `${percentileName(percentile.share)} `;
      const toAlone = cell.toAlone === undefined ? absent : formatRatio(cell.toAlone);
      return [
        percentile === undefined ? 'never' : `${own}${formatMs(percentile.ms)}`,
        toAlone,
        cell.verdict === undefined ? absent : markText(markOf(cell)),
      ];
    }),
  ]);
  const whole = tableLines(titles, lines, Number.POSITIVE_INFINITY);
  const isFitting = (whole[0]?.length ?? 0) <= width;
  if (isFitting) return whole;
  // Too narrow for all columns: none may be left out, since the last ones are what was asked for.
  return rows.flatMap(({ measured, beside, cells }) =>
    cells.flatMap((cell) => {
      if (cell === undefined) return [];
      const factor = cell.toAlone === undefined ? '' : `, ${formatRatio(cell.toAlone)} to alone`;
      const promise = cell.verdict === undefined ? '' : `, ${markOf(cell).word}`;
      const { percentile } = cell;
      const figure =
        percentile === undefined ? neverText : `${percentileName(percentile.share)} ${percentileText(percentile)}`;
      return wrapFigures(
        `${measured} ${companyText(beside)}, ${schedulingText(cell.scheduling)}: ${figure}${factor}${promise}`,
        width,
      );
    }),
  );
}
