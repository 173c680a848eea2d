import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdIfFree } from '../../src/clickhouse/local/directoryLock.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'home/embedded/posthog-0123456789ab/node1/lock': '',
    'home/embedded/shop-0123456789ac/node1/lock': '',
  });
  for (const [name, day] of [
    ['posthog-0123456789ab', 30],
    ['shop-0123456789ac', 31],
  ] as const) {
    const at = Date.UTC(2026, 0, day, 12) / 1000;
    await utimes(join(space.folder, 'home/embedded', name), at, at);
  }
});
afterEach(() => space.remove());

function clean(...more: readonly string[]) {
  return space.run(['local', '--clean', ...more], { env: { HOGBENCH_HOME: join(space.folder, 'home') } });
}

it('removes every cached dataset, and says so', async () => {
  expect(await clean()).toEqual({
    code: 0,
    out: '',
    err:
      'removed the cached dataset posthog-0123456789ab, last used 1 day ago\n' +
      'removed the cached dataset shop-0123456789ac, last used today\n',
  });
  expect(await readdir(join(space.folder, 'home/embedded'))).toEqual([]);
  expect(await clean()).toEqual({ code: 0, out: '', err: 'there is no cached dataset\n' });
});

it('keeps the dataset of a server that runs', async () => {
  const release = holdIfFree(join(space.folder, 'home/embedded/shop-0123456789ac/node1/lock'));
  const { code, err } = await clean();
  expect({ code, err }).toMatchObject({
    code: 0,
    err: expect.stringContaining('kept the cached dataset shop-0123456789ac: a server is running on it\n'),
  });
  expect(await readdir(join(space.folder, 'home/embedded'))).toEqual(['shop-0123456789ac']);
  release?.();
});

it('refuses flags that say something about a server', async () => {
  const { code, err } = await clean('--workload', 'posthog');
  expect(code).toBe(2);
  expect(err).toContain('--clean starts no server, so --workload says nothing');
  expect(await readdir(join(space.folder, 'home/embedded'))).toHaveLength(2);
});
