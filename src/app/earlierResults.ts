import { dirname, resolve } from 'node:path';
import type { MeasuringOptions } from '../cli/flags/measuringFlags.ts';
import { type Flags, OptionSource } from '../cli/flags/optionSource.ts';
import { readConfig } from '../cli/flags/readConfig.ts';
import type { Io } from '../cli/io.ts';
import { emptyConfig } from '../schema/config/config.ts';
import { isCi } from '../schema/config/configOrigin.ts';
import { claimOutput, type OutputFolder, openOutputFolder, retireResults, shownPath } from './outputFolder.ts';

/** The place of a command's results. */
export interface Results {
  /**
   * Opens it for this command alone, and moves results of an earlier run aside.
   * @throws UserError usage when it cannot be written or is in use
   */
  open(options: Pick<MeasuringOptions, 'out' | 'givenOut' | 'resume'>): Promise<OutputFolder>;
}

const defaultOut = 'hogbench-out';

/**
 * Runs a measuring command, whose folder is its own until it ends. When it ends without having opened it, results of an
 * earlier run are moved aside all the same: they are not what came of this command.
 */
export async function withResults<T>(
  command: string,
  flags: Flags,
  io: Io,
  work: (results: Results) => Promise<T>,
): Promise<T> {
  const doing = `hogbench ${command}`;
  const releases: (() => Promise<void>)[] = [];
  let isAsked = false;
  const open: Results['open'] = async ({ out, givenOut, resume }) => {
    // Even where it is refused: what another command leaves there meanwhile is no earlier run's.
    isAsked = true;
    const keep = resume === undefined ? undefined : resolve(io.cwd, resume);
    const place = placeOf(out, givenOut, keep, io);
    // A run file that is gone on with is written where it lies.
    if (keep !== undefined && dirname(keep) !== resolve(io.cwd, place))
      releases.push((await claimOutput(dirname(keep), shownPath(io.cwd, dirname(keep)), doing, io)).release);
    const output = await openOutputFolder({ out: place, doing, keep }, io);
    releases.push(output.release);
    return output;
  };
  try {
    return await work({ open });
  } catch (error) {
    if (!isAsked) await retire(doing, flags, io);
    throw error;
  } finally {
    for (const release of releases) await release();
  }
}

const measuring = ['ab', 'run', 'demo'];

/** As `withResults` for a command line that cannot be read, so that no command began. */
export async function retireUnread(argv: readonly string[], io: Io): Promise<void> {
  const command = argv.find((one) => measuring.includes(one));
  if (command === undefined) return;
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
  await retire(`hogbench ${command}`, flags, io);
}

/** Never rejects: the reason why the command ended is what has to be told. */
async function retire(doing: string, flags: Flags, io: Io): Promise<void> {
  const config = await readConfig(flags, io).catch(() => emptyConfig);
  const isTaken = config.origin.kind !== 'found' || !isCi(io.env);
  const source = new OptionSource(flags, io, isTaken ? config : emptyConfig);
  if (source.on('dry-run')) return;
  const resume = source.text('resume');
  const keep = resume === undefined ? undefined : resolve(io.cwd, resume);
  const out = placeOf(source.text('out') ?? defaultOut, source.text('out'), keep, io);
  await retireResults({ out, doing, keep }, io).catch(() => undefined);
}

function placeOf(out: string, givenOut: string | undefined, keep: string | undefined, io: Io): string {
  return keep === undefined ? out : (givenOut ?? shownPath(io.cwd, dirname(keep)));
}
