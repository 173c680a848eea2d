import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const program = resolve('dist/main.js');
const planted = { GH_TOKEN: 'ghp_plantedTokenOfTheRunner1', HOGBENCH_PASSWORD: 'planted-password-of-the-cluster' };

/** The environment of hogbench itself, read by the server that it started. */
const environment = "file(concat('/proc/', splitByChar(' ', file('/proc/self/stat'))[4], '/environ'))";
const lines = `SELECT x AS line FROM (SELECT arrayJoin(splitByChar('\\0', ${environment})) AS x) WHERE x LIKE 'GH_TOKEN=%' OR x LIKE 'HOGBENCH_PASSWORD=%'`;
const named = `SELECT line FROM file('/proc/self/environ', 'LineAsString', 'line String')`;

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'base/q.sql':
      "-- name: same\nSELECT 1;\n\n-- name: totals\nSELECT 'x' AS line;\n\n-- name: named\nSELECT 'x' AS line;\n",
    'cand/q.sql': `-- name: same\nSELECT 1;\n\n-- name: totals\n${lines};\n\n-- name: named\n${named};\n`,
  });
});
afterAll(() => space.remove());

/** Every file of the output folder as it is read: compressed ones unpacked. */
function outputFiles(): ReadonlyMap<string, string> {
  const folder = join(space.folder, 'hogbench-out');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name));
      return [name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')];
    }),
  );
}

it('a statement that reads the environment of hogbench fails, is told why, and carries no secret into any output', () => {
  const ran = spawnSync(
    process.execPath,
    [program, 'ab', '--baseline-workload', 'base', '--candidate-workload', 'cand', '--counters-only', '--budget', '5m'],
    {
      cwd: space.folder,
      env: { ...process.env, HOGBENCH_HOME: join(space.folder, 'home'), ...planted },
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  expect(ran.status, ran.stderr).toBe(1);
  const files = outputFiles();
  expect([...files.keys()]).toEqual(expect.arrayContaining(['run.jsonl.gz', 'report.md', 'report.html']));
  for (const [name, text] of [...files, ['stdout', ran.stdout], ['stderr', ran.stderr]] as const)
    for (const secret of Object.values(planted)) expect(text, name).not.toContain(secret);

  for (const name of ['run.jsonl.gz', 'report.md', 'report.html']) {
    const text = files.get(name)?.replaceAll('\\', '');
    expect(text, name).toContain('file() reads files of this machine, which the embedded server does not allow');
    expect(text, name).toContain('grant READ ON FILE');
    expect(text, name).toContain('--allow-sources file');
    expect(text, name).not.toContain('throwIf');
  }
  expect(ran.stdout.replaceAll(/\s+/g, ' ')).toContain('file() reads files of this machine');
  // With a budget every limit of ours is a part of what is left of it.
  expect(files.get('report.json')).not.toContain('out of range');
});
