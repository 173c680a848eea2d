import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandTable } from '../../src/cli/commandTable.ts';
import { shellNames } from '../../src/cli/completion/completedWords.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({ 'work/a file.sql': 'SELECT 1;\n' });
  for (const shell of shellNames) await space.write(`script.${shell}`, (await space.run(['completion', shell])).out);
});
afterAll(() => space.remove());

function runs(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

function shell(name: string, ...args: readonly string[]): string {
  const ran = spawnSync(name, args, { cwd: join(space.folder, 'work'), encoding: 'utf8', timeout: 20_000 });
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
  return ran.stdout;
}

/** Words that are typed, the last of which is completed, and what it may become. */
const completed: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
  [['co'], ['comment', 'compare', 'completion']],
  [
    ['ab', '--st'],
    ['--store', '--strict', '--style'],
  ],
  [['ab', '--no-'], ['--no-self-check']],
  [
    ['ab', '--style', ''],
    ['auto', 'color', 'plain'],
  ],
  [
    ['lint', '--format', ''],
    ['github', 'json', 'sarif', 'text'],
  ],
  [
    ['init', '--ci', 'g'],
    ['github', 'gitlab'],
  ],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
];

describe('bash', () => {
  const complete = (...words: readonly string[]): readonly string[] => {
    const script = `source ../script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hogbench; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return shell('bash', '--norc', '-c', script, 'bash', 'hogbench', ...words)
      .split('\n')
      .filter((word) => word !== '')
      .toSorted();
  };

  it.each(completed)('completes %j', (words, expected) => {
    expect(complete(...words)).toEqual(expected);
  });

  it('takes = apart, and leaves files to itself', () => {
    expect(complete('ab', '--style', '=', 'au')).toEqual(['auto']);
    expect(complete('ab', '--style', '=')).toEqual(['auto', 'color', 'plain']);
    for (const words of [
      ['ab', 'a'],
      ['ab', '--config', 'a'],
      ['nothing', 'a'],
    ])
      expect(complete(...words)).toEqual([]);
    expect(shell('bash', '--norc', '-c', 'source ../script.bash; complete -p hogbench')).toContain('-o default');
  });

  it('knows every command and every flag of its help', async () => {
    expect(complete('')).toEqual([...Object.keys(commandTable), 'help', '--help', '--version'].toSorted());
    for (const name of Object.keys(commandTable)) {
      const { out } = await space.run([name, '--help']);
      const flags = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]);
      expect(complete(name, '--')).toEqual(flags.toSorted());
    }
  });
});

describe.runIf(runs('fish'))('fish', () => {
  const complete = (words: readonly string[]): readonly string[] =>
    shell('fish', '--no-config', '-c', `source ../script.fish; complete -C '${['hogbench', ...words].join(' ')}'`)
      .split('\n')
      .map((line) => line.split('\t')[0] ?? '')
      .filter((word) => word !== '')
      .toSorted();

  it.each(completed)('completes %j', (words, expected) => {
    expect(complete(words)).toEqual(expected);
  });

  it('completes files where files may stand', () => {
    expect(complete(['lint', 'a'])).toEqual(['a file.sql']);
    expect(complete(['ab', '--config', 'a'])).toEqual(['a file.sql']);
    expect(complete(['ab', '--seed', 'a'])).toEqual([]);
  });
});

describe.runIf(runs('zsh'))('zsh', () => {
  /** A terminal of its own, in which a line is typed and completed until a word is seen. */
  const typed = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT=; autoload -Uz compinit; compinit -u -D; hogbench() { :; }; source ../script.zsh; zstyle ':completion:*' verbose no; stty rows 500 cols 200; echo REA''DY"
zpty -r -m z out '*READY*'
zpty -w -n z "$1"$'\\t\\t'
out=
zpty -r -m z out "*$2*"
print -r -- "$out"`;

  it.each([...completed, [['lint', 'a'], ['a\\ file.sql']] as const])('completes %j', (words, expected) => {
    const last = expected.at(-1) ?? '';
    const said = shell(
      'zsh',
      '-f',
      '-c',
      typed,
      'zsh',
      ['hogbench', ...words].join(' '),
      last.replaceAll('\\', '\\\\'),
    );
    for (const word of expected) expect(said).toContain(word);
  });
});

it('there is none for another shell', async () => {
  expect(await space.run(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Name bash, zsh, fish.'),
  });
});
