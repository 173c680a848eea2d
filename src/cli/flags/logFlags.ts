import { resolve } from 'node:path';
import type { LogRequest, LogSource } from '../../app/trafficLog.ts';
import { UserError } from '../../model/errors.ts';
import { isZoneAsked } from '../../model/timeZones.ts';
import type { CostMetric } from '../../model/traffic.ts';
import type { CaptureConfig } from '../../schema/config/captureConfig.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';
import { resolveCapture } from './capturePreset.ts';
import { chosenTarget } from './chosenTarget.ts';
import type { OptionSource } from './optionSource.ts';

export const metrics: readonly CostMetric[] = ['cpu', 'read_bytes', 'duration', 'memory', 'count', 'failures', 'cost'];

/**
 * What the config and `--preset` say of logs.
 * @throws UserError usage for a preset that is not known, and in CI where nobody named the config: it says what is private
 */
export function captureConfigOf(
  { capture, origin }: Config,
  { env }: Pick<Io, 'env'>,
  source: Pick<OptionSource, 'flagText'>,
): CaptureConfig {
  if (capture !== undefined) checkNamedInCi(origin, 'capture', env);
  return resolveCapture(capture ?? {}, source.flagText('preset'), '--preset');
}

/** @throws UserError usage for flags that name no log, or two */
export function logRequest(source: OptionSource, config: Config, io: Io): LogRequest {
  const capture = captureConfigOf(config, io, source);
  const log = sourceOf(source, config, io);
  const { cpu_second, gib_read } = capture.cost;
  const quiet = source.on('quiet');
  return {
    source: log,
    sinceSeconds: source.read('since', 'lookBack') ?? (log.kind === 'file' ? undefined : 7 * 86_400),
    ...capture.layout,
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
    'Write it as ClickHouse does, for instance UTC or Europe/Madrid; case matters.',
  );
}

/** @throws UserError usage for an unknown metric, or one that the log does not hold */
export function metricOf(source: OptionSource): CostMetric {
  const text = source.text('by') ?? 'cost';
  const metric = metrics.find((one) => one === text);
  if (metric === undefined)
    throw new UserError('usage', `--by has no metric ${text}`, `Use one of ${metrics.join(', ')}.`);
  return metric;
}

export function commaList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
