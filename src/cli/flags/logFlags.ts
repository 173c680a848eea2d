import { resolve } from 'node:path';
import type { Command } from 'commander';
import { newPseudonyms } from '../../app/newPseudonyms.ts';
import type { LogRequest, LogSource, TrafficLog } from '../../app/trafficLog.ts';
import { isZoneAsked } from '../../capture/constantWords.ts';
import { PrivacyTally } from '../../capture/privacyTally.ts';
import type { Privacy } from '../../capture/redactSql.ts';
import { UserError } from '../../model/errors.ts';
import type { CostMetric } from '../../model/traffic.ts';
import { type CaptureConfig, defaultCapture } from '../../schema/config/captureConfig.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import { readDuration } from '../../text/duration.ts';
import { formatSeconds, plural } from '../../text/quantity.ts';
import type { Io } from '../io.ts';
import { chosenTarget } from './chosenTarget.ts';
import type { OptionSource } from './optionSource.ts';

/** Flags that say which log is read, and by what its executions are ranked. */
export function addLogFlags(command: Command): Command {
  const named = command.option(
    '--target <target>',
    'a configured name, or a URL: its system.query_log is read, on all replicas of its cluster',
  );
  return addLogSourceFlags(named).option(
    '--by <metric>',
    'cpu, read_bytes, duration, memory, count, failures or cost (default: cost)',
  );
}

/** Flags that say which log of a target is read, and how. */
export function addLogSourceFlags(command: Command): Command {
  return command
    .option('--log-table <table>', 'an archive of the log on that target: database.table')
    .option(
      '--log-file <path>',
      'an exported log: .parquet, .jsonl, .json, .csv, .tsv, .native, a glob of them, or the folder of an Iceberg table',
    )
    .option(
      '--log-time-zone <zone>',
      'the zone of times that an exported log or an archive writes without one (default: UTC)',
    )
    .option('--since <time>', "how far back, by the server's clock: 12h, 7d, 2w (default: 7d; all of a file)")
    .option('--include-hogbench', "count hogbench's own executions too")
    .option('--quiet', 'no progress on stderr');
}

export const metrics: readonly CostMetric[] = ['cpu', 'read_bytes', 'duration', 'memory', 'count', 'failures', 'cost'];

/** @throws UserError usage in CI, where nobody named the config: it says what is private */
export function captureConfigOf({ capture, origin }: Config, { env }: Pick<Io, 'env'>): CaptureConfig {
  if (capture === undefined) return defaultCapture;
  checkNamedInCi(origin, 'capture', env);
  return capture;
}

/** @throws UserError usage for flags that name no log, or two */
export function logRequest(source: OptionSource, config: Config, io: Io): LogRequest {
  const capture = captureConfigOf(config, io);
  const log = sourceOf(source, config, io);
  const { cpu_second, gib_read } = capture.cost;
  const quiet = source.on('quiet');
  return {
    source: log,
    sinceSeconds: source.read<number | undefined>('since', parseSince, log.kind === 'file' ? undefined : 7 * 86_400),
    columns: capture.columns,
    timeZone: source.flagText('log-time-zone') === undefined ? capture.time_zone : zoneOf(source),
    cutLength: capture.cut_length,
    includeHogbench: source.on('include-hogbench'),
    cost: { cpuSecond: cpu_second, gibRead: gib_read },
    memoryBytes: Math.floor(capture.server_memory_gib * 2 ** 30),
    say: (step) => (quiet ? undefined : io.stderr(`${step}\n`)),
  };
}

function sourceOf(source: OptionSource, config: Config, io: Io): LogSource {
  const file = source.flagText('log-file');
  const table = source.text('log-table');
  if (file !== undefined) {
    if (source.flagText('log-table') !== undefined)
      throw new UserError('usage', '--log-file and --log-table name two logs', 'Give one of them.');
    return { kind: 'file', path: resolve(io.cwd, file), shown: file };
  }
  if (source.text('target') === undefined)
    throw new UserError('usage', 'no log is named', 'Name a server with --target, or an exported log with --log-file.');
  return { kind: 'target', target: chosenTarget(source, config, io, 'target'), table };
}

/** @throws UserError usage for a zone that the server does not know */
function zoneOf(source: OptionSource): string | undefined {
  const text = source.flagText('log-time-zone');
  if (text === undefined || isZoneAsked(text)) return text;
  throw new UserError(
    'usage',
    `--log-time-zone is no time zone: ${text}`,
    'Write it as ClickHouse does, for instance UTC or Europe/Madrid; capitals count.',
  );
}

/** `7d`, `2w` or a duration such as `12h`, in seconds. */
function parseSince(text: string, what: string): number {
  const days = /^(\d{1,4})([dw])$/.exec(text.trim());
  if (days) return Number(days[1]) * (days[2] === 'w' ? 7 : 1) * 86_400;
  const ms = readDuration(text.trim());
  if (ms === undefined || ms < 1000)
    throw new UserError('usage', `${what} is not a time to look back: ${text}`, 'Write for instance 12h, 7d or 2w.');
  return Math.round(ms / 1000);
}

/** @throws UserError usage for an unknown metric, or one that the log does not hold */
export function metricOf(source: OptionSource): CostMetric {
  const text = source.text('by') ?? 'cost';
  const metric = metrics.find((one) => one === text);
  if (metric === undefined)
    throw new UserError('usage', `--by has no metric ${text}`, `Use one of ${metrics.join(', ')}.`);
  return metric;
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

export function commaList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The privacy rules of the config, and a key for pseudonyms: the user's, or one that nobody will know. */
export function privacyOf(
  config: CaptureConfig,
  keepLiterals: boolean,
  io: Io,
): Privacy & { readonly hasKey: boolean } {
  const key = io.env.HOGBENCH_PRIVACY_KEY;
  const { allow, drop, hash, event_columns: eventColumns } = config.privacy;
  return {
    pseudonyms: newPseudonyms(io),
    rules: { allow, drop, hash },
    eventColumns,
    keepLiterals,
    tally: new PrivacyTally(),
    hasKey: key !== undefined && key !== '',
  };
}

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
