import { UserError } from '../model/errors.ts';
import { nearest } from '../text/nearest.ts';
import { shown } from '../text/quote.ts';
import { type CommandRow, commandTable } from './commandTable.ts';
import { flagHelp } from './flags/flagTable.ts';

/** A command line that is not understood: each says what was probably meant. */

export function unknownCommand(name: string): UserError {
  const near = nearest(name, Object.keys(commandTable));
  const fix =
    near === undefined
      ? `The commands are ${Object.keys(commandTable).join(', ')}; hogbench --help says what each does.`
      : `Did you mean hogbench ${near}?`;
  return new UserError('usage', `unknown command: ${name}`, fix);
}

/** @param command `hogbench` where none was named before the flag */
export function unknownFlag(command: string, written: string): UserError {
  const flag = written.replace(/=.*$/s, '');
  return new UserError('usage', `${command} has no flag ${flag}`, whatWasMeant(command, flag));
}

function whatWasMeant(command: string, flag: string): string {
  if (/^--?pass(word)?$/.test(flag))
    return `Passwords come from the environment: ${command === 'local' ? 'HOGBENCH_LOCAL_PASSWORD' : 'HOGBENCH_PASSWORD'}.`;
  const own = flagsOf(command);
  const near = nearestFlag(flag, own);
  const owners = Object.keys(commandTable).filter((name) => name !== command && flagsOf(name).includes(flag));
  const help =
    command === 'hogbench' ? 'hogbench --help lists the commands.' : `hogbench ${command} --help lists its flags.`;
  if (owners.length > 0)
    return command === 'hogbench'
      ? `Flags follow the command: hogbench ${owners[0]} … ${flag}. ${help}`
      : `${flag} belongs to ${andList(owners)}. ${help}`;
  if (near !== undefined) return `Did you mean ${near}?`;
  const elsewhere = nearestFlag(flag, Object.keys(commandTable).flatMap(flagsOf));
  if (elsewhere === undefined) return help;
  const owner = Object.keys(commandTable).filter((name) => flagsOf(name).includes(elsewhere));
  return `Did you mean ${elsewhere} of ${andList(owner)}? ${help}`;
}

/** By its name alone: two dashes are a likeness that all flags have. */
function nearestFlag(flag: string, known: readonly string[]): string | undefined {
  const near = nearest(
    flag.replace(/^-+/, ''),
    known.map((one) => one.slice(2)),
  );
  return near === undefined ? undefined : `--${near}`;
}

/** Names both values: it is not said which would have won, because none does. */
export function flagGivenTwice(long: string, [first, second]: readonly [first: string, second: string]): UserError {
  return new UserError(
    'usage',
    `${long} is given twice: ${bare(first)} and ${bare(second)}`,
    `It takes one value: leave one out.`,
  );
}

export function flagWithoutValue(command: string, spelled: string, help: string): UserError {
  const long = spelled.replace(/^-\w, /, '');
  return new UserError('usage', `${long.split(' ')[0]} of ${command} lacks its value`, `Write ${long}: ${help}.`);
}

export function missingArgument(command: string, name: string): UserError {
  const args = rowOf(command)?.args ?? [];
  const help = args.find(([spelled]) => nameOf(spelled) === name)?.[1];
  const all = args.map(([spelled]) => spelled).join(' ');
  return new UserError(
    'usage',
    `${command} lacks its ${name}${help === undefined ? '' : `: ${help}`}`,
    `Write hogbench ${command} ${all}; hogbench ${command} --help has an example.`,
  );
}

export function tooManyArguments(command: string, received: readonly string[]): UserError {
  const row = rowOf(command);
  const known = (row?.args ?? []).map(([spelled]) => nameOf(spelled));
  const taken = known.map((name, index) => `${bare(received[index] ?? '')} is the ${name}`);
  const left = received.slice(known.length);
  const what =
    known.length === 0
      ? `${command} takes no arguments`
      : `${command} takes no more than ${andList(known)}: ${taken.join(', ')}`;
  return new UserError(
    'usage',
    `${what}; what is ${andList(left.map(bare))}?`,
    insteadOfArgument(command, row, left[0] ?? ''),
  );
}

/** What a bare word was probably meant for. */
function insteadOfArgument(command: string, row: CommandRow | undefined, word: string): string {
  const help = `hogbench ${command} --help shows what it takes.`;
  if ((row?.args ?? []).length > 0) return `Leave it out, or quote what has spaces. ${help}`;
  const flag = ['workload', 'target'].find((name) => row?.flags.includes(name));
  return flag === undefined ? `Leave it out. ${help}` : `Did you mean --${flag} ${bare(word)}? ${help}`;
}

function rowOf(command: string): CommandRow | undefined {
  return Object.hasOwn(commandTable, command) ? commandTable[command] : undefined;
}

function flagsOf(command: string): readonly string[] {
  return (rowOf(command)?.flags ?? []).map((name) => longOf(flagHelp(name, command).spelled));
}

/** `--query` of `-q, --query <sql>`. */
function longOf(spelled: string): string {
  return spelled.match(/--[\w-]+/)?.[0] ?? spelled;
}

function nameOf(spelled: string): string {
  return spelled.replaceAll(/[<>[\].]/g, '');
}

/** Whatever stands before an @ may be a password. */
function bare(value: string): string {
  return value === '' ? 'nothing' : shown(value.replace(/^.*@/s, '…@'));
}

function andList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
