import { type MeasuringOptions, usualMeasuring } from '../../app/runPlans.ts';
import { UserError } from '../../model/errors.ts';
import { type GateRules, usualFailures } from '../../model/gateOutcome.ts';
import type { RowDisplay } from '../../model/rowDifference.ts';
import type { Settings } from '../../model/workload.ts';
import { type Config, configFileName } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { configurable } from './flagTable.ts';
import type { OptionSource } from './optionSource.ts';
import { totalsBy } from './totalsFlag.ts';
import { parseSetting } from './values.ts';

/** Flags shared by the measuring commands, checked and in base units. */
export interface MeasuringFlags extends MeasuringOptions, GateRules {
  readonly dryRun: boolean;
  readonly quiet: boolean;
  /** All that is known is printed, instead of what has to be read. */
  readonly verbose: boolean;
  readonly json: boolean;
  readonly color: boolean;
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy: readonly string[] | undefined;
  /** Absent: as the targets call for. */
  readonly showRows: RowDisplay | undefined;
}

/** @throws UserError usage for a flag, variable or config default that cannot be read */
export function measuringOptions(source: OptionSource, io: Io, config: Config): MeasuringFlags {
  const unknown = Object.keys(config.defaults).find((name) => !configurable.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      'usage',
      `unknown default: ${unknown}`,
      `Use one of ${configurable.join(', ')}.`,
      `${config.origin.kind === 'none' ? configFileName : config.origin.file}, defaults`,
    );
  const quick = source.hasFlag('quick');
  if (quick) source.note({ name: 'counters-only', value: 'on', from: '--quick' }, false);
  const countersOnly = quick || source.on('counters-only');
  const usual = usualMeasuring(countersOnly);
  const minPairs = source.read('min-pairs', 'count') ?? usual.minPairs;
  const maxPairs = source.read('max-pairs', 'count') ?? Math.max(usual.maxPairs, minPairs);
  if (maxPairs < minPairs)
    throw new UserError(
      'usage',
      `--max-pairs ${maxPairs} is below --min-pairs ${minPairs}`,
      'Raise one or lower the other.',
    );
  const filter = source.list('filter');
  if (filter.length > 0) source.note({ name: 'filter', value: filter.join(' '), from: '--filter' }, false);
  return {
    filter,
    minPairs,
    maxPairs,
    caseMs: source.text('max-pairs') === undefined ? usual.caseMs : undefined,
    budgetMs: source.read('budget', 'duration'),
    margin: source.read('margin', 'share') ?? usual.margin,
    seed: source.read('seed', 'number') ?? Math.floor(io.now()) % 1_000_000,
    concurrency: source.read('concurrency', 'atOnce') ?? usual.concurrency,
    timeoutMs: source.read('timeout', 'duration') ?? usual.timeoutMs,
    dryRun: source.on('dry-run'),
    resume: source.text('resume'),
    out: source.text('out') ?? usual.out,
    givenOut: source.text('out'),
    quiet: source.on('quiet'),
    setup: source.on('setup'),
    insertCost: source.on('insert-cost'),
    allowedSources: source.read('allow-sources', 'sources') ?? usual.allowedSources,
    verbose: source.on('verbose'),
    json: source.on('json'),
    color: colorOf(source, io),
    failOn: source.read('fail-on', 'verdicts') ?? usualFailures,
    strict: source.on('strict'),
    minDecided: source.read('min-decided', 'coverage'),
    totalsBy: totalsBy(source),
    selfCheck: !source.off('self-check'),
    countersOnly,
    showRows: source.read('show-rows', 'rowDisplay'),
  };
}

export function colorOf(source: OptionSource, io: Io): boolean {
  const style = source.text('style') ?? 'auto';
  if (!['auto', 'plain', 'color'].includes(style))
    throw new UserError('usage', `--style is not auto, plain or color: ${style}`, 'Use one of the three.');
  return style === 'color' || (style === 'auto' && io.isColor && !io.env.NO_COLOR);
}

export function parseSettings(texts: readonly string[], what: string): Settings {
  return Object.fromEntries(texts.map((text) => parseSetting(text, what)));
}
