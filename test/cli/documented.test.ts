import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const root = join(import.meta.dirname, '../..');
const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace();
});
afterAll(() => space.remove());

function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** What stands behind `npx hogbench` on a line, up to what a shell or prose adds. */
function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/npx hogbench ([a-z][^`\n|;]*)/g)].map((match) => (match[1] ?? '').trim());
}

const commands = documents.flatMap((document) =>
  commandsIn(textOf(document)).map((command) => ({ document, command })),
);

describe('commands in the documents', () => {
  it('are there to be checked', () => {
    expect(commands.filter(({ document }) => document === 'README.md').length).toBeGreaterThan(8);
  });

  it.each(commands)('$document: $command', async ({ command }) => {
    const [name = '', ...rest] = command.split(/\s+/);
    const help = await space.run([name, '--help']);
    expect(help.code).toBe(0);
    const known = new Set(help.out.match(/--[a-z][a-z-]*/g));
    for (const flag of rest.filter((word) => word.startsWith('--'))) expect([...known]).toContain(flag);
  });
});

it('compare something where they compare a shipped workload under two settings', async () => {
  const help = (await space.run(['ab', '--help'])).out.matchAll(/^ {2}hogbench (ab .*)$/gm);
  const all = [...commands.map(({ command }) => command), ...[...help].map((match) => match[1] ?? '')];
  const settings = all.filter((command) => /^ab (posthog|clickbench)\b.*--candidate-set/.test(command));
  expect(settings.length).toBeGreaterThan(1);
  for (const command of settings) {
    const argv = command.replaceAll("'", '').split(/\s+/);
    const ran = await space.run([...argv, '--changed-only', '--dry-run']);
    expect({ command, code: ran.code }).toEqual({ command, code: 0 });
    expect(ran.out).not.toContain('nothing to compare');
  }
});

it('the workflow is YAML that keeps the exit code of the comparison', () => {
  const blocks = [...textOf('README.md').matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => parse(match[1] ?? ''));
  const steps = blocks.find((block) => block?.jobs !== undefined)?.jobs.compare.steps as readonly { run?: string }[];
  const script = steps.find(({ run }) => run?.includes('hogbench ab'))?.run ?? '';
  expect(script).toMatch(/^code=0\n.* \|\| code=\$\?\n[\s\S]*\nexit \$code\n$/);
});
