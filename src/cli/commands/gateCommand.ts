import { runOfResults } from '../../app/savedReports.ts';
import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { ExitCode } from '../exitCode.ts';
import type { Words } from '../flags/namedTexts.ts';
import type { Flags } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';

/** Flags of the command, by what they say something of. */
export interface GateFlags {
  /** A run that is measured already. */
  readonly saved: readonly string[];
  /** A stored baseline. */
  readonly stored: readonly string[];
}

/** Judges a saved run, or arms that are measured now, by the rules and allowances of the config. */
export async function gateCommand(
  words: Words,
  { saved, stored }: GateFlags,
  io: Io,
  services: Services,
): Promise<ExitCode> {
  const [file, second] = words.args;
  const run = isRunFile(file) ? file : file === undefined ? undefined : await runOfResults(file, io);
  if (run !== undefined && second !== undefined)
    throw new UserError(
      'usage',
      `a saved run is judged by itself, and ${second} stands beside it`,
      'Leave it out; two saved runs are compared by hogbench compare BASE CANDIDATE, which goes by the same rules.',
    );
  if (typeof words.flags.baseline === 'string') {
    checkOfStored(words.flags, second);
    if (run !== undefined) checkOfSaved(words.flags, [...saved, ...besideStored], run);
    const { gateBaseline } = await import('./gateBaseline.ts');
    return gateBaseline(words, run, io, services);
  }
  const stray = stored.find((name) => givenTo(words.flags, name) !== undefined);
  if (stray !== undefined)
    throw new UserError('usage', `--${stray} goes with --baseline`, 'Add --baseline NAME, or leave this out.');
  if (run === undefined) {
    const { abCommand } = await import('./abCommand.ts');
    return abCommand(words, io, services, 'gate');
  }
  checkOfSaved(words.flags, saved, run);
  const { gateSaved } = await import('./reportCommand.ts');
  return gateSaved(run, words.flags, io, services);
}

/** What may stand beside a run file that is held against a stored baseline. */
const besideStored = ['baseline', 'store', 'commit', 'base', 'on-mismatch'] as const;

/** Flags of two arms that are measured live, in pairs. */
const ofPairs = [
  ...['generate', 'baseline-target', 'candidate-target', 'baseline-workload', 'candidate-workload', 'baseline-set'],
  ...[
    'candidate-set',
    'baseline-price',
    'candidate-price',
    'duet',
    'noise',
    'pilot',
    'all',
    'changed-only',
    'totals-by',
    'show-rows',
    'min-pairs',
    'max-pairs',
  ],
] as const;

/** @throws UserError usage for a second arm, and for flags about one */
function checkOfStored(flags: Flags, second: string | undefined): void {
  if (second !== undefined)
    throw new UserError(
      'usage',
      `with --baseline one arm is measured, and ${second} is another`,
      'Leave it out; two arms live are compared without --baseline.',
    );
  const stray = ofPairs.find((name) => givenTo(flags, name) !== undefined);
  if (stray === undefined) return;
  throw new UserError('usage', `--${stray} is about two arms, and --baseline measures one`, 'Leave it out.');
}

function givenTo(flags: Flags, name: string): Flags[string] {
  return flags[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
}

/** Whether an argument names a run file: a workload is a folder, a .sql file or a name. */
export function isRunFile(argument: string | undefined): boolean {
  return argument !== undefined && /\.jsonl(\.gz)?$/i.test(argument);
}

/** @throws UserError usage for a flag about measuring */
function checkOfSaved(flags: Flags, ofSaved: readonly string[], file: string): void {
  const names = new Set(ofSaved.map((name) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())));
  // A switch that is on by default is there unasked.
  const stray = Object.entries(flags).find(
    ([name, value]) => !names.has(name) && value !== undefined && !(name === 'selfCheck' && value === true),
  );
  if (stray === undefined) return;
  const flag = stray[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UserError(
    'usage',
    `--${flag === 'self-check' ? 'no-self-check' : flag} is about measuring, and ${file} is measured already`,
    'Leave it out, or name the arms to measure: hogbench gate queries --base main.',
  );
}
