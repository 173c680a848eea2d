import type { Command } from 'commander';
import type { Verdict } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { OptionInEffect } from '../model/optionInEffect.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import type { Source } from '../model/sources.ts';
import type { Settings } from '../model/workload.ts';
import { allowedSources } from './allowedSources.ts';
import { type Config, configFileName } from './config.ts';
import { checkNamed, checkNamedInCi } from './configOrigin.ts';
import type { Io } from './io.ts';
import { parseRowDisplay } from './rowChoice.ts';
import { totalsBy } from './totals.ts';
import { parseCount, parseDuration, parsePercent, parseSetting } from './values.ts';

/** Flags as commander hands them over. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Flags shared by the measuring commands, checked and in base units. */
export interface MeasuringOptions {
  readonly filter: readonly string[];
  readonly minPairs: number;
  readonly maxPairs: number;
  readonly budgetMs: number | undefined;
  readonly margin: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly dryRun: boolean;
  readonly resume: string | undefined;
  readonly out: string;
  /** `out` when it was asked for; a resumed run stays in its own folder otherwise. */
  readonly givenOut: string | undefined;
  readonly quiet: boolean;
  readonly setup: boolean;
  readonly allowedSources: ReadonlySet<Source>;
  readonly json: boolean;
  readonly color: boolean;
  readonly failOn: ReadonlySet<Verdict>;
  readonly strict: boolean;
  /** Tags to show totals by; absent: the usual ones. */
  readonly totalsBy: readonly string[] | undefined;
  /** Cases are also run as baseline against baseline. */
  readonly selfCheck: boolean;
  /** Exact counters alone decide; time is not judged. */
  readonly countersOnly: boolean;
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

/** A value and who gave it. */
export interface Given {
  readonly name: string;
  readonly text: string;
  readonly by: 'flag' | 'variable' | 'config';
  /** `--margin`, `HOGBENCH_MARGIN`, or the config's file. */
  readonly from: string;
}

/** Defaults that decide no verdict, and write and ask nothing elsewhere: harmless whoever wrote them. */
const harmless: ReadonlySet<string> = new Set(['style', 'quiet', 'seed', 'totals-by', 'group-by', 'by', 'since']);

/** Options that decide what is measured or how it is judged. */
const deciding: ReadonlySet<string> = new Set([
  ...[
    'target',
    'baseline-target',
    'candidate-target',
    'margin',
    'fail-on',
    'strict',
    'min-pairs',
    'max-pairs',
    'budget',
  ],
  ...['timeout', 'concurrency', 'counters-only', 'self-check', 'duet', 'setup', 'sessions', 'rounds', 'show-rows'],
  ...['changed-only', 'on-mismatch', 'allow-sources'],
]);

/** With one an exit code says otherwise than the verdicts that are shown; the other writes to a server. */
const neverFound: ReadonlySet<string> = new Set(['fail-on', 'setup', 'allow-sources']);

/** Flag before environment (`HOGBENCH_MAX_PAIRS`) before the config's `defaults` (`max-pairs`). */
export class OptionSource {
  private readonly flags: Flags;
  private readonly env: Io['env'];
  private readonly config: Config;
  readonly #inEffect = new Map<string, OptionInEffect>();

  constructor(flags: Flags, io: Io, config: Config) {
    this.flags = flags;
    this.env = io.env;
    this.config = config;
  }

  /** The first of these names that is set, a flag of any of them before a variable of any before a default. */
  text(...names: readonly string[]): string | undefined {
    return this.given(...names)?.text;
  }

  /**
   * As `text`, with who gave it.
   * @throws UserError usage where a config that nobody named must not decide it
   */
  given(...names: readonly string[]): Given | undefined {
    const levels = [this.ofFlag, this.ofVariable, this.ofConfig];
    for (const level of levels)
      for (const name of names) {
        const given = level.call(this, name);
        if (given === undefined) continue;
        this.note({ name, value: given.text, from: given.from }, given.by === 'config');
        return given;
      }
    return undefined;
  }

