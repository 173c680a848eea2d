import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'one/workload.yaml': 'database: shop\nschema: [schema.txt]\n',
    'one/schema.txt': 'CREATE OR REPLACE TABLE shop.t (a UInt8) ENGINE = MergeTree ORDER BY a;\n',
    'one/queries.sql': '-- name: total\nSELECT count() FROM t;\n',
    'home/embedded/old-0123456789ab/node1/lock': '',
    'home/embedded/other-0123456789ac/node1/lock': '',
  });
  // The clock of the tests stands at the end of January.
  await lastUsed('old-0123456789ab', new Date('2025-12-25'));
  await lastUsed('other-0123456789ac', new Date('2026-01-20'));
});
afterAll(() => space.remove());

function lastUsed(name: string, at: Date): Promise<void> {
  return utimes(join(space.folder, 'home/embedded', name), at, at);
}

function hogbench(...argv: string[]) {
  return space.run(argv, { services: realServices, env: { HOGBENCH_HOME: join(space.folder, 'home') } });
}

it('a run removes what nobody used for 30 days; what a server runs on stays, also with --clean', async () => {
  const first = await hogbench('run', 'one', '--sessions', '1', '--rounds', '1');
  expect({ code: first.code, err: first.err }).toMatchObject({
    code: 0,
    err: expect.stringContaining('removed the cached dataset old-0123456789ab, last used 37 days ago\n'),
  });
  const kept = (await readdir(join(space.folder, 'home/embedded'))).sort();
  expect(kept).toEqual(['other-0123456789ac', expect.stringMatching(/^shop-/)]);

  const steps: string[] = [];
  const io = testIo(space.folder, { HOGBENCH_HOME: join(space.folder, 'home') });
  const say = (step: string): number => steps.push(step);
  const server = await realServices.startLocal(
    { nodes: 1, ports: {}, owner: undefined, data: undefined, allowedSources: new Set(), workload: 'one', say },
    io,
  );
  const cleaned = await hogbench('local', '--clean')
    .then(({ err }) => err)
    .finally(() => server.stop());
  expect(steps).toEqual([expect.stringContaining('copied the dataset of'), 'starting an embedded ClickHouse']);
  expect(cleaned).toContain(`kept the cached dataset local-${kept[1]}: a server is running on it\n`);
  for (const free of kept) expect(cleaned).toContain(`removed the cached dataset ${free}`);
  expect(await readdir(join(space.folder, 'home/embedded'))).toEqual([`local-${kept[1]}`]);
});
