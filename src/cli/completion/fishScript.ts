import type { Completed, CompletedCommand, CompletedFlag } from './completedWords.ts';

/** A line for each command and flag: fish has no other form. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  return [
    '# Completion of hogbench for fish, made by: hogbench completion fish',
    'complete -c hogbench -f',
    ...commands.map(
      ({ name, does }) => `complete -c hogbench -n __fish_use_subcommand -a ${name} -d ${inQuotes(does)}`,
    ),
    ...commands.flatMap((command) => {
      const when = `complete -c hogbench -n ${inQuotes(`__fish_seen_subcommand_from ${command.name}`)}`;
      return [
        ...command.flags.map((flag) => `${when} ${flagWords(flag)}`),
        ...argumentWords(command.argument).map((words) => `${when} ${words}`),
      ];
    }),
    '',
  ].join('\n');
}

function flagWords({ spellings, text, takes }: CompletedFlag): string {
  const names = spellings.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`));
  return [...names, ...valueWords(takes), '-d', inQuotes(text)].join(' ');
}

function valueWords(takes: Completed): readonly string[] {
  switch (takes.kind) {
    case 'nothing':
      return [];
    case 'files':
      return ['-r', '-F'];
    case 'words':
      return ['-x', '-a', inQuotes(takes.words.join(' '))];
    case 'text':
      return ['-x'];
  }
}

function argumentWords(argument: Completed): readonly string[] {
  if (argument.kind === 'files') return ['-F'];
  return argument.kind === 'words' ? [`-a ${inQuotes(argument.words.join(' '))}`] : [];
}

function inQuotes(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
