import { UserError } from '../model/errors.ts';
import type { LogFacts, PresetGap } from '../model/logFacts.ts';
import type { UnitPrices } from '../model/price.ts';
import type { CostMetric } from '../model/traffic.ts';
import { unpaidFields } from '../money/trafficMoney.ts';
import { formatCount, formatSeconds, plural } from '../text/quantity.ts';
import type { TrafficLog } from './trafficLog.ts';

type SurveyedLog = Pick<TrafficLog, 'survey' | 'lacking' | 'assumed' | 'facts'>;

/** Remarks about what was read and what was assumed, one a line. */
export function surveyRemarks({ survey, lacking, assumed, facts }: SurveyedLog): readonly string[] {
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
    ...factRemarks(facts),
    ...(lacking.length === 0 ? [] : [`the log has no ${lacking.join(', no ')}: missing, and no part of any sum`]),
  ];
}

/** Why money is told of no part of a log that has prices. */
export function unpaidRemarks(
  { lacking }: Pick<TrafficLog, 'lacking'>,
  prices: UnitPrices | undefined,
): readonly string[] {
  const fields = prices === undefined ? [] : unpaidFields(prices, lacking);
  return fields.length === 0
    ? []
    : [
        `no amounts of money: the log has no ${fields.join(', no ')}, which ${fields.length === 1 ? 'has' : 'have'} a price`,
      ];
}

/** What the columns of a log leave open. */
function factRemarks({
  missingTags,
  presetGap,
  fitting,
  conflicts,
  hasDatabases,
  tellsShards,
  emptyCpu,
}: LogFacts): readonly string[] {
  const missing = Object.entries(missingTags);
  return [
    ...(fitting === undefined
      ? []
      : [`the log has the columns of an archive that hogbench knows: --preset ${fitting} reads its tags and CPU time`]),
    ...(missing.length === 0
      ? []
      : [
          `missing in the log: ${plural(missing.length, 'column')} of the preset, and with ${missing.length === 1 ? 'it the tag' : 'them the tags'} ${missing.map(([tag, column]) => `${tag} (${column})`).join(', ')}`,
        ]),
    ...(presetGap === undefined ? [] : [gapRemark(presetGap)]),
    ...conflicts.map(
      ({ tag, column, differing, looked }) =>
        `the tag ${tag} is read from the column ${column}; log_comment has another value in ${formatCount(differing)} of ${plural(looked, 'execution')}`,
    ),
    ...(hasDatabases ? [] : ['the log has no databases: queries of system tables are told by their text']),
    ...(tellsShards
      ? []
      : [
          'the log does not link rows of shards with their query: CPU time on shards is missing, and such rows, if it has any, count as executions',
        ]),
    ...(emptyCpu ? ['the CPU time of the log is 0 in every execution: it is taken for missing'] : []),
  ];
}

/** A log of another kind lacks them all: then a few say enough. */
const fewColumns = 4;

function gapRemark({ preset, columns, of }: PresetGap): string {
  if (columns.length < of)
    return `the log lacks ${plural(columns.length, 'column')} of the preset ${preset}: ${columns.join(', ')}; their tags are read from log_comment`;
  const rest = columns.length - fewColumns;
  const named = `${columns.slice(0, fewColumns).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
  return `the preset ${preset} does not fit this log, which has none of its ${formatCount(of)} columns (${named}): tags are read from log_comment`;
}

/** What a capture of a log without settings has to say. */
export function settingsRemark({ facts }: Pick<TrafficLog, 'facts'>): readonly string[] {
  return facts.hasSettings
    ? []
    : ['the log has no Settings: cases are without the settings that production ran them with, and none are made up'];
}

const restsOn: Readonly<Partial<Record<CostMetric, string>>> = {
  cpu: 'cpu_us',
  read_bytes: 'read_bytes',
  duration: 'query_duration_ms',
  memory: 'memory_usage',
  failures: 'exception_code',
};

/** What to do where a log looks like one that is known; empty elsewhere. */
export function presetAdvice({ fitting }: LogFacts): string {
  return fitting === undefined ? '' : `Read it with --preset ${fitting}. `;
}

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
    `${presetAdvice(log.facts)}Name its column in hogbench.config.yaml, capture: {columns: {${missing}: …}}, or rank by another metric with --by.`,
    log.name,
  );
}
