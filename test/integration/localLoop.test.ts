import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { project } from '../../bench/newcomer/uses.ts';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace();
  for (const name of ['workload.yaml', 'schema.sql', 'data.sql', 'old.sql', 'new.sql'])
    await space.write(name, project[name] ?? '');
});
afterAll(() => space.remove());

/** Both arms take turns in one process at the least; the candidate reads about twenty times the rows. */
async function ab(...words: string[]) {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = ['ab', ...words, '--json', '--max-pairs', '20'];
  const ran = await space.run(argv, { services: realServices, env, asTyped: true });
  const report = JSON.parse(ran.out) as ComparisonReport;
  return { ...ran, report, only: report.cases[0] };
}

it('lost pruning is told at once, and is red without a fresh session', async () => {
  const { code, err, report, only } = await ab('old.sql', 'new.sql');
  expect({ code, verdict: only?.verdict }).toEqual({ code: 1, verdict: 'regressed' });
  expect(err).toMatch(/^1 finding so far: revenue_of_a_day does more work: .*in \d+ executions of each arm$/m);
  expect(only?.observations[0]).toMatch(/→/);
  // On a machine so busy that time is suspected of nothing, there was no confirmation to be left out.
  expect({ sessions: report.method.sessions, restsOn: only?.evidence.restsOn }).toEqual({
    ...{ sessions: 1, restsOn: 'counters' },
  });
});

it('--quick finds it by the same counters, and judges no time of what does the same', async () => {
  const found = await ab('old.sql', 'new.sql', '--quick');
  expect({ code: found.code, restsOn: found.only?.evidence.restsOn }).toEqual({ code: 1, restsOn: 'counters' });
  const same = await ab('old.sql', 'old.sql', '--all', '--quick');
  expect(same.code).toBe(0);
  expect(same.err.trim().split('\n').at(-1)).toMatch(
    /of the same work and result, of .*; time was not judged — exit 0$/,
  );
});
