import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const program = resolve('dist/main.js');
const offline = `"${process.execPath}" "${program}" lint q --offline`;

let space: Workspace;
const started: ChildProcess[] = [];

beforeAll(async () => {
  space = await makeWorkspace({ 'q/a.sql': '-- name: one\nSELECT 1;\n' });
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => space.remove());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<Ended>;
}

/** What a shell makes of a command, in a folder with a workload `q`. */
function shell(command: string, env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn('bash', ['-c', command], {
    cwd: space.folder,
    env: { ...process.env, HOGBENCH_HOME: `${space.folder}/home`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  let isOver = false;
  const ended = new Promise<Ended>((done) =>
    child.once('close', (code) => {
      isOver = true;
      done({ code, out, err });
    }),
  );
  const said = async (text: string): Promise<void> => {
    while (!out.includes(text)) {
      if (isOver) throw new Error(`it ended without "${text}": ${out}${err}`);
      await pause(20);
    }
  };
  return { child, said, ended };
}

it('a query that is piped in is read to its end', async () => {
  const ran = await shell(`printf 'SELECT\n2' | "${process.execPath}" "${program}" ab - q/a.sql --dry-run`).ended;
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('workload stdin on embedded'), err: '' });
});

const fullDevice = it.runIf(existsSync('/dev/full'));

fullDevice('a result that nobody can read is no pass; what is said beside it may be lost', async () => {
  const lost = await shell(`${offline} > /dev/full`).ended;
  expect(lost).toMatchObject({ code: 5, err: expect.stringContaining('ENOSPC') });
  expect(lost.err).not.toMatch(/\n\s+at /);
  expect(await shell(`${offline} 2> /dev/full`).ended).toMatchObject({ code: 0 });
  const wrong = `"${process.execPath}" "${program}" lint --formt x`;
  expect(await shell(`${wrong} 2> /dev/full`).ended).toMatchObject({ code: 2, out: '' });
});

it('a reader who has enough, and streams that are closed, are no failure', async () => {
  expect(await shell(`${offline} | true; exit \${PIPESTATUS[0]}`).ended).toMatchObject({ code: 0, err: '' });
  expect(await shell(`${offline} >&- 2>&- <&-`).ended).toMatchObject({ code: 0 });
});

const trouble: Readonly<Record<string, { command: string; env?: NodeJS.ProcessEnv; code: number; says: string }>> = {
  'few file handles': { command: `ulimit -n 64; ${offline}`, code: 5, says: 'ulimit -n' },
  'a folder that is gone': { command: `mkdir gone; cd gone; rmdir ../gone; ${offline}`, code: 5, says: 'cd ~' },
  'little memory': {
    command: offline,
    env: { NODE_OPTIONS: '--max-old-space-size=10' },
    code: 5,
    says: 'NODE_OPTIONS',
  },
  'no temporary folder': {
    command: offline.replace(' --offline', ' --target embedded'),
    env: { TMPDIR: '/dev/null/x' },
    code: 5,
    says: 'TMPDIR',
  },
  'no home': {
    command: offline.replace('lint q --offline', 'doctor'),
    env: { HOGBENCH_HOME: '/dev/null/x' },
    code: 2,
    says: 'HOGBENCH_HOME',
  },
};
for (const [name, { command, env, code, says }] of Object.entries(trouble))
  it(`${name}: a sentence that says what to do`, async () => {
    const ran = await shell(command, env).ended;
    expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(says) });
    expect(ran.err).toMatch(/^hogbench: |\nhogbench: /);
    expect(ran.err).not.toMatch(/\n\s+at |FATAL/);
  });

it('what needs no home works without one', async () => {
  expect(await shell(offline, { HOME: '/dev/null', HOGBENCH_HOME: '/dev/null/x' }).ended).toMatchObject({ code: 0 });
});

it('a lost terminal ends the command like Ctrl-C; nohup lets it go on', async () => {
  const local = `"${process.execPath}" "${program}" local`;
  const plain = shell(`exec ${local}`);
  await plain.said('Ctrl-C stops it');
  plain.child.kill('SIGHUP');
  expect(await plain.ended).toMatchObject({ code: 0, err: expect.stringContaining('stopping') });

  const kept = shell(
    `nohup ${local} & child=$!; trap 'kill -HUP $child; sleep 2; kill -0 $child && echo goes on; kill $child' USR1; wait; wait $child`,
  );
  await kept.said('Ctrl-C stops it');
  kept.child.kill('SIGUSR1');
  expect(await kept.ended).toMatchObject({ code: 0, out: expect.stringContaining('goes on') });
});
