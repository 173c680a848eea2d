import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
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

interface Workflow {
  readonly on: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

const workflows: readonly Workflow[] = [...textOf('docs/recipes/github.md').matchAll(/^```yaml\n(.*?)^```/gms)]
  .map((match) => parse(match[1] ?? ''))
  .filter((block) => block?.jobs !== undefined);

function scriptOf(workflow: Workflow | undefined, word: string): string {
  const steps = Object.values(workflow?.jobs ?? {}).flatMap((job) => job.steps);
  return steps.find(({ run }) => run?.includes(word))?.run ?? '';
}

describe('the workflows', () => {
  const [alone, measures, judges] = workflows;

  it('let the job that runs the code of a pull request write nowhere, and have no secret', () => {
    for (const workflow of [alone, measures]) {
      expect(Object.keys(workflow?.on ?? {})).toEqual(['pull_request']);
      expect(workflow?.permissions).toEqual({ contents: 'read' });
      expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|github\.token|comment/);
      expect(scriptOf(workflow, workflow === alone ? 'gate.sh' : 'hogbench ab')).not.toMatch(/\|\||^$/);
    }
  });

  it('let the job that may comment run after it, from the main branch, with no text of the event in a script', () => {
    expect(Object.keys(judges?.on ?? {})).toEqual(['workflow_run']);
    const steps = Object.values(judges?.jobs ?? {}).flatMap((job) => job.steps);
    expect(steps.some(({ uses }) => uses?.startsWith('actions/checkout'))).toBe(true);
    expect(JSON.stringify(steps)).not.toMatch(/\$\{\{|"ref"|"repository"/);
  });

  /** Stands in for gh and npx: tells what it was asked, and answers as it is told to. */
  const stub = `#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $1" in
  'gh run') [ -z "$ARTIFACT" ] || { mkdir -p "$RUNNER_TEMP/hogbench-out" && : > "$RUNNER_TEMP/hogbench-out/run.jsonl.gz"; } ;;
  'gh api') case "$*" in *pulls*) printf '%s' "$NUMBER" ;; esac ;;
  'npx hogbench') exit "$VERDICT" ;;
esac
`;

  async function judge(
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly calls: string }> {
    const place = await makeWorkspace({ 'bin/gh': stub, 'bin/npx': stub, calls: '' });
    try {
      for (const name of ['gh', 'npx']) await chmod(join(place.folder, 'bin', name), 0o755);
      const ran = spawnSync('bash', ['-e', '-c', scriptOf(judges, 'hogbench report')], {
        env: {
          ...{ PATH: `${join(place.folder, 'bin')}:${process.env.PATH}`, CALLS: join(place.folder, 'calls') },
          ...{
            RUNNER_TEMP: place.folder,
            REPO: 'o/r',
            RUN: '1',
            SHA: 'abc',
            HEAD: 'stranger:x',
            CONCLUSION: 'success',
          },
          ...{ ARTIFACT: 'yes', NUMBER: '12', VERDICT: '0', ...env },
        },
      });
      return { code: ran.status ?? -1, calls: await place.read('calls') };
    } finally {
      await place.remove();
    }
  }

  it('exit by the verdict, and tell it on the commit', async () => {
    for (const [verdict, state] of [
      ['0', 'success'],
      ['4', 'failure'],
    ]) {
      const { code, calls } = await judge({ VERDICT: verdict ?? '' });
      expect(code).toBe(Number(verdict));
      expect(calls).toContain('npx hogbench comment');
      expect(calls).toContain('--gate --pr 12 --repo o/r\n');
      expect(calls).toContain(`statuses/abc -f state=${state} -f context=hogbench`);
    }
  });

  it.each(['', '1\n2', '12; echo', '--repo evil/r'])('comment on no pull request that is %j', async (number) => {
    const { code, calls } = await judge({ NUMBER: number, VERDICT: '1' });
    expect(code).toBe(1);
    expect(calls).not.toContain('hogbench comment');
    expect(calls).toContain('state=failure');
  });

  it('pass without a run file only when the measuring ended well', async () => {
    expect((await judge({ ARTIFACT: '' })).code).toBe(0);
    const failed = await judge({ ARTIFACT: '', CONCLUSION: 'failure' });
    expect(failed.code).toBe(5);
    // The comment says that there is no verdict, in place of an older one.
    expect(failed.calls).toContain('npx hogbench comment');
  });
});
