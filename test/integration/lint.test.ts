import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/cli/realServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'bad/a.sql': `-- settings: {max_threds: 4}
SELECT 1;

-- params: {team: 2}
SELECT 'é€😀' AS text,
  {team:UInt32} twice twice SETTINGS max_threads = 4, allow_experimental_nothing = 1;

SHOW TABLES; EXPLAIN SELECT 1; (SELECT 1) UNION ALL (SELECT now()) FORMAT JSON;
`,
  });
});
afterAll(() => space.remove());

function lint(...argv: string[]): Promise<Ran> {
  return space.run(['lint', ...argv], { services: realServices });
}

it('finds nothing in the shipped workloads', async () => {
  for (const name of ['posthog', 'posthog-pr']) {
    const { code, out } = await lint(name);
    expect(out).toMatch(new RegExp(`^${name}: nothing to mend in \\d+ statements, parsed on target embedded\n$`));
    expect(code).toBe(0);
  }
});

it('places what the server cannot parse, and asks it for settings', async () => {
  const { code, out } = await lint('bad');
  expect(code).toBe(1);
  expect(out.split('\n').filter((line) => /^\S+:\d+:\d+:/.test(line))).toEqual([
    expect.stringMatching(/^bad\/a\.sql:2:1: error: the server refuses the setting `max_threds=4`: .*max_threads/),
    expect.stringMatching(/^bad\/a\.sql:6:23: error: Syntax error at twice; expected one of /),
    expect.stringMatching(/^bad\/a\.sql:6:55: error: the server refuses the setting `allow_experimental_nothing=1`/),
    expect.stringMatching(/^bad\/a\.sql:8:61: warning: .*\(unpinned-clock\)$/),
  ]);
});
