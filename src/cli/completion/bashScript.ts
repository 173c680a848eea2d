import type { Completed, CompletedCommand } from './completedWords.ts';

/** For bash 3.2 and later. Where it offers no words, bash offers files. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of hogbench for bash, made by: hogbench completion bash
_hogbench() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=''
  # bash takes --flag=value for three words.
  if [ "$current" = '=' ]; then current=''
  elif [ "$before" = '=' ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} help --help --version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('\n')}
  *)
    case "\${COMP_WORDS[1]} $current" in
${commands.map(flagCase).join('\n')}
${commands.flatMap(argumentCase).join('\n')}
    esac ;;
  esac
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o default -F _hogbench hogbench
`;
}

/** Flags with a value, those without words for it together. */
function valueCases({ name, flags }: CompletedCommand): readonly string[] {
  const cases = new Map<string, string[]>();
  for (const { spellings, takes } of flags) {
    if (takes.kind === 'nothing') continue;
    const patterns = spellings.map((one) => `'${name} ${one}'`);
    cases.set(wordsOf(takes), [...(cases.get(wordsOf(takes)) ?? []), ...patterns]);
  }
  return [...cases].map(([words, patterns]) => `  ${patterns.join(' | ')}) words='${words}' ;;`);
}

function flagCase({ name, flags }: CompletedCommand): string {
  return `    '${name} '-*) words='${flags.flatMap(({ spellings }) => spellings).join(' ')}' ;;`;
}

function argumentCase({ name, argument }: CompletedCommand): readonly string[] {
  const words = wordsOf(argument);
  return words === '' ? [] : [`    '${name} '*) words='${words}' ;;`];
}

function wordsOf(completed: Completed): string {
  return completed.kind === 'words' ? completed.words.join(' ') : '';
}
