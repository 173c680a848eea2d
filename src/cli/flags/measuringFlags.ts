import type { Command } from 'commander';
import type { GateRules } from '../../app/gateOutcome.ts';
import { usualFailures } from '../../app/gateOutcome.ts';
import type { MeasuringOptions } from '../../app/runPlans.ts';
import { usualMeasuring } from '../../app/runPlans.ts';
import type { Verdict } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import type { RowDisplay } from '../../model/rowDifference.ts';
import { rowDisplays } from '../../model/rowDifference.ts';
import type { Settings } from '../../model/workload.ts';
import { type Config, configFileName } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import type { OptionSource } from './optionSource.ts';
import { allowedSources } from './sourcesFlag.ts';
import { totalsBy } from './totalsFlag.ts';
import { parseCount, parseDuration, parsePercent, parseSetting } from './values.ts';

/** Flags shared by the measuring commands, checked and in base units. */
export interface MeasuringFlags extends MeasuringOptions, GateRules {
  readonly dryRun: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly color: boolean;
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy: readonly string[] | undefined;
  /** Absent: as the targets call for. */
  readonly showRows: RowDisplay | undefined;
}

export function addMeasuringFlags(command: Command): Command {
  return command
    .option('--filter <pattern...>', 'cases to measure: a name with * and ?, or a tag such as product=web_analytics')
    .option('--budget <time>', 'stop measuring after this time, for instance 10m')
    .option('--seed <n>', 'seed of the order (default: drawn, and printed)')
    .option('--concurrency <n>', 'pairs in flight; 1 disturbs least (default: 1; 4 with --counters-only)')
    .option('--timeout <time>', 'kill a query after this time (default: 60s)')
    .option('--dry-run', 'print what would be measured, and measure nothing')
    .option('--counters-only', 'judge exact counters and results alone, in a few executions; time is not judged')
    .option('--resume <file>', 'go on with an interrupted run, by its own plan')
    .option('--out <folder>', 'where results go (default: hogbench-out)')
    .option('--setup', "run the workload's own schema and data scripts on a target with allow_setup: true")
    .option('--allow-sources <names>', 'what a workload may read on the embedded server beside its tables: url,file')
    .option('--quiet', 'no progress on stderr')
    .option('--json', 'print one JSON document on stdout')
    .option('--style <style>', 'auto, plain or color (default: auto)');
}

export function addVerdictFlags(command: Command): Command {
  return command
    .option('--min-pairs <n>', 'pairs of a case before its first look (default: 5; 2 with --counters-only)')
    .option('--max-pairs <n>', 'pairs of a case after which screening gives up (default: 20; 5 with --counters-only)')
    .option('--no-self-check', 'do not also run some cases as baseline against baseline')
    .option('--margin <share>', 'a change smaller than this is no change (default: 5%)')
    .option('--fail-on <verdicts>', 'verdicts that fail, with commas (default: regressed,failed,result-changed)')
    .option('--strict', 'exit 3 when a case stays inconclusive or unconfirmed');
}

/** Every default that a config file may set. */
const configurable = [
  ...[
    'target',
    'baseline-target',
    'candidate-target',
    'min-pairs',
    'max-pairs',
    'budget',
    'margin',
    'seed',
    'sessions',
  ],
  ...['since', 'by', 'cover', 'strata', 'group-by', 'log-table'],
  ...[
    'concurrency',
    'timeout',
    'out',
    'setup',
    'allow-sources',
    'quiet',
    'style',
    'fail-on',
    'strict',
    'rounds',
    'self-check',
    'counters-only',
    'totals-by',
    'duet',
    'show-rows',
  ],
];

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
  const countersOnly = source.on('counters-only');
  const usual = usualMeasuring(countersOnly);
  const minPairs = source.read('min-pairs', parseCount, usual.minPairs);
  const maxPairs = source.read('max-pairs', parseCount, Math.max(usual.maxPairs, minPairs));
  if (maxPairs < minPairs)
    throw new UserError(
      'usage',
      `--max-pairs ${maxPairs} is below --min-pairs ${minPairs}`,
      'Raise one or lower the other.',
    );
  return {
    filter: source.list('filter'),
    minPairs,
    maxPairs,
    budgetMs: source.read<number | undefined>('budget', parseDuration, undefined),
    margin: source.read('margin', parsePercent, usual.margin),
    seed: source.read('seed', (text, what) => parseCount(text, what, 0), Math.floor(io.now()) % 1_000_000),
    concurrency: source.read('concurrency', parseCount, usual.concurrency),
    timeoutMs: source.read('timeout', parseDuration, usual.timeoutMs),
    dryRun: source.on('dry-run'),
    resume: source.text('resume'),
    out: source.text('out') ?? usual.out,
    givenOut: source.text('out'),
    quiet: source.on('quiet'),
    setup: source.on('setup'),
    allowedSources: allowedSources(source),
    json: source.on('json'),
    color: colorOf(source, io),
    failOn: source.read('fail-on', parseVerdicts, usualFailures),
    strict: source.on('strict'),
    totalsBy: totalsBy(source),
    selfCheck: !source.off('self-check'),
    countersOnly,
    showRows: source.read<RowDisplay | undefined>('show-rows', parseRowDisplay, undefined),
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

const verdictNames: Readonly<Record<string, Verdict>> = {
  regressed: 'regressed',
  improved: 'improved',
  inconclusive: 'inconclusive',
  unconfirmed: 'unconfirmed',
  'result-changed': 'resultChanged',
  failed: 'failed',
  added: 'added',
  removed: 'removed',
};

function parseVerdicts(text: string, what: string): ReadonlySet<Verdict> {
  const names = text.split(',').map((name) => name.trim());
  const verdicts = names.map((name) => {
    const verdict = verdictNames[name];
    if (verdict === undefined)
      throw new UserError(
        'usage',
        `${what} has no verdict ${name}`,
        `Use any of ${Object.keys(verdictNames).join(', ')}, with commas.`,
      );
    return verdict;
  });
  return new Set(verdicts);
}

export function addShowRowsFlag(command: Command): Command {
  return command.option(
    '--show-rows <how>',
    'rows in which results differ: values, masked (pseudonyms for text) or off (default: values on the embedded server, unless in CI; else masked)',
  );
}

/** @throws UserError usage for a word that is none of the three */
function parseRowDisplay(text: string, what: string): RowDisplay {
  const display = rowDisplays.find((one) => one === text);
  if (display !== undefined) return display;
  throw new UserError('usage', `${what} is not values, masked or off: ${text}`, 'Use one of the three.');
}
