import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawnOutLog } from '../../scripts/recordedHour/productionLog.ts';
import type { LoadReport } from '../../src/model/loadReport.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { loadWorkload } from '../../src/workloads/loadWorkload.ts';
import { readTiming } from '../../src/workloads/timingFile.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let server: OwnServer;
let space: Workspace;

/** So many times as long as it took; sent again so many times as fast. */
const [drawnOut, speed] = [60, 15];
/** Statements at once, and how long nobody sends anything after them, in milliseconds. */
const bursts = [
  [8, 300],
  [1, 100],
  [20, 350],
  [2, 250],
  [12, 0],
] as const;
const inAll = bursts.reduce((sum, [count]) => sum + count, 0);

beforeAll(async () => {
  [space, server] = await Promise.all([makeWorkspace(), ownServer()]);
  await server.client.command('CREATE TABLE t ENGINE = Memory AS SELECT number AS n FROM numbers(100)');
  let number = 0;
  for (const [count, gapMs] of bursts) {
    await Promise.all(
      Array.from({ length: count }, () => {
        number += 1;
        const tags = { workload: number % 4 === 0 ? 'OFFLINE' : 'ONLINE' };
        const sql = tags.workload === 'ONLINE' ? 'SELECT count() FROM t' : 'SELECT uniq(n) FROM t';
        const settings = { log_comment: JSON.stringify(tags) };
        return server.client.execute(sql, { queryId: `app-${number}`, params: {}, settings, timeoutMs: 20_000 });
      }),
    );
    await pause(gapMs);
  }
  let log: readonly string[] = [];
  // A server answers a moment before it logs: rows can miss the first flush.
  while (log.length < inAll) log = await drawnOutLog(server.client, 'app-', drawnOut);
  await writeFile(join(space.folder, 'log.jsonl'), log.join('\n'));
});
afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

function hogbench(...argv: readonly string[]): Promise<Ran> {
  const env = { HOGBENCH_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') };
  return space.run(argv, { services: realServices, env });
}

it('what was recorded is sent again at its pace, bursts and all', async () => {
  const captured = await hogbench(
    ...['capture', '--log-file', 'log.jsonl', '--by', 'count', '--cover', '100%', '--timing', '--out', 'captured'],
  );
  expect({ code: captured.code, err: captured.err }).toMatchObject({ code: 0 });
  const { timing: file = '' } = await loadWorkload('captured', space.folder);
  const timing = await readTiming(file, 'captured');
  expect(timing).toMatchObject({ standFor: inAll, ofLog: inAll });
  // a second of bursts has become a minute of them
  expect(timing.offsetsMs.at(-1)).toBeGreaterThan(1000 * drawnOut);

  const manifest = await space.read('captured/workload.yaml');
  const classes = 'classes: {online: {match: {workload: ONLINE}}, batch: {match: {workload: OFFLINE}}}\n';
  await space.write('captured/workload.yaml', `${manifest}${classes}`);
  const target = `http://${server.cluster.user}@${server.url.slice('http://'.length)}`;
  const replayed = await hogbench(
    ...['load', 'captured', '--target', target, '--arrival', 'recorded', '--speed', String(speed)],
    ...['--warm-up', '0', '--json', '--quiet'],
  );
  expect({ code: replayed.code, err: replayed.err }).toMatchObject({ code: 0 });
  const { trials } = JSON.parse(replayed.out) as LoadReport;
  expect(trials[0]?.classes.map(({ name }) => name)).toEqual(['online', 'batch']);
  const offered = new Map<number, number>();
  for (const { second, offered: count } of (trials[0]?.classes ?? []).flatMap(({ seconds }) => seconds))
    if (count > 0) offered.set(second, (offered.get(second) ?? 0) + count);

  const recorded = new Map<number, number>();
  for (const offsetMs of timing.offsetsMs) {
    const second = Math.floor(offsetMs / speed / 1000);
    recorded.set(second, (recorded.get(second) ?? 0) + 1);
  }
  expect([...offered].toSorted(([a], [b]) => a - b)).toEqual([...recorded]);
});
