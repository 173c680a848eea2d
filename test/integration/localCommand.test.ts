import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { freePorts } from '../../src/clickhouse/local/ports.ts';
import { statement } from '../../src/clickhouse/local/statement.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { nativeLogin } from '../support/nativeLogin.ts';
import { serversOf } from '../support/serversOf.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const password = 'hush "hush" 1';
const limitMs = 60_000;

let space: Workspace;
/** Of commands that go on. */
const ends = new Set<() => Promise<Ran>>();

beforeAll(async () => {
  space = await makeWorkspace({
    'one/workload.yaml': 'database: shop\nschema: [schema.sql]\n',
    'one/schema.sql':
      'CREATE OR REPLACE TABLE shop.t (a UInt8) ENGINE = MergeTree ORDER BY a;\nINSERT INTO t VALUES (1);\n',
    'one/queries.sql': '-- name: total\nSELECT throwIf(count() != 1) FROM t;\n',
    'two/workload.yaml': 'database: shop\nschema: [schema.sql]\n',
    'two/schema.sql': 'CREATE OR REPLACE TABLE shop.u (a UInt8) ENGINE = MergeTree ORDER BY a;\n',
    'two/queries.sql': '-- name: total\nSELECT count() FROM u;\n',
  });
});
afterEach(() => Promise.all([...ends].map((end) => end())));
afterAll(() => space.remove());

function hogbench(argv: readonly string[], io?: (io: TestIo) => void): Promise<Ran> {
  const env = { HOGBENCH_HOME: join(space.folder, 'home'), HOGBENCH_LOCAL_PASSWORD: password };
  return space.run(argv, { services: realServices, env, ...(io === undefined ? {} : { io }) });
}

/** A command that goes on until Ctrl-C, once it has said `word`. */
async function started(argv: readonly string[], word: string): Promise<{ io: TestIo; end: () => Promise<Ran> }> {
  let io: TestIo | undefined;
  let over: Ran | undefined;
  const running = hogbench(argv, (one) => {
    io = one;
  });
  void running.then((ran) => {
    over = ran;
  });
  while (over === undefined && !`${io?.out()}${io?.err()}`.includes(word)) await pause(20);
  if (over !== undefined || io === undefined) throw new Error(`it ended: ${JSON.stringify(over)}`);
  const { interrupt } = io;
  const end = (): Promise<Ran> => {
    ends.delete(end);
    interrupt();
    return running;
  };
  ends.add(end);
  return { io, end };
}

it('an occupied port, and ports that would meet, are told before anything starts', async () => {
  const holder = createServer();
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { readonly port: number }).port));
  });
  for (const flag of ['--port', '--tcp-port']) {
    const { code, err } = await hogbench(['local', flag, String(port), '--workload', 'one']);
    expect({ code, err }).toEqual({
      code: 2,
      err: `hogbench: port ${port} of 127.0.0.1 is in use by another program\n  fix:   End that program, or name another port with ${flag}.\n`,
    });
  }
  await new Promise((done) => holder.close(done));
  const meet = await hogbench(['local', '--nodes', '2', '--port', String(port), '--tcp-port', String(port + 1)]);
  expect(meet).toMatchObject({ code: 2, err: expect.stringContaining(`port ${port + 1} would be needed twice`) });
});

it('has the ports and the account that were asked for, and leaves the dataset of ab to ab', async () => {
  const [port = 0, tcpPort = 0] = await freePorts(2);
  const asked = ['--port', String(port), '--tcp-port', String(tcpPort), '--user', 'dev', '--workload', 'one'];
  const { io, end } = await started(['local', ...asked], 'Ctrl-C stops it.');
  const login = { httpPort: port, user: 'dev', password };
  const said = io.out();
  expect(said).toContain(
    `clickhouse-client --host 127.0.0.1 --port ${tcpPort} --user dev --password="$HOGBENCH_LOCAL_PASSWORD" --database shop\n`,
  );

  await statement(login, 'INSERT INTO shop.t VALUES (2)', limitMs);
  await statement(login, 'CREATE DATABASE other', limitMs);
  expect(await statement(login, 'SELECT count() > 0 FROM system.query_log', limitMs)).toBe('1');
  expect(await statement(login, 'SELECT count() FROM shop.t', limitMs)).toBe('2');
  for (const user of ['default', 'hogbench', 'hogbench_administrator', 'hogbench_cases', 'hogbench_setup'])
    await expect(statement({ ...login, user, password: '' }, 'SELECT 1', limitMs)).rejects.toThrow(
      /SESSION_LIMIT|QUOTA|AUTHENTICATION_FAILED/,
    );

  // The lines for the config, as they are printed.
  await space.write('local.yaml', said.slice(said.indexOf('  targets:'), said.indexOf('Ctrl-C')));
  const there = await hogbench(['lint', 'one', '--config', 'local.yaml', '--target', 'local']);
  expect(there).toMatchObject({ code: 0 });

  const beside = await hogbench(['ab', 'one', '--counters-only', '--seed', '1']);
  expect(beside).toMatchObject({ code: 0, err: expect.not.stringContaining('waiting for') });

  expect(await nativeLogin(tcpPort, 'dev', password)).not.toMatch(/^$|Exception/);
  const [server = 0] = serversOf(process.pid);
  process.kill(server, 'SIGKILL');
  await expect.poll(io.err, { timeout: 60_000 }).toContain('node1 ended by itself and was started again');
  expect(io.err()).toContain('(SIGKILL: somebody ended it');
  expect(await statement(login, 'SELECT count() FROM shop.t', limitMs)).toBe('2');

  const { code, out, err } = await end();
  expect(code).toBe(0);
  expect(out + err).not.toContain('hush');
});

it('starts while ab has the dataset', async () => {
  const measuring = await started(
    ['ab', 'two', '--min-pairs', '100000', '--max-pairs', '100000', '--seed', '1'],
    'measuring',
  );
  const local = await started(['local', '--workload', 'two'], 'Ctrl-C stops it.');
  expect(local.io.err()).toContain('building the dataset of two');
  expect(local.io.err()).not.toContain('waiting for');
  expect(await local.end()).toMatchObject({ code: 0 });
  expect(await measuring.end()).toMatchObject({ code: 130 });
});

it('wants a password for a user, and takes no name that is its own', async () => {
  const nobody = await space.run(['local', '--user', 'dev'], { services: realServices });
  expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('HOGBENCH_LOCAL_PASSWORD') });
  for (const name of ['default', 'hogbench_cases', 'a b'])
    expect(await hogbench(['local', '--user', name])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`"${name}" cannot be the name of a user`),
    });
});
