import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type Impostor, type Mischief, type RequestKind, startImpostor } from '../support/impostor.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;
let impostor: Impostor;

beforeAll(async () => {
  space = await makeWorkspace({ 'queries/a.sql': '-- name: one\nSELECT 1;\n' });
  impostor = await startImpostor();
});
afterEach(() => impostor.misbehave(undefined));
afterAll(async () => {
  await impostor?.close();
  await space?.remove();
});

const compared = ['ab', 'queries', '--candidate-set', 'max_threads=2', '--max-pairs', '5', '--quiet'];

async function misled(): Promise<void> {
  const before = impostor.requests.filter((one) => one.misled).length;
  while (impostor.requests.filter((one) => one.misled).length === before)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Presses Ctrl-C once the first request has been answered wrongly. */
function interruptedAt(mischief: Mischief, argv: readonly string[]): Promise<Ran> {
  impostor.misbehave(mischief);
  const ready = misled();
  return space.run([...argv, '--target', impostor.url], {
    services: realServices,
    io: (io) => void ready.then(() => io.interrupt()),
  });
}

/** With an impostor of its own, so that others can wait meanwhile. */
async function ranAgainst(mischief: Mischief, ...argv: readonly string[]): Promise<Ran> {
  const own = await startImpostor({ mischief });
  return space.run([...argv, '--target', own.url], { services: realServices }).finally(() => own.close());
}

async function reportOf(folder: string): Promise<ComparisonReport> {
  return JSON.parse(await space.read(`${folder}/report.json`)) as ComparisonReport;
}

describe.concurrent('a server that hangs in one kind of request', () => {
  it.each([
    ['evidence', 'hang-in-body', /did not answer within .*: reading system.query_log/],
    ['flush', 'hang', /did not answer within .*SYSTEM FLUSH LOGS/],
    ['evidence', 'endless-line', /does not end within 256 MiB|did not answer within/],
  ] as const)('ends the run by itself at the %s (%s), and keeps what was measured', async (at, how, reason) => {
    const limits = ['--timeout', '30s', '--budget', '5s', '--out', at + how];
    const ran = await ranAgainst({ how, at }, ...compared, ...limits);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain(`--resume ${at + how}/run.jsonl.gz`);
    const { status, executions } = await reportOf(at + how);
    expect(status).toMatchObject({ kind: 'incomplete', reason: expect.stringMatching(reason) });
    // As many as a busy machine sends within the budget, ten at most.
    expect(executions).toBeGreaterThan(0);
  });

  it('is told before anything is measured, within the budget', async () => {
    const ran = await ranAgainst({ how: 'trickle-body', at: 'server' }, ...compared, '--budget', '1s');
    expect(ran.code).toBe(5);
    expect(ran.err).toMatch(/did not answer within 5 s: SELECT version\(\)/);
  });

  it('leaves executions to their own time limit', async () => {
    const limits = ['--timeout', '300ms', '--budget', '3s', '--out', 'executions'];
    const ran = await ranAgainst({ how: 'hang-in-body', at: 'execution' }, ...compared, ...limits);
    expect(ran.code).not.toBe(0);
    expect((await reportOf('executions')).counts).toMatchObject({ equivalent: 0, improved: 0 });
  });
});

describe.concurrent('doctor gives its short query five seconds', () => {
  it.each([
    [
      'execution',
      /limited +noise +not measured: no whole answer within 5\.\d+ s|not measured: no whole answer within 5 s/,
    ],
    ['evidence', /by the clock of this program; by the server's clocks it is not known: /],
  ] as const)('and says what hung at the %s', async (at, says) => {
    const ran = await ranAgainst({ how: 'hang', at }, 'doctor');
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 0, out: expect.stringMatching(says) });
  });
});

describe('Ctrl-C', () => {
  it.each(['digest', 'execution', 'flush', 'evidence'] satisfies RequestKind[])(
    'ends a run that hangs at its %s, and leaves its report',
    async (at) => {
      const ran = await interruptedAt({ how: 'hang', at }, [...compared, '--timeout', '5m', '--out', `stopped-${at}`]);
      expect([ran.code, ran.err]).toEqual([130, expect.stringContaining(`--resume stopped-${at}/run.jsonl.gz`)]);
      expect(ran.out).toMatch(/interrupted/);
      expect((await reportOf(`stopped-${at}`)).status).toEqual({ kind: 'interrupted' });
    },
  );

  it.each([
    ['check', compared],
    ['passage', compared],
    ['tables', compared],
    ['check', ['lint', 'queries']],
    ['syntax', ['lint', 'queries']],
    ['check', ['doctor']],
    ['passage', ['doctor']],
    ['execution', ['doctor']],
    ['evidence', ['doctor']],
    ['log-columns', ['top']],
    ['log-survey', ['top']],
    ['log-ranking', ['capture', '--out', 'captured']],
  ] as const)('ends what hangs at the %s of %j', async (at, argv) => {
    const ran = await interruptedAt({ how: 'trickle-headers', at }, argv);
    expect([ran.code, ran.err]).toEqual([130, expect.stringMatching(/interrupted/i)]);
  });

  it('ends a run of one arm that hangs at a plan', async () => {
    const argv = ['run', 'queries', '--sessions', '1', '--rounds', '1', '--timeout', '5m', '--out', 'one-arm'];
    const ran = await interruptedAt({ how: 'hang', at: 'plan' }, argv);
    expect([ran.code, ran.err]).toEqual([130, expect.stringContaining('--resume one-arm/run.jsonl.gz')]);
  });

  it('ends the process, sockets and threads and all', async () => {
    impostor.misbehave({ how: 'hang', at: 'execution' });
    const ready = misled();
    const program = [
      '--import',
      'tsx',
      'src/main.ts',
      'ab',
      `${space.folder}/queries`,
      ...compared.slice(2),
      '--timeout',
      '5m',
      '--target',
      impostor.url,
    ];
    const child = spawn(process.execPath, [...program, '--out', `${space.folder}/process`], {
      stdio: 'ignore',
    });
    const code = new Promise((resolve) => child.on('close', resolve));
    await Promise.race([ready, code]);
    child.kill('SIGINT');
    expect(await code).toBe(130);
  });
});
