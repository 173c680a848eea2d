import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

async function interrupted(at: number) {
  let io: TestIo | undefined;
  const services = fakeServices({ onBatch: (batches) => batches === at && io?.interrupt() });
  return space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
}

it('exits 130 on Ctrl-C, says how to go on, and goes on', async () => {
  const first = await interrupted(7);
  expect(first.code).toBe(130);
  expect(first.err).toContain('--resume');
  const second = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.out).status).toEqual({ kind: 'complete' });
});

it('refuses to go on with another workload, or with a run that is complete', async () => {
  await interrupted(7);
  await space.write('branch/orders.sql', '-- name: orders_by_day\nSELECT 2;\n');
  const changed = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz']);
  expect(changed.code).toBe(2);
  expect(changed.err).toContain('orders_by_day');
  await space.run(['ab', 'main', '--out', 'done']);
  const done = await space.run(['ab', 'main', '--out', 'done', '--resume', 'done/run.jsonl.gz']);
  expect(done.code).toBe(2);
  expect(done.err).toContain('complete');
});

it('exits 5 when the server goes, and keeps what was measured', async () => {
  let gone = false;
  const lost = { kind: 'failed', clientMs: 1, code: null, message: 'socket hang up' } as const;
  const services = fakeServices({
    script: () => (gone ? { outcome: lost } : {}),
    onBatch: (batches) => {
      gone = batches >= 10;
    },
    alive: () => !gone,
  });
  const ran = await space.run(abArguments, { services });
  expect(ran.code).toBe(5);
  expect(ran.out).toMatch(/incomplete/i);
  const report = JSON.parse(await space.read('hogbench-out/report.json'));
  expect(report.status.reason).toContain('socket hang up');
  expect(report.executions).toBeGreaterThan(15);
});

it('doctor says what is missing and how to fix it, and exits 5', async () => {
  const ran = await space.run(['doctor', '--target', 'http://reader@db:8123']);
  expect(ran.code).toBe(5);
  await expect(ran.out).toMatchFileSnapshot('goldens/doctor.txt');
});
