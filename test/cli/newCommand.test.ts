import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

/** A command of somebody else, with a flag that others have too. */
vi.mock('../../src/cli/commandTable.ts', async (original) => {
  const actual = await original<typeof import('../../src/cli/commandTable.ts')>();
  const greet: (typeof actual.commandTable)[string] = {
    does: 'Say hello to a case.',
    args: [['<name>', 'whom to greet']],
    flags: ['quiet'],
    after: '\nExample:\n  hogbench greet daily_users',
    run: async ({ args, flags, io }) => {
      io.stdout(`${flags.quiet === true ? 'hello' : 'Hello'}, ${args[0]}\n`);
      return 0;
    },
  };
  return { ...actual, commandTable: { ...actual.commandTable, greet } };
});

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

it('a row of the table is a command: it is listed, explained, run, and its misuse told', async () => {
  expect((await space.run(['--help'])).out).toContain('greet [options] <name>');
  const help = await space.run(['greet', '--help']);
  expect(help.out).toContain('whom to greet');
  expect(help.out).toContain('--quiet');
  expect(help.out).toContain('hogbench greet daily_users');
  expect(await space.run(['greet', 'daily_users', '--quiet'])).toEqual({
    code: 0,
    out: 'hello, daily_users\n',
    err: '',
  });
  const wrong = await space.run(['greet', 'daily_users', '--loud']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('--loud');
});
