import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace();
});
afterAll(() => space.remove());

function hogbench(...argv: string[]): Promise<Ran> {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  return space.run(argv, { services: realServices, env, asTyped: true });
}

it('what init writes lints, runs on the embedded server, and has rows to find', async () => {
  const next = (await hogbench('init', '--ci', 'none')).out;
  expect(await hogbench('lint', 'queries')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/nothing to fix in 1 statement, parsed/),
  });
  const command = /npx hogbench (ab .*)$/m.exec(next)?.[1]?.split(' ') ?? [];
  const { code, out } = await hogbench(...command);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/rows read +49,152 +49,152/) });
  expect(await hogbench('ab', 'queries')).toMatchObject({ code: 0 });
});
