import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { type Impostor, startImpostor } from '../support/impostor.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({ 'queries/q.sql': '-- name: total\nSELECT sum(n) FROM orders;\n' });
});
afterAll(() => space?.remove());

/** Whether instructions were asked for, of each execution. */
function asked({ requests }: Impostor): ReadonlySet<string> {
  const executions = requests.filter(({ kind }) => kind === 'execution');
  return new Set(
    executions.map(
      ({ params }) => `${params.get('metrics_perf_events_enabled')} ${params.get('metrics_perf_events_list')}`,
    ),
  );
}

async function compared(baseline: Impostor, candidate: Impostor) {
  const targets = ['--baseline-target', baseline.url, '--candidate-target', candidate.url];
  const ran = await space.run(['ab', 'queries', ...targets, '--max-pairs', '5', '--seed', '1', '--json'], {
    services: realServices,
  });
  await Promise.all([baseline.close(), candidate.close()]);
  return JSON.parse(ran.out);
}

const counting = (instructions: number) =>
  startImpostor({
    instructions: 1,
    evidence: (_, number) => ({
      events: { PerfInstructions: instructions + number, OSCPUVirtualTimeMicroseconds: 9_000 + number },
    }),
  });

it('instructions are asked for where both servers count them, and decide', async () => {
  const [baseline, candidate] = [await counting(1e8), await counting(1.2e8)];
  const report = await compared(baseline, candidate);
  expect(asked(baseline)).toEqual(new Set(['1 PerfInstructions']));
  expect(asked(candidate)).toEqual(asked(baseline));
  expect(report.cases[0]).toMatchObject({
    ...{ verdict: 'regressed', evidence: { restsOn: 'instructions', metric: 'PerfInstructions' } },
    reason: expect.stringMatching(/^Instruction count grew 1\.20x/),
  });
});

it('neither server is asked where one of them does not count, for counting costs time', async () => {
  const [baseline, candidate] = [await counting(1e8), await startImpostor()];
  const report = await compared(baseline, candidate);
  expect(asked(baseline)).toEqual(new Set(['undefined undefined']));
  expect(asked(candidate)).toEqual(asked(baseline));
  expect(report.cases[0].reason).not.toContain('Instruction');
});
