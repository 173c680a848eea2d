import type { ComparisonReport } from '../../model/comparison.ts';
import type { SuiteCost, SuiteRatio } from '../../model/suite.ts';
import { formatChange, formatCount, formatRatio, plural } from '../../text/quantity.ts';
import { changeParts } from '../words/costClaim.ts';

/** One number of the whole run. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
}

/** The number that was taken out of all cases of two saved runs. */
function shiftFact({ method }: ComparisonReport): readonly Fact[] {
  const shift = method.saved?.commonShift ?? null;
  if (shift === null) return [];
  const detail = `${formatChange(shift.ratio)}, the machine or everything, not attributable`;
  return [{ label: `All ${plural(shift.cases, 'case')} together`, value: formatRatio(shift.ratio), detail }];
}

/** What all cases come to, in a few numbers. */
export function factsOf(report: ComparisonReport): readonly Fact[] {
  const { selfCheck } = report;
  const ratio = (label: string, value: SuiteRatio | null | undefined): readonly Fact[] => {
    if (value === null || value === undefined) return [];
    const { change, reach } = changeParts(value, report.method.margin);
    return [{ label, value: change, detail: reach }];
  };
  const whole = report.suite?.whole;
  const cost = (label: string, metric: SuiteCost['metric']): readonly Fact[] =>
    ratio(
      label,
      whole?.costs.find((one) => one.metric === metric),
    );
  return [
    ...ratio('Geometric mean of the time ratios', whole?.geometricMean),
    ...cost('Running time, weighted', 'running_time'),
    ...cost('Server time, weighted', 'server_time'),
    ...cost('CPU time, weighted', 'cpu_time'),
    ...cost('Bytes read, weighted', 'read_bytes'),
    ...shiftFact(report),
    { label: 'Executions', value: formatCount(report.executions), detail: '' },
    ...(selfCheck?.kind === 'ran' && selfCheck.cases.length > 0
      ? [
          {
            label: 'Self-check',
            value: `${formatCount(selfCheck.flagged)} of ${formatCount(selfCheck.cases.length)}`,
            detail: 'flagged',
          },
        ]
      : []),
  ];
}