  /** What was asked for until now that decides what is measured or how it is judged, and who set it. */
  inEffect(): readonly OptionInEffect[] {
    return [...this.#inEffect.values()];
  }

  /** @param byConfig whether the config has a part in it */
  note(option: OptionInEffect, byConfig: boolean): void {
    if (!deciding.has(option.name)) return;
    const isFound = byConfig && this.config.origin.kind === 'found';
    this.#inEffect.set(option.name, isFound ? { ...option, found: true } : option);
  }

  private ofFlag(name: string): Given | undefined {
    const text = this.flag(name);
    return typeof text === 'string' ? { name, text, by: 'flag', from: `--${name}` } : undefined;
  }

  private ofVariable(name: string): Given | undefined {
    const text = this.variable(name);
    return text === undefined ? undefined : { name, text, by: 'variable', from: variableOf(name) };
  }

  private ofConfig(name: string): Given | undefined {
    const text = this.default(name);
    return text === undefined ? undefined : { name, text, by: 'config', from: this.configFile };
  }

  /** A flag of the command line alone. */
  flagText(name: string): string | undefined {
    const flag = this.flag(name);
    return typeof flag === 'string' ? flag : undefined;
  }

  hasFlag(name: string): boolean {
    return this.flag(name) !== undefined;
  }

  on(name: string): boolean {
    if (this.flag(name) === true) this.note({ name, value: 'on', from: `--${name}` }, false);
    return this.flag(name) === true || ['1', 'true', 'yes'].includes(this.text(name) ?? '');
  }

  /** Whether what is on by default was switched off: `--no-quiet`, or `false` in the environment or the config. */
  off(name: string): boolean {
    if (this.flag(name) === false) this.note({ name, value: 'off', from: `--no-${name}` }, false);
    return this.flag(name) === false || ['0', 'false', 'no'].includes(this.text(name) ?? '');
  }

  list(name: string): readonly string[] {
    const flag = this.flag(name);
    return Array.isArray(flag) ? (flag as readonly string[]) : [];
  }

  private flag(name: string): Flags[string] {
    return this.flags[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  }

  private variable(name: string): string | undefined {
    return this.env[variableOf(name)] || undefined;
  }

  private default(name: string): string | undefined {
    const { defaults, origin } = this.config;
    const configured = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (configured === undefined) return undefined;
    if (neverFound.has(name)) checkNamed(origin, `defaults.${name}`);
    if (!harmless.has(name)) checkNamedInCi(origin, `defaults.${name}`, this.env);
    return String(configured);
  }

  get configFile(): string {
    const { origin } = this.config;
    return origin.kind === 'none' ? configFileName : origin.file;
  }

  read<T>(name: string, parse: (text: string, what: string) => T, fallback: T): T {
    const text = this.text(name);
    return text === undefined ? fallback : parse(text, `--${name}`);
  }
}

function variableOf(name: string): string {
  return `HOGBENCH_${name.replaceAll('-', '_').toUpperCase()}`;
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
export function measuringOptions(source: OptionSource, io: Io, config: Config): MeasuringOptions {
  const unknown = Object.keys(config.defaults).find((name) => !configurable.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      'usage',
      `unknown default: ${unknown}`,
      `Use one of ${configurable.join(', ')}.`,
      `${config.origin.kind === 'none' ? configFileName : config.origin.file}, defaults`,
    );
  const countersOnly = source.on('counters-only');
  const minPairs = source.read('min-pairs', parseCount, countersOnly ? 2 : 5);
  const maxPairs = source.read('max-pairs', parseCount, Math.max(countersOnly ? 5 : 20, minPairs));
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
    margin: source.read('margin', parsePercent, 0.05),
    seed: source.read('seed', (text, what) => parseCount(text, what, 0), Math.floor(io.now()) % 1_000_000),
    // Counters do not mind company, times do.
    concurrency: source.read('concurrency', parseCount, countersOnly ? 4 : 1),
    timeoutMs: source.read('timeout', parseDuration, 60_000),
    dryRun: source.on('dry-run'),
    resume: source.text('resume'),
    out: source.text('out') ?? 'hogbench-out',
    givenOut: source.text('out'),
    quiet: source.on('quiet'),
    setup: source.on('setup'),
    allowedSources: allowedSources(source),
    json: source.on('json'),
    color: colorOf(source, io),
    failOn: source.read('fail-on', parseVerdicts, new Set<Verdict>(['regressed', 'failed', 'resultChanged'])),
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
