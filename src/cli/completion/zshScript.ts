import type { Completed, CompletedCommand, CompletedFlag } from './completedWords.ts';

/** To be evaluated after compinit, or kept as a file `_hogbench` in a folder of fpath. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef hogbench
# Completion of hogbench for zsh, made by: hogbench completion zsh
_hogbench() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${commands.map(({ name, does }) => `      ${inQuotes(`${name}:${does}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
# As a file of fpath it is the function itself.
if [[ $funcstack[1] == _hogbench ]]; then _hogbench "$@"; else compdef _hogbench hogbench; fi
`;
}

function commandCase({ name, flags, argument }: CompletedCommand): string {
  const specs = [...flags.flatMap(flagSpecs), ...argumentSpec(argument)];
  return `  ${name})\n    _arguments -S ${specs.map((one) => `\\\n      ${inQuotes(one)}`).join(' ')} ;;`;
}

function flagSpecs({ spellings, text, takes, isRepeated }: CompletedFlag): readonly string[] {
  const first = isRepeated ? '*' : `(${spellings.join(' ')})`;
  return spellings.map((spelling) => {
    const value = takes.kind === 'nothing' ? '' : actionOf(takes);
    const joint = value === '' ? '' : spelling.startsWith('--') ? '=' : '+';
    return `${first}${spelling}${joint}[${escaped(text)}]${value}`;
  });
}

function argumentSpec(argument: Completed): readonly string[] {
  return argument.kind === 'nothing' ? [] : [`*${actionOf(argument)}`];
}

/** `:what it is:how it is completed` */
function actionOf(completed: Completed): string {
  switch (completed.kind) {
    case 'files':
      return ':file:_files';
    case 'words':
      return `:word:(${completed.words.join(' ')})`;
    case 'text':
      return `:${escaped(completed.about)}: `;
    case 'nothing':
      return '';
  }
}

/** Between the marks of `_arguments`. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, '\\$&');
}

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
