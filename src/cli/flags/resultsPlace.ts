import { type Results, type ResultsPlace, retire, withResults } from '../../app/results.ts';
import { usualMeasuring } from '../../app/runPlans.ts';
import { emptyConfig } from '../../schema/config/config.ts';
import { isCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';
import { type Flags, OptionSource } from './optionSource.ts';
import { readConfig } from './readConfig.ts';

/**
 * Runs a measuring command, whose folder is its own until it ends. When it ends without having opened it, results of an
 * earlier run are moved aside all the same: they are not what came of this command.
 */
export function withResultsOf<T>(
  command: string,
  flags: Flags,
  io: Io,
  work: (results: Results) => Promise<T>,
): Promise<T> {
  return withResults(`hogbench ${command}`, io, () => placeOf(flags, io), work);
}

const measuring = ['ab', 'certify', 'gate', 'run', 'load', 'capacity', 'demo', 'merge'];

/** As `withResults` for a command line that cannot be read, so that no command began. */
export async function retireUnread(argv: readonly string[], io: Io): Promise<void> {
  const command = argv.find((one) => measuring.includes(one));
  // A saved run that is to be judged can lie in that folder, and is no result of this command.
  if (command === undefined || (command === 'gate' && argv.some((one) => /\.jsonl(\.gz)?$/i.test(one)))) return;
  const value = (name: string): string | undefined => {
    const at = argv.findLastIndex((one) => one === name || one.startsWith(`${name}=`));
    return argv[at]?.startsWith(`${name}=`) ? argv[at].slice(name.length + 1) : argv[at + 1];
  };
  const flags: Record<string, string | boolean> = {};
  for (const name of ['out', 'resume', 'config']) {
    const given = argv.some((one) => one === `--${name}` || one.startsWith(`--${name}=`)) ? value(`--${name}`) : '';
    if (given !== undefined && given !== '') flags[name] = given;
  }
  if (argv.includes('--dry-run')) flags.dryRun = true;
  await retire(`hogbench ${command}`, await placeOf(flags, io), io);
}

/** Where a command that could not begin would have left its results; undefined where it would not have. */
async function placeOf(flags: Flags, io: Io): Promise<ResultsPlace | undefined> {
  const config = await readConfig(flags, io).catch(() => emptyConfig);
  const isTaken = config.origin.kind !== 'found' || !isCi(io.env);
  const source = new OptionSource(flags, io, isTaken ? config : emptyConfig);
  if (source.on('dry-run')) return undefined;
  const resume = source.text('resume');
  return { out: source.text('out') ?? usualMeasuring().out, givenOut: source.text('out'), resume };
}
