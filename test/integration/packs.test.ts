import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bench } from '../../src/app/services.ts';
import { findWorkload } from '../../src/app/workloadPath.ts';
import { judgeResult } from '../../src/compare/results/caseResults.ts';
import type { Digest } from '../../src/model/answer.ts';
import type { Case } from '../../src/model/workload.ts';
import type { SampleRequest } from '../../src/runner/executor.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { shortened, shorterSql } from '../support/shortened.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

/** Most rows of a table. All of posthog are needed for rows of its small teams; `HOGBENCH_PACK_ROWS=1000000` has all of clickbench. */
const rows = Number(process.env.HOGBENCH_PACK_ROWS ?? 200_000);
const patience = 600_000;
const root = join(import.meta.dirname, '../..');
const never = new AbortController().signal;

let space: Workspace;

beforeAll(async () => {
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
  space = await makeWorkspace({
    'plain/workload.yaml': 'database: clickbench\nschema: [hits.schema]\ndata: [hits.data]\n',
    'plain/hits.schema': await read('workloads/clickbench/schema/hits.sql'),
    'plain/hits.data': shorterSql(await read('workloads/clickbench/data/hits.sql'), rows),
    'plain/queries.sql': await read('test/fixtures/workloads/clickbench/queries.sql'),
  });
});
afterAll(() => space.remove());

interface Open {
  readonly bench: Bench;
  readonly cases: readonly Case[];
  readonly steps: readonly string[];
}

/** Opens an embedded server with the workload's dataset, and closes it after `work`. */
async function withServer(name: string, work: (open: Open) => Promise<void>): Promise<void> {
  const io = testIo(space.folder, { HOGBENCH_HOME: join(space.folder, 'home') });
  const whole = await findWorkload(name, space.folder);
  const workload = { ...whole, setup: whole.setup.map((script) => shortened(script, rows)) };
  const target = { kind: 'embedded', name: 'embedded', nodes: 1 } as const;
  const steps: string[] = [];
  const bench = await realServices.openBench(
    {
      arms: [{ arm: 'baseline', target, workload, settings: {} }],
      concurrency: 1,
      setup: false,
      say: (step) => steps.push(step),
      signal: never,
    },
    io,
  );
  await work({ bench, cases: workload.cases, steps }).finally(() => bench.close());
}

let sent = 0;

function requestFor({ sql, params, settings }: Case, threads: number): SampleRequest {
  sent += 1;
  return {
    queryId: `packs-${sent}`,
    arm: 'baseline',
    sql,
    params,
    settings: { ...settings, max_threads: threads },
    logComment: '',
    timeoutMs: 60_000,
  };
}

it.each(['posthog', 'clickbench'])(
  'every case of %s gives rows, and the same ones with two threads',
  async (name) => {
    await withServer(name, async ({ bench, cases }) => {
      for (const one of cases) {
        const read = async (threads: number, tied: boolean): Promise<Digest> => {
          const digest = await bench.targets.baseline?.digest(requestFor(one, threads), never, tied);
          return digest ?? { kind: 'unavailable', reason: 'no target' };
        };
        const [first, second] = await Promise.all([read(1, false), read(2, false)]);
        expect({ id: one.id, first }).toEqual({ id: one.id, first: expect.objectContaining({ kind: 'answer' }) });
        expect({ id: one.id, rows: first.kind === 'answer' && first.rows }).not.toEqual({ id: one.id, rows: '0' });
        const isOpen = first.kind === 'answer' && first.tiesOpen !== undefined;
        const tied = isOpen ? { tied: { baseline: [await read(1, true)], candidate: [await read(2, true)] } } : {};
        const verdict = judgeResult({ baseline: [first], candidate: [second], ...tied });
        expect({ id: one.id, verdict }).toEqual({ id: one.id, verdict: { kind: 'same' } });
      }
    });
  },
  patience,
);

it(
  'replays a plain file of queries as it is, over the dataset that is there already',
  async () => {
    await withServer('plain', async ({ bench, cases, steps }) => {
      expect(steps.filter((step) => step.startsWith('building'))).toEqual([]);
      expect(cases).toHaveLength(43);
      for (const one of cases) {
        const [ran] = await bench.executor.execute([requestFor(one, 1)], never);
        expect({ id: one.id, outcome: ran?.outcome.kind }).toEqual({ id: one.id, outcome: 'completed' });
      }
    });
  },
  patience,
);
