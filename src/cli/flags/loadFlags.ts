import type { LoadOptions } from '../../app/loadWork.ts';
import { usualMeasuring } from '../../app/runPlans.ts';
import { UserError } from '../../model/errors.ts';
import type { Slo } from '../../model/loadClass.ts';
import type { LoadShard } from '../../model/loadPlan.ts';
import { seedFrom } from '../../model/random.ts';
import { readSlo } from '../../workloads/sloText.ts';
import type { Io } from '../io.ts';
import { arrivals } from './loadFlagRows.ts';
import { colorOf } from './measuringFlags.ts';
import type { OptionSource } from './optionSource.ts';
import { shardPlace } from './shardFlags.ts';
import { parseDuration } from './values.ts';

/** Flags shared by the commands that offer a load, checked and in base units. */
export interface LoadFlags extends LoadOptions {
  readonly dryRun: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly color: boolean;
}

const usual = { warmupMs: 5000, maxInFlight: 1000, sample: 1000, sampleOfTrial: 200, mostInFlight: 20_000 };

/**
 * @param isShort it has many short trials
 * @throws UserError usage for a flag that cannot be read, and for flags that contradict each other
 */
export function loadOptions(source: OptionSource, io: Io, isShort: boolean): LoadFlags {
  const { timeoutMs, out } = usualMeasuring();
  for (const name of ['filter', 'rate', 'slo', 'set']) {
    const given = source.list(name);
    if (given.length > 0) source.note({ name, value: given.join(' '), from: `--${name}` }, false);
  }
  const rates = readRates(source.list('rate'));
  const arrival = source.text('arrival');
  const kind = arrivals.find((one) => one === arrival);
  if (arrival !== undefined && kind === undefined)
    throw new UserError('usage', `--arrival is no kind of arrival: ${arrival}`, `Use one of ${arrivals.join(', ')}.`);
  const speed = readNumber(source.text('speed'), '--speed', 'how many times as fast, such as 10');
  const maxInFlight = source.read('max-in-flight', 'count') ?? usual.maxInFlight;
  if (maxInFlight > usual.mostInFlight)
    throw new UserError(
      'usage',
      `--max-in-flight ${maxInFlight} is more than ${usual.mostInFlight}`,
      'Divide the load over several machines with --shard.',
    );
  const workers = source.read('workers', 'atOnce') ?? 1;
  const startAt = readMoment(source.text('start-at'), io);
  const shard = loadShard(source, io);
  return {
    filter: source.list('filter'),
    seed: source.read('seed', 'number') ?? commonSeed(shard) ?? Math.floor(io.now()) % 1_000_000,
    rate: rates.total,
    rates: rates.byClass,
    arrival: kind,
    speed,
    users: source.read('users', 'count'),
    thinkMs: source.read('think', 'duration'),
    background: (source.text('background') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    driving: { workers, maxInFlight, timeoutMs: source.read('timeout', 'duration') ?? timeoutMs },
    sampleSize: source.read('sample', 'count') ?? (isShort ? usual.sampleOfTrial : usual.sample),
    // a recording begins with what production sent first
    warmupMs: readWarmUp(source.text('warm-up')) ?? (kind === 'recorded' ? 0 : usual.warmupMs),
    durationMs: source.read('duration', 'duration'),
    slos: readSlos(source.list('slo')),
    out: source.text('out') ?? out,
    setup: source.on('setup'),
    allowedSources: source.read('allow-sources', 'sources') ?? new Set(),
    ...(shard === undefined ? {} : { shard }),
    ...(startAt === undefined ? {} : { startAt }),
    dryRun: source.on('dry-run'),
    quiet: source.on('quiet'),
    verbose: source.on('verbose'),
    json: source.on('json'),
    color: colorOf(source, io),
  };
}

/** `0` is none, which no other duration may be. */
export function readWarmUp(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^0(?:ms|s|m|h)?$/.test(text.trim()) ? 0 : parseDuration(text, '--warm-up');
}

function readRates(texts: readonly string[]): {
  readonly total: number | undefined;
  readonly byClass: ReadonlyMap<string, number>;
} {
  const byClass = new Map<string, number>();
  let total: number | undefined;
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const value = readNumber(text.slice(at + 1), '--rate', 'requests a second, such as 50, or online=50') ?? 0;
    if (at < 0 && total !== undefined)
      throw new UserError('usage', '--rate is given twice', 'Give the rates of classes by name: --rate online=50.');
    if (at < 0) total = value;
    else {
      const name = text.slice(0, at).trim();
      if (byClass.has(name))
        throw new UserError('usage', `--rate is given twice for the class ${name}`, 'Give each class one rate.');
      byClass.set(name, value);
    }
  }
  return { total, byClass };
}

/** A number above 0, which may have a point. */
export function readNumber(text: string | undefined, flag: string, what: string): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}(?:\.\d{1,6})?x?$/.test(text.trim()) ? Number(text.trim().replace(/x$/, '')) : Number.NaN;
  if (value > 0) return value;
  throw new UserError('usage', `${flag} is no number above 0: ${text}`, `Write ${what}.`);
}

/** `p95=3s`, or `online:p95=3s` for one class. */
function readSlos(texts: readonly string[]): ReadonlyMap<string, Slo> {
  const slos = new Map<string, Slo>();
  for (const text of texts) {
    const at = text.indexOf(':');
    const name = at < 0 ? '' : text.slice(0, at).trim();
    if (slos.has(name))
      throw new UserError(
        'usage',
        name === '' ? '--slo is given twice' : `--slo promises something of ${name} twice`,
        'Write all promises of a class with commas: p95=3s,errors=0.1%.',
      );
    slos.set(name, readSlo(text.slice(at + 1)));
  }
  return slos;
}

const longestWaitMs = 24 * 60 * 60 * 1000;

function readMoment(text: string | undefined, io: Io): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(text.trim())
    ? Date.parse(text.trim())
    : Number.NaN;
  const waitMs = at - io.now();
  if (Number.isNaN(at))
    throw new UserError('usage', `--start-at is no moment: ${text}`, 'Write it with its zone: 2027-01-01T12:00:00Z.');
  if (waitMs < 0 || waitMs > longestWaitMs)
    throw new UserError(
      'usage',
      `--start-at ${text} ${waitMs < 0 ? 'is over' : 'is more than a day ahead'}`,
      'Give a moment that leaves each machine time to open its server, such as two minutes from now.',
    );
  return at;
}

/** Parts make the same schedule, and send what is theirs of it. */
function commonSeed(shard: LoadShard | undefined): number | undefined {
  return shard?.run === undefined ? undefined : seedFrom(shard.run) % 1_000_000;
}

/** @throws UserError usage for a part that is none */
function loadShard(source: OptionSource, io: Io): LoadShard | undefined {
  const place = shardPlace(source, io);
  if (place === undefined) return undefined;
  if (source.read('seed', 'number') === undefined && place.run === undefined)
    throw new UserError(
      'usage',
      'parts of one load are made of one seed, and nothing says which',
      'Give every part the same --seed, or the same --shard-of.',
    );
  const { index, of, run } = place;
  return { index, of, ...(run === undefined ? {} : { run }) };
}
