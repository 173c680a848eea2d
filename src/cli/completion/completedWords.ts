import { flagHelp, flagRow } from '../flags/flagTable.ts';

/** Shells that a script of completion is written for. */
export const shellNames = ['bash', 'zsh', 'fish'] as const;
/** What `hogbench store` does. */
export const storeActions = ['push', 'pull', 'list', 'prune', 'verify'] as const;
export type ShellName = (typeof shellNames)[number];

/** What the table of commands says of one. */
export interface CommandWords {
  readonly does: string;
  readonly args?: readonly (readonly [spelled: string, help: string])[];
  readonly flags: readonly string[];
}

/** What may stand after a flag, or as an argument of a command. */
export type Completed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'files' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** A text that nobody can foresee, and what it is. */
  | { readonly kind: 'text'; readonly about: string };

export interface CompletedFlag {
  /** With its dashes, the short one last. */
  readonly spellings: readonly string[];
  readonly text: string;
  readonly takes: Completed;
  readonly isRepeated: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly does: string;
  readonly flags: readonly CompletedFlag[];
  readonly argument: Completed;
}

/** What stands in the brackets of arguments that are files or folders. */
const ofFiles: ReadonlySet<string> = new Set(['file', 'path', 'folder', 'workload', 'candidate', 'base']);

/** Everything that can be completed, from the tables that the commands are made of. */
export function completedCommands(table: Readonly<Record<string, CommandWords>>): readonly CompletedCommand[] {
  return Object.entries(table).map(([name, row]) => ({
    name,
    does: firstSentence(row.does),
    flags: [...row.flags.map((flag) => completedFlag(flag, name)), help],
    argument: argumentOf(row.args?.[0]?.[0]),
  }));
}

const help: CompletedFlag = {
  spellings: ['--help', '-h'],
  text: 'display help for command',
  takes: { kind: 'nothing' },
  isRepeated: false,
};

function firstSentence(text: string): string {
  return /^.*?[.?](?= |$)/.exec(text)?.[0] ?? text;
}

function completedFlag(flag: string, command: string): CompletedFlag {
  const { spelled, text, repeated } = flagHelp(flag, command);
  const choices = flagRow(flag)?.choices;
  return {
    spellings: (spelled.match(/(?<=^|, )--?[\w-]+/g) ?? []).toReversed(),
    text,
    takes: choices === undefined ? argumentOf(/[<[].*$/.exec(spelled)?.[0]) : { kind: 'words', words: choices },
    isRepeated: repeated || spelled.includes('...'),
  };
}

/** Of `<file>`, `[workload]`, `<pattern...>`. */
function argumentOf(spelled: string | undefined): Completed {
  const about = /^[<[]([^.>\]]+)/.exec(spelled ?? '')?.[1];
  if (about === undefined) return { kind: 'nothing' };
  if (about === 'shell') return { kind: 'words', words: shellNames };
  if (about === 'action') return { kind: 'words', words: storeActions };
  return ofFiles.has(about) ? { kind: 'files' } : { kind: 'text', about };
}
