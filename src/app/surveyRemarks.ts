import { UserError } from '../model/errors.ts';
import type { CostMetric } from '../model/traffic.ts';
import { formatSeconds, plural } from '../text/quantity.ts';
import type { TrafficLog } from './trafficLog.ts';

type SurveyedLog = Pick<TrafficLog, 'survey' | 'lacking' | 'assumed'>;

/** Remarks about what was read and what was assumed, one a line. */
export function surveyRemarks({ survey, lacking, assumed }: SurveyedLog): readonly string[] {
  const skew = survey.clockSkewMs ?? 0;
  const left = [
    ['of hogbench itself', survey.hogbench],
    ['of system tables or of none', survey.system],
    ['that do not only read', survey.notReading],
    ['without text', survey.withoutText],
  ] as const;
  const leftOut = left.flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return [
    ...(leftOut.length === 0 ? [] : [`left out: ${leftOut.join(', ')}`]),
    ...(survey.cut === 0
      ? []
      : [
          `${plural(survey.cut, 'execution')} with a text that the log cut (log_queries_cut_to_length): counted, not replayed`,
        ]),
    ...(Math.abs(skew) > 60_000
      ? [
          `the server's clock is ${formatSeconds(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead of'} this machine's; the window is by the server's`,
        ]
      : []),
    ...assumed,
    ...(lacking.length === 0 ? [] : [`the log has no ${lacking.join(', no ')}: counted as zero`]),
  ];
}

const restsOn: Readonly<Partial<Record<CostMetric, string>>> = {
  cpu: 'cpu_us',
  read_bytes: 'read_bytes',
  duration: 'query_duration_ms',
  memory: 'memory_usage',
  failures: 'exception_code',
};

/** @throws UserError usage when the log has no field to rank by */
export function checkMetric(by: CostMetric, log: TrafficLog): void {
  const field = restsOn[by];
  const lacks =
    by === 'cost'
      ? log.lacking.includes('cpu_us') && log.lacking.includes('read_bytes')
      : field !== undefined && log.lacking.includes(field);
  if (!lacks) return;
  const missing = field ?? 'cpu_us';
  throw new UserError(
    'usage',
    `the log cannot be ranked by ${by}: it has no ${missing}`,
    `Name its column in hogbench.config.yaml, capture: {columns: {${missing}: …}}, or rank by another metric with --by.`,
    log.name,
  );
}
